/**
 * The slide on forgery: what keeps forgers away, and what each defence buys.
 * @module
 */
import { forgedCoins } from '../../theory/forging.ts';
import { type MintParameters, RS96_EXAMPLE, secondsToFirstCoin } from '../../theory/micromint.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Evidence } from './evidence.ts';
import { exceeds, isAbove, isAlways, isBelow } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const SLIDE = 'Detecting MicroMint Forgery';
const SOURCE = 'derived; after RS96';
const LECTURE: MintParameters = { bits: 34, way: 4, filter: 0 };
/** Assumptions, as the scenarios on forgers have them: a computer of 1996 (RS96), a graphics card of 2026. */
const COMPUTER_1996 = 2 ** 14;
const CARD_2026 = 2e10;
const MICROSECONDS_PER_SECOND = 1e6;

function wait(mint: MintParameters, hashesPerSecond: number): number {
  return secondsToFirstCoin(mint, hashesPerSecond) * MICROSECONDS_PER_SECOND;
}

function years(microseconds: number): string {
  return `${(microseconds / (365.25 * 86_400e6)).toFixed(0)} years`;
}

function judgeSmallScale(evidence: Evidence): Judgement {
  const computer = evidence.metric('two-forgers', 'micromint.computer.profit_usd');
  const card = evidence.metric('two-forgers', 'micromint.card.profit_usd');
  const then = wait(RS96_EXAMPLE, COMPUTER_1996);
  const now = wait(RS96_EXAMPLE, CARD_2026);
  const loses = isBelow(computer, 0);
  return {
    verdict: verdictOf(loses && isBelow(card, 0), loses && isAbove(card, 0)),
    finding: `With the hardware of 1996 at n = 52: a computer waits ${years(then)} for a coin, and a month of it ends at ${say(computer)}. A graphics card of 2026 has its first coin after ${sayNumber('us', now)} and makes ${say(card)} of 1,000 coins; with n = 34, as ten billion coins without a filter have it, the computer of 1996 needs ${sayNumber('us', wait(LECTURE, COMPUTER_1996))}.`,
    measured: [computer, card],
    theory: [
      byTheory('first coin, 2^14 hashes/s, n = 52', 'us', then, '2^t Gamma(1+1/k) (k!)^(1/k) B^((k-1)/k) / f', SOURCE),
      byTheory('first coin, 2e10 hashes/s, n = 52', 'us', now, '2^t Gamma(1+1/k) (k!)^(1/k) B^((k-1)/k) / f', SOURCE),
    ],
  };
}

function found(evidence: Evidence, label: string) {
  return evidence.metric('keys', `${label}.forger.coins_found_count`);
}

/** A key that is known ahead gives what the forger would not have otherwise. */
function judgeWaitsForKey(evidence: Evidence): Judgement {
  const secret = found(evidence, 'secret-key');
  const known = found(evidence, 'known-ahead');
  return {
    verdict: verdictOf(exceeds(known, secret), false),
    finding: `A forger who learns the key when its month begins finds ${say(secret)} coins; one who knows it two weeks before finds ${say(known)}.`,
    measured: [secret, known],
  };
}

/** A month of one key against four weeks of a new key each: the search begins at nought every time. */
function judgeDiesWithPeriod(evidence: Evidence): Judgement {
  const month = found(evidence, 'secret-key');
  const weeks = found(evidence, 'weekly-key');
  const stale = evidence.metric('false-coins', 'direct.later.valid_under_present_key.share');
  const mint = { bits: 13, way: 4, filter: 0 };
  const hashes = evidence.metric('keys', 'secret-key.forger.hashes_count').value;
  const [whole, quarter] = [forgedCoins(mint, hashes).mean, 4 * forgedCoins(mint, hashes / 4).mean];
  return {
    verdict: verdictOf(exceeds(month, weeks) && isBelow(stale, 0.01), false),
    finding: `Under another month's key ${say(stale)} of the coins are valid. So who searches for four weeks finds ${say(month)} coins where the key stays, and ${say(weeks)} where it changes every week.`,
    measured: [month, weeks, stale],
    theory: [
      byTheory('one key for all the hashes', 'coins', whole, 'B P(Bin(N, 2^-n) >= k)', SOURCE),
      byTheory('four keys, a quarter of the hashes each', 'coins', quarter, '4 B P(Bin(N/4, 2^-n) >= k)', SOURCE),
    ],
  };
}

function judgeRecall(evidence: Evidence): Judgement {
  const never = evidence.metric('keys', 'secret-key.forgery.coins_accepted_count');
  const recalled = evidence.metric('keys', 'recall.forgery.coins_accepted_count');
  const exchanged = evidence.metric('keys', 'recall.recall.coins_exchanged_count');
  const remint = evidence.metric('keys', 'recall.recall.remint_hashes_count');
  return {
    verdict: verdictOf(exceeds(never, recalled), false),
    finding: `A recall at one forged coin in a hundred leaves ${say(recalled)} forged coins accepted instead of ${say(never)}. Honest users must exchange ${say(exchanged)}, and the broker throws ${say(remint)} balls for another mint.`,
    measured: [never, recalled, exchanged, remint],
  };
}

/** What a broker mints ahead is good in its month, and tells nothing under the key that is out. */
function judgeMonthsAhead(evidence: Evidence): Judgement {
  const own = evidence.metric('false-coins', 'direct.later.valid_when_their_month_comes.share');
  const present = evidence.metric('false-coins', 'direct.later.valid_under_present_key.share');
  return {
    verdict: verdictOf(isAlways(own, 1) && isBelow(present, 0.01), false),
    finding: `Coins of the next three months, minted under keys that are not out, are valid in their own month (${say(own)}) and under the present key in ${say(present)} of the cases, so the present key helps nobody to make them.`,
    measured: [own, present],
  };
}

export const FORGING_CLAIMS: readonly Claim[] = [
  {
    id: 'small-scale-forgery-impractical',
    number: 7,
    slide: SLIDE,
    says: 'Forgery on a small scale is impractical.',
    recorded: 'holds only if',
    experiments: ['two-forgers'],
    judge: judgeSmallScale,
  },
  {
    id: 'forged-coins-die-after-a-month',
    number: 8,
    slide: SLIDE,
    says: 'Forged coins are invalid after a month.',
    recorded: 'holds',
    experiments: ['keys', 'false-coins'],
    judge: judgeDiesWithPeriod,
  },
  {
    id: 'forgery-waits-for-the-new-hash',
    number: 8,
    slide: SLIDE,
    says: 'Nobody can begin to forge before the new hash function is announced.',
    recorded: 'holds',
    experiments: ['keys'],
    judge: judgeWaitsForKey,
  },
  {
    id: 'broker-can-recall',
    number: 8,
    slide: SLIDE,
    says: 'The broker can recall the coins before the month ends.',
    recorded: 'holds',
    experiments: ['keys'],
    judge: judgeRecall,
  },
  {
    id: 'months-ahead-of-forgers',
    number: 8,
    slide: SLIDE,
    says: 'The broker can be many months ahead of forgers.',
    recorded: 'holds',
    experiments: ['false-coins'],
    judge: judgeMonthsAhead,
  },
];

/**
 * The slides on MR2: who never pays too much, who is short instead, and who is caught.
 * @module
 */
import { meanGapTest, winnersForPower } from '../../theory/mean-gap.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { isAbout, isAbove, isAlways, isBelow, isSeen, scaled } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const MR2 = 'MR2 (Micali, Rivest)';
const WHY = 'Why Does MR2 Work?';
const SOURCE = 'MR02; laws derived';
/** The experiment's test, and how often its cheats use a number. */
const RATE = 0.001;
const FALSE_ALARM = 1e-4;
const USES = 10;
/** Most of them: so many that the rest may be luck. */
const CAUGHT = 0.5;
/** Of the use: less than this is nearly all of it. */
const NEARLY = 0.05;

function judgeNeverMore(evidence: Evidence): Judgement {
  const most = evidence.metric('lotteries', 'mr2.user_charge.max_over_use_usd');
  const share = evidence.metric('lotteries', 'mr2.overpay.probability');
  return {
    verdict: verdictOf(!isAbove(most, 0) && isAlways(share, 0), false),
    finding: `Of all users in all replications ${say(share)} paid more than they used; the nearest to it was at ${say(most)} over his use.`,
    measured: [share, most],
  };
}

/** Moved, not gone: users of MR2 are spared what its bank bears. */
function judgeRiskShifts(evidence: Evidence): Judgement {
  const metric = (name: string): Estimate => evidence.metric('lotteries', name);
  const [mr1, mr2] = [metric('mr1.overpay.probability'), metric('mr2.overpay.probability')];
  const [bank1, bank2] = [metric('mr1.bank_shortfall.mean_usd'), metric('mr2.bank_shortfall.mean_usd')];
  const moved = isSeen(mr1) && isAlways(mr2, 0) && isAlways(bank1, 0) && isAbove(bank2, 0);
  return {
    verdict: verdictOf(moved, false),
    finding: `Under MR1 ${say(mr1)} of the users overpay and the bank is short of ${say(bank1)}; under MR2 ${say(mr2)} overpay, and the bank is short of ${say(bank2)} a user.`,
    measured: [mr1, mr2, bank1, bank2],
  };
}

/** The sum of the charges telescopes to the last winning serial number, which is n only if payment n wins. */
function judgeIdentity(evidence: Evidence): Judgement {
  const charge = evidence.metric('lotteries', 'mr2.user_charge.mean_usd');
  const used = evidence.metric('lotteries', 'mr1.user_charge.mean_usd').theory?.value ?? Number.NaN;
  const share = scaled(charge, 1 / used, 'mr2.charge_over_use.ratio', '1');
  const most = evidence.metric('lotteries', 'mr2.user_charge.max_over_use_usd');
  const bounded = !isAbove(most, 0);
  return {
    verdict: verdictOf(bounded && isAbout(share, 1, NEARLY), bounded && isBelow(share, 1)),
    finding: `Only for a user whose last payment wins; otherwise the charges sum to the last serial number that won, which is less than n. On average they are ${say(share)} of the use of ${sayNumber('usd', used)}.`,
    measured: [charge, share, most],
  };
}

function judgeBankReceives(evidence: Evidence): Judgement {
  const short = evidence.metric('lotteries', 'mr2.bank_shortfall.mean_usd');
  const later = evidence.metric('long-use', 'mr2.bank_shortfall.mean_usd');
  const used = evidence.metric('long-use', 'mr1.user_charge.mean_usd').theory?.value ?? Number.NaN;
  const atMost = later.theory?.value ?? Number.NaN;
  const vanishes = isAbout(
    scaled(evidence.metric('long-use', 'mr2.user_charge.mean_usd'), 1 / used, 'r', '1'),
    1,
    NEARLY,
  );
  return {
    verdict: verdictOf(!isAbove(short, 0), vanishes && isAbove(short, 0)),
    finding: `Only of users who go on: whoever stops after 1,000 payments leaves the bank short of ${say(short)}, and never of more than ${sayNumber('usd', atMost)} on average, which after 100,000 payments is ${sayNumber('share', atMost / used)} of the use.`,
    measured: [short, later],
  };
}

function judgeCheaters(evidence: Evidence): Judgement {
  const lazy = evidence.metric('serial-cheats', 'mr2.serial-reuser.caught_share');
  const careful = evidence.metric('serial-cheats', 'mr2.serial-stretcher.caught_share');
  const tested = evidence.metric('serial-cheats', 'mr2-mean-gap.serial-stretcher.caught_share');
  const winners = winnersForPower(meanGapTest(RATE, FALSE_ALARM), USES, 0.9);
  const isCaught = (share: Estimate): boolean => isAbove(share, CAUGHT);
  return {
    verdict: verdictOf(isCaught(lazy) && isCaught(careful), isCaught(lazy) && isCaught(tested)),
    finding: `The lazy one: who signs one number always is caught (${say(lazy)} after 15,000 payments). Who uses each number ten times pays a tenth, and equal numbers show him in ${say(careful)} of the cases; a test of the mean gap between serial numbers finds ${say(tested)} (90 % of such users after ${winners} winners by theory).`,
    measured: [lazy, careful, tested],
    theory: [
      byTheory('winners until the test has power 90 %', 'winners', winners, 'least m: P(S_m small) >= 0.9', SOURCE),
    ],
  };
}

export const MR2_CLAIMS: readonly Claim[] = [
  {
    id: 'risk-shifts-to-the-bank',
    slide: MR2,
    says: 'MR2 moves the risk from the user to the bank.',
    recorded: 'holds',
    experiments: ['lotteries'],
    judge: judgeRiskShifts,
  },
  {
    id: 'user-never-pays-more',
    number: 17,
    slide: WHY,
    says: 'In MR2 a user never pays more than the transactions he makes.',
    recorded: 'holds',
    experiments: ['lotteries'],
    judge: judgeNeverMore,
  },
  {
    id: 'charges-sum-to-n',
    number: 16,
    slide: WHY,
    says: 'After n transactions the charges sum to S_m = n.',
    recorded: 'holds only if',
    experiments: ['lotteries'],
    judge: judgeIdentity,
  },
  {
    id: 'bank-receives-what-it-pays',
    number: 18,
    slide: WHY,
    says: "On average MR2's bank receives as much as it pays out.",
    recorded: 'holds only if',
    experiments: ['lotteries', 'long-use'],
    judge: judgeBankReceives,
  },
  {
    id: 'cheater-is-caught',
    number: 19,
    slide: WHY,
    says: 'A user who does not increase his serial number is caught by the bank.',
    recorded: 'holds only if',
    experiments: ['serial-cheats'],
    judge: judgeCheaters,
  },
];

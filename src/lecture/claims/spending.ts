/**
 * The slides on selling and spending coins: who can see what, and when.
 * @module
 */
import { type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Evidence } from './evidence.ts';
import { exceeds, isAbout, isAbove, isAlways, isBelow, isSeen } from './weigh.ts';
import { say } from './words.ts';

const WAYS = 'Coins as k-way Collisions';
const SPENDING = 'Spending MicroMint Coins';
const SELLING = 'Selling MicroMint Coins';

/** Equal hashes alone would take one ball written k times. */
function judgeVerification(evidence: Evidence): Judgement {
  const share = (name: string) => evidence.metric('false-coins', `direct.${name}.share`);
  const [good, equal, taken] = [share('minted.accepted'), share('repeated.equal_hashes'), share('repeated.accepted')];
  const hashesSuffice = isAlways(equal, 0);
  const formIsChecked = isAlways(good, 1) && isAlways(taken, 0);
  return {
    verdict: formIsChecked ? verdictOf(hashesSuffice, true) : 'does not hold',
    finding: `The vendor must also look at form, period and z: one ball written four times has equal hashes in ${say(equal)} of the cases, and is taken in ${say(taken)}; of minted coins ${say(good)} are.`,
    measured: [good, equal, taken],
  };
}

/** Only the broker, who hears of both, sees the same coin twice; and he knows the buyer. */
function judgeDoubleSpending(evidence: Evidence): Judgement {
  const metric = (name: string) => evidence.metric('double-spenders', `bare.${name}`);
  const gain = metric('greedy.gain_usd');
  const caught = metric('greedy.caught_share');
  const found = metric('incidents.already_redeemed_count');
  const accused = metric('honest_users.accused_count');
  const holds = isAbove(gain, 0) && isAlways(caught, 1) && isAlways(accused, 0);
  return {
    verdict: verdictOf(holds, false),
    finding: `Vendors accept the copies, worth ${say(gain)} to the two greediest users in a week; at day end the broker finds ${say(found)} copies and both buyers, and accuses nobody else.`,
    measured: [gain, found, caught, accused],
  };
}

function judgeReturned(evidence: Evidence): Judgement {
  const metric = (name: string) => evidence.metric('market', `micromint.coins.${name}_count`);
  const [sold, redeemed, exchanged, lapsed, held] = ['sold', 'redeemed', 'exchanged', 'lapsed', 'outstanding'].map(
    metric,
  );
  return {
    verdict: verdictOf(isSeen(exchanged!) && isAlways(lapsed!, 0), isSeen(exchanged!)),
    finding: `Of ${say(sold!)} coins sold ${say(redeemed!)} are spent, ${say(held!)} are in wallets when the run ends, and ${say(lapsed!)} are lost; ${say(exchanged!)} came back for new ones at the end of their period, and count by what became of the new ones.`,
    measured: [sold!, redeemed!, held!, lapsed!, exchanged!],
  };
}

/** Half a day on average between a sale and the broker's payment, whatever the coin. */
function judgeDayEnd(evidence: Evidence): Judgement {
  const delay = evidence.metric('market', 'micromint.settlement.delay_mean_us');
  const messages = evidence.metric('market', 'micromint.bank.messages_per_payment');
  const half = delay.theory?.value ?? 86_400e6 / 2;
  return {
    verdict: verdictOf(isAbout(delay, half) && isBelow(messages, 1), false),
    finding: `A vendor waits ${say(delay)} for his money on average, half a day, and the broker sees ${say(messages)} for each payment.`,
    measured: [delay, messages],
  };
}

function judgeForgedUnseen(evidence: Evidence): Judgement {
  const metric = (name: string) => evidence.metric('keys', `known-ahead.forgery.${name}`);
  const accepted = metric('coins_accepted_count');
  const paid = metric('coins_paid_count');
  const caught = metric('coins_caught_count');
  const holds = isSeen(accepted) && isAlways(paid, 0);
  return {
    verdict: verdictOf(holds && !exceeds(accepted, caught), isSeen(accepted)),
    finding: `Vendors took ${say(accepted)} coins that nobody had minted; the broker, who knows his own, named ${say(caught)} at settlement and paid ${say(paid)}.`,
    measured: [accepted, caught, paid],
  };
}

export const SPENDING_CLAIMS: readonly Claim[] = [
  {
    id: 'verified-by-k-hashes',
    number: 6,
    slide: WAYS,
    says: 'A k-way coin is verified easily, by k hashes that must be equal.',
    recorded: 'holds only if',
    experiments: ['false-coins'],
    judge: judgeVerification,
  },
  {
    id: 'unused-coins-returned',
    slide: SELLING,
    says: 'At the end of the month users return unused coins for new ones.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeReturned,
  },
  {
    id: 'double-spending-unseen-by-vendors',
    slide: SPENDING,
    says: 'A vendor cannot see that a coin was spent elsewhere; the broker checks for it.',
    recorded: 'holds',
    experiments: ['double-spenders'],
    judge: judgeDoubleSpending,
  },
  {
    id: 'settled-at-day-end',
    slide: SPENDING,
    says: "At the end of the day the vendor sends the broker the day's coins and is paid.",
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeDayEnd,
  },
  {
    id: 'forgery-unseen-in-real-time',
    slide: 'Detecting MicroMint Forgery',
    says: 'A vendor cannot tell at once that a coin was not minted by the broker.',
    recorded: 'holds',
    experiments: ['keys'],
    judge: judgeForgedUnseen,
  },
];

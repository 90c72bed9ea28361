/**
 * What cheating an MR1 or MR2 bank gains, and how soon it shows. Payments are of one unit; s = selection rate, q = 1 - s.
 * The mean-gap test has a file of its own.
 * @source Micali, Rivest, Micropayments Revisited (2002), called MR02, for the cheats; the laws are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import pow from '@stdlib/math-base-special-pow';
import { binomialAtLeast } from './binomial.ts';
import { binomialLaw } from './binomial-law.ts';
import { type Lottery, logOfPayingNothing } from './lottery.ts';
import { largestWhere } from './search.ts';
import { serialCharge } from './serial-charge.ts';

/**
 * Probability that n payments show two payable cheques of one serial, when every serial is used r times running:
 * 1 - a_r^g a_l for n = g r + l, a_j = P(Bin(j, s) <= 1) of j cheques of one serial. At s = 1/1000, r = 2: 0.05 % after
 * 1,000 and 4.9 % after 100,000. Infinity for a user who always signs the same serial: P(Bin(n, s) >= 2), 26.4 %, 59.4 %
 * and 96 % after 1000, 2000 and 5000. Exact, deposits counting at once.
 * @param reuse - r, at least 2
 */
export function reuserCaughtBy(payments: number, reuse: number, rate: number): number {
  const groups = Math.floor(payments / reuse);
  const rest = groups === 0 ? payments : payments - groups * reuse;
  const whole = groups === 0 ? 0 : groups * log1p(-binomialAtLeast(2, reuse, rate));
  return -expm1(whole + log1p(-binomialAtLeast(2, rest, rate)));
}

/** The fewest payments by which he is caught so with this probability: 1.39 million for 1/2 at r = 2, s = 1/1000. */
export function reuserCaughtWithin(probability: number, reuse: number, rate: number): number {
  return 1 + largestWhere((n) => reuserCaughtBy(n, reuse, rate) < probability, 0, Math.floor(1 / rate));
}

/**
 * Mean number of payments until he is caught so: (a_0 + ... + a_(r-1)) / (1 - a_r), the sum being
 * (2 (1 - q^r) - r s q^(r-1)) / s. 2/s^2 for r = 2, and 2/s for one who always signs the same serial.
 */
export function reuserCaughtAfter(reuse: number, rate: number): number {
  if (reuse === Infinity) return 2 / rate;
  const some = -expm1(reuse * log1p(-rate));
  const survived = (2 * some - reuse * rate * pow(1 - rate, reuse - 1)) / rate;
  return survived / binomialAtLeast(2, reuse, rate);
}

/** Probability that one single reuse of one serial shows, both its cheques being payable: s^2. */
export function singleReuseCaught(rate: number): number {
  return rate * rate;
}

/**
 * The winner at which the mean-gap test accuses a user all of whose cheques win, because a merchant helps him to choose
 * them: the smallest m with s^m <= falseAlarm; 3 at s = 1/1000 and 1e-9.
 */
export function colludersCaughtAt(rate: number, falseAlarm: number): number {
  // The level counts as reached when only rounding keeps the power above it.
  return 1 + largestWhere((m) => pow(rate, m) > falseAlarm * (1 + 1e-9), 0, 1);
}

/**
 * What a pair of user and merchant takes from an MR2 bank with one identity, when its first `winners` cheques win and
 * it then abandons the identity: winners (v/s - v). $9.99 each at a cent and s = 1/1000. Nothing from an MR1 bank as
 * long as the user can be charged. With one winner an identity, a deposit of v/s takes the gain away.
 */
export function pairGain({ unitValue, rate }: Lottery, winners: number): number {
  return winners * (unitValue / rate - unitValue);
}

/**
 * What a user of MR2 who takes a new identity after every n payments saves on each payment, on average: the shortfall
 * that he leaves behind, v q (1-q^n)/s, divided by n. Nearly all of v while n is far below 1/s. What one identity has
 * gained in all when it quits is `shortfall(lottery, { kind: 'fixed', count: n }).mean`: 95 cents at n = 100, s = 1/1000.
 */
export function quitterGainPerPayment({ unitValue, rate }: Lottery, payments: number): number {
  const some = -expm1(logOfPayingNothing(rate, { kind: 'fixed', count: payments }));
  return (unitValue * (1 - rate) * some) / (rate * payments);
}

/**
 * What a merchant who can make many proofs for one cheque gains by trying until one wins: 1/s tries on average, and
 * v/s for a cheque that was worth v.
 */
export function grinding({ unitValue, rate }: Lottery): { tries: number; gain: number } {
  return { tries: 1 / rate, gain: unitValue / rate - unitValue };
}

/**
 * What an MR1 bank cannot collect, on average, from a user who has no more than `funds` after n payments:
 * E[(m v/s - funds)+], m ~ Bin(n, s). Whatever he has is taken. Absolute error about 1e-16 n v.
 * @param funds - in the unit of v
 */
export function uncollectedCharge({ unitValue, rate }: Lottery, payments: number, funds: number): number {
  const { first, chances } = binomialLaw(payments, rate);
  const prize = unitValue / rate;
  return chances.reduce((sum, chance, i) => sum + chance * Math.max(0, (first + i) * prize - funds), 0);
}

/**
 * What an MR2 bank cannot collect so: E[(v S_last - funds)+]. With f whole payments in his funds it is what n - f
 * payments would have been charged, since P(S_last >= f + i) after n payments is P(S_last >= i) after n - f; a part of
 * a payment's value in the funds is lost to the bank only when S_last > f. Exact.
 */
export function uncollectedSerialCharge(lottery: Lottery, payments: number, funds: number): number {
  const covered = Math.floor(funds / lottery.unitValue);
  if (covered >= payments) return 0;
  const beyond = { kind: 'fixed', count: payments - covered } as const;
  const reached = -expm1(logOfPayingNothing(lottery.rate, beyond));
  return serialCharge(lottery, beyond).mean - (funds - covered * lottery.unitValue) * reached;
}

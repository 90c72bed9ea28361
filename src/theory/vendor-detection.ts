/**
 * When a cheating vendor is shown, of V vendors whom U users choose alike: by the first payment to him that gives him
 * away, which one in so many does, with chance r. The gaps between a user's payments are exponential; the mean gap is
 * the unit of time, so that a Poisson demand of mean mu lasts mu.
 * @source derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialAtLeast } from './binomial.ts';
import type { Need } from './demand.ts';
import { meanOf } from './lottery.ts';
import { poissonAtLeast, poissonAtMost } from './poisson.ts';

export interface Suspect {
  readonly users: number;
  readonly vendors: number;
  /** Payments of each user. */
  readonly need: Need;
  /** r, above 0 and at most 1. */
  readonly rate: number;
}

/** Mean payments to him until he is shown, that one included, given that he is; with a Poisson demand or without. */
export function paymentsUntilShown(suspect: Suspect): number {
  const { users, vendors, need, rate } = suspect;
  if (need.kind === 'poisson') return 1 + ((1 - rate) * users * gapsUntilShown(suspect)) / vendors;
  // Of all payments the M-th shows him, M geometric of rate r/V and cut off; each before it is one to him that does not
  // show him with chance (1-r)/V over 1 - r/V.
  const each = rate / vendors;
  if (each === 1) return 1;
  const all = users * need.count;
  const never = all * log1p(-each);
  const place = 1 / each + (all * exp(never)) / expm1(never);
  return 1 + ((place - 1) * (1 - rate)) / (vendors - rate);
}

/** Mean time until he is shown, given that he is, in mean gaps of one user. */
export function gapsUntilShown(suspect: Suspect): number {
  const { users, vendors, need, rate } = suspect;
  if (need.kind === 'fixed') return gapsOfFixedDemand(suspect, need.count);
  // Exponential, cut off at the end: 1/a - 1/(e^a - 1) of the duration when a such payments are expected.
  const shows = (users * need.mean * rate) / vendors;
  const part = shows < 1e-3 ? 1 / 2 - shows / 12 : 1 / shows - 1 / expm1(shows);
  return part * need.mean;
}

/** Steps of the integral, and the exponent beyond which e^-x is nothing. */
const STEPS = 2000;
const NOTHING = 45;

/**
 * A user who stops after n payments has not shown him by t with S(t) = E[(1 - r/V)^min(N(t), n)], N(t) Poisson of mean
 * t; so the mean is the integral of S^U, less what S^U is in the end, over the chance that he is shown. By Simpson's
 * rule: the integrand is smooth on the scale of the interval.
 */
function gapsOfFixedDemand({ users, vendors, rate }: Suspect, payments: number): number {
  const each = rate / vendors;
  const miss = 1 - each;
  const never = each === 1 ? 0 : exp(payments * log1p(-each));
  const escaped = power(never, users);
  const unseen = (t: number): number => {
    const early = exp(-each * t) * poissonAtMost(payments - 1, miss * t);
    return power(early + never * poissonAtLeast(payments, t), users) - escaped;
  };
  const last = Math.min(NOTHING / (each * users), payments + 12 * Math.sqrt(payments) + NOTHING);
  const step = last / STEPS;
  let sum = unseen(0) + unseen(last);
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 1 ? 4 : 2) * unseen(i * step);
  return (sum * step) / 3 / (1 - escaped);
}

/** chance^count, of a chance that may be nearly 1. */
function power(chance: number, count: number): number {
  return chance <= 0 ? 0 : exp(count * log1p(chance - 1));
}

/** Chances below this end a sum. */
const NEGLIGIBLE = 1e-17;

/** That he is shown by the first so many payments to him: 1 - E[(1-r)^min(n, N)] of the N that come to him. */
export function shownAmong(suspect: Suspect, numbers: readonly number[]): number[] {
  const { rate } = suspect;
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  const sums = [0];
  for (let [n, chance] = [1, rate]; n <= most && chance > NEGLIGIBLE; n++) {
    sums.push(sums[n - 1] + chance * comesTo(suspect, n));
    chance *= 1 - rate;
  }
  return numbers.map((n) => sums[Math.min(n, sums.length - 1)]);
}

/** That so many payments or more come to him. */
function comesTo({ users, vendors, need }: Suspect, payments: number): number {
  const mean = (users * meanOf(need)) / vendors;
  // Far below the mean there is no doubt, and much time to save.
  if (payments < mean - 12 * Math.sqrt(mean) - NOTHING) return 1;
  if (need.kind === 'poisson') return poissonAtLeast(payments, mean);
  return binomialAtLeast(payments, users * need.count, 1 / vendors);
}

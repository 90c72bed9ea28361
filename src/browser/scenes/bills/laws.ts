/**
 * The exact laws of users who have made different numbers of payments: the mean over the users of each one's own law,
 * and the bars that they stand beside.
 * @module
 */
import { binomialLaw } from '../../../theory/binomial-law.ts';
import type { LatticeLaw } from '../../../theory/lattice-law.ts';
import {
  chanceOfPayingMore,
  chanceOfPayingNothing,
  chargeQuantile,
  type ExactRate,
  type Lottery,
} from '../../../theory/lottery.ts';
import { shortfall } from '../../../theory/serial-charge.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';

/** How many payments users have made. */
export interface Counts {
  readonly users: number;
  /** By the number of payments: so many users have made it. */
  readonly usersByPayments: Uint32Array;
  readonly mean: number;
}

/** Shares of users by their bill less use, and what the law gives for each bar. */
export interface Bars {
  /** Of the middle of each bar, in dollars. */
  readonly middlesUsd: Float64Array;
  readonly shares: Float64Array;
  readonly law: Float64Array;
  /** From one bar to the next. */
  readonly stepUsd: number;
}

/** Bars to a standard deviation of the number of wins, when there are many. */
const BARS_PER_DEVIATION = 4;
/** Of MR2's bars: to so many mean gaps between wins, or to the whole use. */
const GAPS_SHOWN = 8;
const GAP_BARS = 20;
/** Beyond this many mean gaps nobody is without a win: 1e-9. */
const GAPS_MAX = 21;
const RARE = 1e-9;

/** Laws by the number of payments; each is worked out once. */
export class LawsByPayments {
  readonly lottery: Lottery;
  readonly perUser: number;
  readonly #rate: ExactRate;
  readonly #wins = new Map<number, LatticeLaw>();
  readonly #over = new Map<number, number>();
  readonly #shortfalls = new Map<number, number>();

  constructor(lottery: Lottery, rate: ExactRate, perUser: number) {
    this.lottery = lottery;
    this.perUser = perUser;
    this.#rate = rate;
  }

  /** Of the number of wins after so many payments. */
  wins(payments: number): LatticeLaw {
    return known(this.#wins, payments, () => binomialLaw(payments, this.lottery.rate));
  }

  /** Share of users who are charged more than they used, under MR1. */
  over(counts: Counts): number {
    return meanOver(counts, (n) => known(this.#over, n, () => chanceOfPayingMore(n, this.#rate)));
  }

  /** Share of users who have not won yet. */
  nothing(counts: Counts): number {
    return meanOver(counts, (n) => chanceOfPayingNothing(this.lottery.rate, { kind: 'fixed', count: n }));
  }

  /** What MR2's bank is short of, per user. */
  shortfall(counts: Counts): number {
    return meanOver(counts, (n) =>
      known(this.#shortfalls, n, () => shortfall(this.lottery, { kind: 'fixed', count: n }).mean),
    );
  }
}

function known<T>(values: Map<number, T>, key: number, make: () => T): T {
  let value = values.get(key);
  if (value === undefined) {
    value = make();
    values.set(key, value);
  }
  return value;
}

function meanOver({ users, usersByPayments }: Counts, law: (payments: number) => number): number {
  let sum = 0;
  for (let n = 0; n < usersByPayments.length; n++) if (usersByPayments[n] > 0) sum += usersByPayments[n] * law(n);
  return sum / users;
}

/**
 * MR1: a bar for each number of wins, or for some together. It stands where users with so many wins are who have made
 * the mean number of payments.
 * @param bills - in micro-dollars, multiples of v/s
 */
export function winBars(laws: LawsByPayments, counts: Counts, bills: Float64Array): Bars {
  const { lottery, perUser } = laws;
  const { unitValue, rate } = lottery;
  const payout = unitValue / rate;
  const winsPerBar = Math.max(1, Math.round(Math.sqrt(perUser * rate * (1 - rate)) / BARS_PER_DEVIATION));
  const winsMax = Math.round(chargeQuantile(lottery, perUser, 1 - RARE) / payout);
  const shares = new Float64Array(Math.floor(winsMax / winsPerBar) + 1);
  const law = new Float64Array(shares.length);
  const barOf = (wins: number): number => Math.min(shares.length - 1, Math.floor(wins / winsPerBar));
  for (const bill of bills) shares[barOf(Math.round(bill / payout))] += 1 / counts.users;
  for (let n = 0; n < counts.usersByPayments.length; n++) {
    if (counts.usersByPayments[n] === 0) continue;
    const weight = counts.usersByPayments[n] / counts.users;
    const { first, chances } = laws.wins(n);
    for (let i = 0; i < chances.length; i++) law[barOf(first + i)] += weight * chances[i];
  }
  const middle = (bar: number): number => (bar + 0.5) * winsPerBar - 0.5;
  const use = counts.mean * unitValue;
  return {
    middlesUsd: shares.map((_, bar) => (middle(bar) * payout - use) / MICRODOLLARS_PER_USD),
    shares,
    law,
    stepUsd: (winsPerBar * payout) / MICRODOLLARS_PER_USD,
  };
}

/**
 * MR2: bars of unpaid serials, from the bound downwards. So many or more are unpaid with probability (1-s)^g, of those
 * who have made as many payments.
 * @param gaps - unpaid serials of each user
 */
export function gapBars(laws: LawsByPayments, counts: Counts, gaps: Float64Array): Bars {
  const { lottery, perUser } = laws;
  const { unitValue, rate } = lottery;
  const width = Math.ceil(Math.min(perUser, GAPS_SHOWN / rate) / GAP_BARS);
  const count = Math.floor(Math.min(perUser, GAPS_MAX / rate) / width) + 1;
  const shares = new Float64Array(count);
  for (const gap of gaps) shares[Math.min(count - 1, Math.floor(gap / width))] += 1 / counts.users;
  const atLeast = survival(laws, counts);
  const law = shares.map((_, bar) => atLeast(bar * width) - (bar === count - 1 ? 0 : atLeast((bar + 1) * width)));
  return {
    middlesUsd: shares.map((_, bar) => (-(bar * width + (width - 1) / 2) * unitValue) / MICRODOLLARS_PER_USD),
    shares,
    law,
    stepUsd: (width * unitValue) / MICRODOLLARS_PER_USD,
  };
}

/** The share of users of whom at least so many serials are unpaid. */
function survival({ lottery }: LawsByPayments, { users, usersByPayments }: Counts): (gap: number) => number {
  const withAtLeast = new Float64Array(usersByPayments.length + 1);
  for (let n = usersByPayments.length - 1; n >= 0; n--) withAtLeast[n] = withAtLeast[n + 1] + usersByPayments[n];
  return (gap) =>
    gap >= withAtLeast.length
      ? 0
      : (withAtLeast[gap] / users) * chanceOfPayingNothing(lottery.rate, { kind: 'fixed', count: gap });
}

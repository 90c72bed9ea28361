/**
 * How the purchases of one user lie in time, where they do not follow each other at one rate: by the hours of the day,
 * in bursts, between his coming and his going, and within his budget.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';

export const HOURS_OF_DAY = 24;

/** Purchases that follow each other closely, as a visitor reads page after page. */
export interface Bursts {
  /** Mean number of purchases of a burst, at least 1; the number is geometric. */
  readonly purchases: number;
  /** Mean time between two of them, exponential. */
  readonly gap: Microseconds;
}

/** What a user spends at most; a purchase that goes beyond it is not made. */
export interface Budget {
  /** From midnight to midnight of the simulation. */
  readonly perDay?: Microdollars;
  readonly inAll?: Microdollars;
}

export interface Pattern {
  /** The rate in each hour of the day against the mean of the day: 24 numbers of mean 1; absent: the same all day. */
  readonly byHour?: readonly number[];
  readonly bursts?: Bursts;
  /** Each user comes at an instant that is uniform over the duration, and stays so long on average, exponentially. */
  readonly meanStay?: Microseconds;
  readonly budget?: Budget;
}

/** The rates of the hours as shares of their mean. @param rates - 24 numbers, not negative, not all zero */
export function relativeToMean(rates: readonly number[]): number[] {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return rates.map((rate) => rate / mean);
}

/**
 * How an estimate is weighed against a number: by an interval so wide that it misses the truth once in 10^9. A verdict
 * is wrong by chance more seldom than once in a million for all claims together: each rests on a few such intervals, and
 * the experiments are so long that what the verdicts depend on lies a dozen standard errors apart or more.
 * @module
 */
import { halfWidth as studentsHalfWidth } from '../../sim/confidence.ts';
import type { Estimate } from './evidence.ts';

const FALSE_ALARM = 1e-9;
/** What the lecture calls "about": further from it than this is another number. */
const ABOUT = 0.2;
/** Relative difference that rounding may leave. */
const ROUNDING = 1e-9;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Where the truth lies but once in 10^9. What has no interval (a maximum, a count over all replications) is itself. */
export function rangeOf({ value, halfWidth, confidence, replications }: Estimate): Range {
  if (halfWidth === null || halfWidth === 0) return { low: value, high: value };
  const spread = { count: replications, sd: 1 };
  const widening = studentsHalfWidth(spread, 1 - FALSE_ALARM)! / studentsHalfWidth(spread, confidence)!;
  return { low: value - widening * halfWidth, high: value + widening * halfWidth };
}

/** Whether it is the number to within the tolerance, for certain: by default about, as the lecture uses the word. */
export function isAbout(estimate: Estimate, number: number, tolerance = ABOUT): boolean {
  const { low, high } = rangeOf(estimate);
  const most = Math.max(tolerance, ROUNDING) * Math.abs(number);
  return number - low <= most && high - number <= most;
}

/** Whether it is more than the number, for certain. */
export function isAbove(estimate: Estimate, number: number): boolean {
  return rangeOf(estimate).low > number;
}

/** Whether it happens at all: of what cannot be negative, one occurrence in one replication is proof. */
export function isSeen({ value }: Estimate): boolean {
  return value > 0;
}

/** Whether it is less than the number, for certain. */
export function isBelow(estimate: Estimate, number: number): boolean {
  return rangeOf(estimate).high < number;
}

/** Whether it was this very number in every replication. */
export function isAlways(estimate: Estimate, number: number): boolean {
  const { low, high } = rangeOf(estimate);
  const rounding = ROUNDING * Math.max(1, Math.abs(number));
  return Math.abs(low - number) <= rounding && Math.abs(high - number) <= rounding;
}

/** Whether one is more than another, for certain, whatever they share. */
export function exceeds(more: Estimate, less: Estimate): boolean {
  return rangeOf(more).low > rangeOf(less).high;
}

/** The estimate in another unit. */
export function scaled(estimate: Estimate, by: number, name: string, unit: string): Estimate {
  const { value, halfWidth, confidence, replications } = estimate;
  return {
    name,
    unit,
    value: value * by,
    halfWidth: halfWidth === null ? null : halfWidth * Math.abs(by),
    confidence,
    replications,
  };
}

/**
 * The selection rate s: which share of the cheques is payable, as an exact fraction. A double for 1/1000 would move the
 * threshold by one.
 * Source: MR02 (payable iff F(D) < s, pays v/s); the threshold for j units and its payout are ours.
 * @module
 */
import type { Microdollars } from '../../units.ts';

/** s = numerator/denominator in lowest terms, more than 0 and at most 1. */
export interface SelectionRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** F(D) is a number below 2^64. */
const NUMBERS = 2n ** 64n;

/**
 * The rate in lowest terms.
 * @throws RangeError when it is not more than 0 and at most 1.
 */
export function selectionRate(numerator: bigint, denominator: bigint): SelectionRate {
  if (numerator <= 0n || numerator > denominator) {
    throw new RangeError(`a selection rate is more than 0 and at most 1, not ${numerator}/${denominator}`);
  }
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** The numbers F(D) below this are payable for a cheque of j units: min(2^64, floor(j s 2^64)). */
export function threshold(rate: SelectionRate, units: number): bigint {
  const exact = (BigInt(units) * rate.numerator * NUMBERS) / rate.denominator;
  return exact < NUMBERS ? exact : NUMBERS;
}

/**
 * What a payable cheque of j units pays: max(v/s, j v) micro-dollars.
 * @returns undefined when v/s is not a whole number of micro-dollars, or beyond 2^53 - 1.
 */
export function payout(rate: SelectionRate, unitValue: Microdollars, units: number): Microdollars | undefined {
  const scaled = BigInt(unitValue) * rate.denominator;
  if (scaled % rate.numerator !== 0n) return undefined;
  const ofOneUnit = Number(scaled / rate.numerator);
  return Number.isSafeInteger(ofOneUnit) ? Math.max(ofOneUnit, units * unitValue) : undefined;
}

/**
 * The nearest values of a unit, at most and at least `unitValue`, for which v/s is whole; equal when it is so already.
 * @returns `below` undefined when there is none but zero.
 */
export function nearestUnitValues(
  rate: SelectionRate,
  unitValue: Microdollars,
): { below: Microdollars | undefined; above: Microdollars } {
  const step = Number(rate.numerator);
  const below = Math.floor(unitValue / step) * step;
  const above = below === unitValue ? below : below + step;
  return { below: below === 0 ? undefined : below, above };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Under which of two schemes a payment costs less, at each price of a sweep: by the paired differences of the
 * replications, and only where both serve the same purchases.
 * @module
 */
import type { Difference, SweepArm, SweepResult } from '../../experiment/comparison-result.ts';
import { refusesMany } from '../refusals.ts';

/** The label under which a payment costs less, or why none is said to be: `unlike` where one refuses many purchases. */
type Verdict = { readonly kind: 'cheaper'; readonly label: string } | { readonly kind: 'alike' | 'unlike' | 'unknown' };

/** A price that was run. */
export interface PricePoint {
  /** In dollars. */
  readonly price: number;
  readonly arm: SweepArm;
}

/** Two labels whose order by cost is one up to a price, and the other from another price on. */
export interface Crossing {
  readonly cheapBelow: string;
  readonly cheapAbove: string;
  readonly from: number;
  readonly to: number;
}

const TOTAL = 'cost.total_usd_per_payment';
/** Differences of fewer parts of the whole than this are the computer's, who adds up in another order. */
const ROUNDING = 1e-9;

/** Of the factors that are a price: how many of what they count make a dollar. */
const UNITS: Readonly<Record<string, number>> = { 'demand.price.usd': 1, 'demand.price.microdollars': 1e6 };

/** The arms of a sweep of the price alone, the lowest price first; none of any other sweep. */
export function pricePoints({ factors, arms }: SweepResult): PricePoint[] {
  const [factor, second] = factors;
  const perUsd = factor === undefined || second !== undefined ? undefined : UNITS[factor.path];
  if (perUsd === undefined) return [];
  const points = arms.flatMap((arm) => {
    const [price] = arm.values;
    return typeof price === 'number' ? [{ price: price / perUsd, arm }] : [];
  });
  return points.toSorted((one, other) => one.price - other.price);
}

/** Which of two labels is cheaper in an arm. */
export function verdictOf(arm: SweepArm, one: string, other: string): Verdict {
  if (refusesMany(arm, one) || refusesMany(arm, other)) return { kind: 'unlike' };
  const names = [one, other].map((label) => `${label}.${TOTAL}`);
  const found = arm.costDifferences.find(({ metricA, metricB }) => names.includes(metricA) && names.includes(metricB));
  if (found === undefined || found.halfWidth === null) return { kind: 'unknown' };
  if (mayBeNought(found)) return { kind: 'alike' };
  const cheaper = found.difference > 0 ? found.metricA : found.metricB;
  return { kind: 'cheaper', label: cheaper === names[0] ? one : other };
}

function mayBeNought({ a, b, difference, halfWidth }: Difference): boolean {
  const rounding = ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(difference) <= Math.max(halfWidth ?? 0, rounding);
}

/** Where the order of two labels changes beyond chance; between the two prices it is one or the other, or neither. */
export function crossings(points: readonly PricePoint[], labels: readonly string[]): Crossing[] {
  return labels.flatMap((one, i) => labels.slice(i + 1).flatMap((other) => crossingsOf(points, one, other)));
}

function crossingsOf(points: readonly PricePoint[], one: string, other: string): Crossing[] {
  const told = points.flatMap(({ price, arm }) => {
    const verdict = verdictOf(arm, one, other);
    return verdict.kind === 'cheaper' ? [{ price, label: verdict.label }] : [];
  });
  return told.slice(1).flatMap((here, i): Crossing[] => {
    const before = told[i]!;
    if (before.label === here.label) return [];
    return [{ cheapBelow: before.label, cheapAbove: here.label, from: before.price, to: here.price }];
  });
}

/**
 * The labels than which no other is cheaper beyond chance, of those that serve the purchases of this arm.
 * @param labels - those whose costs are known in it
 */
export function cheapestIn(arm: SweepArm, labels: readonly string[]): string[] {
  const serving = labels.filter((label) => !refusesMany(arm, label));
  const isBeaten = (label: string): boolean =>
    serving.some((other) => {
      const verdict = other === label ? undefined : verdictOf(arm, label, other);
      return verdict?.kind === 'cheaper' && verdict.label === other;
    });
  return serving.filter((label) => !isBeaten(label));
}

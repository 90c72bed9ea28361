/**
 * The axes of a sweep's chart: a factor that is a number on a quantitative axis, any other value as a category; a metric
 * in its unit; both logarithmic where the values span decades.
 * @module
 */
import type { FactorValue, SweepFactor } from '../../experiment/comparison-result.ts';
import type { ResultMetric } from '../../experiment/result.ts';
import { plain, styleOf, unitOf } from '../format.ts';
import { labelOf, nameInWords } from '../names.ts';
import type { Stage } from '../theme.ts';
import { type Axis, countsOn, decadesAxis, decimalLogarithm, linearAxis, rangeOf, widen } from './axis.ts';

/** From this quotient of the greatest and the least value on, small values would lie on each other. */
const FACTOR_SPAN = 20;
const METRIC_SPAN = 100;
/** Values are written at their own places while there are no more and none are closer than this share of the axis. */
const VALUES_WRITTEN = 10;
const GAP_LEAST = 0.05;
const AIR = 0.06;
/** Longer units stand in the heading instead of behind every number. */
const SUFFIX_LENGTH_MAX = 4;

/** Whether the factor's values are numbers, and stand in their order. */
export function isOrdered({ values }: SweepFactor): boolean {
  return values.every((value) => typeof value === 'number');
}

function isLogarithmic(values: readonly number[], span: number): boolean {
  const least = values.reduce((low, value) => Math.min(low, value));
  return least > 0 && values.reduce((high, value) => Math.max(high, value)) >= span * least;
}

/** Where a value of the factor stands on its axis: itself, its logarithm to base 10, or its place in the list. */
export function placeOf(factor: SweepFactor, value: FactorValue): number {
  if (!isOrdered(factor)) return factor.values.indexOf(value);
  const isLog = isLogarithmic(factor.values as number[], FACTOR_SPAN);
  return isLog ? decimalLogarithm(value as number)! : (value as number);
}

/** The axis of a factor, with a tick at every value where there is room for them. */
export function factorAxis(factor: SweepFactor, stage: Stage): Axis {
  const ticks = factor.values.map((value) => ({ value: placeOf(factor, value), label: String(value) }));
  ticks.sort((a, b) => a.value - b.value);
  const domain = widen(rangeOf(ticks.map(({ value }) => value)), AIR);
  if (!isOrdered(factor)) return { title: factor.path, domain: [-0.5, factor.values.length - 0.5], ticks };
  const isLog = isLogarithmic(factor.values as number[], FACTOR_SPAN);
  const title = isLog ? `${factor.path} (log)` : factor.path;
  const gaps = ticks.slice(1).map(({ value }, i) => value - ticks[i]!.value);
  if (ticks.length <= VALUES_WRITTEN && Math.min(...gaps) >= GAP_LEAST * (domain[1] - domain[0]))
    return { title, domain, ticks };
  return isLog ? decadesAxis(title, domain, 8, countsOn(stage)) : linearAxis(title, domain, 8);
}

/** The vertical axis of a metric. */
export interface MetricAxis {
  /** Metric and unit in words. */
  readonly heading: string;
  /** Where a value stands; null: nowhere. */
  place(value: number | null): number | null;
  on(stage: Stage): Axis;
}

/** Where a value's interval ends; of a share or a chance no farther than they go. */
export function top(metric: ResultMetric): number {
  const { value, halfWidth } = metric;
  const end = value + (halfWidth ?? 0);
  return isShare(metric) ? Math.min(end, Math.max(1, value)) : end;
}

export function bottom(metric: ResultMetric): number {
  const { value, halfWidth } = metric;
  const end = value - (halfWidth ?? 0);
  return isShare(metric) ? Math.max(end, Math.min(0, value)) : end;
}

function isShare(metric: ResultMetric): boolean {
  const unit = unitOf(metric);
  return unit === 'share' || unit === 'probability';
}

/** The axis that shows all these values, their intervals and theory. */
export function metricAxis(metrics: readonly ResultMetric[]): MetricAxis {
  const [first] = metrics;
  const who = labelOf(first!.name);
  const words = `${who}: ${nameInWords(first!)}`;
  const shown = metrics.flatMap((metric) => [bottom(metric), top(metric), metric.theory?.value ?? metric.value]);
  const values = metrics.map(({ value }) => value);
  return isLogarithmic(values, METRIC_SPAN) ? logarithmic(first!, words, shown) : linear(first!, words, shown);
}

function logarithmic(metric: ResultMetric, words: string, shown: readonly number[]): MetricAxis {
  const unit = unitOf(metric);
  const domain = widen(rangeOf(shown.map(decimalLogarithm)), AIR);
  return {
    heading: `${words} (log)`,
    place: decimalLogarithm,
    on: () => decadesAxis('', domain, 7, (value) => plain(unit, value)),
  };
}

function linear(metric: ResultMetric, words: string, shown: readonly number[]): MetricAxis {
  const [low, high] = rangeOf(shown);
  const style = styleOf(unitOf(metric), Math.max(Math.abs(low), Math.abs(high)), null);
  const isShort = style.suffix.length <= SUFFIX_LENGTH_MAX;
  const isSaid = words.endsWith(style.suffix.trim());
  const place = (value: number | null): number | null => (value === null ? null : value / style.divisor);
  const domain = domainOf(place(low)!, place(high)!);
  return {
    heading: isShort || isSaid ? words : `${words} (${style.suffix.trim()})`,
    place,
    on: () => linearAxis('', domain, 6, isShort ? style.suffix : '', style.prefix),
  };
}

/** The data's range with some air; of one value alone a tenth of it to each side. */
function domainOf(low: number, high: number): readonly [number, number] {
  if (low < high) return widen([low, high], AIR);
  const air = low === 0 ? 1 : Math.abs(low) / 10;
  return [low - air, high + air];
}

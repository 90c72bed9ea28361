/**
 * Measures of all labels side by side: one panel a measure, one row a label, dots on logarithmic axes, the number beside
 * each. What is zero has no place on such an axis and is said in words.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../units.ts';
import { confidenceWords, plain, quantity, styleOf, unitOf, writeEstimate } from '../format.ts';
import type { Stage } from '../theme.ts';
import { type Axis, decadesAxis, decimalLogarithm, fittingAxis, rangeOf, thinned, widen } from './axis.ts';
import type { DataTable } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawRows, type Row } from './rows.ts';
import { appearanceOf } from './series.ts';

export interface MeasureByLabel {
  /** The metric's name without its label. */
  readonly quantity: string;
  /** As it stands above the panel: short. */
  readonly name: string;
  /** What a zero means, such as "none". */
  readonly zero: string;
}

interface Panels {
  readonly measures: readonly MeasureByLabel[];
  readonly labels: readonly string[];
  readonly columns: number;
  /** The title of the axis that all panels share; absent: only panels of one unit share theirs. */
  readonly sharedAxis?: string;
}

/** The labels for which at least one of the measures is known. */
export function labelsWith(result: Result, measures: readonly MeasureByLabel[]): string[] {
  return result.labels
    .map(({ label }) => label)
    .filter((label) => measures.some((measure) => metricOf(result, label, measure.quantity) !== undefined));
}

/** Those that are known for some label. */
export function measuredOf(result: Result, measures: readonly MeasureByLabel[]): MeasureByLabel[] {
  return measures.filter((measure) => labelsWith(result, [measure]).length > 0);
}

export function marksInWords(result: Result, { measures, labels }: Pick<Panels, 'measures' | 'labels'>): string {
  const { replications, confidence } = result;
  const dots =
    replications === 1
      ? 'Dots: one replication.'
      : `Dots: the mean of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
  const known = labels.some((label) => measures.some((each) => metricOf(result, label, each.quantity)?.theory));
  return known ? `${dots} Dark strokes: theory.` : dots;
}

/** A column for each measure, and one for its theory where there is any. */
export function tableByLabel(
  caption: string,
  result: Result,
  { measures, labels }: Pick<Panels, 'measures' | 'labels'>,
) {
  const columns = measures.map((measure) => ({
    name: measure.name,
    metrics: labels.map((label) => metricOf(result, label, measure.quantity)),
  }));
  const hasTheory = (metrics: readonly (ResultMetric | undefined)[]): boolean =>
    metrics.some((metric) => metric?.theory !== undefined);
  const table: DataTable = {
    caption,
    head: ['label', ...columns.flatMap(({ name, metrics }) => (hasTheory(metrics) ? [name, 'theory'] : [name]))],
    rows: labels.map((label, i) => [
      label,
      ...columns.flatMap(({ metrics }) => (hasTheory(metrics) ? cells(metrics[i]) : cells(metrics[i]).slice(0, 1))),
    ]),
  };
  return table;
}

function cells(metric: ResultMetric | undefined): string[] {
  if (metric === undefined) return ['', ''];
  const unit = unitShown(metric);
  const estimate = writeEstimate(styleOf(unit, metric.value, metric.halfWidth), metric.value, metric.halfWidth);
  return [estimate, metric.theory === undefined ? '' : quantity(unit, metric.theory.value)];
}

/** Money and times have their units behind the number; what is counted stands above the panel. */
function unitShown(metric: ResultMetric): string {
  const unit = unitOf(metric);
  return ['USD', 'us', 'payments/s'].includes(unit) ? unit : '';
}

export function drawByLabel(
  result: Result,
  { measures, labels, columns, sharedAxis }: Panels,
  stage: Stage,
): TopLevelSpec {
  const panels = measures.map((measure) => ({
    heading: measure.name,
    rows: labels.map((label) => rowOf(result, label, measure)),
  }));
  if (sharedAxis !== undefined) {
    const axis = axisOf(
      panels.flatMap(({ rows }) => rows),
      { unit: '', title: sharedAxis },
      stage,
    );
    return drawRows({ panels, axis, marks: 'dots', columns }, stage);
  }
  const units = measures.map((measure) => unitOfMeasure(result, labels, measure));
  const axes = units.map((unit) =>
    axisOf(
      panels.filter((_, i) => units[i] === unit).flatMap(({ rows }) => rows),
      { unit, title: '' },
      stage,
    ),
  );
  const own = panels.map((panel, i) => ({ ...panel, axis: axes[i]! }));
  return drawRows({ panels: own, axis: axes[0]!, marks: 'dots', columns }, stage);
}

function unitOfMeasure(result: Result, labels: readonly string[], measure: MeasureByLabel): string {
  const [metric] = labels.flatMap((label) => metricOf(result, label, measure.quantity) ?? []);
  return metric === undefined ? '' : unitShown(metric);
}

/** Times on a logarithmic axis are written where people count in them. */
const TIMES = [
  1,
  10,
  100,
  1000,
  10_000,
  100_000,
  SECOND,
  10 * SECOND,
  MINUTE,
  10 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
];

function axisOf(
  rows: readonly Row[],
  { unit, title }: { readonly unit: string; readonly title: string },
  stage: Stage,
): (width: number) => Axis {
  const shown = rows.flatMap(({ value, low, high, theory }) => [value, low, high, theory]);
  const domain = widen(atLeastADecade(rangeOf(shown)), 0.08);
  const written = (value: number): string => plain(unit, value);
  if (unit !== 'us')
    return (width) => fittingAxis((count) => decadesAxis(title, domain, count, written), width, stage.fontSize);
  const ticks = TIMES.map((time) => ({ value: decimalLogarithm(time)!, label: written(time) }));
  const inside = ticks.filter(({ value }) => value >= domain[0] && value <= domain[1]);
  return (width) => thinned({ title, domain, ticks: inside }, width, stage.fontSize);
}

/** So that an axis has a power of ten on it, however close the values are. */
function atLeastADecade([low, high]: readonly [number, number]): readonly [number, number] {
  const missing = Math.max(0, 1 - (high - low));
  return [low - missing / 2, high + missing / 2];
}

function rowOf(result: Result, label: string, { quantity: name, zero }: MeasureByLabel): Row {
  const metric = metricOf(result, label, name);
  const [value, half] = [metric?.value ?? null, metric?.halfWidth ?? null];
  return {
    name: label,
    appearance: appearanceOf(result, label),
    value: decimalLogarithm(value),
    low: value === null || half === null ? null : decimalLogarithm(value - half),
    high: value === null || half === null ? null : decimalLogarithm(value + half),
    theory: decimalLogarithm(metric?.theory?.value ?? null),
    text: value === null ? 'not known' : value === 0 ? zero : quantity(unitShown(metric!), value),
  };
}

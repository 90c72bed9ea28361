/**
 * One metric of a sweep: its values with their intervals against the first factor, a line for each value of the second.
 * @module
 */
import type {
  Difference,
  FactorValue,
  SweepArm,
  SweepFactor,
  SweepResult,
} from '../../experiment/comparison-result.ts';
import type { ResultMetric } from '../../experiment/result.ts';
import { signedDifference } from '../differences.ts';
import { confidenceWords, listed, quantity } from '../format.ts';
import { labelOf, nameInWords, unitBeside } from '../names.ts';
import { type Appearance, appearances } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { drawPanels } from './panel.ts';
import type { Point, Series } from './series.ts';
import { bottom, factorAxis, isOrdered, type MetricAxis, metricAxis, placeOf, top } from './sweep-axes.ts';

/** An arm in which the metric was measured. */
interface Measured {
  readonly arm: SweepArm;
  readonly metric: ResultMetric;
}

/** The chart of a metric; null when no arm has it. */
export function sweepChart(sweep: SweepResult, name: string): Chart | null {
  const measured = sweep.arms.flatMap((arm): Measured[] => {
    const metric = arm.metrics.find((candidate) => candidate.name === name);
    return metric === undefined ? [] : [{ arm, metric }];
  });
  if (measured.length === 0) return null;
  const title = finding(sweep, measured);
  const axis = metricAxis(measured.map(({ metric }) => metric));
  return {
    title,
    caption: `${marksWords(sweep, measured, axis)}${theoryWords(measured)}${partings(sweep, measured)}`,
    brief: `${marksWords(sweep, measured, axis)}${partings(sweep, measured)}`,
    alternative:
      `Point chart${sweep.factors.length > 1 ? `, a line for each value of ${sweep.factors[1]!.path}` : ''}. ` +
      `Horizontal axis: ${sweep.factors[0]!.path}. Vertical axis: ${axis.heading}. ${title}.`,
    tables: [tableOf(sweep, measured)],
    draw: (stage) => {
      const series = seriesOf(sweep, measured, axis);
      const panel = {
        heading: headingOf(sweep, axis),
        x: factorAxis(sweep.factors[0]!, stage),
        y: axis.on(stage),
        series,
      };
      return drawPanels([{ ...panel, marks: 'points' }], stage, 'stacked');
    },
  };
}

function headingOf({ factors }: SweepResult, { heading }: MetricAxis): string {
  return factors.length > 1 ? `${heading}, by ${factors[1]!.path}` : heading;
}

/** What a factor's value is called: the last part of its path and the value. */
function named({ path }: SweepFactor, value: FactorValue): string {
  return `${path.split('.').at(-1)} ${value}`;
}

/** One series for each value of the second factor, joined by a line where the first factor is a number. */
function seriesOf(sweep: SweepResult, measured: readonly Measured[], axis: MetricAxis): Series[] {
  const [first, second] = sweep.factors;
  const lines: readonly (FactorValue | undefined)[] = second === undefined ? [undefined] : second.values;
  const looks = looksOf(sweep, measured[0]!.metric.name, lines.length);
  return lines.flatMap((value, i) => {
    const own = measured.filter(({ arm }) => second === undefined || arm.values[1] === value);
    const points = own.flatMap((one) => pointOf(first!, one, axis)).sort((a, b) => a.x - b.x);
    if (points.length === 0) return [];
    const name = second === undefined ? '' : named(second, value!);
    const series: Series = { name, appearance: looks[i]!, points };
    return isOrdered(first!) ? [joined(series), series] : [series];
  });
}

/** The metric's own colour, with a shape and a dash for each line. */
function looksOf({ labels }: SweepResult, name: string, count: number): Appearance[] {
  const scheme = labels.find(({ label }) => label === labelOf(name))?.scheme ?? 'baseline';
  const lines = Array.from({ length: count }, (_, i) => ({ label: String(i), scheme }));
  return [...appearances(lines).values()];
}

function joined({ appearance, points }: Series): Series {
  const bare = points.map((point) => ({ ...point, low: null, high: null, theory: null }));
  return { name: '', appearance, points: bare, marks: 'line' };
}

function pointOf(factor: SweepFactor, { arm, metric }: Measured, { place }: MetricAxis): Point[] {
  const { value, halfWidth, theory } = metric;
  const y = place(value);
  if (y === null) return [];
  const low = halfWidth === null ? null : place(bottom(metric));
  const high = halfWidth === null ? null : place(top(metric));
  return [
    { x: placeOf(factor, arm.values[0]!), y, low, high, theory: theory === undefined ? null : place(theory.value) },
  ];
}

/** The point of the grid in words: "users = 10, fidelity = real". */
function pointWords({ factors }: SweepResult, { values }: SweepArm): string {
  const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
  const isClear = new Set(factors.map(({ path }) => last(path))).size === factors.length;
  return factors.map(({ path }, i) => `${isClear ? last(path) : path} = ${values[i]}`).join(', ');
}

/** The value with the unit that its name does not say. */
function valueWords(metric: ResultMetric): string {
  return quantity(unitBeside(metric), metric.value, metric.halfWidth);
}

/** Where the metric begins and ends when it goes one way only, else where it is least and greatest. */
function finding(sweep: SweepResult, measured: readonly Measured[]): string {
  const { metric } = measured[0]!;
  const who = sweep.labels.some(({ label }) => label === labelOf(metric.name)) ? `${labelOf(metric.name)}: ` : '';
  const subject = `${who}${nameInWords(metric)}`;
  const sorted = measured.toSorted((a, b) => a.metric.value - b.metric.value);
  const [least, greatest] = [sorted[0]!, sorted.at(-1)!];
  if (least.metric.value === greatest.metric.value) return `${subject} is ${valueWords(metric)} everywhere`;
  if (top(least.metric) >= bottom(greatest.metric))
    return `${subject} does not leave its intervals: ${valueWords(least.metric)} to ${valueWords(greatest.metric)}`;
  const at = ({ arm, metric: one }: Measured): string => `${valueWords(one)} at ${pointWords(sweep, arm)}`;
  const way = direction(sweep, measured);
  if (way === 0) return `${subject} is least, ${at(least)}, and greatest, ${at(greatest)}`;
  const [from, to] = way > 0 ? [least, greatest] : [greatest, least];
  return `${subject} ${way > 0 ? 'rises' : 'falls'} from ${at(from)} to ${at(to)}`;
}

/** 1 or -1 when the metric rises or falls at every step of the only factor, a number; else 0. */
function direction({ factors }: SweepResult, measured: readonly Measured[]): number {
  if (factors.length > 1 || !isOrdered(factors[0]!)) return 0;
  const inOrder = measured.toSorted((a, b) => Number(a.arm.values[0]) - Number(b.arm.values[0]));
  const signs = inOrder.slice(1).map(({ metric }, i) => Math.sign(metric.value - inOrder[i]!.metric.value));
  return signs.every((sign) => sign === signs[0]) ? signs[0]! : 0;
}

function marksWords({ confidence }: SweepResult, measured: readonly Measured[], { place }: MetricAxis): string {
  const counts = [...new Set(measured.map(({ metric }) => metric.replications))].sort((a, b) => a - b);
  const replications = counts.length === 1 ? `${counts[0]}` : `${counts[0]} to ${counts.at(-1)}`;
  const hasIntervals = measured.some(({ metric }) => metric.halfWidth !== null);
  const isOpen = measured.some(({ metric }) => place(bottom(metric)) === null);
  const below = hasIntervals && isOpen ? ' (▾: down to zero)' : '';
  const intervals = hasIntervals ? ` with ${confidenceWords(confidence)} intervals${below}` : '';
  const said = {
    mean: 'the mean',
    max: 'the greatest',
    sum: 'the sum',
    'root-mean-square': 'the root mean square',
    'harmonic-mean': 'the harmonic mean',
  };
  const left = measured.filter(({ metric }) => place(metric.value) === null).length;
  const missing = left === 0 ? '' : ` Not on a logarithmic axis, and not drawn: ${left} of ${measured.length} values.`;
  return `Points: ${said[measured[0]!.metric.combine]} of ${replications} replications${intervals}.${missing}`;
}

function theoryWords(measured: readonly Measured[]): string {
  const stated = measured.flatMap(({ metric: { theory } }) => (theory ? [`${theory.formula} (${theory.source})`] : []));
  return stated.length === 0 ? '' : ` Thin line: theory, ${[...new Set(stated)].slice(0, 2).join('; ')}.`;
}

function partings(sweep: SweepResult, measured: readonly Measured[]): string {
  const parted = measured.filter(({ metric }) => metric.theory?.agrees === false);
  const where = listed(parted.map(({ arm }) => pointWords(sweep, arm)));
  return parted.length === 0 ? '' : ` Simulation and theory part at ${where}.`;
}

function tableOf(sweep: SweepResult, measured: readonly Measured[]): DataTable {
  const { name } = measured[0]!.metric;
  const hasTheory = measured.some(({ metric }) => metric.theory !== undefined);
  const rows = measured.map(({ arm, metric }) => {
    const difference = arm.againstFirst.find(({ metricA }) => metricA === name);
    const theory = metric.theory === undefined ? '' : quantity(unitBeside(metric), metric.theory.value);
    return [
      ...arm.values.map(String),
      valueWords(metric),
      ...(hasTheory ? [theory] : []),
      difference === undefined ? '' : differenceWords(difference),
    ];
  });
  const head = [...sweep.factors.map(({ path }) => path), nameInWords(measured[0]!.metric)];
  return { caption: name, head: [...head, ...(hasTheory ? ['theory'] : []), 'less the first row, paired'], rows };
}

/** A maximum over replications is set beside no mean of them. */
function differenceWords(difference: Difference): string {
  if (difference.combine === 'max') return '';
  return difference.difference === 0 && difference.halfWidth === 0 ? 'none' : signedDifference(difference);
}

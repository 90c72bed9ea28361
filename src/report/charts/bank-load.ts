/**
 * The load on the bank over time: what arrives in an interval, how busy its servers are, how many messages wait.
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { DAY } from '../../units.ts';
import { interval, moment, quantity } from '../format.ts';
import { type Axis, linearAxis, rangeOf, timeAxis, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels } from './panel.ts';
import {
  curvesNamed,
  curveTable,
  identity,
  type LabelledCurve,
  legend,
  notNegative,
  ordinates,
  type Panel,
  seriesOf,
} from './series.ts';

/** A panel of the chart: which curve, its heading for an interval, and by how much its values are multiplied. */
interface Measure {
  readonly suffix: string;
  readonly heading: (each: string) => string;
  readonly factor: number;
  readonly unit: string;
}

const ARRIVALS: Measure = {
  suffix: 'bank.arrivals_count',
  heading: (each) => `jobs arriving per ${each}`,
  factor: 1,
  unit: '',
};
const UTILISATION: Measure = {
  suffix: 'bank.utilisation_ratio',
  heading: (each) => `utilisation (share of each ${each} that the servers are busy)`,
  factor: 100,
  unit: ' %',
};
const QUEUE: Measure = {
  suffix: 'bank.queue_count',
  heading: (each) => `longest queue in each ${each} (jobs)`,
  factor: 1,
  unit: '',
};

/** The bank's load under every label; null when no utilisation was recorded. */
export function bankLoad(result: Result): Chart | null {
  const measures = [ARRIVALS, UTILISATION, QUEUE]
    .map((measure) => ({ measure, curves: curvesNamed(result, measure.suffix) }))
    .filter(({ curves }) => curves.length > 0);
  const utilisation = curvesNamed(result, UTILISATION.suffix);
  if (utilisation.length === 0) return null;
  const all = measures.flatMap(({ curves }) => curves);
  const title = finding(utilisation);
  const headings = measures.map(({ measure, curves }) => headingOf(measure, curves)).join('; ');
  return {
    title,
    caption: legend(result, all, 'line'),
    alternative: `Stacked time series on one time axis. Vertical axes from zero: ${headings}. ${title}.`,
    tables: result.labels.flatMap(({ label }) => loadTable(label, all)),
    draw: (stage) =>
      drawPanels(
        measures.map(({ measure, curves }) => loadPanel(result, measure, curves)),
        stage,
        'stacked',
      ),
  };
}

function loadTable(label: string, curves: readonly LabelledCurve[]) {
  const own = curves.filter((curve) => curve.label === label);
  return own.length === 0
    ? []
    : [
        curveTable(
          `Load on the bank of ${label}`,
          own.map(({ curve }) => curve),
        ),
      ];
}

/** The bank is read at regular instants; a reading speaks of the time since the one before. */
function intervalOf({ x }: ResultCurve): number {
  return x.values.length > 1 ? x.values[1] - x.values[0] : x.values[0];
}

function headingOf(measure: Measure, curves: readonly LabelledCurve[]): string {
  return measure.heading(interval(intervalOf(curves[0].curve)));
}

function loadPanel(result: Result, measure: Measure, curves: readonly LabelledCurve[]): Panel {
  const scaled = (value: number | null): number | null => notNegative(value === null ? null : value * measure.factor);
  const series = curves.map((curve) => seriesOf(result, curve, identity, scaled));
  const [, high] = rangeOf(ordinates(series));
  return {
    heading: headingOf(measure, curves),
    x: timeAxis(widen(rangeOf(curves.flatMap(({ curve }) => curve.x.values)), 0.01), 10),
    y: loadAxis(high, measure.unit),
    series,
    marks: 'steps',
  };
}

function loadAxis(high: number, unit: string): Axis {
  return linearAxis('', [0, high > 0 ? high * 1.08 : 1], 4, unit);
}

/** From this share on, the work around midnight is the finding. */
const MOST = 0.5;

function finding(utilisation: readonly LabelledCurve[]): string {
  const { label, curve } = utilisation.reduce((a, b) => (peakOf(b.curve) > peakOf(a.curve) ? b : a));
  const peak = peakOf(curve);
  const bank = utilisation.length > 1 ? `The bank of ${label}` : 'The bank';
  if (peak === 0) return `${bank} has nothing to do`;
  const each = interval(intervalOf(curve));
  const height = quantity('ratio', peak);
  const nightly = midnightShare(curve);
  if (nightly >= MOST) {
    return `${bank} does ${quantity('ratio', nightly)} of its work around midnight; its busiest ${each} keeps it ${height} busy`;
  }
  const [start, end] = rangeOf(curve.x.values);
  const when = moment(curve.x.values[curve.values.indexOf(peak)], end - start);
  return `${bank} is busy ${quantity('ratio', mean(curve.values))} of the time, at most ${height} of one ${each} (${when})`;
}

function peakOf(curve: ResultCurve): number {
  return Math.max(...curve.values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of a curve's total in the intervals next to the ends of days; 0 where intervals are too long to tell. */
function midnightShare(curve: ResultCurve): number {
  const length = intervalOf(curve);
  const times = curve.x.values;
  if (length > DAY / 8 || times[times.length - 1] < DAY) return 0;
  const total = curve.values.reduce((sum, value) => sum + value, 0);
  const near = curve.values.filter((_, i) => isNearDayEnd(times[i], length));
  return near.reduce((sum, value) => sum + value, 0) / total;
}

/** The reading whose interval holds a midnight at which the run goes on, and the one after it. */
function isNearDayEnd(time: number, length: number): boolean {
  return time >= DAY && time % DAY < 2 * length;
}

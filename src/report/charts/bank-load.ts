/**
 * The load on the bank over time: what arrives in an interval, how busy its servers are, how many messages wait.
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { DAY } from '../../units.ts';
import { moment, quantity } from '../format.ts';
import { type Axis, linearAxis, rangeOf, timeAxis } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels, type Panel } from './panel.ts';
import { curvesNamed, curveTable, type LabelledCurve, legend, ordinates, seriesOf } from './series.ts';

/** A panel of the chart: which curve, what it is called, and by how much its values are multiplied to be read. */
interface Measure {
  readonly suffix: string;
  readonly heading: string;
  readonly factor: number;
  readonly unit: string;
}

const ARRIVALS: Measure = { suffix: 'bank.arrivals_count', heading: 'arrivals per interval', factor: 1, unit: '' };
const UTILISATION: Measure = { suffix: 'bank.utilisation_ratio', heading: 'utilisation', factor: 100, unit: ' %' };
const QUEUE: Measure = { suffix: 'bank.queue_count', heading: 'messages in the queue', factor: 1, unit: '' };

/** The bank's load under every label; null when no utilisation was recorded. */
export function bankLoad(result: Result): Chart | null {
  const measures = [ARRIVALS, UTILISATION, QUEUE]
    .map((measure) => ({ measure, curves: curvesNamed(result, measure.suffix) }))
    .filter(({ curves }) => curves.length > 0);
  const utilisation = curvesNamed(result, UTILISATION.suffix);
  if (utilisation.length === 0) return null;
  const all = measures.flatMap(({ curves }) => curves);
  const title = finding(result, utilisation);
  const headings = measures.map(({ measure }) => measure.heading).join('; ');
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
  return own.length === 0 ? [] : [curveTable(`${label}: load on the bank`, own, 'us')];
}

function loadPanel(result: Result, { heading, factor, unit }: Measure, curves: readonly LabelledCurve[]): Panel {
  const scaled = (value: number | null): number | null => (value === null ? null : value * factor);
  const series = curves.map((curve) => seriesOf(result, curve, (x) => x, scaled));
  const [, high] = rangeOf(ordinates(series));
  return {
    heading,
    x: timeAxis(rangeOf(curves.flatMap(({ curve }) => curve.x.values)), 10),
    y: loadAxis(high, unit),
    series,
    marks: 'steps',
    theoryNamedAt: 'end',
  };
}

function loadAxis(high: number, unit: string): Axis {
  return linearAxis('', [0, high > 0 ? high * 1.08 : 1], 3, unit);
}

/** The bank counts as idle by day when this share of its messages comes around the ends of the days. */
const MOST = 0.9;

function finding(result: Result, utilisation: readonly LabelledCurve[]): string {
  const { label, curve } = utilisation.reduce((a, b) => (peakOf(b.curve) > peakOf(a.curve) ? b : a));
  const peak = peakOf(curve);
  const bank = utilisation.length > 1 ? `The bank of ${label}` : 'The bank';
  const height = quantity('ratio', peak);
  if (peak === 0) return `${bank} has nothing to do`;
  const arrivals = result.curves.find(({ name }) => name === `${label}.${ARRIVALS.suffix}`) ?? curve;
  if (dayEndShare(arrivals) >= MOST) return `${bank} is idle by day and peaks at ${height} at the day's end`;
  const [start, end] = rangeOf(curve.x.values);
  const when = moment(curve.x.values[curve.values.indexOf(peak)], end - start);
  return `${bank} is busy ${quantity('ratio', mean(curve.values))} of the time and peaks at ${height} (${when})`;
}

function peakOf(curve: ResultCurve): number {
  return Math.max(...curve.values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of a curve's total in the two intervals next to the ends of days; 0 where intervals are too long to tell. */
function dayEndShare({ x, values }: ResultCurve): number {
  const interval = x.values.length > 1 ? x.values[1] - x.values[0] : DAY;
  if (interval > DAY / 8) return 0;
  const total = values.reduce((sum, value) => sum + value, 0);
  const near = values.reduce((sum, value, i) => (isNearDayEnd(x.values[i], interval) ? sum + value : sum), 0);
  return total === 0 ? 0 : near / total;
}

function isNearDayEnd(time: number, interval: number): boolean {
  const sinceMidnight = time % DAY;
  return sinceMidnight <= interval || DAY - sinceMidnight <= interval;
}

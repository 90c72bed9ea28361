/**
 * The load on the bank over time: what arrives in an interval, how busy its servers are, how many messages wait.
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { DAY } from '../../units.ts';
import { interval, moment, quantity } from '../format.ts';
import { rangeOf } from './axis.ts';
import type { Chart } from './chart.ts';
import { isFromLog, metricOf } from './lookup.ts';
import { chartOverTime, type Measure } from './over-time.ts';
import { curvesNamed, type LabelledCurve } from './series.ts';

const UTILISATION = 'bank.utilisation_ratio';
const OFFERED = 'bank.offered_load_ratio';
const BACKLOG = 'bank.backlog_end_us';

/** @param each - the interval between two readings, as it stands behind "per" */
function measuresPer(each: string): Measure[] {
  return [
    { suffix: 'bank.arrivals_count', heading: `jobs arriving per ${each}`, short: `jobs per ${each}` },
    {
      suffix: UTILISATION,
      heading: `utilisation (share of each ${each} that the servers are busy)`,
      short: 'servers busy',
      scale: { factor: 100, unit: ' %' },
    },
    { suffix: 'bank.queue_count', heading: `longest queue in each ${each} (jobs)`, short: 'longest queue' },
  ];
}

/** The bank's load under every label; null when no utilisation was recorded. */
export function bankLoad(result: Result): Chart | null {
  const utilisation = curvesNamed(result, UTILISATION);
  if (utilisation.length === 0) return null;
  return chartOverTime(result, measuresPer(interval(intervalOf(utilisation[0].curve))), 'steps', {
    title: overloaded(result, utilisation) ?? finding(utilisation, dayEnds(result)),
    tableCaption: (label) => `Load on the bank of ${label}`,
  });
}

/** Where payments bring more work than the servers can do, nothing else matters. */
function overloaded(result: Result, utilisation: readonly LabelledCurve[]): string | undefined {
  const loads = utilisation.map(({ label }) => ({ label, load: metricOf(result, label, OFFERED)?.value ?? 0 }));
  const { label, load } = loads.reduce((a, b) => (b.load > a.load ? b : a));
  if (load <= 1) return undefined;
  const bank = utilisation.length > 1 ? `The bank of ${label}` : 'The bank';
  const left = metricOf(result, label, BACKLOG);
  const words = left === undefined ? '' : `; at the end ${quantity('us', left.value)} of work are left`;
  return `${bank} cannot keep up: payments bring it ${quantity('ratio', load)} of what it can do${words}`;
}

/** The bank is read at regular instants; a reading speaks of the time since the one before. */
function intervalOf({ x }: ResultCurve): number {
  return x.values.length > 1 ? x.values[1] - x.values[0] : x.values[0];
}

/** From this share on, the work around the ends of days is the finding. */
const MOST = 0.5;
/** Below this share, a tenth of a per cent, its digits say nothing. */
const HARDLY = 0.001;

/** When the days of a run end. */
function dayEnds(result: Result): string {
  return isFromLog(result) ? 'around the time of day at which the log begins' : 'around midnight';
}

function finding(utilisation: readonly LabelledCurve[], atDayEnds: string): string {
  const { label, curve } = utilisation.reduce((a, b) => (peakOf(b.curve) > peakOf(a.curve) ? b : a));
  const peak = peakOf(curve);
  const bank = utilisation.length > 1 ? `The bank of ${label}` : 'The bank';
  if (peak === 0) return `${bank} has nothing to do`;
  const each = interval(intervalOf(curve));
  const height = busy(peak);
  const nightly = dayEndShare(curve);
  if (nightly >= MOST) {
    return `${bank} does ${quantity('ratio', nightly)} of its work ${atDayEnds} and is ${height} busy in its busiest ${each}`;
  }
  const [start, end] = rangeOf(curve.x.values);
  const when = moment(curve.x.values[curve.values.indexOf(peak)], end - start);
  if (peak < HARDLY) return `${bank} is hardly busy: ${height} of the time even in its busiest ${each} (${when})`;
  return `${bank} is busy ${busy(mean(curve.values))} of the time, ${height} in its busiest ${each} (${when})`;
}

function busy(share: number): string {
  return share < HARDLY ? 'less than 0.1 %' : quantity('ratio', share);
}

function peakOf(curve: ResultCurve): number {
  return Math.max(...curve.values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Share of a curve's total in the intervals next to the ends of days; 0 where intervals are too long to tell. */
function dayEndShare(curve: ResultCurve): number {
  const length = intervalOf(curve);
  const times = curve.x.values;
  if (length > DAY / 8 || times[times.length - 1] < DAY) return 0;
  const total = curve.values.reduce((sum, value) => sum + value, 0);
  const near = curve.values.filter((_, i) => isNearDayEnd(times[i], length));
  return near.reduce((sum, value) => sum + value, 0) / total;
}

/** The reading whose interval holds a day's end at which the run goes on, and the one after it. */
function isNearDayEnd(time: number, length: number): boolean {
  return time >= DAY && time % DAY < 2 * length;
}

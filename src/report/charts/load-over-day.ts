/**
 * The bank's load over the hours of a day, averaged over all days of a run: how busy its servers are, and which part of
 * the day's work falls into which hour, so that schemes of very different loads can be compared. What is done after the
 * last day belongs to the days before: it is what every day leaves to the next one.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { DAY, HOUR } from '../../units.ts';
import { listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { linearAxis, rangeOf } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { durationOf, isFromLog } from './lookup.ts';
import { drawPanels } from './panel.ts';
import { appearanceOf, curvesNamed, type LabelledCurve, type Panel } from './series.ts';

const UTILISATION = 'bank.utilisation_ratio';
/** Lengths of an hour of this chart, in hours; readings farther apart say nothing of the hours of a day. */
const WIDTHS = [1, 2, 3, 4, 6];

/** A label's day: means over the hours that are centred at 0, 1, 2, ... times `width`. */
interface Day {
  readonly label: string;
  /** Share of the servers' time. */
  readonly busy: readonly number[];
}

/** The load over the day under each label; null for runs shorter than a day, or without any load. */
export function loadOverDay(result: Result): Chart | null {
  const curves = curvesNamed(result, UTILISATION);
  const duration = durationOf(result);
  if (curves.length === 0 || duration === undefined || duration < DAY) return null;
  const width = widthFor(curves[0]!);
  if (width === undefined) return null;
  const days = curves
    .map(({ label, curve }) => ({ label, busy: dayOf(curve, duration, width) }))
    .filter(({ busy }) => busy.some((value) => value > 0));
  if (days.length === 0) return null;
  const shown = { width, fromLog: isFromLog(result) };
  const busy = days.filter(({ label }) => jobsOf(result, label) >= JOBS_ENOUGH);
  const title = finding(busy.length > 0 ? busy : days, { ...shown, isOne: days.length === 1 });
  const whole = Math.floor(duration / DAY);
  const caption =
    `Each step is the mean over ${whole === 1 ? 'the day' : `${whole} days`} and ${result.replications} ` +
    `replications of ${width === 1 ? 'an hour' : `${width} hours`}, centred at the time below it.`;
  const folded =
    ' The first step is the end of each day and the beginning of the next; what is done after the last day counts as what ' +
    'a day leaves to the next.';
  return {
    title,
    caption: `${caption}${folded}${shown.fromLog ? ' Hours count from the first line of the log.' : ''}`,
    brief: caption,
    alternative:
      `Two step charts over the hours of a day for ${listed(days.map(({ label }) => label))}. Vertical axes from zero: ` +
      `share of time that the servers are busy; share of the day's work. ${title}.`,
    tables: [tableOf(days, shown)],
    draw: (stage) => draw(result, days, shown, stage),
  };
}

function widthFor({ curve: { x } }: LabelledCurve): number | undefined {
  const gap = x.values.length > 1 ? x.values[1]! - x.values[0]! : Number.POSITIVE_INFINITY;
  return WIDTHS.find((width) => width * HOUR >= gap);
}

/**
 * A reading speaks of the time since the one before; its middle says into which hour it falls. An hour's work is set
 * beside its time within the duration alone, so that what comes after it adds to the work of the hours of a day.
 */
function dayOf({ x, values }: LabelledCurve['curve'], duration: number, width: number): number[] {
  const count = 24 / width;
  const hours = Array.from({ length: count }, () => ({ work: 0, time: 0 }));
  values.forEach((value, i) => {
    const [from, to] = [i === 0 ? 0 : x.values[i - 1]!, x.values[i]!];
    const middle = (from + to) / 2;
    const hour = hours[Math.round((middle % DAY) / (width * HOUR)) % count]!;
    hour.work += value * (to - from);
    hour.time += Math.max(0, Math.min(to, duration) - from);
  });
  return hours.map(({ work, time }) => (time === 0 ? 0 : work / time));
}

function shareOf(busy: readonly number[], hour: number): number {
  return busy[hour]! / busy.reduce((sum, value) => sum + value, 0);
}

/** How much of the day's work the busiest hour has. */
function peakOf({ busy }: Day): { readonly hour: number; readonly share: number } {
  const hour = busy.indexOf(Math.max(...busy));
  return { hour, share: shareOf(busy, hour) };
}

/** How wide a step is, and from when hours count. */
interface Hours {
  readonly width: number;
  readonly fromLog: boolean;
}

/** Fewer jobs in all replications than ten for each hour of the day, and its busiest hour is an accident. */
const JOBS_ENOUGH = 240;

function jobsOf(result: Result, label: string): number {
  const arrivals = curvesNamed(result, 'bank.arrivals_count').find((one) => one.label === label);
  if (arrivals === undefined) return JOBS_ENOUGH;
  return result.replications * arrivals.curve.values.reduce((sum, value) => sum + value, 0);
}

function finding(days: readonly Day[], { width, fromLog, isOne }: Hours & { readonly isOne: boolean }): string {
  const steepest = days.reduce((a, b) => (peakOf(b).share > peakOf(a).share ? b : a));
  const { hour, share } = peakOf(steepest);
  const when = fromLog ? whenInLog(hour * width) : hour === 0 ? 'around midnight' : `around ${clockTime(hour * width)}`;
  const bank = isOne ? 'The bank' : `The bank of ${steepest.label}`;
  const period = width === 1 ? 'the hour' : `the ${width} hours`;
  return `${bank} does ${quantity('ratio', share)} of its day's work in ${period} ${when}`;
}

function clockTime(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A log's clock is not known here: only its times since the first line are. */
function whenInLog(hours: number): string {
  return hours === 0 ? 'around the time of day at which the log begins' : `around ${hours} h after the log begins`;
}

function tableOf(days: readonly Day[], { width, fromLog }: Hours): DataTable {
  const rows = days[0]!.busy.map((_, hour) => [
    fromLog ? String(hour * width) : clockTime(hour * width),
    ...days.flatMap(({ busy }) => [quantity('ratio', busy[hour]!), quantity('ratio', shareOf(busy, hour))]),
  ]);
  const head = [
    hourWords(fromLog),
    ...days.flatMap(({ label }) => [`${label}: servers busy`, `${label}: share of the day's work`]),
  ];
  return { caption: 'Load of the bank over the day', head, rows };
}

function hourWords(fromLog: boolean): string {
  return fromLog ? 'hours since the log begins, each day anew' : 'hour of the day';
}

/** On a slide so many names fit beside a panel of half its height. */
const MOST_STACKED = 4;

function draw(result: Result, days: readonly Day[], hours: Hours, stage: Stage) {
  const common = { ...hours, stage };
  const busy = panelOf(result, days, {
    ...common,
    heading: 'servers busy',
    value: (day, hour) => day.busy[hour]!,
  });
  const share = panelOf(result, days, {
    ...common,
    heading: `share of the day's work`,
    value: (day, hour) => shareOf(day.busy, hour),
  });
  const crowded = stage.name === 'slide' && days.length > MOST_STACKED;
  return drawPanels([busy, share], stage, crowded ? 'beside' : 'stacked');
}

interface Shown extends Hours {
  readonly heading: string;
  readonly stage: Stage;
  readonly value: (day: Day, hour: number) => number;
}

/** From half an hour before midnight to half an hour before the next: steps reach back from their right ends. */
function panelOf(result: Result, days: readonly Day[], { heading, width, fromLog, stage, value }: Shown): Panel {
  const series = days.map((day) => {
    const steps = day.busy.map((_, hour) => ({ x: (hour + 0.5) * width, y: 100 * value(day, hour) }));
    const points = [{ x: -width / 2, y: steps[0]!.y }, ...steps].map((point) => ({
      ...point,
      low: null,
      high: null,
      theory: null,
    }));
    return { name: day.label, appearance: appearanceOf(result, day.label), points };
  });
  const [, high] = rangeOf(series.flatMap(({ points }) => points.map(({ y }) => y)));
  const hours = stage.name === 'page' ? [0, 3, 6, 9, 12, 15, 18, 21] : [0, 6, 12, 18];
  return {
    heading,
    x: {
      title: hourWords(fromLog),
      domain: [-width / 2, 24 - width / 2],
      ticks: hours.map((hour) => ({ value: hour, label: String(hour) })),
    },
    y: linearAxis('', [0, high * 1.08], 4, ' %'),
    series,
    marks: 'steps',
    namedAtEnd: true,
  };
}

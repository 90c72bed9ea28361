/**
 * The bank's load over the hours of a day, averaged over all days of a run: how busy its servers are, and which part of
 * the day's work falls into which hour, so that schemes of very different loads can be compared.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { DAY, HOUR } from '../../units.ts';
import { listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { linearAxis, rangeOf } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { durationOf } from './lookup.ts';
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
  const title = finding(days, width);
  const whole = Math.floor(duration / DAY);
  const caption =
    `Each step is the mean over ${whole === 1 ? 'the day' : `${whole} days`} and ${result.replications} ` +
    `replications of ${width === 1 ? 'an hour' : `${width} hours`}, centred at the time below it.`;
  return {
    title,
    caption,
    brief: caption,
    alternative:
      `Two step charts over the hours of a day for ${listed(days.map(({ label }) => label))}. Vertical axes from zero: ` +
      `share of time that the servers are busy; share of the day's work. ${title}.`,
    tables: [tableOf(days, width)],
    draw: (stage) => draw(result, days, width, stage),
  };
}

function widthFor({ curve: { x } }: LabelledCurve): number | undefined {
  const gap = x.values.length > 1 ? x.values[1]! - x.values[0]! : Number.POSITIVE_INFINITY;
  return WIDTHS.find((width) => width * HOUR >= gap);
}

/** A reading speaks of the time since the one before; its middle says into which hour it falls. */
function dayOf({ x, values }: LabelledCurve['curve'], duration: number, width: number): number[] {
  const count = 24 / width;
  const sums = Array.from({ length: count }, () => ({ sum: 0, readings: 0 }));
  values.forEach((value, i) => {
    const middle = i === 0 ? 0 : (x.values[i]! + x.values[i - 1]!) / 2;
    if (middle === 0 || middle > duration) return;
    const hour = sums[Math.round((middle % DAY) / (width * HOUR)) % count]!;
    hour.sum += value;
    hour.readings++;
  });
  return sums.map(({ sum, readings }) => (readings === 0 ? 0 : sum / readings));
}

function shareOf(busy: readonly number[], hour: number): number {
  return busy[hour]! / busy.reduce((sum, value) => sum + value, 0);
}

/** How much of the day's work the busiest hour has. */
function peakOf({ busy }: Day): { readonly hour: number; readonly share: number } {
  const hour = busy.indexOf(Math.max(...busy));
  return { hour, share: shareOf(busy, hour) };
}

function finding(days: readonly Day[], width: number): string {
  const steepest = days.reduce((a, b) => (peakOf(b).share > peakOf(a).share ? b : a));
  const { hour, share } = peakOf(steepest);
  const when = hour === 0 ? 'around midnight' : `around ${String(hour * width).padStart(2, '0')}:00`;
  const bank = days.length === 1 ? 'The bank' : `The bank of ${steepest.label}`;
  const period = width === 1 ? 'the hour' : `the ${width} hours`;
  return `${bank} does ${quantity('ratio', share)} of its day's work in ${period} ${when}`;
}

function tableOf(days: readonly Day[], width: number): DataTable {
  const rows = days[0]!.busy.map((_, hour) => [
    `${String(hour * width).padStart(2, '0')}:00`,
    ...days.flatMap(({ busy }) => [quantity('ratio', busy[hour]!), quantity('ratio', shareOf(busy, hour))]),
  ]);
  const head = [
    'hour',
    ...days.flatMap(({ label }) => [`${label}: servers busy`, `${label}: share of the day's work`]),
  ];
  return { caption: 'Load of the bank over the day', head, rows };
}

function draw(result: Result, days: readonly Day[], width: number, stage: Stage) {
  const busy = panelOf(result, days, { heading: 'servers busy', width, stage, value: (day, hour) => day.busy[hour]! });
  const share = panelOf(result, days, {
    heading: `share of the day's work`,
    width,
    stage,
    value: (day, hour) => shareOf(day.busy, hour),
  });
  return drawPanels([busy, share], stage, 'stacked');
}

interface Shown {
  readonly heading: string;
  readonly width: number;
  readonly stage: Stage;
  readonly value: (day: Day, hour: number) => number;
}

/** From half an hour before midnight to half an hour before the next: steps reach back from their right ends. */
function panelOf(result: Result, days: readonly Day[], { heading, width, stage, value }: Shown): Panel {
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
      title: 'hour of the day',
      domain: [-width / 2, 24 - width / 2],
      ticks: hours.map((hour) => ({ value: hour, label: String(hour) })),
    },
    y: linearAxis('', [0, high * 1.08], 4, ' %'),
    series,
    marks: 'steps',
    namedAtEnd: true,
  };
}

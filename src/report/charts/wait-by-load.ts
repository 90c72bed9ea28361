/**
 * The mean wait at the bank against the load that it is offered: a point a label, beside the law of the queue where one
 * holds. At all that its servers can do the law has no end, and beyond it the queue only grows.
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { waitMD1 } from '../../theory/queueing.ts';
import { confidenceWords, listed, plain, quantity } from '../format.ts';
import { decadesAxis, decimalLogarithm, linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import { appearanceOf, ordinates, type Panel, type Point, type Series } from './series.ts';

const LOAD = 'bank.offered_load_ratio';
const WAIT = 'bank.wait_mean_us';
const BACKLOG = 'bank.backlog_end_us';
const SATURATION = 'bank.saturation_payments_per_second';

/** Loads at which the law is drawn; it rises beyond all bounds towards 1. */
const DRAWN_AT = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.975, 0.99];

interface Queue {
  readonly label: string;
  readonly load: ResultMetric;
  readonly wait: ResultMetric;
}

/** Wait against load under every label; null where nobody waits anywhere. */
export function waitByLoad(result: Result): Chart | null {
  const queues = result.labels.flatMap(({ label }): Queue[] => {
    const [load, wait] = [metricOf(result, label, LOAD), metricOf(result, label, WAIT)];
    return load === undefined || wait === undefined ? [] : [{ label, load, wait }];
  });
  if (queues.every(({ wait }) => wait.value <= 0)) return null;
  const title = finding(result, queues);
  const brief = `${marksInWords(result, queues)}${idleWords(queues)}`;
  return {
    title,
    caption:
      `${brief} Offered load: the time that all jobs of the payments need, beside what the servers have in the ` +
      `scenario’s duration.${lawWords(queues)} Horizontal whiskers are left out.`,
    brief,
    alternative:
      `Point chart of ${listed(queues.map(({ label }) => label))}. Horizontal axis: offered load, with a line at 100 %. ` +
      `Vertical axis: mean wait, logarithmic. ${title}.`,
    tables: [tableOf(result, queues)],
    tablesShown: true,
    draw: (stage) => drawPanels([panelOf(result, queues, stage.name === 'page' ? 8 : 6)], stage, 'stacked'),
  };
}

function finding(result: Result, queues: readonly Queue[]): string {
  const { label, load, wait } = queues.reduce((a, b) => (b.load.value > a.load.value ? b : a));
  const saturation = metricOf(result, label, SATURATION);
  const most = saturation === undefined ? '' : ` (${quantity('payments/s', saturation.value)})`;
  const backlog = metricOf(result, label, BACKLOG)?.value ?? 0;
  if (load.value >= 1)
    return (
      `The bank of ${label} cannot keep up: it is offered ${quantity('ratio', load.value)} of what it can do${most}, ` +
      `and at the end ${quantity('us', backlog)} of work are left`
    );
  return (
    `At ${quantity('ratio', load.value)} of what the bank of ${label} can do${most} a job waits ` +
    `${quantity('us', wait.value)} on average`
  );
}

function marksInWords({ replications, confidence }: Result, queues: readonly Queue[]): string {
  const points =
    replications === 1
      ? 'Points: one replication.'
      : `Points: the mean of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
  const known = queues.some(({ wait }) => wait.theory !== undefined);
  return `${points}${known ? ' Thin lines: theory.' : ''} Vertical axis: logarithmic.`;
}

function idleWords(queues: readonly Queue[]): string {
  const idle = queues.filter(({ wait }) => wait.value <= 0).map(({ label }) => label);
  return idle.length === 0 ? '' : ` No job waited, and no point: ${listed(idle)}.`;
}

function lawWords(queues: readonly Queue[]): string {
  const laws = queues.flatMap(({ wait: { theory } }) => theory ?? []);
  const without = queues.filter(({ wait: { theory } }) => theory === undefined).map(({ label }) => label);
  if (laws.length === 0) return ' No law holds for these queues.';
  const law = ` Theory: ${laws[0]!.formula} (${laws[0]!.source}), of a queue at rest.`;
  return without.length === 0 ? law : `${law} Without a law: ${listed(without)}.`;
}

function tableOf(result: Result, queues: readonly Queue[]): DataTable {
  const rows = queues.map(({ label, load, wait }) => {
    const [backlog, saturation] = [metricOf(result, label, BACKLOG), metricOf(result, label, SATURATION)];
    return [
      label,
      quantity('ratio', load.value, load.halfWidth),
      quantity('us', wait.value, wait.halfWidth),
      wait.theory === undefined ? '' : quantity('us', wait.theory.value),
      backlog === undefined ? '' : quantity('us', backlog.value, backlog.halfWidth),
      saturation === undefined ? '' : quantity('payments/s', saturation.value, saturation.halfWidth),
    ];
  });
  const head = ['label', 'offered load', 'mean wait', 'theory', 'work left at the end', 'payments that fill the bank'];
  return { caption: 'The bank as a queue', head, rows };
}

function panelOf(result: Result, queues: readonly Queue[], count: number): Panel {
  const points = queues.flatMap((queue) => pointOf(result, queue));
  const lines = queues.flatMap((queue) => lineOf(result, queue));
  const most = Math.max(1, ...queues.map(({ load }) => load.value));
  const y = widen(rangeOf(ordinates([...points, ...lines])), 0.05);
  const end = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'stroke', dash: [6, 4] };
  return {
    heading: 'mean wait at the bank (log)',
    x: linearAxis('offered load', [0, 100 * most * 1.04], 10, ' %'),
    y: decadesAxis('', y, count, (value) => plain('us', value)),
    series: [...points, ...lines],
    marks: 'points',
    namedAtEnd: true,
    verticals: [{ x: 100, low: null, high: null, theory: null, text: 'all that it can do', appearance: end }],
  };
}

function pointOf(result: Result, { label, load, wait: { value, halfWidth } }: Queue): Series[] {
  const y = decimalLogarithm(value);
  if (y === null) return [];
  const low = halfWidth === null ? null : decimalLogarithm(value - halfWidth);
  const high = halfWidth === null ? null : decimalLogarithm(value + halfWidth);
  const point: Point = { x: 100 * load.value, y, low, high, theory: null };
  return [{ name: label, appearance: appearanceOf(result, label), points: [point] }];
}

/** The law at every load: where jobs are alike and load is theory's, its one value tells how long a job takes. */
function lineOf(result: Result, { label, load, wait: { theory } }: Queue): Series[] {
  const at = load.theory?.value ?? load.value;
  if (theory === undefined || at <= 0 || at >= 1) return [];
  const service = theory.value / waitMD1(at, 1);
  const points = DRAWN_AT.map((rate) => {
    const y = decimalLogarithm(waitMD1(rate, 1) * service)!;
    return { x: 100 * rate, y, low: null, high: null, theory: y };
  });
  return [{ name: '', appearance: appearanceOf(result, label), points, marks: 'none' }];
}

/**
 * Whether forging pays: the profit of each gang of forgers against how fast it hashes, and the rate from which it is one
 * (after RS96: a forger cannot buy the first collisions as cheaply as the broker does).
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { alike, confidenceWords, listed, log2, plain, quantity, shortMoney, styleOf, write } from '../format.ts';
import type { Stage } from '../theme.ts';
import { decimalLogarithm, powersOfTwoAxis, rangeOf, symmetricAxis, symmetricLogarithm, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import {
  breakEvenOf,
  type Forger,
  forgersOf,
  gangAsRun,
  metricOfGang,
  powerWords,
  rateName,
  rateWords,
} from './forgers.ts';
import { profitLawOf } from './forging-profit-law.ts';
import { drawPanels } from './panel.ts';
import { appearanceOf, ordinates, type Panel, type Point, type Series, type Vertical } from './series.ts';

/** Powers of ten on one side of zero, at most: what is less than that is drawn near zero. */
const MOST_DECADES = 6;

/** Gangs beyond so many are in a table behind the toggle. */
const MOST_SHOWN = 6;

/** Air below all marks, and above them, where the break-even has its name. */
const AIR = 0.1;
const HEADROOM = 0.25;

/** Dollars from which a tick is written with a k or an M. */
const SHORT_FROM = 1e5;

/** A gang with its profit in dollars. */
interface Venture extends Forger {
  readonly profit: ResultMetric;
  readonly costs: number | null;
  readonly gain: number | null;
}

/** Profit against rate; null without a gang whose profit is known. */
export function forgingProfit(result: Result): Chart | null {
  const ventures = venturesOf(result);
  if (ventures.length === 0) return null;
  const labels = [...new Set(ventures.map(({ label }) => label))];
  const title = finding(result, labels, ventures);
  const brief = `${marksInWords(result)}${lawsInWords(result, labels, ventures)}`;
  return {
    title,
    caption: `${brief} The axis of dollars is logarithmic on both sides of zero; profit is what the ledger gives a gang, less its hashing${pairInWords(result, ventures)}.`,
    brief,
    alternative:
      `Point chart for ${listed(labels)}. Horizontal axis: the forger's hashes a second, logarithmic. Vertical axis: his ` +
      `profit in dollars, logarithmic on both sides of zero. ${title}.`,
    tables: [profitTable(ventures), ...breakEvenTable(result, labels)],
    tablesShown: ventures.length <= MOST_SHOWN,
    draw: (stage) => drawPanels([panelOf(result, labels, ventures, stage)], stage, 'stacked'),
  };
}

function venturesOf(result: Result): Venture[] {
  return forgersOf(result).flatMap((forger) => {
    const profit = metricOfGang(result, forger, 'profit_usd');
    const value = (name: string): number | null => metricOfGang(result, forger, name)?.value ?? null;
    return profit === undefined ? [] : [{ ...forger, profit, costs: value('costs_usd'), gain: value('gain_usd') }];
  });
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'Points: one replication.';
  return `Points: the mean of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
}

/** Gangs with a vendor in league, who sells to others too. */
const PAIRS: readonly unknown[] = ['forging-pair', 'splicer'];

function pairInWords(result: Result, ventures: readonly Venture[]): string {
  const anyPair = ventures.some(({ gang }) => PAIRS.includes(gangAsRun(result, gang).kind));
  return anyPair ? '; the vendor of a pair sells to others too, and what they cheat him of is in it' : '';
}

function lawsInWords(result: Result, labels: readonly string[], ventures: readonly Venture[]): string {
  const lines = ventures.some(({ profit }) => profit.theory !== undefined);
  const known = labels.flatMap((label) => breakEvenOf(result, label) ?? []);
  const strokes = known.some(({ theory }) => theory !== undefined);
  const theory = lines || strokes ? ' Thin lines: theory.' : '';
  return `${theory}${known.length === 0 ? '' : ' Heavy upright lines in their bands: where forging begins to pay.'}`;
}

function finding(result: Result, labels: readonly string[], ventures: readonly Venture[]): string {
  const said = labels.map((label) => ({
    label,
    words: whenPays(
      breakEvenOf(result, label),
      ventures.filter((venture) => venture.label === label),
    ),
  }));
  const groups = alike(said);
  if (groups.length > 1) {
    const words = groups.map(({ labels: those, words: when }) => `${when} under ${listed(those)}`);
    return `Forging pays ${listed(words)}`;
  }
  const [{ words }] = groups;
  return words === NEVER ? `Forging never pays${whyNever(ventures)}` : `Forging pays ${words}`;
}

const NEVER = 'never';

function whenPays(breakEven: ResultMetric | undefined, own: readonly Venture[]): string {
  if (breakEven !== undefined) {
    const { value, theory } = breakEven;
    return `above ${rateWords(value)}${theory === undefined ? '' : ` (theory ${powerWords(theory.value)})`}`;
  }
  const paying = own.filter(({ profit }) => profit.value > 0);
  if (paying.length === 0) return NEVER;
  const least = paying[paying.length - 1];
  return own.length === 1 ? `at ${rateWords(least.rate)}` : `from ${rateWords(least.rate)} on`;
}

/** What the gang that comes nearest to paying spends on what it earns. */
function whyNever(own: readonly Venture[]): string {
  const ratios = own.flatMap(({ costs, gain }) => (costs !== null && gain !== null && gain > 0 ? [costs / gain] : []));
  if (ratios.length > 0) return `: a coin costs at least ${quantity('', Math.min(...ratios))} times what it brings`;
  return own.every(({ costs }) => costs === 0) ? ': no forger begins' : ': no forged coin brings anything';
}

function profitTable(ventures: readonly Venture[]): DataTable {
  const money = (value: number | null): string => (value === null ? '' : quantity('usd', value));
  const rows = ventures.map(({ label, gang, rate, costs, gain, profit: { value, halfWidth, theory } }) => [
    `${gang} (${label})`,
    rateName(rate),
    money(gain),
    money(costs),
    quantity('usd', value, halfWidth),
    theory === undefined ? '' : write(styleOf('usd', value, halfWidth), theory.value),
  ]);
  return {
    caption: 'Forgers by their hashes a second',
    head: ['gang', 'hashes/s', 'gain', 'hashing', 'profit', 'theory'],
    rows,
  };
}

function breakEvenTable(result: Result, labels: readonly string[]): DataTable[] {
  const rows = labels.flatMap((label) => {
    const metric = breakEvenOf(result, label);
    if (metric === undefined) return [];
    const { value, halfWidth, theory } = metric;
    const interval =
      halfWidth === null ? '' : `${rateName(lowest(value, halfWidth))} to ${rateName(value + halfWidth)}`;
    return [[label, rateName(value), interval, theory === undefined ? '' : rateName(theory.value)]];
  });
  const head = ['label', 'break-even', 'interval', 'theory'];
  return rows.length === 0 ? [] : [{ caption: 'The rate from which forging pays', head, rows }];
}

/** The lower end of a rate's interval, which is no less than one hash a second. */
function lowest(rate: number, half: number): number {
  return Math.max(1, rate - half);
}

function panelOf(result: Result, labels: readonly string[], ventures: readonly Venture[], stage: Stage): Panel {
  const threshold = thresholdOf(ventures);
  const series = labels.flatMap((label) => seriesFor(result, label, ventures, symmetricLogarithm(threshold)));
  const verticals = labels.flatMap((label) => verticalFor(result, label, labels.length > 1));
  const rates = rangeOf([...ventures.map(({ rate }) => log2(rate)), ...verticals.map(({ x }) => x)]);
  const [low, high] = rangeOf([0, ...ordinates(series)]);
  const domain = widen(rates, 0.05);
  const slide = stage.name === 'slide';
  return {
    heading: slide ? "forger's profit (log)" : "forger's profit (logarithmic on both sides of zero)",
    x: powersOfTwoAxis('hashes a second (log)', domain, 8),
    y: symmetricAxis(
      [low - AIR * (high - low), high + HEADROOM * (high - low)],
      { threshold, count: slide ? 6 : 8 },
      (value) => (Math.abs(value) < SHORT_FROM ? plain('usd', value) : shortMoney(value)),
    ),
    series: [zeroLine(domain), ...series],
    marks: 'points',
    verticals,
    namedAtEnd: true,
  };
}

/** Neither profit nor loss, under all points. */
function zeroLine(domain: readonly [number, number]): Series {
  const appearance = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'circle', dash: [] };
  const points = domain.map((x) => ({ x, y: 0, low: null, high: null, theory: null }));
  return { name: '', appearance, points, marks: 'line' };
}

/** A power of ten below which profits are near zero: the least that was seen, but not too far below the greatest. */
function thresholdOf(ventures: readonly Venture[]): number {
  const sizes = ventures.map(({ profit }) => Math.abs(profit.value)).filter((size) => size > 0);
  if (sizes.length === 0) return 1;
  const [least, most] = rangeOf(sizes).map((size) => Math.floor(decimalLogarithm(size) ?? 0));
  return Number(`1e${Math.max(least, most + 1 - MOST_DECADES)}`);
}

/** Of a label its points, and the line of theory through them, dense where the law between them is known. */
function seriesFor(
  result: Result,
  label: string,
  ventures: readonly Venture[],
  place: (value: number) => number,
): Series[] {
  const own = ventures.filter((venture) => venture.label === label).toReversed();
  const appearance = appearanceOf(result, label);
  const points: Point[] = own.map(({ rate, profit: { value, halfWidth, theory } }) => ({
    x: log2(rate),
    y: place(value),
    low: halfWidth === null ? null : place(value - halfWidth),
    high: halfWidth === null ? null : place(value + halfWidth),
    theory: theory === undefined ? null : place(theory.value),
  }));
  const law = profitLawOf(result, label, own);
  if (law === undefined) return [{ name: label, appearance, points: withGaps(points) }];
  const line = law.rates.map((rate) => {
    const y = place(law.at(rate));
    return { x: log2(rate), y, low: null, high: null, theory: y };
  });
  return [
    { name: label, appearance, points: points.map((point) => ({ ...point, theory: null })) },
    { name: '', appearance: { ...appearance, dash: [] }, points: line, marks: 'none' },
  ];
}

/** Between gangs that are farther apart than this in the logarithm of their rates, a chord would be no theory. */
const CHORD_MAX = 2;

/** Theory's line is the longest without a gap; the table has what it says elsewhere. */
function withGaps(points: readonly Point[]): Point[] {
  const pieces: Point[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points.filter(({ theory }) => theory !== null)) {
    if (point.x - last > CHORD_MAX) pieces.push([]);
    pieces[pieces.length - 1].push(point);
    last = point.x;
  }
  const line = pieces.reduce((most, piece) => (piece.length > most.length ? piece : most), []);
  return points.map((point) => (line.includes(point) ? point : { ...point, theory: null }));
}

function verticalFor(result: Result, label: string, several: boolean): Vertical[] {
  const metric = breakEvenOf(result, label);
  if (metric === undefined) return [];
  const { value, halfWidth, theory } = metric;
  return [
    {
      x: log2(value),
      low: halfWidth === null ? null : log2(lowest(value, halfWidth)),
      high: halfWidth === null ? null : log2(value + halfWidth),
      theory: theory === undefined ? null : log2(theory.value),
      text: several ? rateName(value) : `break-even ${rateName(value)}`,
      appearance: appearanceOf(result, label),
    },
  ];
}

/**
 * What a payment costs all parties at each price under every scheme, over the arms of a sweep of the price; and between
 * which prices two schemes change places, where their paired differences say so.
 *
 * A result of one price has one point a scheme, and of several prices an average that belongs to none of them: so this
 * chart is made of a sweep.
 * @module
 */
import type { SweepResult } from '../../experiment/comparison-result.ts';
import type { ResultMetric } from '../../experiment/result.ts';
import { confidenceWords, listed, plain, quantity } from '../format.ts';
import { refusesMany } from '../refusals.ts';
import { type Appearance, appearances, type Stage } from '../theme.ts';
import { decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { type Crossing, cheapestIn, crossings, type PricePoint, pricePoints, verdictOf } from './cheaper.ts';
import { drawPanels } from './panel.ts';
import { ordinates, type Panel, type Series } from './series.ts';

const TOTAL = 'cost.total_usd_per_payment';
const AS_MUCH = 'the price itself';
/** A title names no more crossings, and no more schemes of equal cost, than these. */
const MOST_NAMED = 3;

/** A scheme's cost at a price at which it was measured. */
interface Point {
  readonly price: number;
  readonly cost: ResultMetric;
  /** Whether it refuses many purchases there: then this is the cost of fewer payments. */
  readonly refuses: boolean;
}

interface CostLine {
  readonly label: string;
  readonly points: readonly Point[];
}

/** The chart of a sweep of the price alone; null of any other, or where fewer than two prices were measured. */
export function costByPrice(sweep: SweepResult): Chart | null {
  const arms = pricePoints(sweep);
  const lines = sweep.labels.map(({ label }) => lineOf(arms, label)).filter(({ points }) => points.length > 1);
  if (lines.length === 0) return null;
  const title = finding(arms, lines);
  const brief = briefOf(sweep, lines);
  return {
    title,
    caption: `${brief} ${comparisonWords(sweep, arms, lines)}`,
    brief,
    alternative:
      `Point chart with a line for each of ${listed(lines.map(({ label }) => label))}. Horizontal axis: price of a ` +
      `payment. Vertical axis: cost of a payment to all parties. Both logarithmic. ${title}.`,
    tables: [costTable(arms, lines), ...comparisonTable(arms, labelsOf(lines))],
    draw: (stage) => drawPanels([panelOf(sweep, lines, stage)], stage, 'stacked'),
  };
}

/** On logarithmic axes what costs nothing, or less, has no place. */
function lineOf(arms: readonly PricePoint[], label: string): CostLine {
  const points = arms.flatMap(({ price, arm }): Point[] => {
    const cost = arm.metrics.find(({ name }) => name === `${label}.${TOTAL}`);
    return cost === undefined || cost.value <= 0 ? [] : [{ price, cost, refuses: refusesMany(arm, label) }];
  });
  return { label, points };
}

function labelsOf(lines: readonly CostLine[]): string[] {
  return lines.map(({ label }) => label);
}

// ---- words

function briefOf({ arms, confidence }: SweepResult, lines: readonly CostLine[]): string {
  const { replications } = arms[0]!;
  const intervals =
    replications > 1 ? ` of ${replications} replications with ${confidenceWords(confidence)} intervals` : '';
  const refused = lines.some(({ points }) => points.some(({ refuses }) => refuses));
  const fewer = refused ? ' A line without a point: 1 % of the purchases or more are refused there.' : '';
  return `Points: means${intervals}.${fewer} Dashed: ${AS_MUCH}; above it a payment costs more than it moves.`;
}

/** How far the figures tell schemes apart. */
function comparisonWords(sweep: SweepResult, arms: readonly PricePoint[], lines: readonly CostLine[]): string {
  const together = `by paired differences, ${confidenceWords(sweep.confidence)} for all of them together`;
  const found = crossings(arms, labelsOf(lines));
  const unlike = lines.flatMap(({ label, points }) => {
    const prices = points.filter(({ refuses }) => refuses).map(({ price }) => plain('usd', price));
    return prices.length === 0 ? [] : [`${label} at ${listed(prices)}`];
  });
  const left = unlike.length === 0 ? '' : ` Costs of fewer payments are compared with nothing: ${listed(unlike)}.`;
  const said = found.length === 0 ? 'no two schemes change places' : listed(found.map(crossingWords));
  return `Beyond chance (${together}) ${said}.${left}`;
}

function crossingWords({ cheapBelow, cheapAbove, from, to }: Crossing): string {
  return `${cheapBelow} is cheaper than ${cheapAbove} at ${plain('usd', from)} and dearer at ${plain('usd', to)}`;
}

/** The cheapest schemes at the lowest and at the highest price, as far as they can be told from others. */
function finding(arms: readonly PricePoint[], lines: readonly CostLine[]): string {
  const [first, last] = [arms[0]!, arms[arms.length - 1]!];
  const [low, high] = [cheapestAt(first, lines), cheapestAt(last, lines)];
  const ends = [plain('usd', first.price), plain('usd', last.price)];
  if (low.length > 0 && low.join() === high.join()) return `${cheapestWords(low)} at ${ends[0]} and at ${ends[1]}`;
  const [below, above] = [low, high].map((labels, i) => `${cheapestWords(labels)} at ${ends[i]}`);
  const crossing = crossings(arms, labelsOf(lines)).find(
    ({ cheapBelow, cheapAbove }) => low.join() === cheapBelow && high.join() === cheapAbove,
  );
  const where =
    crossing === undefined
      ? ''
      : `; they change places between ${plain('usd', crossing.from)} and ${plain('usd', crossing.to)}`;
  return `${below}, ${above}${where}`;
}

function cheapestAt({ arm, price }: PricePoint, lines: readonly CostLine[]): string[] {
  const known = lines.filter(({ points }) => points.some((point) => point.price === price));
  return cheapestIn(arm, labelsOf(known));
}

function cheapestWords(labels: readonly string[]): string {
  if (labels.length === 0) return 'no scheme serves all';
  if (labels.length === 1) return `${labels[0]} is cheapest`;
  if (labels.length > MOST_NAMED) return `${labels.length} schemes are not told apart as the cheapest`;
  return `${listed(labels)} are the cheapest and not told apart`;
}

// ---- tables

function costTable(arms: readonly PricePoint[], lines: readonly CostLine[]): DataTable {
  const rows = arms.map(({ price }) => [
    plain('usd', price),
    ...lines.map(({ points }) => {
      const point = points.find((one) => one.price === price);
      if (point === undefined) return '';
      const { cost, refuses } = point;
      return `${quantity('usd', cost.value, cost.halfWidth)}${refuses ? ', of fewer payments' : ''}`;
    }),
  ]);
  return { caption: 'Cost of a payment that is served, by its price', head: ['price', ...labelsOf(lines)], rows };
}

/** Which of each two is cheaper at each price. */
function comparisonTable(arms: readonly PricePoint[], labels: readonly string[]): DataTable[] {
  if (labels.length < 2) return [];
  const rows = labels.flatMap((one, i) =>
    labels.slice(i + 1).map((other) => [`${one} or ${other}`, ...arms.map(({ arm }) => verdictWords(arm, one, other))]),
  );
  const head = ['cheaper of', ...arms.map(({ price }) => plain('usd', price))];
  return [{ caption: 'Which of two schemes is cheaper beyond chance', head, rows }];
}

function verdictWords(arm: PricePoint['arm'], one: string, other: string): string {
  const verdict = verdictOf(arm, one, other);
  const words = { alike: 'not told apart', unlike: 'other payments', unknown: 'not known' };
  return verdict.kind === 'cheaper' ? verdict.label : words[verdict.kind];
}

// ---- drawing

function log10(value: number): number {
  return decimalLogarithm(value) ?? 0;
}

function panelOf(sweep: SweepResult, lines: readonly CostLine[], stage: Stage): Panel {
  const looks = appearances(sweep.labels);
  const places = lines.flatMap(({ points }) => points.map(({ price }) => decimalLogarithm(price)));
  const series = [...lines.flatMap((line) => seriesOf(line, looks.get(line.label)!)), priceItself(rangeOf(places))];
  const x = widen(rangeOf(places), 0.05);
  const y = widen(rangeOf(ordinates(series)), 0.06);
  const written = (value: number): string => plain('usd', value);
  const count = stage.name === 'page' ? 8 : 6;
  return {
    heading: 'cost of a payment to all parties (log)',
    x: decadesAxis('price of a payment (log)', x, count, written),
    y: decadesAxis('', y, count, written),
    series,
    marks: 'points',
    namedAtEnd: true,
  };
}

/** A line through all, and points where all purchases are served. */
function seriesOf({ label, points }: CostLine, appearance: Appearance): Series[] {
  const placed = points.map(({ price, cost: { value, halfWidth }, refuses }) => ({
    refuses,
    x: log10(price),
    y: log10(value),
    low: halfWidth === null ? null : decimalLogarithm(value - halfWidth),
    high: halfWidth === null ? null : decimalLogarithm(value + halfWidth),
    theory: null,
  }));
  const line = placed.map(({ refuses: _, ...point }) => ({ ...point, low: null, high: null }));
  const serving = placed.flatMap(({ refuses, ...point }) => (refuses ? [] : [point]));
  return [
    { name: label, appearance, points: line, marks: 'line' },
    ...(serving.length === 0 ? [] : [{ name: '', appearance, points: serving }]),
  ];
}

function priceItself(ends: readonly [number, number]): Series {
  const appearance = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'stroke', dash: [6, 4] };
  const points = ends.map((end) => ({ x: end, y: end, low: null, high: null, theory: null }));
  return { name: AS_MUCH, appearance, points, marks: 'line' };
}

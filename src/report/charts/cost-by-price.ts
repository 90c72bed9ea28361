/**
 * What a payment costs all parties at each price under every scheme, over the arms of a sweep of the price; where two
 * schemes change places, the price at which they do.
 *
 * A result of one price has one point a scheme, and of several prices an average that belongs to none of them: so this
 * chart is made of a sweep.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import type { SweepResult } from '../../experiment/comparison-result.ts';
import type { ResultMetric } from '../../experiment/result.ts';
import { confidenceWords, listed, plain, quantity } from '../format.ts';
import { type Appearance, appearances, type Stage } from '../theme.ts';
import { decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { drawPanels } from './panel.ts';
import { ordinates, type Panel, type Series } from './series.ts';

/** The one factor that such a sweep varies. */
const PRICE = 'demand.price.usd';
const TOTAL = 'cost.total_usd_per_payment';
const AS_MUCH = 'the price itself';

/** A scheme's cost at the prices at which it was measured, ascending. */
interface CostLine {
  readonly label: string;
  readonly points: readonly { readonly price: number; readonly cost: ResultMetric }[];
}

/** The chart of a sweep of the price alone; null of any other, or where fewer than two prices were measured. */
export function costByPrice(sweep: SweepResult): Chart | null {
  const [factor, second] = sweep.factors;
  if (factor?.path !== PRICE || second !== undefined) return null;
  const lines = sweep.labels.map(({ label }) => lineOf(sweep, label)).filter(({ points }) => points.length > 1);
  if (lines.length === 0) return null;
  const title = finding(lines);
  const { replications } = sweep.arms[0]!;
  const intervals =
    replications > 1 ? ` of ${replications} replications with ${confidenceWords(sweep.confidence)} intervals` : '';
  const brief = `Points: means${intervals}. Dashed: ${AS_MUCH}; above it a payment costs more than it moves.`;
  return {
    title,
    caption: `${brief} Between measured prices, costs are taken for powers of the price, and so are the crossings: ${crossingWords(lines)}.`,
    brief,
    alternative:
      `Point chart with a line for each of ${listed(lines.map(({ label }) => label))}. Horizontal axis: price of a ` +
      `payment. Vertical axis: cost of a payment to all parties. Both logarithmic. ${title}.`,
    tables: [tableOf(lines)],
    draw: (stage) => drawPanels([panelOf(sweep, lines, stage)], stage, 'stacked'),
  };
}

/** On logarithmic axes what costs nothing, or less, has no place. */
function lineOf(sweep: SweepResult, label: string): CostLine {
  const points = sweep.arms.flatMap(({ values: [price], metrics }) => {
    const cost = metrics.find(({ name }) => name === `${label}.${TOTAL}`);
    return cost === undefined || cost.value <= 0 || typeof price !== 'number' ? [] : [{ price, cost }];
  });
  return { label, points: points.toSorted((a, b) => a.price - b.price) };
}

/** Where the dearer of two schemes becomes the cheaper. */
interface Crossing {
  readonly price: number;
  /** Cheaper below this price, and above it. */
  readonly below: string;
  readonly above: string;
}

function crossingsOf(lines: readonly CostLine[]): Crossing[] {
  return lines.flatMap((a, i) => lines.slice(i + 1).flatMap((b) => crossingsBetween(a, b)));
}

function crossingsBetween(a: CostLine, b: CostLine): Crossing[] {
  const shared = a.points.flatMap(({ price, cost }) => {
    const other = b.points.find((point) => point.price === price);
    if (other === undefined) return [];
    return [{ place: log10(price), lead: log10(cost.value) - log10(other.cost.value) }];
  });
  return shared.slice(1).flatMap((here, i) => {
    const before = shared[i]!;
    if (before.lead * here.lead >= 0) return [];
    const way = before.lead / (before.lead - here.lead);
    const exponent = before.place + way * (here.place - before.place);
    const [below, above] = before.lead < 0 ? [a.label, b.label] : [b.label, a.label];
    return [{ price: powerOfTen(exponent), below, above }];
  });
}

function log10(value: number): number {
  return decimalLogarithm(value) ?? 0;
}

function powerOfTen(exponent: number): number {
  return exp(exponent * Math.LN10);
}

function crossingWords(lines: readonly CostLine[]): string {
  const said = crossingsOf(lines).map(
    ({ price, below, above }) => `${below} is cheaper than ${above} below ${quantity('usd', price)}`,
  );
  return said.length === 0 ? 'there are none' : listed(said);
}

function cheapestAt(lines: readonly CostLine[], price: number): string {
  const costs = lines.flatMap(({ label, points }) => {
    const point = points.find((one) => one.price === price);
    return point === undefined ? [] : [{ label, cost: point.cost.value }];
  });
  return costs.reduce((a, b) => (b.cost < a.cost ? b : a)).label;
}

/** The cheapest scheme, and where another takes its place. */
function finding(lines: readonly CostLine[]): string {
  const prices = [...new Set(lines.flatMap(({ points }) => points.map(({ price }) => price)))].sort((a, b) => a - b);
  const [first, last] = [prices[0]!, prices[prices.length - 1]!];
  const [low, high] = [cheapestAt(lines, first), cheapestAt(lines, last)];
  if (low === high) {
    const range = `from ${plain('usd', first)} to ${plain('usd', last)}`;
    return `${low} is cheapest at both ends ${range}`;
  }
  const crossing = crossingsOf(lines).find(({ below, above }) => below === low && above === high);
  const where = crossing === undefined ? '' : `; they cost the same at ${quantity('usd', crossing.price)}`;
  return `${low} is cheapest at ${plain('usd', first)}, ${high} at ${plain('usd', last)}${where}`;
}

function tableOf(lines: readonly CostLine[]): DataTable {
  const prices = [...new Set(lines.flatMap(({ points }) => points.map(({ price }) => price)))].sort((a, b) => a - b);
  const rows = prices.map((price) => [
    plain('usd', price),
    ...lines.map(({ points }) => {
      const cost = points.find((point) => point.price === price)?.cost;
      return cost === undefined ? '' : quantity('usd', cost.value, cost.halfWidth);
    }),
  ]);
  return { caption: 'Cost of a payment by its price', head: ['price', ...lines.map(({ label }) => label)], rows };
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

/** Points, joined by a line of their own. */
function seriesOf({ label, points }: CostLine, appearance: Appearance): Series[] {
  const placed = points.map(({ price, cost: { value, halfWidth } }) => ({
    x: log10(price),
    y: log10(value),
    low: halfWidth === null ? null : decimalLogarithm(value - halfWidth),
    high: halfWidth === null ? null : decimalLogarithm(value + halfWidth),
    theory: null,
  }));
  const line = placed.map((point) => ({ ...point, low: null, high: null }));
  return [
    { name: '', appearance, points: line, marks: 'line' },
    { name: label, appearance, points: placed },
  ];
}

function priceItself(ends: readonly [number, number]): Series {
  const appearance = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'stroke', dash: [6, 4] };
  const points = ends.map((end) => ({ x: end, y: end, low: null, high: null, theory: null }));
  return { name: AS_MUCH, appearance, points, marks: 'line' };
}

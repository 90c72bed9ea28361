/**
 * Curves of the result as series to draw: points with their intervals beside theory's line; and their data in words.
 * @module
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { DAY } from '../../units.ts';
import { alike, clock, confidenceWords, listed, quantity, unitOf } from '../format.ts';
import { type Appearance, appearances } from '../theme.ts';
import { type Axis, rangeOf } from './axis.ts';
import type { DataTable } from './chart.ts';

/** In the coordinates of the axes; null: not there, or beyond what the axis can show. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly theory: number | null;
  /** The stretch of the horizontal axis of which this is the mean, drawn from end to end; absent: it stands at `x`. */
  readonly stretch?: readonly [number, number];
}

export interface Series {
  /** Empty: not to be named. */
  readonly name: string;
  readonly appearance: Appearance;
  readonly points: readonly Point[];
  /** A line to compare with, which is nobody's theory. */
  readonly reference?: true;
  /** How it is drawn, if not as the panel says; `none`: theory alone, as a thin dashed line. */
  readonly marks?: Panel['marks'] | 'none';
}

/** A height on the vertical axis that has a name, such as a bound. */
export interface Rule {
  readonly y: number;
  readonly text: string;
  readonly appearance: Appearance;
  /** Only to read the axis by: as thin as its grid. */
  readonly thin?: boolean;
}

/** An abscissa that has a name, such as a break-even: what was found with its interval, and theory beside it. */
export interface Vertical {
  readonly x: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly theory: number | null;
  readonly text: string;
  readonly appearance: Appearance;
}

/** Series over one pair of axes. */
export interface Panel {
  /** Quantity and unit of the vertical axis, above the panel, where it reads without turning the head. */
  readonly heading: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks: 'points' | 'line' | 'steps';
  readonly rules?: readonly Rule[];
  readonly verticals?: readonly Vertical[];
  /** Lines are named in the margin even where they begin farther apart than they end. */
  readonly namedAtEnd?: boolean;
}

/** A curve with the label that it belongs to. */
export interface LabelledCurve {
  readonly label: string;
  readonly curve: ResultCurve;
}

/** The curves `<label>.<suffix>` of all labels, in the labels' order. */
export function curvesNamed(result: Result, suffix: string): LabelledCurve[] {
  return result.labels.flatMap(({ label }) => {
    const curve = result.curves.find((candidate) => candidate.name === `${label}.${suffix}`);
    return curve === undefined || curve.values.length === 0 ? [] : [{ label, curve }];
  });
}

/**
 * The curves beside which theory stands, and all where it stands beside none. Laws of honest users do not hold where
 * there are cheats, and a chart of both is crowded.
 */
export function besideTheory(curves: readonly LabelledCurve[]): readonly LabelledCurve[] {
  const known = curves.filter(({ curve }) => curve.theory !== undefined);
  return known.length === 0 ? curves : known;
}

/** In words, which labels a chart leaves out. */
export function notDrawn(all: readonly LabelledCurve[], drawn: readonly LabelledCurve[]): string {
  const left = new Set(all.filter((one) => !drawn.includes(one)).map(({ label }) => label));
  return left.size === 0 ? '' : ` Without a law, and not drawn: ${listed([...left])}.`;
}

/** Where an axis puts a value; null: nowhere. */
type Coordinate = (value: number | null) => number | null;

/** The coordinate on a linear axis. */
export function identity(value: number | null): number | null {
  return value;
}

/** The coordinate on a linear axis of something that cannot be negative, even if its interval reaches below zero. */
export function notNegative(value: number | null): number | null {
  return value === null ? null : Math.max(0, value);
}

/** The coordinate of a share on an axis in per cent: no interval leaves 0 to 100 %. */
export function percentOf(share: number | null): number | null {
  return share === null ? null : 100 * Math.max(0, Math.min(1, share));
}

/** A labelled curve as a series, its abscissae and values put into the axes' coordinates; points outside are left out. */
export function seriesOf(
  result: Result,
  { label, curve }: LabelledCurve,
  xOf: Coordinate,
  yOf: Coordinate,
  name = label,
): Series {
  const points = curve.values.flatMap((value, i) => {
    const [x, y, half] = [xOf(curve.x.values[i]), yOf(value), curve.halfWidths[i] ?? null];
    if (x === null || y === null) return [];
    const low = half === null ? null : yOf(value - half);
    const high = half === null ? null : yOf(value + half);
    return [{ x, y, low, high, theory: yOf(curve.theory?.values[i] ?? null) }];
  });
  return { name, appearance: appearanceOf(result, label), points };
}

/** How a label's marks look in every chart of the result. */
export function appearanceOf(result: Result, label: string): Appearance {
  const appearance = appearances(result.labels).get(label);
  if (appearance === undefined) throw new Error(`the result has no label ${label}`);
  return appearance;
}

/** Every number that a set of series would put on the vertical axis. */
export function ordinates(series: readonly Series[]): (number | null)[] {
  return series.flatMap(({ points }) => points.flatMap(({ y, low, high, theory }) => [y, low, high, theory]));
}

/** Curves of one label with the same abscissae side by side in one table, theory next to what it speaks of. */
export function curveTable(caption: string, curves: readonly ResultCurve[]): DataTable {
  const [{ x }] = curves;
  const unit = x.quantity.includes(x.unit) ? '' : x.unit;
  const writeX = unit === 'us' && rangeOf(x.values)[1] >= 2 * DAY ? clock : (value: number) => quantity(unit, value);
  const head = curves.flatMap((curve) =>
    curve.theory === undefined ? [curve.quantity] : [curve.quantity, `${curve.quantity}, theory`],
  );
  const rows = x.values.map((value, i) => [writeX(value), ...curves.flatMap((curve) => cells(curve, i))]);
  return { caption, head: [x.quantity, ...head], rows };
}

/** The head of a column says what is counted; money, time and shares have their units behind the number. */
function cells(curve: ResultCurve, i: number): string[] {
  const unit = curve.quantity.includes(curve.unit) ? '' : unitOf(curve);
  const value = quantity(unit, curve.values[i], curve.halfWidths[i] ?? null);
  return curve.theory === undefined ? [value] : [value, quantity(unit, curve.theory.values[i])];
}

/** Probability that chance alone takes one point of a curve as far from theory as we call parted. */
const FALSE_ALARM = 1e-9;
/** Share of what the axis shows of the curve below which a distance cannot be seen. */
const VISIBLE = 0.01;
/** With fewer replications than this, that all of them agree shows nothing: what is rare has not happened yet. */
const FEWEST_AGREEING = 30;
/** -ln of the false alarm: so many events would be expected of what has hardly a chance never to happen. */
const EVENTS_EXPECTED = 20.7;

/** How many half-widths are more than chance: three of a 95 % interval when there are many replications. */
function farInHalfWidths({ confidence, replications }: Result): number {
  const freedom = replications - 1;
  return tQuantile(FALSE_ALARM / 2, freedom) / tQuantile((1 - confidence) / 2, freedom);
}

/** In words, where simulation and theory part; nothing when they do not. */
function partings(result: Result, curves: readonly LabelledCurve[], coordinate: Coordinate): string {
  if (result.replications === 1) return '';
  return curves
    .map(({ label, curve }) => {
      const parted = partedPoints(result, curve, coordinate);
      if (parted === 0) return '';
      return ` Simulation and theory part for ${label} (${curve.quantity}) at ${parted} of ${curve.values.length} points.`;
    })
    .join('');
}

/** In words, what the curves end in and was not judged although theory speaks of it, each reason once. */
function notJudged(result: Result, curves: readonly LabelledCurve[]): string {
  const said = curves.flatMap(({ label, curve }) => {
    const { agrees, remark } = result.metrics.find(({ name }) => name === curve.name)?.theory ?? { agrees: true };
    return agrees === null && remark ? [{ label, words: `${curve.quantity} (${remark})` }] : [];
  });
  return alike(said)
    .map(({ labels, words }) => ` Not judged under ${listed(labels)}: ${words}.`)
    .join('');
}

function partedPoints(result: Result, curve: ResultCurve, coordinate: Coordinate): number {
  const expected = curve.theory?.values ?? [];
  const far = farInHalfWidths(result);
  const [low, high] = rangeOf([...curve.values, ...expected].map(coordinate));
  return expected.filter((value, i) => {
    const half = curve.halfWidths[i] ?? null;
    const [seen, drawn] = [coordinate(curve.values[i]), coordinate(value)];
    if (half === null || seen === null || drawn === null) return false;
    if (half === 0 && result.replications < FEWEST_AGREEING) return false;
    if (seenNever(curve.values[i], value, result.replications)) return false;
    return Math.abs(curve.values[i] - value) > far * half && Math.abs(seen - drawn) > VISIBLE * (high - low);
  }).length;
}

/** A share that was 0 in every replication, and may be so by chance: (1 - p)^n is not below what we call parted. */
function seenNever(share: number, expected: number, replications: number): boolean {
  return share === 0 && expected > 0 && expected * replications < EVENTS_EXPECTED;
}

/** What simulation and theory are drawn as. */
const MARKS = {
  points: { simulation: 'Points', between: ' with', theory: 'Thin lines' },
  line: { simulation: 'Heavy lines', between: ' in a band of', theory: 'Thin lines' },
  bars: { simulation: 'Bars', between: null, theory: 'Dark strokes' },
} as const;

/** The curves of a chart, and how they are drawn. */
interface Drawn {
  readonly curves: readonly LabelledCurve[];
  readonly marks: keyof typeof MARKS;
  /** The vertical axis on which the curves are drawn; by default a linear one. */
  readonly coordinate?: Coordinate;
}

/** What the marks mean, with theory's formulas and sources; and briefly, without them. */
export function legend(result: Result, drawn: Drawn): { caption: string; brief: string } {
  const { curves, coordinate = identity } = drawn;
  const simulation = simulationWords(result, drawn);
  const remarks = `${partings(result, curves, coordinate)}${notJudged(result, curves)}`;
  const hasTheory = curves.some(({ curve }) => curve.theory !== undefined);
  return {
    caption: `${simulation}${theoryWords(drawn)}${remarks}`,
    brief: `${simulation}${hasTheory ? ` ${MARKS[drawn.marks].theory}: theory.` : ''}${remarks}`,
  };
}

function simulationWords(result: Result, { curves, marks, coordinate = identity }: Drawn): string {
  const { simulation, between } = MARKS[marks];
  if (result.replications === 1) return `${simulation}: one replication.`;
  const interval = between !== null && curves.some(({ curve }) => curve.halfWidths.some((half) => half !== null));
  const open = marks === 'points' && curves.some(({ curve }) => reachesBelow(curve, coordinate));
  const below = open ? ' (▾: down to zero)' : '';
  const confidence = interval ? `${between} ${confidenceWords(result.confidence)} intervals${below}` : '';
  return `${simulation}: the mean of ${result.replications} replications${confidence}.`;
}

/** Whether an interval begins where the axis cannot show it. */
function reachesBelow({ values, halfWidths }: ResultCurve, coordinate: Coordinate): boolean {
  return values.some((value, i) => coordinate(value) !== null && coordinate(value - (halfWidths[i] ?? 0)) === null);
}

/** Every formula once, and behind the formulas of one source this source once. */
function theoryWords({ curves, marks }: Drawn): string {
  const formulas = new Map<string, Set<string>>();
  for (const { curve } of curves) {
    if (curve.theory === undefined) continue;
    const { formula, source } = curve.theory;
    formulas.set(source, (formulas.get(source) ?? new Set()).add(formula));
  }
  const words = [...formulas].map(([source, those]) => `${[...those].join('; ')} (${source})`);
  return words.length === 0 ? '' : ` ${MARKS[marks].theory}: theory, ${words.join('; ')}.`;
}

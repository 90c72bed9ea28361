/**
 * A curve of the result as a series to draw: points with their intervals beside theory's line.
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { quantity } from '../format.ts';
import { type Appearance, appearances } from '../theme.ts';
import type { DataTable } from './chart.ts';

/** In the coordinates of the axes; null: not there, or beyond what the axis can show. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly theory: number | null;
}

export interface Series {
  readonly name: string;
  readonly appearance: Appearance;
  readonly points: readonly Point[];
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

type Coordinate = (value: number | null) => number | null;

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

/** Curves with the same abscissae side by side in one table, theory next to what it speaks of. */
export function curveTable(caption: string, curves: readonly LabelledCurve[], xUnit: string): DataTable {
  const [{ curve: first }] = curves;
  const head = curves.flatMap(({ label, curve }) => {
    const column = `${label}: ${curve.quantity}`;
    return curve.theory === undefined ? [column] : [column, `${label}: theory`];
  });
  const rows = first.x.values.map((x, i) => [quantity(xUnit, x), ...curves.flatMap(({ curve }) => cells(curve, i))]);
  return { caption, head: [first.x.quantity, ...head], rows };
}

function cells(curve: ResultCurve, i: number): string[] {
  const value = quantity(curve.unit, curve.values[i], curve.halfWidths[i] ?? null);
  return curve.theory === undefined ? [value] : [value, quantity(curve.unit, curve.theory.values[i])];
}

/** Half-widths of a 95 % interval in about six standard errors: further off, chance is no longer an explanation. */
const FAR = 3;

/** In words, where simulation and theory part; nothing when they do not. */
function partings(curves: readonly LabelledCurve[]): string {
  return curves
    .flatMap(({ label, curve }) => {
      const parted = curve.values.filter((_, i) => parts(curve, i)).length;
      return parted === 0
        ? []
        : [` Simulation and theory part for ${label} at ${parted} of ${curve.values.length} points.`];
    })
    .join('');
}

function parts(curve: ResultCurve, i: number): boolean {
  const half = curve.halfWidths[i] ?? null;
  const expected = curve.theory?.values[i];
  return half !== null && expected !== undefined && Math.abs(curve.values[i] - expected) > FAR * half + 1e-9 * expected;
}

/** One line on what the marks mean, with theory's formulas and sources. */
export function legend(result: Result, curves: readonly LabelledCurve[], marks: 'points' | 'line'): string {
  return `${simulationWords(result, curves, marks)}${theoryWords(curves)}${partings(curves)}`;
}

function simulationWords(result: Result, curves: readonly LabelledCurve[], marks: 'points' | 'line'): string {
  const noun = marks === 'points' ? 'Points' : 'Heavy lines';
  if (result.replications === 1) return `${noun}: one replication.`;
  const interval = curves.some(({ curve }) => curve.halfWidths.some((half) => half !== null));
  const shown = marks === 'points' ? 'with' : 'in a band of';
  const confidence = interval
    ? ` ${shown} ${quantity('ratio', result.confidence).replace(/\.0+ /, ' ')} intervals`
    : '';
  return `${noun}: the mean of ${result.replications} replications${confidence}.`;
}

function theoryWords(curves: readonly LabelledCurve[]): string {
  const stated = curves.flatMap(({ curve }) => (curve.theory === undefined ? [] : [curve.theory]));
  const words = new Set(stated.map(({ formula, source }) => `${formula} (${source})`));
  return words.size === 0 ? '' : ` Thin line: theory, ${[...words].join('; ')}.`;
}

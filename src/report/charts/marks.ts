/**
 * How a series looks on a panel: points with whiskers or a line with a band, and theory as a thin line.
 * @module
 */
import type { Stage } from '../theme.ts';
import type { Panel, Point, Series } from './series.ts';

/** Before the axes of the panel are put in, a layer is loose: Vega-Lite's type for it is a union of hundreds. */
export interface LooseLayer {
  readonly data: { readonly values: readonly object[] };
  readonly mark: object;
  readonly encoding: Readonly<Record<string, object>>;
}

export const X = { field: 'x', type: 'quantitative' };
export const Y = { field: 'y', type: 'quantitative' };
const LOW = { field: 'low', type: 'quantitative' };
const HIGH = { field: 'high' };

/** A series in its colour: points with whiskers, a line with a band, or readings that hold since the one before. */
export function seriesLayers({ marks, y }: Panel, series: Series, stage: Stage): LooseLayer[] {
  const drawn = { ...series, points: series.points.map((point) => reachingDown(point, y.domain[0])) };
  return marks === 'points' ? pointLayers(drawn, stage) : lineLayers(drawn, stage, marks === 'steps');
}

/** An interval that begins where a logarithmic axis cannot show it, at zero or below, begins at the axis's lower end. */
function reachingDown(point: Point, floor: number): Point {
  return point.low === null && point.high !== null ? { ...point, low: floor } : point;
}

function pointLayers({ points, appearance }: Series, stage: Stage): LooseLayer[] {
  const { colour, shape } = appearance;
  const size = stage.fontSize * stage.fontSize * 0.3;
  const whiskers = { type: 'rule', color: colour, strokeWidth: stage.fontSize / 8 };
  const dots = { type: 'point', shape, size, filled: true, color: colour, opacity: 1 };
  return [
    { data: { values: points.filter(hasInterval) }, mark: whiskers, encoding: { x: X, y: LOW, y2: HIGH } },
    { data: { values: points }, mark: dots, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

function lineLayers({ points, appearance }: Series, stage: Stage, steps: boolean): LooseLayer[] {
  const { colour, dash } = appearance;
  const interpolate = steps ? 'step-before' : 'linear';
  const band = { type: 'area', color: colour, opacity: 0.25, interpolate };
  const strokeWidth = stage.fontSize / (steps ? 10 : 5);
  const line = { type: 'line', color: colour, strokeWidth, strokeDash: dash, interpolate };
  const kept = steps ? withoutRepeats(points) : points;
  return [
    { data: { values: kept.filter(hasInterval) }, mark: band, encoding: { x: X, y: LOW, y2: HIGH } },
    { data: { values: kept }, mark: line, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

/** A step that repeats the one before it and the one after it draws nothing. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((point, i) => i === 0 || !(same(points[i - 1], point) && same(point, points[i + 1])));
}

function same(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a.y === b.y && a.low === b.low && a.high === b.high;
}

/** Theory's thin line beside a series. */
export function theoryLayer({ points }: Series, stage: Stage): LooseLayer {
  const values = points.filter(({ theory }) => theory !== null).map(({ x, theory }) => ({ x, y: theory }));
  const mark = { type: 'line', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  return { data: { values }, mark, encoding: { x: X, y: Y } };
}

function hasInterval({ low, high }: Point): boolean {
  return low !== null && high !== null;
}

/** Whether theory speaks of a series anywhere. */
export function hasTheory({ points }: Series): boolean {
  return points.some(({ theory }) => theory !== null);
}

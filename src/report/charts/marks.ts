/**
 * How a series looks on a panel: points with whiskers or a line with a band, and theory as a thin line.
 * @module
 */
import type { Stage } from '../theme.ts';
import type { Panel, Point, Series } from './series.ts';
import { spread } from './spread.ts';

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
const FROM = { field: 'from', type: 'quantitative' };
const TO = { field: 'to' };

/** Series of more points than this have small marks. */
const FEW_POINTS = 15;

/** A series in its colour: points with whiskers, a line with a band, or readings that hold since the one before. */
export function seriesLayers(panel: Panel, series: Series, stage: Stage): LooseLayer[] {
  const marks = series.marks ?? panel.marks;
  if (marks === 'none') return [];
  return marks === 'points' ? pointLayers(panel, series, stage) : lineLayers(series, stage, marks === 'steps');
}

/** An interval that begins where a logarithmic axis cannot show it, at zero or below. */
function isOpenBelow({ low, high }: Point): boolean {
  return low === null && high !== null;
}

/** Such an interval is drawn as far down as it reaches up, and no farther than the axis. */
function cutBelow(point: Point, floor: number): Point {
  return isOpenBelow(point) ? { ...point, low: Math.max(floor, 2 * point.y - (point.high ?? point.y)) } : point;
}

function pointLayers(panel: Panel, series: Series, stage: Stage): LooseLayer[] {
  const { points, appearance } = series;
  const line = { type: 'rule', color: appearance.colour, strokeWidth: stage.fontSize / 8 };
  const dots = pointMark(panel, series, stage);
  const arrows = { ...dots, shape: 'triangle-down', size: dots.size / 2, filled: true };
  const drawn = points.map((point) => cutBelow(point, panel.y.domain[0]));
  return [
    { data: { values: stretches(points) }, mark: line, encoding: { x: FROM, x2: TO, y: Y } },
    { data: { values: drawn.filter(hasInterval) }, mark: line, encoding: { x: X, y: LOW, y2: HIGH } },
    capLayer(panel, series, stage),
    { data: { values: drawn.filter((_, i) => isOpenBelow(points[i])) }, mark: arrows, encoding: { x: X, y: LOW } },
    { data: { values: points }, mark: dots, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

function stretches(points: readonly Point[]): object[] {
  return points.flatMap(({ y, stretch }) => (stretch === undefined ? [] : [{ from: stretch[0], to: stretch[1], y }]));
}

/**
 * The mark at a series' points. Every mark stands where its point is, so where several series meet the first is filled
 * and each later one an outline around those before it.
 */
export function pointMark(panel: Panel, series: Series, stage: Stage) {
  const { rank } = standing(panel, series);
  const { colour, shape } = series.appearance;
  const dense = Math.max(...panel.series.map(({ points }) => points.length)) > FEW_POINTS;
  const size = stage.fontSize * stage.fontSize * (dense ? 0.16 : 0.3) * (1 + 0.7 * rank);
  const outline = rank === 0 ? {} : { strokeWidth: stage.fontSize / 11 };
  return { type: 'point', shape, size, filled: rank === 0, color: colour, opacity: 1, ...outline };
}

/** The ends of intervals that lie on others: the later the series, the wider its caps. */
function capLayer(panel: Panel, series: Series, stage: Stage): LooseLayer {
  const { rank, crowd } = standing(panel, series);
  const { points, appearance } = series;
  const width = stage.fontSize * (0.4 + 0.3 * rank);
  const strokeWidth = stage.fontSize / 11;
  const cap = {
    type: 'point',
    shape: 'stroke',
    size: width * width,
    opacity: 1,
    strokeWidth,
    color: appearance.colour,
  };
  const lows = points.filter(hasInterval).map(({ x, low }) => ({ x, y: low }));
  const highs = points.filter(({ high }) => high !== null).map(({ x, high }) => ({ x, y: high }));
  return { data: { values: crowd === 1 ? [] : [...lows, ...highs] }, mark: cap, encoding: { x: X, y: Y } };
}

/** The place of a series among those whose points or whiskers lie on its own somewhere. */
function standing({ series, marks }: Panel, one: Series): { readonly rank: number; readonly crowd: number } {
  const isPoints = (other: Series): boolean => (other.marks ?? marks) === 'points';
  const crowd = series.filter((other) => other === one || (isPoints(other) && collide(one, other)));
  return { rank: crowd.indexOf(one), crowd: crowd.length };
}

function collide(one: Series, other: Series): boolean {
  return one.points.some((a) => other.points.some((b) => a.x === b.x && bottom(a) <= top(b) && bottom(b) <= top(a)));
}

function bottom({ y, low, high }: Point): number {
  return low ?? (high === null ? y : 2 * y - high);
}

function top({ y, high }: Point): number {
  return high ?? y;
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

/** Theory's thin line beside a series; dashed where it stands alone, a short stroke where there is one point only. */
export function theoryLayer({ points, marks, appearance }: Series, stage: Stage): LooseLayer {
  const known = points.filter(({ theory }) => theory !== null);
  const values = known.map(({ x, theory }) => ({ x, y: theory }));
  const strokeWidth = stage.fontSize / 14;
  const stroke = { type: 'point', shape: 'stroke', size: 2 * stage.fontSize * stage.fontSize, opacity: 1 };
  const line = { type: 'line', strokeDash: marks === 'none' ? appearance.dash : [] };
  const kind = values.length === 1 ? stroke : line;
  return { data: { values }, mark: { ...kind, color: 'var(--ink)', strokeWidth }, encoding: { x: X, y: Y } };
}

/** Where a thin line across the panel has its name: away from where curves begin and end. */
const THIN_RULE_NAME = 0.6;

/** Heavy lines across the panel, or thin ones to read it by, each with its name above it. */
export function ruleLayers(
  { rules = [], y }: Panel,
  stage: Stage,
  { width, height }: { readonly width: number; readonly height: number },
): LooseLayer[] {
  const gap = (1.2 * stage.fontSize * (y.domain[1] - y.domain[0])) / height;
  const names = spread(rules, gap, y.domain);
  const dashed = { strokeWidth: stage.fontSize / 5, strokeDash: [stage.fontSize / 2, stage.fontSize / 4] };
  const thin = { strokeWidth: stage.fontSize / 20 };
  const place = { align: 'left', baseline: 'bottom', dx: stage.fontSize / 3, dy: -stage.fontSize / 5 };
  // The style sheet paints the stroke first: ground around words that lines may cross.
  const words = {
    type: 'text',
    ...place,
    stroke: 'var(--ground)',
    strokeWidth: stage.fontSize / 3,
    strokeJoin: 'round',
  };
  return [
    ...rules.map(({ y: place, appearance, thin: isThin }) => ({
      data: { values: [{ y: place }] },
      mark: { type: 'rule', ...(isThin ? thin : dashed), color: appearance.colour },
      encoding: { y: Y },
    })),
    ...names.map(({ y: place, text, appearance, thin: thinRule }) => ({
      data: { values: [{ y: place, text }] },
      mark: { ...words, color: appearance.words },
      encoding: { x: { value: thinRule ? THIN_RULE_NAME * width : 0 }, y: Y, text: { field: 'text', type: 'nominal' } },
    })),
  ];
}

/** Whether points are means of stretches: their bars lie under theory, as lines do. */
export function hasStretches(points: readonly Point[]): boolean {
  return points.some(({ stretch }) => stretch !== undefined);
}

function hasInterval({ low, high }: Point): boolean {
  return low !== null && high !== null;
}

/** Whether theory speaks of a series anywhere. */
export function hasTheory({ points }: Series): boolean {
  return points.some(({ theory }) => theory !== null);
}

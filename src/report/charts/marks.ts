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

/**
 * A series in its colour: points with whiskers, a line with a band, or readings that hold since the one before.
 * @param shift - how far to the right of their places points stand, in px
 */
export function seriesLayers(panel: Panel, series: Series, stage: Stage, shift = 0): LooseLayer[] {
  const marks = series.marks ?? panel.marks;
  return marks === 'points'
    ? pointLayers(series, panel.y.domain[0], stage, shift)
    : lineLayers(series, stage, marks === 'steps');
}

/** An interval that begins where a logarithmic axis cannot show it, at zero or below. */
function isOpenBelow({ low, high }: Point): boolean {
  return low === null && high !== null;
}

/** Such an interval is drawn as far down as it reaches up, and no farther than the axis. */
function cutBelow(point: Point, floor: number): Point {
  return isOpenBelow(point) ? { ...point, low: Math.max(floor, 2 * point.y - (point.high ?? point.y)) } : point;
}

function pointLayers({ points, appearance }: Series, floor: number, stage: Stage, shift: number): LooseLayer[] {
  const { colour, shape } = appearance;
  const size = stage.fontSize * stage.fontSize * 0.3;
  const whiskers = { type: 'rule', color: colour, strokeWidth: stage.fontSize / 8, xOffset: shift };
  const dots = { type: 'point', shape, size, filled: true, color: colour, opacity: 1, xOffset: shift };
  const arrows = { ...dots, shape: 'triangle-down', size: size / 2 };
  const drawn = points.map((point) => cutBelow(point, floor));
  const open = points.filter(isOpenBelow).map((point) => cutBelow(point, floor));
  return [
    { data: { values: drawn.filter(hasInterval) }, mark: whiskers, encoding: { x: X, y: LOW, y2: HIGH } },
    { data: { values: open }, mark: arrows, encoding: { x: X, y: LOW } },
    { data: { values: points }, mark: dots, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

/** How far each series' points stand aside, in px: those whose points or whiskers would lie on each other. */
export function shiftsOf({ series, marks }: Panel, stage: Stage): number[] {
  if (marks !== 'points') return series.map(() => 0);
  return series.map((one) => {
    const crowd = series.filter((other) => other === one || collide(one, other));
    return (crowd.indexOf(one) - (crowd.length - 1) / 2) * stage.fontSize * 0.4;
  });
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

/** Theory's thin line beside a series; a short stroke where there is one point only. */
export function theoryLayer({ points }: Series, stage: Stage): LooseLayer {
  const values = points.filter(({ theory }) => theory !== null).map(({ x, theory }) => ({ x, y: theory }));
  const strokeWidth = stage.fontSize / 14;
  const stroke = { type: 'point', shape: 'stroke', size: 2 * stage.fontSize * stage.fontSize, opacity: 1 };
  const kind = values.length === 1 ? stroke : { type: 'line' };
  return { data: { values }, mark: { ...kind, color: 'var(--ink)', strokeWidth }, encoding: { x: X, y: Y } };
}

/** Heavy lines across the panel, each with its name above it. */
export function ruleLayers(
  { rules = [], y }: Panel,
  stage: Stage,
  { height }: { readonly height: number },
): LooseLayer[] {
  const gap = (1.2 * stage.fontSize * (y.domain[1] - y.domain[0])) / height;
  const names = spread(rules, gap, y.domain);
  const stroke = {
    type: 'rule',
    strokeWidth: stage.fontSize / 5,
    strokeDash: [stage.fontSize / 2, stage.fontSize / 4],
  };
  const words = { type: 'text', align: 'left', baseline: 'bottom', dx: stage.fontSize / 3, dy: -stage.fontSize / 5 };
  return [
    ...rules.map(({ y: place, appearance }) => ({
      data: { values: [{ y: place }] },
      mark: { ...stroke, color: appearance.colour },
      encoding: { y: Y },
    })),
    ...names.map(({ y: place, text, appearance }) => ({
      data: { values: [{ y: place, text }] },
      mark: { ...words, color: appearance.words },
      encoding: { x: { value: 0 }, y: Y, text: { field: 'text', type: 'nominal' } },
    })),
  ];
}

function hasInterval({ low, high }: Point): boolean {
  return low !== null && high !== null;
}

/** Whether theory speaks of a series anywhere. */
export function hasTheory({ points }: Series): boolean {
  return points.some(({ theory }) => theory !== null);
}

/**
 * Axes as in the reports: a quiet grid, numbers beside it, no frame.
 * @module
 */
import type { ScaleLinear } from 'd3';
import type { Area, Surface } from './surface.ts';
import { write } from './words.ts';

export type Scale = ScaleLinear<number, number>;

/** How near two numbers of an axis may come, in letters. */
const UPRIGHT_GAP = 2.2;
const LEVEL_GAP = 6;

/** Round numbers that a scale has room for. @param gap - between two of them, in letters */
function ticksOf({ fontSize }: Surface, scale: Scale, gap: number): number[] {
  const [from, to] = scale.range();
  return scale.ticks(Math.max(2, Math.min(8, Math.floor(Math.abs(to - from) / (gap * fontSize)))));
}

/** A grid of level lines across an area, their numbers to the left of it. @param numbers - false: the lines alone */
export function drawUpright(
  surface: Surface,
  area: Area,
  scale: Scale,
  format: (value: number) => string,
  numbers = true,
): void {
  const { context, fontSize } = surface;
  for (const tick of ticksOf(surface, scale, UPRIGHT_GAP)) {
    const y = scale(tick);
    drawLine(surface, [area.left, y], [area.left + area.width, y], { colour: 'grid' });
    if (!numbers) continue;
    write(surface, format(tick), area.left - fontSize / 3, y, { align: 'right', baseline: 'middle', size: 0.9 });
  }
  context.setLineDash([]);
}

/** Numbers below an area. */
export function drawLevel(surface: Surface, area: Area, scale: Scale, format: (value: number) => string): void {
  const y = area.top + area.height + surface.fontSize / 4;
  for (const tick of ticksOf(surface, scale, LEVEL_GAP))
    write(surface, format(tick), scale(tick), y, { align: 'center', baseline: 'top', size: 0.9 });
}

interface Stroke {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

type Point = readonly [number, number];

export function drawLine({ context, colour }: Surface, from: Point, to: Point, stroke: Stroke): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.strokeStyle = colour(stroke.colour);
  context.lineWidth = stroke.width ?? 1;
  context.setLineDash([...(stroke.dash ?? [])]);
  context.stroke();
}

/** A line through points. @param points - so many, by their index */
export function drawPath(
  { context, colour }: Surface,
  count: number,
  point: (index: number) => Point,
  stroke: Stroke,
): void {
  context.beginPath();
  for (let i = 0; i < count; i++) context.lineTo(...point(i));
  context.strokeStyle = colour(stroke.colour);
  context.lineWidth = stroke.width ?? 1;
  context.setLineDash([...(stroke.dash ?? [])]);
  context.stroke();
}

/**
 * A mark for each user, side by side: it sinks with each payment, and is thrown up by a win, which leaves a streak.
 * @module
 */
import type { Scale } from '../../drawing/axes.ts';
import type { Area, Surface } from '../../drawing/surface.ts';
import type { Bills, BillsFrame } from './run.ts';

/** A win is to be seen for at most this share of the run. */
const SEEN_SHARE = 0.012;
/** So many wins at most are to be seen at once, on average. */
const SEEN_AT_ONCE = 40;

export interface Look {
  /** A custom property of the theme. */
  readonly colour: string;
  readonly shape: 'square' | 'circle';
}

/** How long wins are to be seen, in minutes. */
export function seenMinutes({ users, perUser, rate, minutesInAll }: BillsFrame): number {
  const wins = users * perUser * rate;
  return minutesInAll * Math.min(SEEN_SHARE, SEEN_AT_ONCE / wins);
}

/** The moment that is drawn. */
interface Moment {
  readonly minutes: number;
  /** How long a win is to be seen, in minutes. */
  readonly seen: number;
}

/** The marks of one scheme. */
export function drawField(
  surface: Surface,
  area: Area,
  y: Scale,
  look: Look,
  bills: Pick<Bills, 'excessUsd' | 'wonAtMinutes' | 'wonFromUsd'>,
  { minutes, seen }: Moment,
): void {
  const { context, colour } = surface;
  const { excessUsd, wonAtMinutes, wonFromUsd } = bills;
  const users = excessUsd.length;
  const pitch = area.width / users;
  const size = Math.min(4, Math.max(2, pitch * 1.6)) * Math.max(1, surface.fontSize / 16);
  const [low, high] = [area.top + area.height, area.top];
  const height = (usd: number): number => Math.min(low, Math.max(high, y(usd)));
  const across = (user: number): number => area.left + (user + 0.5) * pitch;
  context.fillStyle = context.strokeStyle = colour(look.colour);
  context.setLineDash([]);
  for (let user = 0; user < users; user++) drawMark(context, across(user), height(excessUsd[user]), size, look);
  context.lineWidth = 1.5;
  for (let user = 0; user < users; user++) {
    const age = (minutes - wonAtMinutes[user]) / seen;
    if (age >= 1) continue;
    const [x, top] = [across(user), height(excessUsd[user])];
    context.globalAlpha = 1 - age;
    context.beginPath();
    context.moveTo(x, height(wonFromUsd[user]));
    context.lineTo(x, top);
    context.stroke();
    drawMark(context, x, top, size * (3 - age), look);
  }
  context.globalAlpha = 1;
}

function drawMark(context: CanvasRenderingContext2D, x: number, y: number, size: number, { shape }: Look): void {
  if (shape === 'square') {
    context.fillRect(x - size / 2, y - size / 2, size, size);
    return;
  }
  context.beginPath();
  context.arc(x, y, size / 2, 0, 2 * Math.PI);
  context.fill();
}

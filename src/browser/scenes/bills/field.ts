/**
 * A mark for each user, side by side: it sinks with each payment, and is thrown up by a win, which leaves a streak.
 * @module
 */
import type { Scale } from '../../drawing/axes.ts';
import type { Area, Surface } from '../../drawing/surface.ts';
import type { BillsFrame } from './run.ts';

/** A win is to be seen for at most this share of the run. */
const SEEN_SHARE = 0.012;
/** So many wins at most are to be seen at once, on average. */
const SEEN_AT_ONCE = 40;
/** A mark without a streak of its own rises by less than this share of a win. */
const NO_WIN = 1e-6;

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

/** The marks of one scheme. */
export class Field {
  readonly #look: Look;
  /** Of each user: where his mark was before his last win, and when he won. */
  #from = new Float64Array(0);
  #wonAt = new Float64Array(0);
  #last: Float64Array = new Float64Array(0);
  #minutes = 0;

  constructor(look: Look) {
    this.#look = look;
  }

  /** Compares with the frame before: who stands higher has won. */
  follow(excessUsd: Float64Array, minutes: number): void {
    if (excessUsd.length !== this.#last.length || minutes < this.#minutes) this.#forget(excessUsd);
    for (let user = 0; user < excessUsd.length; user++) {
      if (excessUsd[user] <= this.#last[user] + NO_WIN) continue;
      this.#from[user] = this.#last[user];
      this.#wonAt[user] = minutes;
    }
    this.#last = excessUsd;
    this.#minutes = minutes;
  }

  #forget(excessUsd: Float64Array): void {
    this.#from = new Float64Array(excessUsd.length);
    this.#wonAt = new Float64Array(excessUsd.length).fill(Number.NEGATIVE_INFINITY);
    this.#last = excessUsd;
  }

  /** @param seen - how long a win is to be seen, in minutes; 0: not at all */
  draw(surface: Surface, area: Area, y: Scale, seen: number): void {
    const { context, colour } = surface;
    const users = this.#last.length;
    const pitch = area.width / users;
    const size = Math.min(4, Math.max(2, pitch * 1.6)) * Math.max(1, surface.fontSize / 16);
    const [low, high] = [area.top + area.height, area.top];
    const height = (usd: number): number => Math.min(low, Math.max(high, y(usd)));
    context.fillStyle = context.strokeStyle = colour(this.#look.colour);
    context.setLineDash([]);
    context.beginPath();
    for (let user = 0; user < users; user++)
      this.#trace(context, area.left + (user + 0.5) * pitch, height(this.#last[user]), size);
    context.fill();
    if (seen === 0) return;
    for (let user = 0; user < users; user++) {
      const age = (this.#minutes - this.#wonAt[user]) / seen;
      if (!(age < 1)) continue;
      const x = area.left + (user + 0.5) * pitch;
      const top = height(this.#last[user]);
      context.globalAlpha = 1 - age;
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(x, height(this.#from[user]));
      context.lineTo(x, top);
      context.stroke();
      context.beginPath();
      this.#trace(context, x, top, size * (3 - age));
      context.fill();
    }
    context.globalAlpha = 1;
  }

  #trace(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
    if (this.#look.shape === 'square') {
      context.rect(x - size / 2, y - size / 2, size, size);
      return;
    }
    context.moveTo(x + size / 2, y);
    context.arc(x, y, size / 2, 0, 2 * Math.PI);
  }
}

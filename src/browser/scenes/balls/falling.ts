/**
 * Balls on their way from the mouth to their bins. While few are thrown every one is seen to fall; of many only some.
 * @module
 */
import { NOT_GOOD } from '../../../protocols/micromint/thrower.ts';
import type { BallsFrame } from './run.ts';

const FALL_MS = 450;
const FALLING_MAX = 1000;
/** At so many new balls in each of sixty frames a second there are FALLING_MAX in the air. */
const LAUNCHED_MAX = 36;

interface FallingBall {
  /** NOT_GOOD: it falls beside the bins. */
  readonly bin: number;
  readonly since: number;
  /** Of a ball that is not good: where it comes down beside the bins, from -1 to 1. */
  readonly aside: number;
  /** Not in its bin before it has landed: only where every ball is drawn. */
  readonly isAwaited: boolean;
}

/** The share of its way that a ball has behind it, 0 to 1. */
export function fallen(since: number, now: number): number {
  return Math.min(1, Math.max(0, (now - since) / FALL_MS));
}

/** From -1 to 1, far from that of the ball before: the golden section does it. */
function spread(ball: number): number {
  return 2 * ((ball * 0.618034) % 1) - 1;
}

export class FallingBalls {
  #balls: readonly FallingBall[] = [];
  #oneIn = 1;

  get balls(): readonly FallingBall[] {
    return this.#balls;
  }

  /** One of so many balls of the last launch is drawn. */
  get oneIn(): number {
    return this.#oneIn;
  }

  /** The newest of so many new balls take off. */
  launch(frame: BallsFrame, balls: number, now: number): void {
    const { recent } = frame;
    if (balls <= 0) return;
    const launched = Math.min(balls, recent.length, LAUNCHED_MAX);
    this.#oneIn = Math.round(balls / launched);
    const isAwaited = balls === launched;
    const newest = Array.from(recent.subarray(recent.length - launched));
    this.#balls = [
      ...this.#balls,
      ...newest.map((bin, i) => ({ bin, since: now, aside: spread(frame.balls - i), isAwaited })),
    ].slice(-FALLING_MAX);
  }

  /** Those that have come down are no longer seen. */
  land(now: number): void {
    this.#balls = this.#balls.filter(({ since }) => fallen(since, now) < 1);
  }

  /** A ball that is still on its way is not in its bin. */
  withoutFalling(counts: Uint8Array): Uint8Array {
    const landed = counts.slice();
    for (const { bin, isAwaited } of this.#balls) if (isAwaited && bin !== NOT_GOOD && landed[bin] > 0) landed[bin]--;
    return landed;
  }
}

/**
 * Where a run that is being played should be by now: time into positions, at a speed, along the scene's own pace.
 * @module
 */

/** Factors of the scene's ordinary speed. */
export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 8, 16];
/** Longer gaps between two pictures, such as of a page that was hidden, are no time. */
const GAP_MAX_SECONDS = 0.25;

export interface PlayerOptions {
  /** Of the run, in positions. */
  readonly length: number;
  /** From beginning to end at speed 1. */
  readonly seconds: number;
  /** Share of the length by share of the time, ascending. */
  readonly pace?: (shareOfTime: number) => number;
  /** With reduced motion pictures follow each other by so many seconds and not smoothly; 0: smoothly. */
  readonly everySeconds?: number;
}

export class Player {
  readonly #options: Required<PlayerOptions>;
  #share = 0;
  #saved = 0;
  #position = 0;
  isPlaying = false;
  speed = 1;

  constructor({ pace = (share) => share, everySeconds = 0, ...options }: PlayerOptions) {
    this.#options = { pace, everySeconds, ...options };
  }

  get length(): number {
    return this.#options.length;
  }

  /** Where the run should be. */
  get position(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.length;
  }

  /** Time has passed; it stops at the end. */
  advance(elapsedSeconds: number): void {
    if (!this.isPlaying) return;
    const { everySeconds, seconds, length } = this.#options;
    this.#saved += Math.min(Math.max(GAP_MAX_SECONDS, everySeconds), elapsedSeconds);
    if (this.#saved < everySeconds) return;
    this.#share = Math.min(1, this.#share + (this.#saved * this.speed) / seconds);
    this.#saved = 0;
    const reached = this.#share === 1 ? length : Math.floor(this.#options.pace(this.#share) * length);
    this.#position = Math.max(this.#position, reached);
    if (this.isAtEnd) this.isPlaying = false;
  }

  /** The run stands here, on its way or because it was told to: time goes on from here. */
  standAt(position: number): void {
    this.#position = Math.min(this.length, Math.max(0, position));
    this.#share = this.length === 0 ? 1 : this.#timeOf(this.#position / this.length);
  }

  /** The pace read backwards, by halving. */
  #timeOf(shareOfLength: number): number {
    if (shareOfLength >= 1) return 1;
    let [low, high] = [0, 1];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (this.#options.pace(middle) < shareOfLength) low = middle;
      else high = middle;
    }
    return high;
  }
}

/** The next speed up or down, the same at either end. */
export function nextSpeed(speed: number, by: 1 | -1): number {
  const at = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))];
}

/**
 * A run on its way from the first position to the last, in slices: whoever asks for a place far ahead gets the one that
 * was reached in the meantime, and asks again.
 * @module
 */
import type { Watched } from './scene.ts';

/** An answer is sent after so long, at whatever position: two frames of the screen. */
const SLICE_MS = 32;
/** Where nothing of the way is to be seen: short enough for a bar that grows, and for whoever changes his mind. */
const TRAVEL_SLICE_MS = 150;
/** A stride within a slice aims at less than this, so that a slice is not overrun by much. */
const STRIDE_MS = 8;
/** Strides of a whole run to begin with, as long as nobody knows how long one takes. */
const STRIDES = 1000;

export class Journey {
  readonly length: number;
  readonly #watched: Watched<unknown>;
  readonly #nowMs: () => number;
  #position = 0;
  #stride: number;

  /** @param nowMs a clock that only goes forward */
  constructor(watched: Watched<unknown>, nowMs: () => number) {
    this.#watched = watched;
    this.length = watched.length;
    this.#nowMs = nowMs;
    this.#stride = Math.max(1, Math.ceil(watched.length / STRIDES));
  }

  /**
   * Goes on towards a position for at most about a slice.
   * @param travels nothing of the way is to be seen
   * @returns where it came to, at least one position on unless it was there already, and what is to be seen there,
   *   unless it travels and has not arrived
   */
  move(towards: number, travels: boolean): { readonly position: number; readonly frame?: unknown } {
    const goal = Math.min(this.length, Math.max(this.#position, towards));
    const begin = this.#nowMs();
    const slice = travels ? TRAVEL_SLICE_MS : SLICE_MS;
    let before = begin;
    do {
      this.#position = Math.min(goal, this.#position + this.#stride);
      this.#watched.advance(this.#position);
      const now = this.#nowMs();
      this.#adapt(now - before);
      before = now;
    } while (this.#position < goal && before - begin < slice);
    const position = this.#position;
    return travels && position < goal ? { position } : { position, frame: this.#watched.frame(position) };
  }

  #adapt(strideMs: number): void {
    if (strideMs > STRIDE_MS) this.#stride = Math.max(1, this.#stride >> 1);
    else if (strideMs < STRIDE_MS / 4) this.#stride = Math.min(this.length, 2 * this.#stride);
  }
}

/**
 * Writes coins: from the numbers of their balls to their bytes, P of each number, ascending within a coin.
 * @module
 */

import { type BallImages, ballImages, IMAGES_MAX } from '../primitives/ball-images.ts';
import { BYTES_PER_BALL } from './ball.ts';
import type { Permutation } from './period.ts';

const WORD_BYTES = 4;
const WORD_BALLS = 2 ** 32;

/** Ball numbers, those of a coin behind each other in any order. */
export type BallNumbers = Uint32Array | Float64Array;

export class CoinWriter {
  readonly #images: BallImages;
  readonly #way: number;

  constructor(permutation: Permutation, way: number) {
    this.#images = ballImages(permutation);
    this.#way = way;
  }

  /**
   * The coins' bytes, one coin behind the other.
   * @param places of each coin: the k numbers of its balls begin at `stride` times its place.
   */
  write(numbers: BallNumbers, stride: number, places: Uint32Array): Uint8Array {
    const way = this.#way;
    const bytes = new Uint8Array(places.length * way * BYTES_PER_BALL);
    const view = new DataView(bytes.buffer);
    const batch = Math.floor(IMAGES_MAX / way);
    for (let from = 0; from < places.length; from += batch) {
      const count = Math.min(batch, places.length - from);
      this.#gather(numbers, stride, places.subarray(from, from + count));
      this.#images.permute(count * way);
      this.#sort(count);
      this.#put(view, from * way * BYTES_PER_BALL, count * way);
    }
    return bytes;
  }

  #gather(numbers: BallNumbers, stride: number, places: Uint32Array): void {
    const { highs, lows } = this.#images;
    const way = this.#way;
    const short = numbers instanceof Uint32Array;
    let to = 0;
    for (let coin = 0; coin < places.length; coin++) {
      const first = places[coin] * stride;
      for (let i = first; i < first + way; i++) {
        highs[to] = short ? 0 : Math.floor(numbers[i] / WORD_BALLS);
        lows[to++] = numbers[i];
      }
    }
  }

  /** Sorts the balls of each coin, by insertion. */
  #sort(count: number): void {
    const { highs, lows } = this.#images;
    const way = this.#way;
    for (let first = 0; first < count * way; first += way) {
      for (let i = first + 1; i < first + way; i++) {
        const high = highs[i];
        const low = lows[i];
        let at = i;
        for (; at > first; at--) {
          const before = highs[at - 1];
          if (before < high || (before === high && lows[at - 1] < low)) break;
          highs[at] = before;
          lows[at] = lows[at - 1];
        }
        highs[at] = high;
        lows[at] = low;
      }
    }
  }

  #put(view: DataView, start: number, balls: number): void {
    const { highs, lows } = this.#images;
    let offset = start;
    for (let i = 0; i < balls; i++) {
      view.setUint32(offset, highs[i]);
      view.setUint32(offset + WORD_BYTES, lows[i]);
      offset += BYTES_PER_BALL;
    }
  }
}

/**
 * Writes coins: from the numbers of their balls to their bytes, P of each number, ascending within a coin.
 * @module
 */

import { COINS_ABREAST, type CoinImages, coinImages, placeOf } from '../primitives/coin-images.ts';
import { BYTES_PER_BALL } from './ball.ts';
import type { Permutation } from './period.ts';

const WORD_BALLS = 2 ** 32;

/** Ball numbers, those of a coin behind each other in any order. */
export type BallNumbers = Uint32Array | Float64Array;

export class CoinWriter {
  readonly #images: CoinImages;
  readonly #way: number;

  constructor(permutation: Permutation, way: number) {
    this.#images = coinImages(permutation, way);
    this.#way = way;
  }

  /**
   * The coins' bytes, one coin behind the other.
   * @param places of each coin: the k numbers of its balls begin at `stride` times its place.
   */
  write(numbers: BallNumbers, stride: number, places: Uint32Array): Uint8Array {
    const coinBytes = this.#way * BYTES_PER_BALL;
    const { coinsMax } = this.#images;
    const bytes = new Uint8Array(places.length * coinBytes);
    for (let from = 0; from < places.length; from += coinsMax) {
      const batch = places.subarray(from, from + coinsMax);
      this.#gather(numbers, stride, batch);
      bytes.set(this.#images.write(batch.length), from * coinBytes);
    }
    return bytes;
  }

  #gather(numbers: BallNumbers, stride: number, places: Uint32Array): void {
    const { highs, lows } = this.#images;
    const way = this.#way;
    const short = numbers instanceof Uint32Array;
    for (let coin = 0; coin < places.length; coin++) {
      let place = placeOf(coin, 0, way);
      const first = places[coin] * stride;
      for (let i = first; i < first + way; i++) {
        highs[place] = short ? 0 : Math.floor(numbers[i] / WORD_BALLS);
        lows[place] = numbers[i];
        place += COINS_ABREAST;
      }
    }
  }
}

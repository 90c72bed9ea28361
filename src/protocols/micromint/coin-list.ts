/**
 * The broker's exact list: which coin of his mint a list of balls is, if any.
 * Source: RS96, section 3; a coin is looked up by all of its balls, so that a spliced coin is nobody's.
 * @module
 */
import { BYTES_PER_BALL, hashBall } from './ball.ts';
import { type Coin, compareBytes } from './coin.ts';
import type { Coins } from './coins.ts';

/** What `find` answers for a coin that the broker did not mint. */
export const NOT_MINTED = -1;

export class CoinList {
  readonly #coins: Coins;

  constructor(coins: Coins) {
    this.#coins = coins;
  }

  /** The number of the coin, or NOT_MINTED, for any bytes. Costs one hash and a binary search by bin. */
  find(coin: Coin): number {
    const { period } = this.#coins;
    if (coin.length !== period.parameters.way * BYTES_PER_BALL) return NOT_MINTED;
    const number = this.#firstFrom(hashBall(period, coin).bin);
    if (number === this.#coins.coins) return NOT_MINTED;
    return compareBytes(coin, this.#coins.coinAt(number)) === 0 ? number : NOT_MINTED;
  }

  /** The number of the coin in this bin, or NOT_MINTED: all that a broker asks who tells his coins by their bins. */
  findBin(bin: number): number {
    const number = this.#firstFrom(bin);
    return number < this.#coins.coins && this.#coins.binAt(number) === bin ? number : NOT_MINTED;
  }

  /** The number of the first coin whose bin is not below `bin`; the number of coins when there is none. */
  #firstFrom(bin: number): number {
    let low = 0;
    let high = this.#coins.coins;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#coins.binAt(middle) < bin) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

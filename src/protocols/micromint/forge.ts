/**
 * A forger at work: he mints like the broker, but in pieces, as long as it seems worth while; and when a condition on
 * the balls is disclosed, he keeps those that meet it.
 * Source: RS96, section 3 (forgery on a large scale, hidden predicates); the piecewise mint is ours.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import { BinTable, capacityFor } from './bin-table.ts';
import type { Coin } from './coin.ts';
import { CoinWriter } from './coin-writer.ts';
import type { Period, Permutation } from './period.ts';
import { NOT_GOOD, Thrower } from './thrower.ts';

/** Good balls for which there is room at first. */
const ROOM = 1024;

/** One order of balls after another: each begins where the one before was left. */
class Orders implements Permutation {
  readonly #orders: { readonly from: number; readonly permutation: Permutation }[] = [];

  begin(from: number, permutation: Permutation): void {
    this.#orders.push({ from, permutation });
  }

  permute(index: number, ball: Int32Array): void {
    const { from, permutation } = this.#orders.findLast((order) => order.from <= index)!;
    permutation.permute(index - from, ball);
  }
}

export class Forge {
  readonly #way: number;
  readonly #period: Period;
  readonly #table: BinTable;
  readonly #orders = new Orders();
  #thrower: Thrower;
  #writer: CoinWriter;
  /** Balls thrown so far, and those that had been when the present order began. */
  #hashes = 0;
  #before = 0;
  /** The ball numbers of the coins that are completed and not yet taken, in the order of their completion. */
  #completed: number[] = [];

  /** @param permutation the forger's own order of balls: not the broker's, which is secret. */
  constructor(period: Period, permutation: Permutation) {
    this.#way = period.parameters.way;
    this.#period = period;
    this.#orders.begin(0, permutation);
    this.#thrower = new Thrower(period, permutation);
    this.#table = new BinTable(this.#way, capacityFor(period.parameters, ROOM, true), true);
    this.#writer = new CoinWriter(permutation, this.#way);
  }

  /**
   * Throws on. The coins are those of one mint of all the balls so far; memory grows with the good ones among them.
   * @param balls a whole number from 0.
   * @returns how many coins they completed.
   */
  throw(balls: number): number {
    const before = this.#completed.length;
    const end = this.#hashes + balls;
    while (this.#hashes < end) this.#throwBatch(Math.min(this.#thrower.batchMax, end - this.#hashes));
    return (this.#completed.length - before) / this.#way;
  }

  /** All coins completed and not yet taken, in the order of their completion. */
  takeCoins(): Coin[] {
    const numbers = Float64Array.from(this.#completed);
    const count = numbers.length / this.#way;
    this.#completed = [];
    const bytes = this.#writer.write(
      numbers,
      this.#way,
      Uint32Array.from({ length: count }, (_, i) => i),
    );
    const coinBytes = this.#way * BYTES_PER_BALL;
    return Array.from({ length: count }, (_, i) => bytes.slice(i * coinBytes, (i + 1) * coinBytes));
  }

  /**
   * A condition on the balls is disclosed: those in the bins that do not meet it are dropped, and a bin that had k may
   * come to have k once more. Coins completed before stay as they are, taken or not.
   * @param meets told a ball's two words, the high one first.
   * @param permutation the order of the balls thrown from now on.
   */
  disclosed(meets: (high: number, low: number) => boolean, permutation: Permutation): void {
    const ball = new Int32Array(2);
    this.#table.sift((index) => {
      this.#orders.permute(index, ball);
      return meets(ball[0], ball[1]);
    });
    this.#before = this.#hashes;
    this.#orders.begin(this.#hashes, permutation);
    this.#thrower = new Thrower(this.#period, permutation);
    this.#writer = new CoinWriter(this.#orders, this.#way);
  }

  #throwBatch(count: number): void {
    const bins = this.#thrower.binsFrom(this.#hashes - this.#before, count);
    for (let i = 0; i < count; i++) {
      const bin = bins[i];
      if (bin === NOT_GOOD || !this.#table.add(bin, this.#hashes + i)) continue;
      this.#completed.push(...this.#table.ballsOf(bin));
    }
    this.#hashes += count;
  }
}

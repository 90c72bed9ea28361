/**
 * A splicer at work: he knows coins of others and looks for one more ball in one of their bins, which with all but one
 * of a coin's balls makes another coin that vendors accept.
 * Source: ours; RS96, section 3, has the coins. Every known coin is met at the rate of one ball in 2^n.
 * @module
 */
import { writeWord } from '../primitives/bytes.ts';
import { BYTES_PER_BALL } from './ball.ts';
import { ballOf, type Coin, compareBytes } from './coin.ts';
import type { Period, Permutation } from './period.ts';
import { NOT_GOOD, Thrower } from './thrower.ts';
import { examine } from './vendor.ts';

export class SpliceForge {
  readonly #period: Period;
  readonly #permutation: Permutation;
  readonly #thrower: Thrower;
  /** By bin: the coin for which a ball is looked for; undefined when it has been found. */
  readonly #known = new Map<number, Coin | undefined>();
  readonly #words = new Int32Array(2);
  #hashes = 0;
  #variants: Coin[] = [];

  /** @param permutation the splicer's own order of balls: not the broker's, which is secret. */
  constructor(period: Period, permutation: Permutation) {
    this.#period = period;
    this.#permutation = permutation;
    this.#thrower = new Thrower(period, permutation);
  }

  /**
   * Looks for a ball for this coin from now on: balls thrown before are forgotten.
   * One coin a bin is looked for, and a coin that is not well made is not.
   */
  learn(coin: Coin): void {
    const bin = examine(coin, this.#period);
    if (typeof bin === 'number' && !this.#known.has(bin)) this.#known.set(bin, coin.slice());
  }

  /** Looks no longer for the bins of any coin that he has learnt; it may be learnt again. */
  forget(): void {
    this.#known.clear();
  }

  /**
   * Throws on. A ball in the bin of a coin makes one variant of it; a ball that the coin already has does not count.
   * @param balls a whole number from 0.
   * @returns how many variants they made.
   */
  throw(balls: number): number {
    const before = this.#variants.length;
    const end = this.#hashes + balls;
    while (this.#hashes < end) this.#throwBatch(Math.min(this.#thrower.batchMax, end - this.#hashes));
    return this.#variants.length - before;
  }

  /** All variants made and not yet taken, in the order in which they were made. */
  takeCoins(): Coin[] {
    const variants = this.#variants;
    this.#variants = [];
    return variants;
  }

  #throwBatch(count: number): void {
    const bins = this.#thrower.binsFrom(this.#hashes, count);
    for (let i = 0; i < count; i++) {
      const coin = bins[i] === NOT_GOOD ? undefined : this.#known.get(bins[i]);
      if (coin === undefined) continue;
      const variant = splice(coin, this.#ballAt(this.#hashes + i));
      if (variant === undefined) continue;
      this.#variants.push(variant);
      this.#known.set(bins[i], undefined);
    }
    this.#hashes += count;
  }

  #ballAt(index: number): Uint8Array {
    const ball = new Uint8Array(BYTES_PER_BALL);
    this.#permutation.permute(index, this.#words);
    writeWord(ball, 0, this.#words[0]);
    writeWord(ball, BYTES_PER_BALL / 2, this.#words[1]);
    return ball;
  }
}

/** The coin with this ball in the place of its last; undefined when it has the ball already. */
function splice(coin: Coin, ball: Uint8Array): Coin | undefined {
  const way = coin.length / BYTES_PER_BALL;
  const balls = Array.from({ length: way }, (_, i) => ballOf(coin, i));
  if (balls.some((other) => compareBytes(other, ball) === 0)) return undefined;
  balls[way - 1] = ball;
  const variant = new Uint8Array(coin.length);
  balls.sort(compareBytes).forEach((each, i) => {
    variant.set(each, i * BYTES_PER_BALL);
  });
  return variant;
}

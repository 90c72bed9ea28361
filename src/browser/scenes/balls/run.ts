/**
 * The run of balls into bins: every ball of the scenario's mint, thrown again one by one, with the bins as they fill.
 * Source: RS96, section 3.
 * @module
 */
import type { MintSpecification } from '../../../economy/mint-curve.ts';
import { NOT_GOOD, type Thrower } from '../../../protocols/micromint/thrower.ts';
import { logSpaced } from '../../../theory/log-spaced.ts';
import { expectedCoins, goodBallsToCoins, hashesToCoins } from '../../../theory/micromint.ts';
import type { Watched } from '../../scene.ts';

/** Balls that a frame names one by one. */
const RECENT_MAX = 64;
/** A bin's balls are counted up to here: beyond it they change nothing that is shown. */
const COUNT_MAX = 255;
const THEORY_POINTS = 80;
/** The run goes on beyond the last coin that is read by more than chance will ever delay it. */
const SPARE_SD = 6;

/** Good balls at a number of coins. */
export interface Reading {
  readonly coins: number;
  readonly good: number;
}

export interface BallsFrame {
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
  /** Thrown so far, good or not. */
  readonly balls: number;
  readonly good: number;
  /** Balls of each bin. */
  readonly counts: Uint8Array;
  readonly fullest: number;
  readonly coins: number;
  /** Bins of the last balls, the newest last; NOT_GOOD for those that are not. */
  readonly recent: Int32Array;
  readonly first: { readonly good: number; readonly bin: number } | null;
  /** At the coins at which the scenario reads: the command line's metrics. */
  readonly readings: readonly Reading[];
  readonly theory: Theory;
}

/** What the exact law says of this mint; the same in every frame of a run. */
interface Theory {
  /** Good balls to the first coin. */
  readonly first: number;
  /** Expected coins after so many good balls, to the end of the run. */
  readonly good: readonly number[];
  readonly coins: readonly number[];
}

export function watchBalls(mint: MintSpecification, thrower: Thrower): Watched<BallsFrame> {
  const { mean, sd } = hashesToCoins(mint, mint.coins[mint.coins.length - 1]);
  const length = Math.ceil(mean + SPARE_SD * sd);
  const bins = new Bins(mint);
  const theory = theoryOf(mint, length);
  let thrown = 0;
  const advance = (position: number): void => {
    while (thrown < position) {
      const count = Math.min(thrower.batchMax, position - thrown);
      const batch = thrower.binsFrom(thrown, count);
      for (let i = 0; i < count; i++) bins.take(batch[i]);
      thrown += count;
    }
  };
  return {
    length,
    advance,
    frame(position) {
      advance(position);
      return bins.frame(theory);
    },
  };
}

/** The bins, and what has fallen into them. */
class Bins {
  readonly #mint: MintSpecification;
  readonly #counts: Uint8Array;
  readonly #recent = new Int32Array(RECENT_MAX);
  readonly #readings: Reading[] = [];
  #balls = 0;
  #good = 0;
  #coins = 0;
  #fullest = 0;
  #first: BallsFrame['first'] = null;

  constructor(mint: MintSpecification) {
    this.#mint = mint;
    this.#counts = new Uint8Array(2 ** mint.bits);
  }

  take(bin: number): void {
    this.#recent[this.#balls++ % RECENT_MAX] = bin;
    if (bin === NOT_GOOD) return;
    this.#good++;
    const count = this.#counts[bin] + 1;
    if (count > COUNT_MAX) return;
    this.#counts[bin] = count;
    if (count > this.#fullest) this.#fullest = count;
    if (count === this.#mint.way) this.#coin(bin);
  }

  #coin(bin: number): void {
    this.#coins++;
    this.#first ??= { good: this.#good, bin };
    const { coins } = this.#mint;
    if (this.#coins === coins[this.#readings.length]) this.#readings.push({ coins: this.#coins, good: this.#good });
  }

  frame(theory: Theory): BallsFrame {
    const { bits, way, filter } = this.#mint;
    const recent = Math.min(RECENT_MAX, this.#balls);
    return {
      bits,
      way,
      filter,
      balls: this.#balls,
      good: this.#good,
      counts: this.#counts.slice(),
      fullest: this.#fullest,
      coins: this.#coins,
      recent: Int32Array.from({ length: recent }, (_, i) => this.#recent[(this.#balls - recent + i) % RECENT_MAX]),
      first: this.#first,
      readings: [...this.#readings],
      theory,
    };
  }
}

function theoryOf(mint: MintSpecification, length: number): Theory {
  const first = goodBallsToCoins(mint, 1).mean;
  const good = logSpaced(Math.ceil(length / 2 ** mint.filter), THEORY_POINTS);
  return { first, good, coins: good.map((balls) => expectedCoins({ ...mint, filter: 0 }, balls)) };
}

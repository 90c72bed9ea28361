/**
 * Minting as a search for collisions: throw balls into records by partition, then count the partitions one after the
 * other. The coins are those of throwing one ball after the other into a table of bins, for any number of threads.
 *
 * The search itself only says what is to be done; a crew does it, on one thread (`soloCrew`) or on many.
 * Source: RS96, section 3; one coin a bin as in the course experiment (EITN41 B-2).
 * @module
 */
import type { BallHasher } from '../primitives/ball-hasher.ts';
import { checkGoal, type Goal } from './goal.ts';
import { Minter, type PartitionCoins, type Window } from './minter.ts';
import type { Period, Permutation } from './period.ts';
import type { Segment } from './radix-partition.ts';
import type { SearchPlan } from './search-plan.ts';

/** Those who throw and count. Each call is answered before the next is made. */
export interface Crew {
  /** Throws balls from .. to-1, behind those thrown before. */
  throwBalls(from: number, to: number): Promise<void>;
  /** Counts the coins that the balls of the window complete: before it, in each of its parts, behind it. */
  countCompletions(window: Window): Promise<Float64Array>;
  /** Makes the coins of the balls up to `last` and gives them away in the order of their partitions. */
  makeCoins(last: number, use: (coins: PartitionCoins) => void): Promise<void>;
}

/** About how many hashes a goal takes. */
export interface Forecast {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Hears how far a search is: how many balls have been thrown; which share of the partitions has been looked through for
 * the ball that completes the last coin, from 0 to 1; or how many coins have been made.
 */
export type Told = (stage: 'throwing' | 'looking' | 'making', done: number) => void;

/** How a search went. */
export interface Found {
  readonly hashes: number;
  readonly goodBalls: number;
  readonly coins: number;
}

/** Beyond so many standard deviations a forecast is wrong once in 1e9 searches, and then costs another round. */
const DEVIATIONS = 6;
const WINDOW_PARTS_MAX = 2 ** 16;
/** A further round throws this share of what has been thrown; so much may also be thrown in vain at first. */
const ROUND_SHARE = 1 / 4;
const ROUND_BALLS_MIN = 1024;

/** Hashes that a goal takes, but for one search in 1e9. */
export function hashesAtMost(goal: Goal, { mean, sd }: Forecast): number {
  return 'balls' in goal ? goal.balls : Math.ceil(mean + DEVIATIONS * sd);
}

/** Balls to throw before anybody counts: all of them, unless a goal in coins may be met long before. */
function firstRoundBalls(goal: Goal, forecast: Forecast): number {
  const most = hashesAtMost(goal, forecast);
  return 'balls' in goal || most <= (1 + ROUND_SHARE) * forecast.mean ? most : Math.ceil(forecast.mean / 2);
}

/**
 * Mints until the goal, and gives the coins to `use` in the order of their bins.
 * @param forecast of the hashes that a goal in coins takes: a bad one costs time, and changes nothing.
 * @throws RangeError when the goal is out of range.
 */
export async function searchCollisions(
  crew: Crew,
  { parameters }: SearchPlan,
  goal: Goal,
  forecast: Forecast,
  use: (coins: PartitionCoins) => void,
): Promise<Found> {
  checkGoal(goal, parameters);
  const thrown = firstRoundBalls(goal, forecast);
  await crew.throwBalls(0, thrown);
  const last = 'balls' in goal ? goal.balls - 1 : await completingBall(crew, goal.coins, thrown, forecast);
  let coins = 0;
  let goodBalls = 0;
  await crew.makeCoins(last, (made) => {
    coins += made.bins.length;
    goodBalls += made.goodBalls;
    use(made);
  });
  return { hashes: last + 1, goodBalls, coins };
}

/** The number of the ball that completes the c-th coin, after further rounds of throwing when they are needed. */
async function completingBall(crew: Crew, coins: number, thrownFirst: number, forecast: Forecast): Promise<number> {
  let thrown = thrownFirst;
  const first = Math.max(0, Math.floor(forecast.mean - DEVIATIONS * forecast.sd));
  let window = windowOf(Math.min(first, thrown - 1), thrown);
  for (;;) {
    const counts = await crew.countCompletions(window);
    const part = partOf(counts, coins);
    const before = part === -1 ? 0 : window.first + part * window.width;
    if (part === window.parts) {
      const more = Math.max(ROUND_BALLS_MIN, Math.ceil(thrown * ROUND_SHARE));
      await crew.throwBalls(thrown, thrown + more);
      window = windowOf(thrown, thrown + more);
      thrown += more;
    } else if (part === -1) window = windowOf(0, window.first);
    else if (window.width > 1) window = windowOf(before, before + window.width);
    else return before;
  }
}

/** The part of the window whose balls complete the c-th coin; -1 before the window, the number of parts behind it. */
function partOf(counts: Float64Array, coins: number): number {
  let completed = 0;
  for (let i = 0; i < counts.length - 1; i++) {
    completed += counts[i];
    if (completed >= coins) return i - 1;
  }
  return counts.length - 2;
}

function windowOf(first: number, end: number): Window {
  const width = Math.ceil((end - first) / WINDOW_PARTS_MAX);
  return { first, width, parts: Math.ceil((end - first) / width) };
}

/** A crew of one, in this thread. */
export function soloCrew(
  period: Period,
  permutation: Permutation,
  hasher: BallHasher,
  plan: SearchPlan,
  told: Told = () => {},
): Crew {
  const minter = new Minter(period, permutation, hasher, plan, (bytes) => new ArrayBuffer(bytes));
  const partitions = Array.from({ length: 2 ** plan.partitionBits }, (_, i) => i);
  const segments: Segment[] = [];
  return {
    async throwBalls(from, to) {
      segments.push(...minter.throwBalls(from, to, (balls) => told('throwing', from + balls)));
    },
    async countCompletions(window) {
      const counts = new Float64Array(window.parts + 2);
      minter.countCompletions(segments, partitions, window, counts);
      return counts;
    },
    async makeCoins(last, use) {
      let coins = 0;
      for (const partition of partitions) {
        const made = minter.coinsOf(segments, partition, last);
        coins += made.bins.length;
        told('making', coins);
        use(made);
      }
    },
  };
}

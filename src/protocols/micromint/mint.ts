/**
 * Minting: the broker throws balls in the order of his secret permutation, keeps the good ones by bin, and takes one
 * coin from every bin that has k balls: the first k of them, however many fall in.
 *
 * This is the portable minter: one thread, memory said in advance by `memoryNeededBytes`.
 * Source: RS96, section 3; one coin a bin as in the course experiment (EITN41 B-2).
 * @module
 */
import { writeWord } from '../primitives/bytes.ts';
import { BYTES_PER_BALL } from './ball.ts';
import { BinTable, type Capacity, capacityFor } from './bin-table.ts';
import { ballOf, type Coin, compareBalls } from './coin.ts';
import { binsOf, checkParameters, type Parameters } from './parameters.ts';
import type { Period, Permutation } from './period.ts';
import { NOT_GOOD, Thrower } from './thrower.ts';

/** When a mint stops: after so many hashes, or at the ball that completes the c-th coin. */
export type Goal = { readonly balls: number } | { readonly coins: number };

/** Hears now and then how far a mint has come, in hashes and coins. */
export type Told = (hashes: number, coins: number) => void;

/** What had been thrown when the c-th coin was completed. */
export interface Reached {
  /** c */
  readonly coins: number;
  /** Balls thrown, good or not: one hash each. */
  readonly hashes: number;
  readonly goodBalls: number;
}

/** How a mint went. */
export interface Throws {
  readonly hashes: number;
  readonly goodBalls: number;
  /** 2^u */
  readonly bins: number;
  readonly coins: number;
  /** The checkpoints that were reached, in their order. */
  readonly reached: readonly Reached[];
}

/** The coins of a period, numbered from 0 in the order of their bins. */
export interface Mint extends Throws {
  readonly period: Period;
  /** Coin number `i`: a copy. @throws RangeError when there is none. */
  coinAt(i: number): Coin;
  /** The bin of coin number `i`. @throws RangeError when there is none. */
  binAt(i: number): number;
}

/** How often a mint says how far it has come. */
const HASHES_PER_WORD = 2 ** 18;
const BYTES_PER_BIN_NUMBER = 8;
/** More elements no array of the supported engines has. */
const ARRAY_LENGTH_MAX = 2 ** 32;

/**
 * Mints until the goal.
 * Takes `memoryNeededBytes` at once, where `balls` of a filtered mint and `coins` are met by expectation: the sparse
 * layout doubles when a run needs more.
 * @param checkpoints numbers of coins, ascending, at which to note what had been thrown.
 * @param told hears of the progress.
 * @throws RangeError when a parameter, the goal or a checkpoint is out of range, or the bins fit into no array.
 */
export function mint(
  period: Period,
  permutation: Permutation,
  goal: Goal,
  checkpoints: readonly number[] = [],
  told: Told = () => {},
): Mint {
  const table = openTable(period.parameters, goal, true);
  const throws = throwInto(table, period, permutation, goal, checkpoints, told);
  const { bins, balls } = table.complete(throws.coins);
  const bytes = writeCoins(balls, period.parameters.way, permutation);
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  const checkNumber = (i: number): void => {
    if (!(Number.isInteger(i) && i >= 0 && i < throws.coins)) {
      throw new RangeError(`coin number: expected an integer from 0 to ${throws.coins - 1}, got ${i}`);
    }
  };
  return {
    ...throws,
    period,
    coinAt(i) {
      checkNumber(i);
      return bytes.slice(i * coinBytes, (i + 1) * coinBytes);
    },
    binAt(i) {
      checkNumber(i);
      return bins[i];
    },
  };
}

/**
 * Throws as `mint` does and answers the same numbers, but keeps only a count a bin and makes no coins.
 * @throws RangeError as `mint` does.
 */
export function throwBalls(
  period: Period,
  permutation: Permutation,
  goal: Goal,
  checkpoints: readonly number[] = [],
): Throws {
  return throwInto(openTable(period.parameters, goal, false), period, permutation, goal, checkpoints, () => {});
}

/**
 * Bytes that `mint` takes for bins and coins.
 * @throws RangeError when a parameter or the goal is out of range.
 */
export function memoryNeededBytes(parameters: Parameters, goal: Goal): number {
  const coinsMax = 'coins' in goal ? goal.coins : Math.floor(goal.balls / parameters.way);
  const bytesPerCoin = 2 * BYTES_PER_BALL * parameters.way + 2 * BYTES_PER_BIN_NUMBER;
  const coins = Math.min(coinsMax, binsOf(parameters));
  return capacityOf(parameters, goal, true).bytes + coins * bytesPerCoin;
}

function throwInto(
  table: BinTable,
  period: Period,
  permutation: Permutation,
  goal: Goal,
  checkpoints: readonly number[],
  told: Told,
): Throws {
  const bins = binsOf(period.parameters);
  checkCheckpoints(checkpoints, bins);
  const thrower = new Thrower(period, permutation);
  const hashesMax = 'balls' in goal ? goal.balls : Number.MAX_SAFE_INTEGER;
  const coinsMax = 'coins' in goal ? goal.coins : bins + 1;
  const reached: Reached[] = [];
  let hashes = 0;
  let goodBalls = 0;
  let coins = 0;
  while (hashes < hashesMax && coins < coinsMax) {
    if (hashes % HASHES_PER_WORD === 0) told(hashes, coins);
    const ball = hashes++;
    const bin = thrower.binOf(ball);
    if (bin === NOT_GOOD) continue;
    goodBalls++;
    if (!table.add(bin, ball)) continue;
    coins++;
    if (coins === checkpoints[reached.length]) reached.push({ coins, hashes, goodBalls });
  }
  return { hashes, goodBalls, bins, coins, reached };
}

function openTable(parameters: Parameters, goal: Goal, keepsBalls: boolean): BinTable {
  const capacity = capacityOf(parameters, goal, keepsBalls);
  if (capacity.longest > ARRAY_LENGTH_MAX) {
    throw new RangeError(`a mint of this size needs ${capacity.bytes} bytes for its bins, more than one array holds`);
  }
  return new BinTable(parameters.way, capacity, keepsBalls);
}

function capacityOf(parameters: Parameters, goal: Goal, keepsBalls: boolean): Capacity {
  checkParameters(parameters);
  checkGoal(goal, binsOf(parameters));
  const goodBalls = 'balls' in goal ? goal.balls / 2 ** parameters.filter : goodBallsFor(goal.coins, parameters);
  return capacityFor(parameters, goodBalls, keepsBalls);
}

/** A power of two of good balls that gives c coins by expectation while bins are sparse: G^k / (k! B^(k-1)) >= c. */
function goodBallsFor(coins: number, { way, bits }: Parameters): number {
  const bins = 2 ** bits;
  let goodBalls = 1;
  let expected = 0;
  while (expected < coins) {
    goodBalls *= 2;
    expected = goodBalls;
    for (let i = 2; i <= way; i++) expected *= goodBalls / (i * bins);
  }
  return goodBalls;
}

function checkGoal(goal: Goal, bins: number): void {
  const [name, value, max] =
    'balls' in goal ? ['balls', goal.balls, Number.MAX_SAFE_INTEGER] : ['coins', goal.coins, bins];
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new RangeError(`${name}: expected an integer from 1 to ${max}, got ${value}`);
  }
}

function checkCheckpoints(checkpoints: readonly number[], bins: number): void {
  checkpoints.forEach((coins, i) => {
    const least = i === 0 ? 1 : checkpoints[i - 1] + 1;
    if (!Number.isInteger(coins) || coins < least || coins > bins) {
      throw new RangeError(`checkpoint ${i}: expected an integer from ${least} to ${bins}, got ${coins}`);
    }
  });
}

/** The coins' bytes, one coin behind the other: P of each ball number, ascending within a coin. */
function writeCoins(ballNumbers: Float64Array, way: number, permutation: Permutation): Uint8Array {
  const bytes = new Uint8Array(ballNumbers.length * BYTES_PER_BALL);
  const ball = new Int32Array(2);
  for (let i = 0; i < ballNumbers.length; i++) {
    permutation.permute(ballNumbers[i], ball);
    writeWord(bytes, i * BYTES_PER_BALL, ball[0]);
    writeWord(bytes, i * BYTES_PER_BALL + 4, ball[1]);
  }
  const coinBytes = way * BYTES_PER_BALL;
  for (let start = 0; start < bytes.length; start += coinBytes) {
    sortBalls(bytes.subarray(start, start + coinBytes));
  }
  return bytes;
}

/** Sorts the balls of a coin in place, by insertion: there are eight at most. */
function sortBalls(coin: Coin): void {
  for (let end = 1; end * BYTES_PER_BALL < coin.length; end++) {
    for (let i = end; i > 0 && compareBalls(coin, i - 1, i) > 0; i--) swapBalls(coin, i - 1, i);
  }
}

function swapBalls(coin: Coin, i: number, j: number): void {
  const ball = ballOf(coin, i).slice();
  ballOf(coin, i).set(ballOf(coin, j));
  ballOf(coin, j).set(ball);
}

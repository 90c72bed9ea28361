/**
 * Minting: the broker throws balls in the order of his secret permutation, keeps the good ones by bin, and takes one
 * coin from every bin that has k balls: the first k of them, however many fall in.
 *
 * This is the plain minter: one ball after the other into one table of bins, memory said in advance by
 * `memoryNeededBytes`. collision-search.ts finds the same coins in bulk.
 * Source: RS96, section 3; one coin a bin as in the course experiment (EITN41 B-2).
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import { BinTable, type Capacity, capacityFor } from './bin-table.ts';
import { CoinWriter } from './coin-writer.ts';
import { type Coins, coinsInMemory } from './coins.ts';
import { checkGoal, type Goal } from './goal.ts';
import { binsOf, checkParameters, type Parameters } from './parameters.ts';
import type { Period, Permutation } from './period.ts';
import { NOT_GOOD, Thrower } from './thrower.ts';

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

/** A mint and its coins. */
export interface Mint extends Throws, Coins {}

/** How often a mint says how far it has come, at least. */
const HASHES_PER_WORD = 2 ** 18;
/** A mint begins with batches of twice this and doubles them, so that one of few balls hashes few in vain. */
const FIRST_BATCH = 32;
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
  const { way } = period.parameters;
  const bytes = new CoinWriter(permutation, way).write(balls, way, Uint32Array.from(bins.keys()));
  return { ...throws, ...coinsInMemory(period, bins, bytes) };
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
  const tally = { hashes: 0, goodBalls: 0, bins, coins: 0, reached: [] as Reached[] };
  let batch = FIRST_BATCH;
  for (let words = 0; tally.hashes < hashesMax && tally.coins < coinsMax; ) {
    for (; words * HASHES_PER_WORD <= tally.hashes; words++) told(tally.hashes, tally.coins);
    batch = Math.min(2 * batch, thrower.batchMax, hashesMax - tally.hashes);
    takeBatch(tally, thrower.binsFrom(tally.hashes, batch), batch, table, coinsMax, checkpoints);
  }
  return tally;
}

/** The balls of a batch into their bins, up to the one that completes the last coin wanted. */
function takeBatch(
  tally: { hashes: number; goodBalls: number; coins: number; readonly reached: Reached[] },
  bins: Float64Array,
  count: number,
  table: BinTable,
  coinsMax: number,
  checkpoints: readonly number[],
): void {
  const first = tally.hashes;
  let i = 0;
  while (i < count && tally.coins < coinsMax) {
    const bin = bins[i++];
    if (bin === NOT_GOOD) continue;
    tally.goodBalls++;
    if (!table.add(bin, first + i - 1)) continue;
    tally.coins++;
    const { coins, goodBalls, reached } = tally;
    if (coins === checkpoints[reached.length]) reached.push({ coins, hashes: first + i, goodBalls });
  }
  tally.hashes = first + i;
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
  checkGoal(goal, parameters);
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

function checkCheckpoints(checkpoints: readonly number[], bins: number): void {
  checkpoints.forEach((coins, i) => {
    const least = i === 0 ? 1 : checkpoints[i - 1] + 1;
    if (!Number.isInteger(coins) || coins < least || coins > bins) {
      throw new RangeError(`checkpoint ${i}: expected an integer from ${least} to ${bins}, got ${coins}`);
    }
  });
}

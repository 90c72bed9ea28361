/**
 * Coins of one period, numbered from 0 in the order of their bins: what a broker keeps, wherever they were minted.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import type { Coin } from './coin.ts';
import type { Period } from './period.ts';

export interface Coins {
  readonly period: Period;
  readonly coins: number;
  /** Coin number `i`: a copy. @throws RangeError when there is none. */
  coinAt(i: number): Coin;
  /** The bin of coin number `i`. @throws RangeError when there is none. */
  binAt(i: number): number;
}

/** All coins of a period as plain data, which one thread may hand to another. */
export interface StoredCoins {
  readonly period: Period;
  /** The bin of each coin, ascending. */
  readonly bins: Float64Array;
  /** The coins' bytes, one coin behind the other. */
  readonly balls: Uint8Array;
}

/** A coin file by its name and, once it has been read, what it holds. */
export interface CoinFile {
  readonly file: string;
  readonly coins?: number;
  /** SHA-256, in hex, of the coins' bytes, as the file gives it and the coins confirm it. */
  readonly digest?: string;
  /** The coins themselves, when they are needed and not only their number. */
  readonly stored?: StoredCoins;
}

/**
 * Coins in memory.
 * @param bins ascending.
 * @param balls the coins' bytes, one coin behind the other.
 */
export function coinsInMemory(period: Period, bins: Float64Array, balls: Uint8Array): Coins {
  const coins = bins.length;
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  const checkNumber = (i: number): void => {
    if (!(Number.isInteger(i) && i >= 0 && i < coins)) {
      throw new RangeError(`coin number: expected an integer from 0 to ${coins - 1}, got ${i}`);
    }
  };
  return {
    period,
    coins,
    coinAt(i) {
      checkNumber(i);
      return balls.slice(i * coinBytes, (i + 1) * coinBytes);
    },
    binAt(i) {
      checkNumber(i);
      return bins[i];
    },
  };
}

/**
 * The soft-drink machine that cannot raise its price by less than a nickel and leaves a fraction q of its slots empty
 * instead: a customer puts in a coin a try until a bottle comes. Two lotteries: *independent*, each slot blank with
 * probability q; *spaced*, one blank at a uniformly random place of every block of b = 1/q slots.
 *
 * A coin is the unit: with nickels a bottle costs 5 / (1 - q) cents on average, 6.25c at q = 1/5, 6c at q = 1/6. The
 * machines of the early 1950s had one "official blank" in nine: 8 bottles for 45c, 5.625c each.
 * @source the lecture's machine; the laws are derived here
 * @module
 */
import pow from '@stdlib/math-base-special-pow';
import type { Moments } from './lottery.ts';

/** Mean tries to a bottle, 1 / (1 - q); over many bottles the same for both lotteries. */
export function meanTries(blank: number): number {
  return 1 / (1 - blank);
}

/** P(exactly k tries) of the independent machine: q^(k-1) (1-q); at q = 1/5 four coins with probability 4/625. */
export function triesAt(k: number, blank: number): number {
  return k < 1 ? 0 : pow(blank, k - 1) * (1 - blank);
}

/** P(at least k tries) of the independent machine: q^(k-1); at q = 1/5 four coins or more 1/125, more than four 1/625. */
export function triesAtLeast(k: number, blank: number): number {
  return k <= 1 ? 1 : pow(blank, k - 1);
}

/** Coins for n bottles of the independent machine: mean n / (1-q), variance n q / (1-q)^2. Exact. */
export function independentCoins(bottles: number, blank: number): Moments {
  const full = 1 - blank;
  return { mean: bottles / full, variance: (bottles * blank) / (full * full) };
}

/**
 * Coins for the first n bottles of the spaced machine, from the start of a block: with n = a (b-1) + c, 1 <= c <= b-1,
 * it is a b + c, and one more if the last block's blank is among its first c slots, which has probability c/b. Exact; the
 * variance (c/b) (1 - c/b) never exceeds 1/4, however many bottles.
 * @param bottles - n, at least 1
 * @param block - b, an integer of at least 2
 */
export function spacedCoins(bottles: number, block: number): Moments {
  const blocks = Math.ceil(bottles / (block - 1)) - 1;
  const place = bottles - blocks * (block - 1);
  const extra = place / block;
  return { mean: blocks * block + place + extra, variance: extra * (1 - extra) };
}

/**
 * P(k tries) of a bottle of the spaced machine, taken at random in a long row. Within a block a bottle meets the blank
 * with probability 1/b; the first one of a block may also find the blank of the block before, so that three coins are
 * possible and four are not. Exact.
 * @param block - b, an integer of at least 2
 */
export function spacedTriesAt(k: number, block: number): number {
  const hit = 1 / block;
  const miss = 1 - hit;
  const first = [miss * miss, 2 * hit * miss, hit * hit][k - 1] ?? 0;
  const later = [miss, hit][k - 1] ?? 0;
  return (first + (block - 2) * later) / (block - 1);
}

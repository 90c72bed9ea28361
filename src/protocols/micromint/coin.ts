/**
 * A coin: its whole list of balls, ascending, eight bytes each; and the same in hexadecimal digits.
 * The bin alone is no coin: two coins of one bin could be recombined into many.
 * Source: RS96, section 3; the encoding is ours.
 * @module
 */
import { fromHex, toHex } from '../primitives/bytes.ts';
import { BYTES_PER_BALL } from './ball.ts';

/** The k balls of a coin in ascending order, each as 8 bytes, big-endian; anything else when its maker is hostile. */
export type Coin = Uint8Array;

/** Ball number `i` of the coin: its 8 bytes. */
export function ballOf(coin: Coin, i: number): Uint8Array {
  return coin.subarray(i * BYTES_PER_BALL, (i + 1) * BYTES_PER_BALL);
}

/** The coin as 16 lower-case hexadecimal digits a ball. */
export function coinToHex(coin: Coin): string {
  return toHex(coin);
}

/**
 * The coin that a text of hexadecimal digits writes; whether it is a good coin remains to be examined.
 * @returns `malformed` when the text is no whole number of bytes in hexadecimal digits.
 */
export function coinFromHex(text: string): Coin | 'malformed' {
  return fromHex(text) ?? 'malformed';
}

/** Negative, zero or positive as ball `i` of the coin comes before, equals or comes after ball `j`. */
export function compareBalls(coin: Coin, i: number, j: number): number {
  for (let byte = 0; byte < BYTES_PER_BALL; byte++) {
    const difference = coin[i * BYTES_PER_BALL + byte] - coin[j * BYTES_PER_BALL + byte];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Negative, zero or positive as the first run of bytes comes before, equals or comes after the second of its length. */
export function compareBytes(first: Uint8Array, second: Uint8Array): number {
  for (let i = 0; i < first.length; i++) {
    if (first[i] !== second[i]) return first[i] - second[i];
  }
  return 0;
}

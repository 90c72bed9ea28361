/**
 * A payment (w_i, i), and how it is checked against the last one.
 * Source: RS96; the encoding is ours.
 * @module
 */
import { concatenate, equalBytes } from '../primitives/bytes.ts';
import { ascii, fixed, Reader, uint64 } from '../primitives/wire.ts';
import { hashWordTimes, WORD_BYTES } from './chain.ts';

export interface Payword {
  /** w_i: 32 bytes. */
  readonly word: Uint8Array;
  /** i: 0 for the root, which pays nothing. */
  readonly index: number;
}

const KIND = ascii('farthing/payword-payment/1');

/**
 * The payment as bytes: its kind, w_i, i.
 * @throws RangeError when a field is out of range.
 */
export function encodePayment({ word, index }: Payword): Uint8Array {
  if (!(index >= 1)) throw new RangeError(`no payment: index ${index}`);
  return concatenate(KIND, fixed(word, WORD_BYTES), uint64(index));
}

/** The payment of these bytes. Never throws. Rejections: `malformed`; `value-out-of-range` (index 0 or beyond 2^53 - 1). */
export function parsePayment(bytes: Uint8Array): Payword | 'malformed' | 'value-out-of-range' {
  const reader = new Reader(bytes);
  reader.expect(KIND);
  const [word, index] = [reader.fixed(WORD_BYTES), reader.uint64()];
  if (!reader.finished) return 'malformed';
  return Number.isSafeInteger(index) && index >= 1 ? { word, index } : 'value-out-of-range';
}

/**
 * How many paywords (w_i, i) pays beyond (w_j, j): i - j, at least 1.
 * Rejections: `replayed-payword`, `beyond-limit`, `bad-payword`.
 * Costs i - j hashes, and none when the index is wrong.
 * @param words the greatest index that counts.
 */
export function advance(
  last: Payword,
  next: Payword,
  words: number,
): number | 'replayed-payword' | 'beyond-limit' | 'bad-payword' {
  if (next.index <= last.index) return 'replayed-payword';
  if (next.index > words) return 'beyond-limit';
  const paid = next.index - last.index;
  return equalBytes(hashWordTimes(next.word, paid), last.word) ? paid : 'bad-payword';
}

/**
 * A vendor's deposit (M, w_l, l), and what the broker decides about it by its bytes alone; what needs its memory is in
 * the credit book.
 * Source: RS96; the encoding is ours.
 * @module
 */
import { concatenate } from '../primitives/bytes.ts';
import { ascii, enclosed, Reader } from '../primitives/wire.ts';
import type { IsIssued } from './certificate.ts';
import { type Examined, examine } from './examine.ts';
import { advance, encodePayment, type Payword, parsePayment } from './payword.ts';
import type { Rejection } from './rejection.ts';
import type { Terms } from './terms.ts';

export interface Deposited extends Examined {
  /** l: how many paywords are due. */
  readonly index: number;
}

const KIND = ascii('farthing/payword-deposit/1');

/**
 * The deposit as bytes: its kind, M, (w_l, l).
 * @throws RangeError when the payword is out of range.
 */
export function encodeDeposit(commitment: Uint8Array, last: Payword): Uint8Array {
  return concatenate(KIND, enclosed(commitment), enclosed(encodePayment(last)));
}

/**
 * The paywords of a deposit, to the vendor of the commitment, whoever sent it. Never throws, whatever the bytes.
 * Rejections: `malformed`, `value-out-of-range`, `wrong-broker`, `limit-above-credit`, `certificate-expired`,
 * `bad-broker-signature`, `bad-user-signature`, `beyond-limit`, `bad-payword`.
 * Costs one signature check and l hashes; the broker looks its certificates up.
 */
export function checkDeposit(terms: Terms, bytes: Uint8Array, isIssued: IsIssued): Deposited | Rejection {
  const reader = new Reader(bytes);
  reader.expect(KIND);
  const [commitment, payment] = [reader.enclosed(), reader.enclosed()];
  if (!reader.finished) return 'malformed';
  const last = parsePayment(payment);
  if (typeof last === 'string') return last;
  const examined = examine(terms, commitment, isIssued);
  if (typeof examined === 'string') return examined;
  const paid = advance({ word: examined.commitment.root, index: 0 }, last, examined.words);
  return typeof paid === 'string' ? paid : { ...examined, index: paid };
}

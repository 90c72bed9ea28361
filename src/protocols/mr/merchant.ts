/**
 * What a merchant checks, off-line, before it serves against a cheque.
 * Source: MR02.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { equalBytes } from '../primitives/bytes.ts';
import type { Cheque } from './cheque.ts';
import { examine, flawOfUser, type KeyOf } from './examine.ts';
import type { Rejection } from './rejection.ts';
import type { Terms } from './terms.ts';

/** What the cheque has to be. */
export interface Expected {
  readonly merchant: Uint8Array;
  /** The price. */
  readonly value: Microdollars;
  readonly userKey: KeyOf;
  /** The cheque's time lies between these, both included. */
  readonly notBefore: Microseconds;
  readonly notAfter: Microseconds;
}

/**
 * The cheque of these bytes, when it pays this merchant the price now. Never throws, whatever the bytes.
 * Rejections: `malformed`, `wrong-bank`, `value-out-of-range` (also another value than the price), `unknown-merchant`
 * (made out to another), `late` (a time not between the two), `unknown-user`, `bad-user-signature`.
 * Costs one signature check, and none when something else is wrong.
 */
export function acceptCheque(terms: Terms, signed: Uint8Array, expected: Expected): Cheque | Rejection {
  const examined = examine(terms, signed);
  if (typeof examined === 'string') return examined;
  const { cheque } = examined;
  if (!equalBytes(cheque.merchant, expected.merchant)) return 'unknown-merchant';
  if (cheque.value !== expected.value) return 'value-out-of-range';
  if (cheque.time < expected.notBefore || cheque.time > expected.notAfter) return 'late';
  return flawOfUser(examined, expected.userKey) ?? cheque;
}

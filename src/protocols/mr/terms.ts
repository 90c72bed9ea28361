/**
 * What a bank announces: what a unit is worth, at which rate cheques are selected and how, and until when they may be
 * deposited.
 * Source: MR02.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { Cheque } from './cheque.ts';
import type { SelectionRate } from './selection-rate.ts';

/**
 * What a selection proof is: the merchant's signature, as in the lecture, of which a merchant can make many for one
 * cheque; or a verifiable random function, of which there is one.
 */
export type SelectionSuite = 'ed25519' | 'ecvrf';

export interface Terms {
  /** Identity of 1 to 64 bytes. */
  readonly bank: Uint8Array;
  /** v: at least 1. */
  readonly unitValue: Microdollars;
  readonly rate: SelectionRate;
  readonly suite: SelectionSuite;
  /** How long after its time a cheque may be deposited; Infinity when there is no deadline. */
  readonly depositWindow: Microseconds;
}

/**
 * j: the units of a cheque, at least 1.
 * @returns `value-out-of-range` when its value is no whole number of units, or its last serial is beyond 2^53 - 1.
 */
export function unitsOf(terms: Terms, cheque: Cheque): number | 'value-out-of-range' {
  if (cheque.value % terms.unitValue !== 0) return 'value-out-of-range';
  const units = cheque.value / terms.unitValue;
  return units - 1 <= Number.MAX_SAFE_INTEGER - cheque.serial ? units : 'value-out-of-range';
}

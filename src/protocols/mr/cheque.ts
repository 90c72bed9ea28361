/**
 * A cheque's text T: who pays whom through which bank, when, how much, under which serial; and its bytes.
 * Source: MR02; the lecture's T lacks value and serial, so that two payments in one tick of the clock would be one
 * cheque. The encoding is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { concatenate } from '../primitives/bytes.ts';
import { ascii, identity, Reader, uint64 } from '../primitives/wire.ts';

export interface Cheque {
  /** Identities of 1 to 64 bytes. */
  readonly user: Uint8Array;
  readonly merchant: Uint8Array;
  readonly bank: Uint8Array;
  readonly time: Microseconds;
  /** At least 1. */
  readonly value: Microdollars;
  /** MR1: the payment's nonce. MR2 and MR3: S, from 1 to 2^53 - 1; a cheque of j units takes the serials S to S+j-1. */
  readonly serial: number;
}

const KIND = ascii('farthing/cheque/1');

/**
 * T as bytes: its kind, user, merchant, bank, time, value, serial.
 * @throws RangeError when a field is out of range.
 */
export function encodeCheque(cheque: Cheque): Uint8Array {
  const { user, merchant, bank, time, value, serial } = cheque;
  if (!isInRange(cheque)) throw new RangeError(`no cheque: time ${time}, value ${value}, serial ${serial}`);
  return concatenate(
    KIND,
    identity(user),
    identity(merchant),
    identity(bank),
    uint64(time),
    uint64(value),
    uint64(serial),
  );
}

/**
 * The cheque of these bytes: exactly the inverse of `encodeCheque`, for any bytes of any length.
 * Rejections: `malformed`; `value-out-of-range` (value or serial zero; any number beyond 2^53 - 1).
 */
export function parseCheque(bytes: Uint8Array): Cheque | 'malformed' | 'value-out-of-range' {
  const reader = new Reader(bytes);
  reader.expect(KIND);
  const [user, merchant, bank] = [reader.identity(), reader.identity(), reader.identity()];
  const [time, value, serial] = [reader.uint64(), reader.uint64(), reader.uint64()];
  if (!reader.finished) return 'malformed';
  const cheque = { user, merchant, bank, time, value, serial };
  return isInRange(cheque) ? cheque : 'value-out-of-range';
}

function isInRange({ time, value, serial }: Cheque): boolean {
  return [time, value, serial].every(Number.isSafeInteger) && time >= 0 && value >= 1 && serial >= 1;
}

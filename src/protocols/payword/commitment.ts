/**
 * A user's commitment to a chain: M = (vendor, C_U, w_0, date, limit), signed by the user, valid for one day.
 * Source: RS96; the encoding is ours.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import { concatenate } from '../primitives/bytes.ts';
import { sign } from '../primitives/ed25519.ts';
import { ascii, enclosed, fixed, identity, Reader, splitSigned, uint64 } from '../primitives/wire.ts';
import { WORD_BYTES } from './chain.ts';

export interface Commitment {
  /** Identity of 1 to 64 bytes. */
  readonly vendor: Uint8Array;
  /** C_U as bytes; anything when its maker is hostile. */
  readonly certificate: Uint8Array;
  /** w_0: 32 bytes. */
  readonly root: Uint8Array;
  /** When the commitment's day begins. */
  readonly date: Microseconds;
  /** What the vendor may take on this commitment, at least 1. */
  readonly limit: Microdollars;
}

export interface SignedCommitment {
  readonly commitment: Commitment;
  readonly text: Uint8Array;
  readonly signature: Uint8Array;
}

const KIND = ascii('farthing/payword-commitment/1');
/** With a day more it is still a safe integer. */
const DATE_MAX: Microseconds = Number.MAX_SAFE_INTEGER - DAY;

/**
 * M as bytes: its kind, vendor, certificate, w_0, date, limit; then the user's signature.
 * @param userSecret 32 bytes.
 * @throws RangeError when a field or the secret's length is out of range.
 */
export function signCommitment(commitment: Commitment, userSecret: Uint8Array): Uint8Array {
  const { vendor, certificate, root, date, limit } = commitment;
  if (!isInRange(commitment)) throw new RangeError(`no commitment: date ${date}, limit ${limit}`);
  const text = concatenate(
    KIND,
    identity(vendor),
    enclosed(certificate),
    fixed(root, WORD_BYTES),
    uint64(date),
    uint64(limit),
  );
  return concatenate(text, sign(text, userSecret));
}

/**
 * The commitment of these bytes; whose it is and whether he signed it remain to be seen. Never throws.
 * Rejections: `malformed`; `value-out-of-range` (limit zero; a number beyond 2^53 - 1, the end of the day included).
 */
export function parseCommitment(bytes: Uint8Array): SignedCommitment | 'malformed' | 'value-out-of-range' {
  const signed = splitSigned(bytes);
  if (signed === undefined) return 'malformed';
  const reader = new Reader(signed.text);
  reader.expect(KIND);
  const [vendor, certificate, root] = [reader.identity(), reader.enclosed(), reader.fixed(WORD_BYTES)];
  const [date, limit] = [reader.uint64(), reader.uint64()];
  if (!reader.finished) return 'malformed';
  const commitment = { vendor, certificate, root, date, limit };
  return isInRange(commitment) ? { commitment, ...signed } : 'value-out-of-range';
}

/** Whether paywords of the commitment may be spent at this instant. */
export function isOfToday({ date }: Commitment, now: Microseconds): boolean {
  return now >= date && now < date + DAY;
}

function isInRange({ date, limit }: Commitment): boolean {
  return [date, limit].every(Number.isSafeInteger) && date >= 0 && date <= DATE_MAX && limit >= 1;
}

/**
 * A signed cheque: C = (T, Sig_U(T)).
 * Source: MR02; the encoding is ours.
 * @module
 */
import { concatenate, equalBytes, toHex } from '../primitives/bytes.ts';
import { sign } from '../primitives/ed25519.ts';
import { sha256 } from '../primitives/hash.ts';
import { ascii } from '../primitives/wire.ts';
import { type Cheque, encodeCheque } from './cheque.ts';

export interface SignedCheque {
  /** T; anything when its maker is hostile. */
  readonly text: Uint8Array;
  /** Sig_U(T): 64 bytes. */
  readonly signature: Uint8Array;
}

const KIND = ascii('farthing/signed-cheque/1');
const SIGNATURE_BYTES = 64;

/**
 * The cheque under the user's signature.
 * @param userSecret 32 bytes.
 * @throws RangeError when a field of the cheque or the key's length is out of range.
 */
export function signCheque(cheque: Cheque, userSecret: Uint8Array): SignedCheque {
  const text = encodeCheque(cheque);
  return { text, signature: sign(text, userSecret) };
}

/**
 * C as bytes: its kind, T, the signature.
 * @throws RangeError when the signature has not 64 bytes.
 */
export function encodeSigned({ text, signature }: SignedCheque): Uint8Array {
  if (signature.length !== SIGNATURE_BYTES) {
    throw new RangeError(`a signature has ${SIGNATURE_BYTES} bytes, not ${signature.length}`);
  }
  return concatenate(KIND, text, signature);
}

/** The signed cheque of these bytes, exactly the inverse of `encodeSigned`; whether T is a cheque remains to be seen. */
export function parseSigned(bytes: Uint8Array): SignedCheque | 'malformed' {
  const end = bytes.length - SIGNATURE_BYTES;
  if (end < KIND.length || !equalBytes(bytes.subarray(0, KIND.length), KIND)) return 'malformed';
  return { text: bytes.slice(KIND.length, end), signature: bytes.slice(end) };
}

/**
 * The name of a cheque: SHA-256 of T in hexadecimal digits. Two cheques are the same when their T is; a second
 * signature of a T, which only its user can make, makes no second cheque.
 */
export function chequeId({ text }: Pick<SignedCheque, 'text'>): string {
  return toHex(sha256(text));
}

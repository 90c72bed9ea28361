/**
 * What anybody sees in the bytes of a signed cheque: its form, its bank, its units; and whether its user signed it.
 * @module
 */

import { equalBytes } from '../primitives/bytes.ts';
import { verify } from '../primitives/ed25519.ts';
import { type Cheque, parseCheque } from './cheque.ts';
import { parseSigned, type SignedCheque } from './signed-cheque.ts';
import { type Terms, unitsOf } from './terms.ts';

export interface Examined {
  readonly cheque: Cheque;
  /** j. */
  readonly units: number;
  readonly signed: SignedCheque;
}

/** The registered key of an identity, which `isRegistrableKey` held for; undefined when nobody of it has registered. */
export type KeyOf = (id: Uint8Array) => Uint8Array | undefined;

/**
 * The cheque of these bytes under the bank's terms, without a look at any key.
 * Rejections: `malformed`, `wrong-bank`, `value-out-of-range`.
 */
export function examine(terms: Terms, bytes: Uint8Array): Examined | 'malformed' | 'wrong-bank' | 'value-out-of-range' {
  const signed = parseSigned(bytes);
  if (signed === 'malformed') return signed;
  const cheque = parseCheque(signed.text);
  if (typeof cheque === 'string') return cheque;
  if (!equalBytes(cheque.bank, terms.bank)) return 'wrong-bank';
  const units = unitsOf(terms, cheque);
  return typeof units === 'string' ? units : { cheque, units, signed };
}

/** What is wrong with the user and his signature; undefined when nothing is. */
export function flawOfUser(
  { cheque, signed }: Examined,
  userKey: KeyOf,
): 'unknown-user' | 'bad-user-signature' | undefined {
  const key = userKey(cheque.user);
  if (key === undefined) return 'unknown-user';
  return verify(signed.signature, signed.text, key) ? undefined : 'bad-user-signature';
}

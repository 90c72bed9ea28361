/**
 * The broker's certificate C_U: with it a vendor that has never heard of the user knows that the broker pays for him.
 * Source: RS96; the encoding is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { concatenate, equalBytes } from '../primitives/bytes.ts';
import { isRegistrableKey, sign, verify } from '../primitives/ed25519.ts';
import { ascii, fixed, identity, KEY_BYTES, Reader, splitSigned, uint64 } from '../primitives/wire.ts';
import type { Terms } from './terms.ts';

export interface Certificate {
  /** Identities of 1 to 64 bytes. */
  readonly broker: Uint8Array;
  readonly user: Uint8Array;
  /** The user's public key, 32 bytes. */
  readonly userKey: Uint8Array;
  /** Commitments whose day begins before this instant are covered. */
  readonly expires: Microseconds;
  /** What the user may owe the broker, at least 1. */
  readonly creditLimit: Microdollars;
}

/** Whether the broker has issued the certificate of these bytes. */
export type IsIssued = (certificate: Uint8Array) => boolean;

const KIND = ascii('farthing/payword-certificate/1');

/**
 * C_U as bytes: its kind, broker, user, the user's key, expiry, credit limit; then the broker's signature.
 * Rejections: `bad-user-key`.
 * @param brokerSecret 32 bytes.
 * @throws RangeError when a field or the secret's length is out of range.
 */
export function issueCertificate(certificate: Certificate, brokerSecret: Uint8Array): Uint8Array | 'bad-user-key' {
  const { broker, user, userKey, expires, creditLimit } = certificate;
  if (!isInRange(certificate)) throw new RangeError(`no certificate: expires ${expires}, credit limit ${creditLimit}`);
  const key = fixed(userKey, KEY_BYTES);
  if (!isRegistrableKey(key)) return 'bad-user-key';
  const text = concatenate(KIND, identity(broker), identity(user), key, uint64(expires), uint64(creditLimit));
  return concatenate(text, sign(text, brokerSecret));
}

/**
 * The certificate of these bytes, whoever signed it. Never throws.
 * Rejections: `malformed`; `value-out-of-range` (credit limit zero; a number beyond 2^53 - 1).
 */
export function parseCertificate(bytes: Uint8Array): Certificate | 'malformed' | 'value-out-of-range' {
  const signed = splitSigned(bytes);
  if (signed === undefined) return 'malformed';
  const reader = new Reader(signed.text);
  reader.expect(KIND);
  const [broker, user, userKey] = [reader.identity(), reader.identity(), reader.fixed(KEY_BYTES)];
  const [expires, creditLimit] = [reader.uint64(), reader.uint64()];
  if (!reader.finished) return 'malformed';
  const certificate = { broker, user, userKey, expires, creditLimit };
  return isInRange(certificate) ? certificate : 'value-out-of-range';
}

/** What a vendor can tell: one signature check a certificate. A broker knows its own by looking them up. */
export function signedByBroker(terms: Terms): IsIssued {
  return (certificate) => {
    const signed = splitSigned(certificate);
    return signed !== undefined && verify(signed.signature, signed.text, terms.brokerKey);
  };
}

export function isOfBroker(terms: Terms, certificate: Certificate): boolean {
  return equalBytes(certificate.broker, terms.broker);
}

function isInRange({ expires, creditLimit }: Certificate): boolean {
  return [expires, creditLimit].every(Number.isSafeInteger) && expires >= 0 && creditLimit >= 1;
}

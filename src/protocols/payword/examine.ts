/**
 * What vendor and broker alike see in the bytes of a commitment. Both judge by the bytes alone and not by the clock, so
 * that the broker takes what the vendor took.
 * Source: RS96.
 * @module
 */
import { toHex } from '../primitives/bytes.ts';
import { verify } from '../primitives/ed25519.ts';
import { sha256 } from '../primitives/hash.ts';
import { type Certificate, type IsIssued, isOfBroker, parseCertificate } from './certificate.ts';
import { type Commitment, parseCommitment } from './commitment.ts';
import type { Rejection } from './rejection.ts';
import { type Terms, wordsOf } from './terms.ts';

/** A commitment that its bytes speak for. */
export interface Examined {
  readonly commitment: Commitment;
  readonly certificate: Certificate;
  /** SHA-256 of M without its signature, in hexadecimal digits: a second signature makes no second commitment. */
  readonly id: string;
  /** The greatest index of a payword that the limit covers. */
  readonly words: number;
}

/**
 * The commitment of these bytes, with a genuine certificate and signed under its key. Never throws.
 * Rejections: `malformed`, `value-out-of-range`, `wrong-broker`, `limit-above-credit`, `certificate-expired`,
 * `bad-broker-signature`, `bad-user-signature`.
 * Costs one signature check and what `isIssued` costs, and neither when something else is wrong.
 */
export function examine(terms: Terms, bytes: Uint8Array, isIssued: IsIssued): Examined | Rejection {
  const signed = parseCommitment(bytes);
  if (typeof signed === 'string') return signed;
  const { commitment, text, signature } = signed;
  const certificate = parseCertificate(commitment.certificate);
  if (typeof certificate === 'string') return certificate;
  if (!isOfBroker(terms, certificate)) return 'wrong-broker';
  if (commitment.limit > certificate.creditLimit) return 'limit-above-credit';
  if (commitment.date >= certificate.expires) return 'certificate-expired';
  if (!isIssued(commitment.certificate)) return 'bad-broker-signature';
  if (!verify(signature, text, certificate.userKey)) return 'bad-user-signature';
  return { commitment, certificate, id: toHex(sha256(text)), words: wordsOf(terms, commitment.limit) };
}

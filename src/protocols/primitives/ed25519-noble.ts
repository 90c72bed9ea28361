/**
 * Ed25519 in plain JavaScript: runs wherever BigInt does, a browser included.
 *
 * Verification is our own on the library's points, because there are several rules and the library knows two others.
 * Ours, here and in ed25519-node.ts, is the one without the cofactor: A is the canonical encoding of a point, S < L,
 * and the encoding of S B - k A is R byte for byte. Points of small order are not singled out; who registers a key
 * asks `isRegistrableKey` of ed25519.ts.
 *
 * Source: RFC 8032, sections 5.1.5 to 5.1.7.
 * @module
 */
import { getPublicKey, hashes, sign as nobleSign, Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatenate, equalBytes, readNumber } from './bytes.ts';
import { decodePoint, GROUP_ORDER, POINT_BYTES, SIGNATURE_BYTES } from './edwards25519.ts';

hashes.sha512 = sha512;

/**
 * The 64 bytes R || S.
 * @param secretKey 32 bytes.
 * @throws RangeError when the key has another length.
 */
export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return nobleSign(message, secretKey);
}

/** Whether the holder of the public key signed the message; false for bytes of a wrong length. */
export function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const a = decodePoint(publicKey);
  const r = signature.subarray(0, POINT_BYTES);
  const s = readNumber(signature.subarray(POINT_BYTES));
  if (a === undefined || s >= GROUP_ORDER) return false;
  const k = readNumber(sha512(concatenate(r, publicKey, message))) % GROUP_ORDER;
  return equalBytes(Point.BASE.multiply(s, false).subtract(a.multiply(k, false)).toBytes(), r);
}

/**
 * The 32 bytes of the public key A.
 * @param secretKey 32 bytes.
 * @throws RangeError when the key has another length.
 */
export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return getPublicKey(secretKey);
}

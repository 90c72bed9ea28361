/**
 * Ed25519 by OpenSSL: ten times as fast as plain JavaScript, and the only place of the protocols that sees Node.
 *
 * Signatures are those of ed25519-noble.ts, byte for byte, and so is the rule of verification. OpenSSL has that rule but
 * for one thing: it takes any encoding of A that can be reduced to a point. So encodings that are not canonical are
 * turned away before it sees them.
 *
 * Source: RFC 8032, sections 5.1.5 to 5.1.7; RFC 8410, sections 4 and 7, for the wrapping of the keys.
 * @module
 */
import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as opensslSign,
  verify as opensslVerify,
} from 'node:crypto';
import { concatenate, fromHex } from './bytes.ts';
import { BytesCache } from './bytes-cache.ts';
import { isCanonical, POINT_BYTES, SIGNATURE_BYTES } from './edwards25519.ts';

const SECRET_KEY_BYTES = 32;
/** What stands before the 32 bytes of a key in its DER encoding. */
const SECRET_KEY_HEADER = fromHex('302e020100300506032b657004220420')!;
const PUBLIC_KEY_HEADER = fromHex('302a300506032b6570032100')!;

/** Keys as OpenSSL wants them. To unpack a public one costs as much as to verify, a secret one as ten signatures. */
const CACHED_KEYS_MAX = 16_384;

const secretKeys = new BytesCache(CACHED_KEYS_MAX, (bytes) =>
  createPrivateKey({ key: Buffer.from(concatenate(SECRET_KEY_HEADER, bytes)), format: 'der', type: 'pkcs8' }),
);
const publicKeys = new BytesCache(CACHED_KEYS_MAX, (bytes) =>
  createPublicKey({ key: Buffer.from(concatenate(PUBLIC_KEY_HEADER, bytes)), format: 'der', type: 'spki' }),
);

/**
 * The 64 bytes R || S.
 * @param secretKey 32 bytes.
 * @throws RangeError when the key has another length.
 */
export function sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return new Uint8Array(opensslSign(null, message, secretKeyObject(secretKey)));
}

/** Whether the holder of the public key signed the message; false for bytes of a wrong length. */
export function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || !isCanonical(publicKey)) return false;
  return opensslVerify(null, message, publicKeys.get(publicKey), signature);
}

/**
 * The 32 bytes of the public key A.
 * @param secretKey 32 bytes.
 * @throws RangeError when the key has another length.
 */
export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  const wrapped = createPublicKey(secretKeyObject(secretKey)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(wrapped.subarray(-POINT_BYTES));
}

function secretKeyObject(secretKey: Uint8Array): KeyObject {
  if (secretKey.length !== SECRET_KEY_BYTES) {
    throw new RangeError(`a secret key has ${SECRET_KEY_BYTES} bytes, not ${secretKey.length}`);
  }
  return secretKeys.get(secretKey);
}

/**
 * What an Ed25519 secret key is used as: a scalar, and a key for nonces.
 * Source: RFC 8032, section 5.1.5.
 * @module
 */
import { readNumber } from './bytes.ts';
import { GROUP_ORDER, SCALAR_BYTES } from './edwards25519.ts';
import { sha512 } from './hash.ts';

const SECRET_KEY_BYTES = 32;

/**
 * The secret scalar, reduced by the group's order, and the half of the hash that makes honest nonces.
 * @param secretKey 32 bytes.
 * @throws RangeError when it has another length.
 */
export function expandSecret(secretKey: Uint8Array): { scalar: bigint; prefix: Uint8Array } {
  if (secretKey.length !== SECRET_KEY_BYTES) {
    throw new RangeError(`a secret key has ${SECRET_KEY_BYTES} bytes, not ${secretKey.length}`);
  }
  const hash = sha512(secretKey);
  hash[0] &= 0xf8;
  hash[31] = (hash[31] & 0x7f) | 0x40;
  return { scalar: readNumber(hash.subarray(0, SCALAR_BYTES)) % GROUP_ORDER, prefix: hash.subarray(SCALAR_BYTES) };
}

/**
 * SHA-256 and SHA-512 (FIPS 180-4), and keys derived from a replication's seed by the former.
 * @module
 */
import { sha256 as nobleSha256, sha512 as nobleSha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { writeWord } from './bytes.ts';

const DIGEST_BYTES = 32;
const WORD_BYTES = 4;
/** Sets these keys apart from every other use of the hash. */
const DOMAIN = 'farthing/key/1';

/** The 32 bytes of SHA-256 of a message of any length. */
export const sha256 = reusing(nobleSha256);

/** The 64 bytes of SHA-512 of a message of any length. */
export const sha512 = reusing(nobleSha512);

/** One working state for all messages: to make one anew costs as much as to hash a short message. */
function reusing(hash: typeof nobleSha256 | typeof nobleSha512): (message: Uint8Array) => Uint8Array {
  const fresh = hash.create();
  const working = hash.create();
  return (message) => {
    fresh._cloneInto(working as never);
    return working.update(message).digest();
  };
}

/**
 * The key of this name under this seed: SHA-256 of domain, seed, name and length, cut to `length` bytes.
 * Each part goes in behind its own length, so that no two (seed, name) are written alike, and the wanted length goes
 * in too, so that a short key is no beginning of a long one.
 * @param length bytes, 1 to 32.
 * @throws RangeError when `length` is out of range.
 */
export function deriveKey(seed: string, name: string, length: number): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > DIGEST_BYTES) {
    throw new RangeError(`a derived key has 1 to ${DIGEST_BYTES} bytes, not ${length}`);
  }
  return sha256(prefixed([DOMAIN, seed, name, String(length)])).slice(0, length);
}

/** The UTF-8 bytes of the texts, each behind its length in four bytes. */
function prefixed(texts: readonly string[]): Uint8Array {
  const parts = texts.map(utf8ToBytes);
  const message = new Uint8Array(parts.reduce((sum, part) => sum + WORD_BYTES + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    writeWord(message, offset, part.length);
    message.set(part, offset + WORD_BYTES);
    offset += WORD_BYTES + part.length;
  }
  return message;
}

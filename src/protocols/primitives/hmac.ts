/**
 * HMAC-SHA-256 under keys that are used many times.
 * Source: RFC 2104 and FIPS 180-4.
 * @module
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes of a tag. */
export const TAG_BYTES = 32;
/** Digits of a tag in hexadecimal writing. */
export const TAG_DIGITS = 2 * TAG_BYTES;

/** One state for all keys: a key's own is copied into it, so that nothing is allocated for a message. */
const working = hmac.create(sha256, new Uint8Array());
const computed = new Uint8Array(TAG_BYTES);
const NOTHING = new Uint8Array();
const LOWER_CASE_DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** A key whose two padded blocks are hashed once, which for a short message is half the work. */
export class HmacKey {
  readonly #keyed: typeof working;

  /** @param key of any length; 32 bytes are right. */
  constructor(key: Uint8Array) {
    this.#keyed = hmac.create(sha256, key);
  }

  /** The 32 bytes of the tag of a message, which may come in two parts. */
  tag(message: Uint8Array, rest: Uint8Array = NOTHING): Uint8Array {
    this.#compute(message, rest);
    return computed.slice();
  }

  /** The 64 bytes of the tag's lower-case hexadecimal digits: what `writes` accepts. */
  digits(message: Uint8Array, rest: Uint8Array = NOTHING): Uint8Array {
    this.#compute(message, rest);
    const digits = new Uint8Array(TAG_DIGITS);
    for (let i = 0; i < TAG_BYTES; i++) {
      digits[2 * i] = LOWER_CASE_DIGITS[computed[i] >>> 4];
      digits[2 * i + 1] = LOWER_CASE_DIGITS[computed[i] & 15];
    }
    return digits;
  }

  /**
   * Whether the 64 bytes from `offset` on are the message's tag in lower-case hexadecimal digits. Takes the same time
   * wherever they differ.
   */
  writes(digits: Uint8Array, offset: number, message: Uint8Array, rest: Uint8Array = NOTHING): boolean {
    this.#compute(message, rest);
    let difference = digits.length < offset + TAG_DIGITS ? 1 : 0;
    for (let i = 0; i < TAG_BYTES; i++) {
      difference |= digits[offset + 2 * i] ^ LOWER_CASE_DIGITS[computed[i] >>> 4];
      difference |= digits[offset + 2 * i + 1] ^ LOWER_CASE_DIGITS[computed[i] & 15];
    }
    return difference === 0;
  }

  #compute(message: Uint8Array, rest: Uint8Array): void {
    this.#keyed._cloneInto(working);
    working.update(message);
    if (rest.length > 0) working.update(rest);
    working.digestInto(computed);
  }
}

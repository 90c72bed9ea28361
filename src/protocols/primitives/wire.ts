/**
 * Bytes put together and taken apart: every field has a fixed length or stands behind its length, and every message
 * begins with the name of its kind, so that no two messages are written alike.
 * @module
 */
import { concatenate, equalBytes, readWord, writeWord } from './bytes.ts';

/** An identity has 1 to 64 bytes; its length takes one. */
export const ID_BYTES_MAX = 64;
/** What Ed25519 makes. */
export const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const NUMBER_BYTES = 8;
const LENGTH_BYTES = 4;
const TWO_TO_32 = 2 ** 32;

/** The bytes of a text of ASCII characters. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * A number in eight bytes, big-endian.
 * @param value an integer from 0 to 2^53 - 1.
 * @throws RangeError when it is another number.
 */
export function uint64(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no integer from 0 to 2^53 - 1: ${value}`);
  const bytes = new Uint8Array(NUMBER_BYTES);
  writeWord(bytes, 0, Math.floor(value / TWO_TO_32));
  writeWord(bytes, 4, value % TWO_TO_32);
  return bytes;
}

/**
 * An identity behind its length.
 * @throws RangeError when it has not 1 to 64 bytes.
 */
export function identity(id: Uint8Array): Uint8Array {
  if (!isIdentity(id)) throw new RangeError(`an identity has 1 to ${ID_BYTES_MAX} bytes, not ${id.length}`);
  return concatenate(Uint8Array.of(id.length), id);
}

export function isIdentity(id: Uint8Array): boolean {
  return id.length >= 1 && id.length <= ID_BYTES_MAX;
}

/**
 * A field of fixed length, as it is.
 * @throws RangeError when it has another length.
 */
export function fixed(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`a field of ${length} bytes, not ${bytes.length}`);
  return bytes;
}

/** A message within a message, behind its length in four bytes. */
export function enclosed(message: Uint8Array): Uint8Array {
  const length = new Uint8Array(LENGTH_BYTES);
  writeWord(length, 0, message.length);
  return concatenate(length, message);
}

/** A text that stands before its signature, and the signature; undefined when the bytes are too few for one. */
export function splitSigned(bytes: Uint8Array): { text: Uint8Array; signature: Uint8Array } | undefined {
  const end = bytes.length - SIGNATURE_BYTES;
  return end < 0 ? undefined : { text: bytes.slice(0, end), signature: bytes.slice(end) };
}

/** Takes fields from the front of a message; what is missing or wrong shows in `finished`. */
export class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether every field was there and nothing is left. */
  get finished(): boolean {
    return !this.#failed && this.#offset === this.#bytes.length;
  }

  /** Passes over the name of the message's kind. */
  expect(kind: Uint8Array): void {
    if (!equalBytes(this.fixed(kind.length), kind)) this.#failed = true;
  }

  identity(): Uint8Array {
    const id = this.fixed(this.fixed(1)[0] ?? 0);
    if (!isIdentity(id)) this.#failed = true;
    return id;
  }

  /** A number of eight bytes; beyond 2^53 - 1 it is rounded, but never to a number below 2^53. */
  uint64(): number {
    const bytes = this.fixed(NUMBER_BYTES);
    return (readWord(bytes, 0) >>> 0) * TWO_TO_32 + (readWord(bytes, 4) >>> 0);
  }

  enclosed(): Uint8Array {
    return this.fixed(readWord(this.fixed(LENGTH_BYTES), 0) >>> 0);
  }

  /** A field of so many bytes, in a new array. */
  fixed(length: number): Uint8Array {
    if (this.#offset + length > this.#bytes.length) this.#failed = true;
    const taken = this.#bytes.slice(this.#offset, this.#offset + length);
    this.#offset += length;
    return taken;
  }
}

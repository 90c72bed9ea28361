/**
 * Bytes as text, as 32-bit words (most significant byte first) and as whole numbers (least significant byte first, as
 * RFC 8032 writes them).
 * @module
 */
import { bytesToHex } from '@noble/hashes/utils.js';

const PAIRS_OF_HEX_DIGITS = /^([0-9a-f]{2})*$/i;

/** The bytes in lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** The bytes that `text` writes in pairs of hexadecimal digits, of either case; undefined when it is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  if (!PAIRS_OF_HEX_DIGITS.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The signed 32-bit word that starts at `offset`. */
export function readWord(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}

/** Writes the low 32 bits of `word` from `offset` on. */
export function writeWord(bytes: Uint8Array, offset: number, word: number): void {
  bytes[offset] = word >>> 24;
  bytes[offset + 1] = word >>> 16;
  bytes[offset + 2] = word >>> 8;
  bytes[offset + 3] = word;
}

/** The parts, one behind the other, in a new array. */
export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Whether both have the same length and the same bytes. Takes less time when they differ early: not for secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The whole number that the bytes write, least significant byte first; 0 for no bytes. */
export function readNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${bytesToHex(Uint8Array.from(bytes).reverse())}`);
}

/**
 * The number in `length` bytes, least significant byte first.
 * @throws RangeError when it is negative or needs more.
 */
export function writeNumber(number: bigint, length: number): Uint8Array {
  const bytes = number < 0n ? undefined : fromHex(number.toString(16).padStart(2 * length, '0'));
  if (bytes?.length !== length) throw new RangeError(`${number} does not fit into ${length} bytes`);
  return bytes.reverse();
}

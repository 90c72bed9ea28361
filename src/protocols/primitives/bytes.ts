/**
 * Bytes as text and as 32-bit words, most significant first.
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

/**
 * SHA-256 of one fixed-size message, key (16 bytes) || x (8 bytes), which is a single block: the hash that a mint
 * spends nearly all its time in.
 *
 * It stands beside the library's SHA-256 because a mint throws 1e8 balls and more: every value is a local variable,
 * only the first 64 bits of the digest are made, and nothing is allocated for a ball. Acceptance and redemption use the
 * library's, so that two implementations meet in every coin.
 *
 * Three habits make it fast on V8 and change no result.
 * - Every statement ends in `| 0`, and so does a sum of two variables in a round: otherwise V8 adds in 64 bits, or
 *   guesses from the first few calls that a sum never overflows and throws the optimised function away when it does.
 * - Words are read from named fields: the bounds of an array would be checked at every read.
 * - `ror` is short enough for V8 to inline it wherever it stands. Longer helpers are inlined only up to a limit, and
 *   calls cost more than the work, so the other functions of the standard are written out.
 *
 * Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2.2; the letters are the standard's. Its sums of rotations are
 * nested, which spares copies: ror(x, i) ^ ror(x, j) = ror(x ^ ror(x, j - i), i).
 * @module
 */
import { readWord } from './bytes.ts';

/** Bytes of the key: the message words W0 to W3. */
export const BLOCK_KEY_BYTES = 16;
const BLOCK_WORDS = 16;
/** The message has 24 bytes, whose number of bits is the last word of the block. */
const MESSAGE_BITS = 192;
/** The single one bit that ends a message. */
const END_OF_MESSAGE = 0x80000000;

/** The constants of the 64 rounds. */
export const K = words(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
  d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
  e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
  27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
  a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
  748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
`);
/** H(0): what the working variables are before the first round, and what is added to them after the last. */
export const INITIAL_HASH = words('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19');
const INITIAL = lettered(INITIAL_HASH);
/** K, sixteen rounds at a time. */
const CONSTANTS = [0, 16, 32, 48].map((round) => named(K.subarray(round, round + BLOCK_WORDS)));
const LAST = CONSTANTS[3];

/** The 32-bit words that a table of the standard prints in hexadecimal digits. */
function words(table: string): Int32Array {
  return Int32Array.from(table.trim().split(/\s+/), (word) => Number.parseInt(word, 16));
}

/** Sixteen words of the message or of K. */
function named([w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15]: Int32Array) {
  return { w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15 };
}

/** The eight working variables. */
function lettered([a, b, c, d, e, f, g, h]: Int32Array) {
  return { a, b, c, d, e, f, g, h };
}

/** ROTR, x rotated right by n bits; a shift takes its count modulo 32. */
function ror(x: number, n: number): number {
  return (x >>> n) | (x << -n);
}

/**
 * The sixteen words of the block, with x = 0 in W4 and W5.
 * @param key 16 bytes.
 * @throws RangeError when the key has another length.
 */
export function paddedMessage(key: Uint8Array): Int32Array {
  if (key.length !== BLOCK_KEY_BYTES) {
    throw new RangeError(`a block's key has ${BLOCK_KEY_BYTES} bytes, not ${key.length}`);
  }
  const message = new Int32Array(BLOCK_WORDS);
  for (let i = 0; 4 * i < BLOCK_KEY_BYTES; i++) message[i] = readWord(key, 4 * i);
  message[6] = END_OF_MESSAGE;
  message[15] = MESSAGE_BITS;
  return message;
}

/** SHA-256 of key || x for one key and many x. */
export class KeyedBlock {
  /** The padded message with x = 0. */
  readonly #message: ReturnType<typeof named>;

  /**
   * @param key 16 bytes.
   * @throws RangeError when the key has another length.
   */
  constructor(key: Uint8Array) {
    this.#message = named(paddedMessage(key));
  }

  /**
   * Writes the first 64 bits of SHA-256(key || x) into `digest`, two signed 32-bit words.
   * @param high the high 32 bits of x, signed or not; `low` likewise.
   */
  hash(high: number, low: number, digest: Int32Array): void {
    let { w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15 } = this.#message;
    w4 = high | 0;
    w5 = low | 0;
    let { a, b, c, d, e, f, g, h } = INITIAL;
    for (const k of CONSTANTS) {
      // A round is two lines: h becomes the next e, d + T1, and d the next a, T1 + T2, where T1 is the next e less d.
      // Nothing moves on to the next letter: the next round calls d, a, b, c its a to d, and h, e, f, g its e to h.
      h = (((h + d) | 0) + ror(e ^ ror(e ^ ror(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + ((k.w0 + w0) | 0)) | 0;
      d = (((h - d) | 0) + ror(a ^ ror(a ^ ror(a, 9), 11), 2) + (b ^ ((a ^ b) & (b ^ c)))) | 0;
      g = (((g + c) | 0) + ror(h ^ ror(h ^ ror(h, 14), 5), 6) + (f ^ (h & (e ^ f))) + ((k.w1 + w1) | 0)) | 0;
      c = (((g - c) | 0) + ror(d ^ ror(d ^ ror(d, 9), 11), 2) + (a ^ ((d ^ a) & (a ^ b)))) | 0;
      f = (((f + b) | 0) + ror(g ^ ror(g ^ ror(g, 14), 5), 6) + (e ^ (g & (h ^ e))) + ((k.w2 + w2) | 0)) | 0;
      b = (((f - b) | 0) + ror(c ^ ror(c ^ ror(c, 9), 11), 2) + (d ^ ((c ^ d) & (d ^ a)))) | 0;
      e = (((e + a) | 0) + ror(f ^ ror(f ^ ror(f, 14), 5), 6) + (h ^ (f & (g ^ h))) + ((k.w3 + w3) | 0)) | 0;
      a = (((e - a) | 0) + ror(b ^ ror(b ^ ror(b, 9), 11), 2) + (c ^ ((b ^ c) & (c ^ d)))) | 0;
      h = (((h + d) | 0) + ror(e ^ ror(e ^ ror(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + ((k.w4 + w4) | 0)) | 0;
      d = (((h - d) | 0) + ror(a ^ ror(a ^ ror(a, 9), 11), 2) + (b ^ ((a ^ b) & (b ^ c)))) | 0;
      g = (((g + c) | 0) + ror(h ^ ror(h ^ ror(h, 14), 5), 6) + (f ^ (h & (e ^ f))) + ((k.w5 + w5) | 0)) | 0;
      c = (((g - c) | 0) + ror(d ^ ror(d ^ ror(d, 9), 11), 2) + (a ^ ((d ^ a) & (a ^ b)))) | 0;
      f = (((f + b) | 0) + ror(g ^ ror(g ^ ror(g, 14), 5), 6) + (e ^ (g & (h ^ e))) + ((k.w6 + w6) | 0)) | 0;
      b = (((f - b) | 0) + ror(c ^ ror(c ^ ror(c, 9), 11), 2) + (d ^ ((c ^ d) & (d ^ a)))) | 0;
      e = (((e + a) | 0) + ror(f ^ ror(f ^ ror(f, 14), 5), 6) + (h ^ (f & (g ^ h))) + ((k.w7 + w7) | 0)) | 0;
      a = (((e - a) | 0) + ror(b ^ ror(b ^ ror(b, 9), 11), 2) + (c ^ ((b ^ c) & (c ^ d)))) | 0;
      h = (((h + d) | 0) + ror(e ^ ror(e ^ ror(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + ((k.w8 + w8) | 0)) | 0;
      d = (((h - d) | 0) + ror(a ^ ror(a ^ ror(a, 9), 11), 2) + (b ^ ((a ^ b) & (b ^ c)))) | 0;
      g = (((g + c) | 0) + ror(h ^ ror(h ^ ror(h, 14), 5), 6) + (f ^ (h & (e ^ f))) + ((k.w9 + w9) | 0)) | 0;
      c = (((g - c) | 0) + ror(d ^ ror(d ^ ror(d, 9), 11), 2) + (a ^ ((d ^ a) & (a ^ b)))) | 0;
      f = (((f + b) | 0) + ror(g ^ ror(g ^ ror(g, 14), 5), 6) + (e ^ (g & (h ^ e))) + ((k.w10 + w10) | 0)) | 0;
      b = (((f - b) | 0) + ror(c ^ ror(c ^ ror(c, 9), 11), 2) + (d ^ ((c ^ d) & (d ^ a)))) | 0;
      e = (((e + a) | 0) + ror(f ^ ror(f ^ ror(f, 14), 5), 6) + (h ^ (f & (g ^ h))) + ((k.w11 + w11) | 0)) | 0;
      a = (((e - a) | 0) + ror(b ^ ror(b ^ ror(b, 9), 11), 2) + (c ^ ((b ^ c) & (c ^ d)))) | 0;
      h = (((h + d) | 0) + ror(e ^ ror(e ^ ror(e, 14), 5), 6) + (g ^ (e & (f ^ g))) + ((k.w12 + w12) | 0)) | 0;
      d = (((h - d) | 0) + ror(a ^ ror(a ^ ror(a, 9), 11), 2) + (b ^ ((a ^ b) & (b ^ c)))) | 0;
      g = (((g + c) | 0) + ror(h ^ ror(h ^ ror(h, 14), 5), 6) + (f ^ (h & (e ^ f))) + ((k.w13 + w13) | 0)) | 0;
      c = (((g - c) | 0) + ror(d ^ ror(d ^ ror(d, 9), 11), 2) + (a ^ ((d ^ a) & (a ^ b)))) | 0;
      f = (((f + b) | 0) + ror(g ^ ror(g ^ ror(g, 14), 5), 6) + (e ^ (g & (h ^ e))) + ((k.w14 + w14) | 0)) | 0;
      b = (((f - b) | 0) + ror(c ^ ror(c ^ ror(c, 9), 11), 2) + (d ^ ((c ^ d) & (d ^ a)))) | 0;
      e = (((e + a) | 0) + ror(f ^ ror(f ^ ror(f, 14), 5), 6) + (h ^ (f & (g ^ h))) + ((k.w15 + w15) | 0)) | 0;
      a = (((e - a) | 0) + ror(b ^ ror(b ^ ror(b, 9), 11), 2) + (c ^ ((b ^ c) & (c ^ d)))) | 0;
      if (k === LAST) break;
      // The next sixteen words of the schedule, each in the place of the word sixteen before it.
      w0 = (w0 + w9 + (ror(w1 ^ ror(w1, 11), 7) ^ (w1 >>> 3)) + (ror(w14 ^ ror(w14, 2), 17) ^ (w14 >>> 10))) | 0;
      w1 = (w1 + w10 + (ror(w2 ^ ror(w2, 11), 7) ^ (w2 >>> 3)) + (ror(w15 ^ ror(w15, 2), 17) ^ (w15 >>> 10))) | 0;
      w2 = (w2 + w11 + (ror(w3 ^ ror(w3, 11), 7) ^ (w3 >>> 3)) + (ror(w0 ^ ror(w0, 2), 17) ^ (w0 >>> 10))) | 0;
      w3 = (w3 + w12 + (ror(w4 ^ ror(w4, 11), 7) ^ (w4 >>> 3)) + (ror(w1 ^ ror(w1, 2), 17) ^ (w1 >>> 10))) | 0;
      w4 = (w4 + w13 + (ror(w5 ^ ror(w5, 11), 7) ^ (w5 >>> 3)) + (ror(w2 ^ ror(w2, 2), 17) ^ (w2 >>> 10))) | 0;
      w5 = (w5 + w14 + (ror(w6 ^ ror(w6, 11), 7) ^ (w6 >>> 3)) + (ror(w3 ^ ror(w3, 2), 17) ^ (w3 >>> 10))) | 0;
      w6 = (w6 + w15 + (ror(w7 ^ ror(w7, 11), 7) ^ (w7 >>> 3)) + (ror(w4 ^ ror(w4, 2), 17) ^ (w4 >>> 10))) | 0;
      w7 = (w7 + w0 + (ror(w8 ^ ror(w8, 11), 7) ^ (w8 >>> 3)) + (ror(w5 ^ ror(w5, 2), 17) ^ (w5 >>> 10))) | 0;
      w8 = (w8 + w1 + (ror(w9 ^ ror(w9, 11), 7) ^ (w9 >>> 3)) + (ror(w6 ^ ror(w6, 2), 17) ^ (w6 >>> 10))) | 0;
      w9 = (w9 + w2 + (ror(w10 ^ ror(w10, 11), 7) ^ (w10 >>> 3)) + (ror(w7 ^ ror(w7, 2), 17) ^ (w7 >>> 10))) | 0;
      w10 = (w10 + w3 + (ror(w11 ^ ror(w11, 11), 7) ^ (w11 >>> 3)) + (ror(w8 ^ ror(w8, 2), 17) ^ (w8 >>> 10))) | 0;
      w11 = (w11 + w4 + (ror(w12 ^ ror(w12, 11), 7) ^ (w12 >>> 3)) + (ror(w9 ^ ror(w9, 2), 17) ^ (w9 >>> 10))) | 0;
      w12 = (w12 + w5 + (ror(w13 ^ ror(w13, 11), 7) ^ (w13 >>> 3)) + (ror(w10 ^ ror(w10, 2), 17) ^ (w10 >>> 10))) | 0;
      w13 = (w13 + w6 + (ror(w14 ^ ror(w14, 11), 7) ^ (w14 >>> 3)) + (ror(w11 ^ ror(w11, 2), 17) ^ (w11 >>> 10))) | 0;
      w14 = (w14 + w7 + (ror(w15 ^ ror(w15, 11), 7) ^ (w15 >>> 3)) + (ror(w12 ^ ror(w12, 2), 17) ^ (w12 >>> 10))) | 0;
      w15 = (w15 + w8 + (ror(w0 ^ ror(w0, 11), 7) ^ (w0 >>> 3)) + (ror(w13 ^ ror(w13, 2), 17) ^ (w13 >>> 10))) | 0;
    }
    digest[0] = (a + INITIAL.a) | 0;
    digest[1] = (b + INITIAL.b) | 0;
  }
}

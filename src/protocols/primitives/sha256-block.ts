/**
 * SHA-256 of one fixed-size message, key (16 bytes) || x (8 bytes), which is a single block: the hash that a mint
 * spends nearly all its time in.
 *
 * It stands beside the library's SHA-256 because a mint throws 1e8 balls and more: the rounds and the words of the
 * schedule that the key alone decides are computed once, only the first 64 bits of the digest are made, and nothing
 * is allocated for a ball. Acceptance and redemption use the library's, so that two implementations meet in every coin.
 *
 * Every term and every sum is cut to 32 bits where it stands, also where a store into an Int32Array would cut it:
 * otherwise V8 may guess from the first few calls that a sum never overflows, throws the optimised function away when
 * it does, and can be left with one that is four times slower.
 *
 * Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2.2; the letters are the standard's.
 * @module
 */
import { readWord } from './bytes.ts';

/** Bytes of the key: the message words W0 to W3. */
export const BLOCK_KEY_BYTES = 16;
const KEY_WORDS = 4;
const ROUNDS = 64;
/** The message has 24 bytes, whose number of bits is the last word of the block. */
const MESSAGE_BITS = 192;
/** The single one bit that ends a message. */
const END_OF_MESSAGE = 0x80000000;

const K = words(`
  428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5
  d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174
  e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da
  983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967
  27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85
  a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070
  19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3
  748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2
`);
const INITIAL = words('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19');

/** The 32-bit words that a table of the standard prints in hexadecimal digits. */
function words(table: string): Int32Array {
  return Int32Array.from(table.trim().split(/\s+/), (word) => Number.parseInt(word, 16));
}

/** sigma0, the small one of the schedule. */
function sigma0(x: number): number {
  return ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
}

/** sigma1, the small one of the schedule. */
function sigma1(x: number): number {
  return ((x >>> 17) | (x << 15)) ^ ((x >>> 19) | (x << 13)) ^ (x >>> 10);
}

/** One round on the working variables a to h, kept in an array: the constructor's. */
function nextRound(state: Int32Array, addend: number): void {
  const [a, b, c, d, e, f, g, h] = state;
  const bigSigma0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
  const bigSigma1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
  const t1 = h + bigSigma1 + (g ^ (e & (f ^ g))) + addend;
  const t2 = bigSigma0 + (b ^ ((a ^ b) & (b ^ c)));
  state.set([t1 + t2, a, b, c, d + t1, e, f, g]);
}

/** SHA-256 of key || x for one key and many x. */
export class KeyedBlock {
  /** The schedule: W0 to W3 and W6 to W18 never change; the others are written anew for each x. */
  readonly #w = new Int32Array(ROUNDS);
  /** What the constant words add to W19 to W30. */
  readonly #fixed = new Int32Array(ROUNDS);
  /** The working variables a to h after the rounds of the key's words. */
  readonly #midstate = Int32Array.from(INITIAL);

  /**
   * @param key 16 bytes.
   * @throws RangeError when the key has another length.
   */
  constructor(key: Uint8Array) {
    if (key.length !== BLOCK_KEY_BYTES) {
      throw new RangeError(`a block's key has ${BLOCK_KEY_BYTES} bytes, not ${key.length}`);
    }
    const w = this.#w;
    const fixed = this.#fixed;
    for (let i = 0; i < KEY_WORDS; i++) {
      w[i] = readWord(key, 4 * i);
      nextRound(this.#midstate, K[i] + w[i]);
    }
    w[6] = END_OF_MESSAGE;
    w[15] = MESSAGE_BITS;
    for (let i = 16; i < 19; i++) w[i] = sigma1(w[i - 2]) + w[i - 7] + sigma0(w[i - 15]) + w[i - 16];
    // What x adds to W19, W20 and W21 is missing here: w[4] and w[5] are zero as yet, w[19] does not count.
    for (let i = 19; i < 31; i++) fixed[i] = (i < 21 ? sigma1(w[i - 2]) : 0) + sigma0(w[i - 15]) + w[i - 16];
  }

  /**
   * Writes the first 64 bits of SHA-256(key || x) into `digest`, two signed 32-bit words.
   * @param high the high 32 bits of x, signed or not; `low` likewise.
   */
  hash(high: number, low: number, digest: Int32Array): void {
    this.#schedule(high, low);
    const w = this.#w;
    const m = this.#midstate;
    let a = m[0];
    let b = m[1];
    let c = m[2];
    let d = m[3];
    let e = m[4];
    let f = m[5];
    let g = m[6];
    let h = m[7];
    for (let i = KEY_WORDS; i < ROUNDS; i += 4) {
      h = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7)))) | 0;
      h = (h + (g ^ (e & (f ^ g))) + K[i] + w[i]) | 0;
      d = (d + h) | 0;
      h = (h + (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10)))) | 0;
      h = (h + (b ^ ((a ^ b) & (b ^ c)))) | 0;
      g = (g + (((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7)))) | 0;
      g = (g + (f ^ (d & (e ^ f))) + K[i + 1] + w[i + 1]) | 0;
      c = (c + g) | 0;
      g = (g + (((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10)))) | 0;
      g = (g + (a ^ ((h ^ a) & (a ^ b)))) | 0;
      f = (f + (((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7)))) | 0;
      f = (f + (e ^ (c & (d ^ e))) + K[i + 2] + w[i + 2]) | 0;
      b = (b + f) | 0;
      f = (f + (((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10)))) | 0;
      f = (f + (h ^ ((g ^ h) & (h ^ a)))) | 0;
      e = (e + (((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7)))) | 0;
      e = (e + (d ^ (b & (c ^ d))) + K[i + 3] + w[i + 3]) | 0;
      a = (a + e) | 0;
      e = (e + (((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10)))) | 0;
      e = (e + (g ^ ((f ^ g) & (g ^ h)))) | 0;
      // Four rounds leave each value in the variable of the letter four places on.
      const p = a;
      const q = b;
      const r = c;
      const s = d;
      a = e;
      b = f;
      c = g;
      d = h;
      e = p;
      f = q;
      g = r;
      h = s;
    }
    digest[0] = (a + INITIAL[0]) | 0;
    digest[1] = (b + INITIAL[1]) | 0;
  }

  #schedule(high: number, low: number): void {
    const w = this.#w;
    const fixed = this.#fixed;
    const w4 = high | 0;
    const w5 = low | 0;
    w[4] = w4;
    w[5] = w5;
    w[19] = (sigma0(w4) + fixed[19]) | 0;
    w[20] = (sigma0(w5) + w4 + fixed[20]) | 0;
    w[21] = (sigma1(w[19]) + w5 + fixed[21]) | 0;
    for (let i = 22; i < 31; i++) {
      const y = w[i - 2];
      w[i] = ((((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)) + w[i - 7] + fixed[i]) | 0;
    }
    for (let i = 31; i < ROUNDS; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      const fromX = (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + w[i - 16];
      const fromY = (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)) + w[i - 7];
      w[i] = (fromX + fromY) | 0;
    }
  }
}

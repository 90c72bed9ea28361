/**
 * Speck64/128: a keyed permutation of 64-bit numbers, in two 32-bit words and 27 rounds of add, rotate, exclusive or.
 * A mint needs only the forward direction, at a few per cent of the cost of a hash.
 *
 * Source: Beaulieu, Shors, Smith, Treatman-Clark, Weeks, Wingers, The SIMON and SPECK families of lightweight block
 * ciphers (2013), sections 4.1 and 4.2.
 * @module
 */
import { readWord } from './bytes.ts';

export const SPECK_KEY_BYTES = 16;
export const SPECK_ROUNDS = 27;

export class Speck64 {
  /** One word a round, for those who write the rounds in another language. */
  readonly roundKeys = new Int32Array(SPECK_ROUNDS);

  /**
   * @param key 16 bytes: the words l2, l1, l0, k0, most significant byte first, as the paper writes a key.
   * @throws RangeError when the key has another length.
   */
  constructor(key: Uint8Array) {
    if (key.length !== SPECK_KEY_BYTES) {
      throw new RangeError(`a Speck64/128 key has ${SPECK_KEY_BYTES} bytes, not ${key.length}`);
    }
    let k = readWord(key, 12);
    const l = [readWord(key, 8), readWord(key, 4), readWord(key, 0)];
    for (let i = 0; i < SPECK_ROUNDS; i++) {
      this.roundKeys[i] = k;
      const sum = (((l[0] >>> 8) | (l[0] << 24)) + k) ^ i;
      k = ((k << 3) | (k >>> 29)) ^ sum;
      l[0] = l[1];
      l[1] = l[2];
      l[2] = sum;
    }
  }

  /** Writes the image of the block (high, low) into `block` as two signed 32-bit words, the high one first. */
  encrypt(high: number, low: number, block: Int32Array): void {
    const keys = this.roundKeys;
    let x = high | 0;
    let y = low | 0;
    for (let i = 0; i < SPECK_ROUNDS; i++) {
      x = (((x >>> 8) | (x << 24)) + y) ^ keys[i];
      y = ((y << 3) | (y >>> 29)) ^ x;
    }
    block[0] = x;
    block[1] = y;
  }
}

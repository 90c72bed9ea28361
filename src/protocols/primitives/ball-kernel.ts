/**
 * What hashes balls, and the question whether it does so rightly.
 * @module
 */
import { concatenate, readWord, writeWord } from './bytes.ts';
import { deriveKey, sha256 } from './hash.ts';
import { KeyedBlock } from './sha256-block.ts';
import { Speck64 } from './speck64.ts';

/** At work under two keys, in memory of its own. */
export interface BallKernel {
  /**
   * The first two words of SHA-256(key || P(i)) of the `count` numbers i from `from` on, in a view that the next call
   * overwrites.
   * @param count up to BATCH_MAX; all numbers up to 2^53. Nobody checks.
   */
  hash(from: number, count: number): Uint32Array;
}

export type MakeBallKernel = (key: Uint8Array, permutationKey: Uint8Array) => BallKernel;

/** Balls of one call: 16 KiB of digests leave half of a small first-level cache to whoever reads them. */
export const BATCH_MAX = 2048;
export const BALL_NUMBER_MAX = 2 ** 53;

const TWO_TO_32 = 2 ** 32;
const KEY_BYTES = 16;

/** Numbers of one word, of two, and around the places where one ends and the other begins; no count is a full batch of lanes. */
const TESTED = [
  { from: 0, count: 7 },
  { from: TWO_TO_32 - 6, count: 11 },
  { from: BALL_NUMBER_MAX - 9, count: 10 },
];

/** Whether these kernels compute what the library's SHA-256 does. A few dozen hashes. */
export function passesSelfTest(make: MakeBallKernel): boolean {
  return ['a', 'b'].every((name) => {
    const key = deriveKey(name, 'ball kernel', KEY_BYTES);
    const permutationKey = deriveKey(name, 'ball kernel permutation', KEY_BYTES);
    const kernel = make(key, permutationKey);
    return TESTED.every(({ from, count }) => {
      const digests = kernel.hash(from, count);
      const expected = expectedDigests(key, permutationKey, from, count);
      return digests.length === expected.length && expected.every((word, i) => word === digests[i]);
    });
  });
}

function expectedDigests(key: Uint8Array, permutationKey: Uint8Array, from: number, count: number): Uint32Array {
  const permutation = new Speck64(permutationKey);
  const ball = new Int32Array(2);
  const x = new Uint8Array(8);
  const digests = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    permutation.encrypt(Math.floor((from + i) / TWO_TO_32), from + i, ball);
    for (const w of [0, 1]) writeWord(x, 4 * w, ball[w]);
    const digest = sha256(concatenate(key, x));
    digests.set([readWord(digest, 0), readWord(digest, 4)], 2 * i);
  }
  return digests;
}

/** The kernel in plain TypeScript. */
export class PortableKernel implements BallKernel {
  readonly #block: KeyedBlock;
  readonly #permutation: Speck64;
  readonly #ball = new Int32Array(2);
  readonly #digest = new Int32Array(2);
  readonly #digests = new Uint32Array(2 * BATCH_MAX);

  /**
   * @param key 16 bytes; `permutationKey` likewise.
   * @throws RangeError when a key has another length.
   */
  constructor(key: Uint8Array, permutationKey: Uint8Array) {
    this.#block = new KeyedBlock(key);
    this.#permutation = new Speck64(permutationKey);
  }

  hash(from: number, count: number): Uint32Array {
    const ball = this.#ball;
    const digest = this.#digest;
    const digests = this.#digests;
    for (let i = 0; i < count; i++) {
      this.#permutation.encrypt(Math.floor((from + i) / TWO_TO_32), from + i, ball);
      this.#block.hash(ball[0], ball[1], digest);
      digests[2 * i] = digest[0];
      digests[2 * i + 1] = digest[1];
    }
    return digests.subarray(0, 2 * count);
  }
}

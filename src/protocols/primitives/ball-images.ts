/**
 * The balls of many numbers at once: x = P(i), by vectors of four where WebAssembly has them, else one by one.
 * The numbers of a coin's balls lie anywhere, so they are put into two rows, of high and of low words, and their images
 * come in the same places.
 * Source: for P, see speck64.ts; the letters x and y are its.
 * @module
 */
import { SPECK_ROUNDS, Speck64 } from './speck64.ts';
import { type Code, doWhile, encodeModule, i32, i32x4, local, v128 } from './wasm-assembler.ts';
import { compile, instantiate } from './webassembly.ts';

/** A permutation P of the numbers of 64 bits. */
interface Permutation {
  /** The 16 bytes of the key, when P is Speck64/128. */
  readonly speckKey?: Uint8Array;
  /** Writes P of `index` into `ball` as two signed 32-bit words, the high one first. */
  permute(index: number, ball: Int32Array): void;
}

export interface BallImages {
  /** The high words of up to IMAGES_MAX numbers, and then of their images. */
  readonly highs: Uint32Array;
  readonly lows: Uint32Array;
  /** Turns the first `count` numbers into their images; what stands behind them may change too. */
  permute(count: number): void;
}

export const IMAGES_MAX = 4096;

const LANES = 4;
const WORD_BYTES = 4;
const WORD_BITS = 32;
/** Where things lie in the kernel's memory, in bytes. */
const AT = { speck: 0, highs: 0x100, lows: 0x100 + IMAGES_MAX * WORD_BYTES };
const TEST_NUMBERS = 9;

/**
 * The balls under P: by vectors, when P is Speck64/128 and this machine has them.
 * All that are by vectors share their rows: what is put there has to be turned and read before another is used.
 */
export function ballImages(permutation: Permutation): BallImages {
  const { speckKey } = permutation;
  vectors ??= { kernel: makeKernel() };
  const { kernel } = vectors;
  return speckKey === undefined || kernel === undefined ? oneByOne(permutation) : byVectors(kernel, speckKey);
}

interface Kernel extends Pick<BallImages, 'highs' | 'lows'> {
  readonly roundKeys: Int32Array;
  permute(endBytes: number): void;
}

/** One for all, since each would reserve gigabytes of addresses; undefined where it does not work. */
let vectors: { readonly kernel: Kernel | undefined } | undefined;

function oneByOne(permutation: Permutation): BallImages {
  const highs = new Uint32Array(IMAGES_MAX);
  const lows = new Uint32Array(IMAGES_MAX);
  const ball = new Int32Array(2);
  return {
    highs,
    lows,
    permute(count) {
      for (let i = 0; i < count; i++) {
        permutation.permute(highs[i] * 2 ** WORD_BITS + lows[i], ball);
        highs[i] = ball[0];
        lows[i] = ball[1];
      }
    },
  };
}

function byVectors({ roundKeys, highs, lows, permute }: Kernel, speckKey: Uint8Array): BallImages {
  const keys = new Speck64(speckKey).roundKeys;
  return {
    highs,
    lows,
    permute(count) {
      roundKeys.set(keys);
      permute(count * WORD_BYTES);
    },
  };
}

/** `permute(end)`: four numbers at a time, until the rows have been turned up to byte `end`. */
function vectorModule(): Uint8Array {
  const [end, at, x, y] = [0, 1, 2, 3].map(local);
  const rotr = (value: Code, bits: number): Code => or(i32x4.shr(value, bits), i32x4.shl(value, WORD_BITS - bits));
  // The two never have a one in the same place.
  const or = v128.xor;
  const key = (round: number): Code => v128.load32Splat(i32.constant(0), AT.speck + WORD_BYTES * round);
  const rounds = Array.from({ length: SPECK_ROUNDS }, (_, i) => [
    x.set(v128.xor(i32x4.add(rotr(x.get, 8), y.get), key(i))),
    y.set(v128.xor(rotr(y.get, WORD_BITS - 3), x.get)),
  ]);
  const turnFour = [
    x.set(v128.load(at.get, AT.highs)),
    y.set(v128.load(at.get, AT.lows)),
    rounds,
    v128.store(at.get, AT.highs, x.get),
    v128.store(at.get, AT.lows, y.get),
    at.set(i32.add(at.get, i32.constant(LANES * WORD_BYTES))),
  ];
  return encodeModule({
    name: 'permute',
    parameters: ['i32'],
    variables: ['i32', 'v128', 'v128'],
    body: doWhile(turnFour, i32.lessThan(at.get, end.get)),
    memory: 'memory',
    pages: 1,
  });
}

function makeKernel(): Kernel | undefined {
  try {
    const { permute, memory } = instantiate(compile(vectorModule())) as {
      permute: (endBytes: number) => void;
      memory: { buffer: ArrayBuffer };
    };
    const row = (at: number): Uint32Array => new Uint32Array(memory.buffer, at, IMAGES_MAX);
    const roundKeys = new Int32Array(memory.buffer, AT.speck, SPECK_ROUNDS);
    const kernel = { highs: row(AT.highs), lows: row(AT.lows), roundKeys, permute };
    return isRight(kernel) ? kernel : undefined;
  } catch {
    return undefined;
  }
}

/** Whether numbers of one word and of two have the images that speck64.ts gives them. */
function isRight(kernel: Kernel): boolean {
  const key = Uint8Array.from({ length: 16 }, (_, i) => 17 * i);
  const cipher = new Speck64(key);
  const images = byVectors(kernel, key);
  const number = (i: number): readonly [number, number] => [i % 3, (0x9e3779b9 * i) % 2 ** WORD_BITS];
  for (let i = 0; i < TEST_NUMBERS; i++) [images.highs[i], images.lows[i]] = number(i);
  images.permute(TEST_NUMBERS);
  const ball = new Uint32Array(2);
  return Array.from({ length: TEST_NUMBERS }, (_, i) => {
    cipher.encrypt(...number(i), new Int32Array(ball.buffer));
    return images.highs[i] === ball[0] && images.lows[i] === ball[1];
  }).every(Boolean);
}

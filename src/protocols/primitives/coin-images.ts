/**
 * The bytes of many coins at once: the images x = P(i) of each coin's k ball numbers in ascending order, eight bytes
 * each, the most significant first; by vectors of four coins where WebAssembly has them, else one by one.
 * Source: for P, see speck64.ts; the letters x and y are its. The order is found by a network of comparators (Knuth, The
 * Art of Computer Programming 3, section 5.3.4), which asks the same questions of four coins whatever their balls are.
 * @module
 */
import { SPECK_ROUNDS, Speck64 } from './speck64.ts';
import { type Code, doWhile, encodeModule, i8x16, i32, i32x4, type Local, local, v128 } from './wasm-assembler.ts';
import { compile, instantiate } from './webassembly.ts';

/** A permutation P of the numbers of 64 bits. */
interface Permutation {
  /** The 16 bytes of the key, when P is Speck64/128. */
  readonly speckKey?: Uint8Array;
  /** Writes P of `index` into `ball` as two signed 32-bit words, the high one first. */
  permute(index: number, ball: Int32Array): void;
}

export interface CoinImages {
  /**
   * The high words of the ball numbers, and the low ones. Ball i of coin c is at `placeOf(c, i, way)`, and the next ball
   * `COINS_ABREAST` places on.
   */
  readonly highs: Uint32Array;
  readonly lows: Uint32Array;
  /** So many coins have room. */
  readonly coinsMax: number;
  /** The bytes of the first `count` coins, in a view that the next call overwrites; the numbers are gone. */
  write(count: number): Uint8Array;
}

/** So many coins lie beside each other, a ball of each next to the same ball of the others. */
export const COINS_ABREAST = 4;

const LANES = COINS_ABREAST;
const WORD_BYTES = 4;
const WORD_BITS = 32;
const VECTOR_BYTES = LANES * WORD_BYTES;
const BALL_BYTES = 8;
/** Numbers, images and bytes of so many fill a page of memory, nearly. */
const BALLS_MAX = 3584;
/** Where things lie in the kernel's memory, in bytes. */
const AT = { speck: 0, highs: 0x100, lows: 0x100 + BALLS_MAX * WORD_BYTES, bytes: 0x100 + 2 * BALLS_MAX * WORD_BYTES };
const TEST_COINS = 9;

/** Where the number of a coin's ball goes. */
export function placeOf(coin: number, ball: number, way: number): number {
  return ((coin >>> 2) * way + ball) * LANES + (coin & (LANES - 1));
}

/**
 * The coins under P: by vectors, when P is Speck64/128 and this machine has them.
 * All that are by vectors share their rows: what is put there has to be written and read before another is used.
 */
export function coinImages(permutation: Permutation, way: number): CoinImages {
  const { speckKey } = permutation;
  if (!kernels.has(way)) kernels.set(way, makeKernel(way));
  const kernel = kernels.get(way);
  return speckKey === undefined || kernel === undefined ? oneByOne(permutation, way) : byVectors(kernel, speckKey);
}

interface Kernel extends Pick<CoinImages, 'highs' | 'lows' | 'coinsMax'> {
  readonly way: number;
  readonly roundKeys: Int32Array;
  readonly bytes: Uint8Array;
  /** Up to byte `end` of the rows. */
  write(end: number): void;
}

/** One for each number of balls, since each reserves gigabytes of addresses; undefined where it does not work. */
const kernels = new Map<number, Kernel | undefined>();

function coinsMaxOf(way: number): number {
  return Math.floor(BALLS_MAX / way / LANES) * LANES;
}

function oneByOne(permutation: Permutation, way: number): CoinImages {
  const highs = new Uint32Array(BALLS_MAX);
  const lows = new Uint32Array(BALLS_MAX);
  const view = new DataView(new ArrayBuffer(BALLS_MAX * BALL_BYTES));
  const ball = new Int32Array(2);
  const images = new BigUint64Array(way);
  return {
    highs,
    lows,
    coinsMax: coinsMaxOf(way),
    write(count) {
      for (let coin = 0; coin < count; coin++) {
        for (let i = 0; i < way; i++) {
          const at = placeOf(coin, i, way);
          permutation.permute(highs[at] * 2 ** WORD_BITS + lows[at], ball);
          images[i] = (BigInt(ball[0] >>> 0) << 32n) | BigInt(ball[1] >>> 0);
        }
        images.sort();
        for (let i = 0; i < way; i++) view.setBigUint64((coin * way + i) * BALL_BYTES, images[i]);
      }
      return new Uint8Array(view.buffer, 0, count * way * BALL_BYTES);
    },
  };
}

function byVectors(kernel: Kernel, speckKey: Uint8Array): CoinImages {
  const { highs, lows, coinsMax, way, bytes } = kernel;
  const keys = new Speck64(speckKey).roundKeys;
  return {
    highs,
    lows,
    coinsMax,
    write(count) {
      kernel.roundKeys.set(keys);
      kernel.write(Math.ceil(count / LANES) * way * VECTOR_BYTES);
      return bytes.subarray(0, count * way * BALL_BYTES);
    },
  };
}

/** The variables of the kernel, up to the words of the balls. */
const [end, at, to, less, mixed] = [0, 1, 2, 3, 4].map(local);
const FIRST_WORD = 5;

/** `write(end)`: turns the rows up to byte `end`, then sorts and writes four coins at a time. */
function vectorModule(way: number): Uint8Array {
  const [x, y] = [FIRST_WORD, FIRST_WORD + way].map((first) => Array.from({ length: way }, (_, i) => local(first + i)));
  return encodeModule({
    name: 'write',
    parameters: ['i32'],
    variables: ['i32', 'i32', ...Array.from({ length: 2 + 2 * way }, () => 'v128' as const)],
    body: [
      doWhile(turnFour(x[0], y[0]), i32.lessThan(at.get, end.get)),
      at.set(i32.constant(0)),
      doWhile(writeFour(x, y), i32.lessThan(at.get, end.get)),
    ],
    memory: 'memory',
    pages: 1,
  });
}

/** Four numbers become their images, in their places. */
function turnFour(x: Local, y: Local): Code {
  const rotr = (value: Code, bits: number): Code => or(i32x4.shr(value, bits), i32x4.shl(value, WORD_BITS - bits));
  const key = (round: number): Code => v128.load32Splat(i32.constant(0), AT.speck + WORD_BYTES * round);
  const rounds = Array.from({ length: SPECK_ROUNDS }, (_, i) => [
    x.set(v128.xor(i32x4.add(rotr(x.get, 8), y.get), key(i))),
    y.set(v128.xor(rotr(y.get, WORD_BITS - 3), x.get)),
  ]);
  return [
    x.set(v128.load(at.get, AT.highs)),
    y.set(v128.load(at.get, AT.lows)),
    rounds,
    v128.store(at.get, AT.highs, x.get),
    v128.store(at.get, AT.lows, y.get),
    at.set(i32.add(at.get, i32.constant(VECTOR_BYTES))),
  ];
}

/** The images of four coins, sorted within each, go to where their bytes belong. */
function writeFour(x: readonly Local[], y: readonly Local[]): Code {
  const way = x.length;
  const load = x.map((_, i) => [
    x[i].set(v128.load(at.get, AT.highs + i * VECTOR_BYTES)),
    y[i].set(v128.load(at.get, AT.lows + i * VECTOR_BYTES)),
  ]);
  // Each ball sinks to its place among those before it, as in sorting by insertion.
  const sort = x.map((_, i) => Array.from({ length: i }, (_, j) => orderPair(x, y, i - j - 1)));
  return [
    load,
    sort,
    x.map((_, i) => storeRow(x[i], y[i], i, way)),
    to.set(i32.add(to.get, i32.constant(LANES * way * BALL_BYTES))),
    at.set(i32.add(at.get, i32.constant(way * VECTOR_BYTES))),
  ];
}

/** Exchanges balls i and i + 1 in the coins where they are in the wrong order. */
function orderPair(x: readonly Local[], y: readonly Local[], i: number): Code {
  const tied = v128.and(i32x4.equal(x[i + 1].get, x[i].get), i32x4.lessThan(y[i + 1].get, y[i].get));
  const exchange = (one: Local, other: Local): Code => [
    mixed.set(v128.and(v128.xor(one.get, other.get), less.get)),
    one.set(v128.xor(one.get, mixed.get)),
    other.set(v128.xor(other.get, mixed.get)),
  ];
  return [
    less.set(or(i32x4.lessThan(x[i + 1].get, x[i].get), tied)),
    exchange(x[i], x[i + 1]),
    exchange(y[i], y[i + 1]),
  ];
}

/** Ball number `ball` of four coins, of which each has k balls. */
function storeRow(x: Local, y: Local, ball: number, way: number): Code {
  const word = (first: number): number[] => [first + 3, first + 2, first + 1, first];
  const image = (lane: number): number[] => [...word(lane * WORD_BYTES), ...word(VECTOR_BYTES + lane * WORD_BYTES)];
  const place = (coin: number): number => AT.bytes + (coin * way + ball) * BALL_BYTES;
  return [0, 2].map((coin) => [
    mixed.set(i8x16.shuffle(x.get, y.get, [...image(coin), ...image(coin + 1)])),
    v128.store64Lane(to.get, place(coin), mixed.get, 0),
    v128.store64Lane(to.get, place(coin + 1), mixed.get, 1),
  ]);
}

/** Of vectors that never have a one in the same place. */
function or(one: Code, other: Code): Code {
  return v128.xor(one, other);
}

function makeKernel(way: number): Kernel | undefined {
  try {
    const { write, memory } = instantiate(compile(vectorModule(way))) as {
      write: (end: number) => void;
      memory: { buffer: ArrayBuffer };
    };
    const { buffer } = memory;
    const row = (place: number): Uint32Array => new Uint32Array(buffer, place, BALLS_MAX);
    const roundKeys = new Int32Array(buffer, AT.speck, SPECK_ROUNDS);
    const bytes = new Uint8Array(buffer, AT.bytes, BALLS_MAX * BALL_BYTES);
    const coinsMax = coinsMaxOf(way);
    const kernel = { way, highs: row(AT.highs), lows: row(AT.lows), coinsMax, roundKeys, bytes, write };
    return isRight(kernel) ? kernel : undefined;
  } catch {
    return undefined;
  }
}

/** Whether coins of numbers of one word and of two have the bytes that speck64.ts gives them. */
function isRight(kernel: Kernel): boolean {
  const { way } = kernel;
  const speckKey = Uint8Array.from({ length: 16 }, (_, i) => 17 * i);
  const cipher = new Speck64(speckKey);
  const permute = (index: number, ball: Int32Array): void =>
    cipher.encrypt(Math.floor(index / 2 ** WORD_BITS), index, ball);
  const [bytes, expected] = [byVectors(kernel, speckKey), oneByOne({ permute }, way)].map((images) => {
    for (let i = 0; i < TEST_COINS * way; i++) {
      const place = placeOf(Math.floor(i / way), i % way, way);
      images.highs[place] = i % 3;
      images.lows[place] = 0x9e3779b9 * i;
    }
    return images.write(TEST_COINS).slice();
  });
  return bytes.every((byte, i) => byte === expected[i]);
}

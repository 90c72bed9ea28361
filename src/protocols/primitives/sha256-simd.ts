/**
 * The minter's kernel in WebAssembly: SHA-256 of key || P(i) for four numbers i at a time, one in each lane of a vector.
 *
 * What depends on the key alone is worked out once, by numbers, and lies in the kernel's memory:
 * - Only W4 and W5 vary, which hold x. The schedule up to W18 takes nothing from them, so K + W is one constant there,
 *   and what later words take from the known ones is one constant too.
 * - The first five rounds: round 4 adds W4 to the next a and e, and to nothing else.
 * Constants are read from memory, where they are used, because the sixteen vector registers are full of variables.
 *
 * Source: FIPS 180-4, section 6.2.2; for P, see speck64.ts. The letters are theirs.
 * @module
 */
import { BATCH_MAX, type BallKernel } from './ball-kernel.ts';
import { INITIAL_HASH, K, paddedMessage } from './sha256-block.ts';
import { sha256Functions, type WordArithmetic } from './sha256-functions.ts';
import { SPECK_ROUNDS, Speck64 } from './speck64.ts';
import { type Code, doWhile, encodeModule, i32, i32x4, type Local, local, v128 } from './wasm-assembler.ts';
import { instantiate, type WasmModule } from './webassembly.ts';

const ROUNDS = 64;
const LETTERS = 8;
const LANES = 4;
const WORD_BYTES = 4;
const VECTOR_BYTES = LANES * WORD_BYTES;
/** A ball's two words of the digest. */
const DIGEST_BYTES = 2 * WORD_BYTES;
const TWO_TO_32 = 2 ** 32;

/** The rounds that are done once for a key. */
const ROUNDS_AHEAD = 5;
/** The first round whose W takes something from x again. */
const FIRST_MIXED_WORD = 19;

/** Where things lie in the kernel's memory, in bytes. */
const AT = {
  lows: 0,
  highs: VECTOR_BYTES,
  speck: 0x80,
  initialHash: 0x100,
  state: 0x180,
  round: 0x200,
  schedule: 0x300,
  digests: 0x400,
};

const PAGES = 1;

const numbers: WordArithmetic<number> = {
  add: (x, y) => (x + y) | 0,
  and: (x, y) => x & y,
  xor: (x, y) => x ^ y,
  shl: (x, bits) => x << bits,
  shr: (x, bits) => x >>> bits,
};
const lanes: WordArithmetic<Code> = { ...v128, ...i32x4 };

const known = sha256Functions(numbers);
const { add, xor } = lanes;
const { rotr, t1, t2, scheduleTerms } = sha256Functions(lanes);

/** Whether W_t is the same for every x. */
function isKnown(t: number): boolean {
  return t < FIRST_MIXED_WORD && t !== 4 && t !== 5;
}

/** The kernel's variables. */
const end = local(0);
const at = local(1);
const vectors = Array.from({ length: 3 + LETTERS + 16 }, (_, i) => local(2 + i));
const [low, high, sum] = vectors;
const letters = vectors.slice(3, 3 + LETTERS);
/** Those of the last sixteen words of the schedule that vary; W_t is in w[t % 16]. */
const w = vectors.slice(3 + LETTERS);

const ADDRESS_0 = i32.constant(0);

/** A constant of the key, number `index` of those at `place`. */
function constant(place: number, index: number): Code {
  return v128.load32Splat(ADDRESS_0, place + WORD_BYTES * index);
}

/** Turns the number (x, y) into its image under P. */
function permute(x: Local, y: Local): Code {
  return Array.from({ length: SPECK_ROUNDS }, (_, i) => [
    x.set(xor(add(rotr(x.get, 8), y.get), constant(AT.speck, i))),
    y.set(xor(rotr(y.get, 32 - 3), x.get)),
  ]);
}

/** W_t, for a t whose word is not known. */
function scheduleWord(t: number): Code {
  const varying = scheduleTerms.filter(({ back }) => !isKnown(t - back));
  const terms = varying.map(({ back, of }) => of(w[(t - back) % 16].get));
  if (varying.length < scheduleTerms.length) terms.unshift(constant(AT.schedule, t));
  return terms.reduce(add);
}

/** The letters as the rounds ahead leave them: what is constant, and W4 on a and e. */
function startRounds(): Code {
  return letters.map((letter, i) => {
    const start = constant(AT.state, i);
    return letter.set(i % 4 === 0 ? add(start, w[4].get) : start);
  });
}

/** The letters before round t, from a on. They stay where they are: what was h in a round is a in the next, a is b. */
function lettersBefore(t: number): Local[] {
  return letters.map((_, i) => letters[(i + ROUNDS_AHEAD - t + ROUNDS) % LETTERS]);
}

function round(t: number): Code {
  const [a, b, c, d, e, f, g, h] = lettersBefore(t);
  const word = w[t % 16];
  const kw = isKnown(t) ? constant(AT.round, t) : add(word.get, constant(AT.round, t));
  return [
    t < FIRST_MIXED_WORD ? [] : word.set(scheduleWord(t)),
    sum.set(t1(e.get, f.get, g.get, h.get, kw)),
    d.set(add(d.get, sum.get)),
    h.set(add(sum.get, t2(a.get, b.get, c.get))),
  ];
}

/** The digests' first two words, the first one first, to the four balls' places. */
function storeDigests(): Code {
  const [a, b] = lettersBefore(ROUNDS);
  return [
    a.set(add(a.get, constant(AT.initialHash, 0))),
    b.set(add(b.get, constant(AT.initialHash, 1))),
    v128.store(at.get, AT.digests, i32x4.shuffle(a.get, b.get, [0, 4, 1, 5])),
    v128.store(at.get, AT.digests + VECTOR_BYTES, i32x4.shuffle(a.get, b.get, [2, 6, 3, 7])),
  ];
}

/** The next four numbers, and the next four places. A low word below 4 has just passed 2^32: its high word is due. */
function advance(): Code {
  const four = i32x4.splat(i32.constant(LANES));
  return [
    low.set(i32x4.add(low.get, four)),
    high.set(i32x4.subtract(high.get, i32x4.lessThan(low.get, four))),
    at.set(i32.add(at.get, i32.constant(LANES * DIGEST_BYTES))),
  ];
}

/** The kernel as a module: `hash(end)` writes digests, four at a time, until they fill `end` bytes. */
export function simdModule(): Uint8Array {
  const [x, y] = [w[4], w[5]];
  const hashFour = [
    [x.set(high.get), y.set(low.get), permute(x, y)],
    [startRounds(), Array.from({ length: ROUNDS - ROUNDS_AHEAD }, (_, i) => round(ROUNDS_AHEAD + i)), storeDigests()],
  ];
  return encodeModule({
    name: 'hash',
    parameters: ['i32'],
    variables: ['i32', ...vectors.map(() => 'v128' as const)],
    body: [
      low.set(v128.load(ADDRESS_0, AT.lows)),
      high.set(v128.load(ADDRESS_0, AT.highs)),
      doWhile([hashFour, advance()], i32.lessThan(at.get, end.get)),
    ],
    memory: 'memory',
    pages: PAGES,
  });
}

/** What every word of the schedule takes from key and padding alone: all of a known one, a part of another. */
function knownSchedule(key: Uint8Array): Int32Array {
  const words = new Int32Array(ROUNDS);
  words.set(paddedMessage(key));
  for (let t = 16; t < ROUNDS; t++) {
    for (const { back, of } of known.scheduleTerms) {
      if (isKnown(t - back)) words[t] += of(words[t - back]);
    }
  }
  return words;
}

/** The letters after the rounds ahead, for a W4 of zero. */
function stateAhead(roundConstants: Int32Array): number[] {
  let [a, b, c, d, e, f, g, h] = INITIAL_HASH;
  for (let t = 0; t < ROUNDS_AHEAD; t++) {
    const sum = known.t1(e, f, g, h, roundConstants[t]);
    [a, b, c, d, e, f, g, h] = [numbers.add(sum, known.t2(a, b, c)), a, b, c, numbers.add(d, sum), e, f, g];
  }
  return [a, b, c, d, e, f, g, h];
}

/** The kernel at work under two keys. */
export class SimdKernel implements BallKernel {
  readonly #hash: (end: number) => void;
  readonly #lows: Uint32Array;
  readonly #highs: Uint32Array;
  readonly #digests: Uint32Array;

  /**
   * @param module the compiled `simdModule`.
   * @param key 16 bytes; `permutationKey` likewise.
   * @throws RangeError when a key has another length.
   */
  constructor(module: WasmModule, key: Uint8Array, permutationKey: Uint8Array) {
    const { hash, memory } = instantiate(module) as { hash: (end: number) => void; memory: { buffer: ArrayBuffer } };
    const put = (place: number, words: ArrayLike<number>) => new Int32Array(memory.buffer, place).set(words);
    const schedule = knownSchedule(key);
    const roundConstants = K.map((k, t) => (isKnown(t) ? k + schedule[t] : k));
    put(AT.speck, new Speck64(permutationKey).roundKeys);
    put(AT.initialHash, INITIAL_HASH);
    put(AT.state, stateAhead(roundConstants));
    put(AT.round, roundConstants);
    put(AT.schedule, schedule);
    this.#hash = hash;
    this.#lows = new Uint32Array(memory.buffer, AT.lows, LANES);
    this.#highs = new Uint32Array(memory.buffer, AT.highs, LANES);
    this.#digests = new Uint32Array(memory.buffer, AT.digests, 2 * BATCH_MAX);
  }

  hash(from: number, count: number): Uint32Array {
    for (let lane = 0; lane < LANES; lane++) {
      this.#lows[lane] = from + lane;
      this.#highs[lane] = Math.floor((from + lane) / TWO_TO_32);
    }
    this.#hash(count * DIGEST_BYTES);
    return this.#digests.subarray(0, 2 * count);
  }
}

import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BallEngine, ballHasher, prepareBallHasher } from '../../src/protocols/primitives/ball-hasher.ts';
import { type BallKernel, PortableKernel, passesSelfTest } from '../../src/protocols/primitives/ball-kernel.ts';
import { SimdKernel, simdModule } from '../../src/protocols/primitives/sha256-simd.ts';
import { Speck64 } from '../../src/protocols/primitives/speck64.ts';
import { compile } from '../../src/protocols/primitives/webassembly.ts';

const ENGINES: BallEngine[] = ['wasm-simd128', 'portable'];
const TWO_TO_32 = 2 ** 32;
const NUMBER_MAX = 2 ** 53;

const key = Uint8Array.from({ length: 16 }, (_, i) => 17 * i + 3);
const permutationKey = Uint8Array.from({ length: 16 }, (_, i) => 255 - 11 * i);
const anyKey = fc.uint8Array({ minLength: 16, maxLength: 16 });
const count = fc.integer({ min: 1, max: 9 });
const from = fc.oneof(
  fc.integer({ min: 0, max: NUMBER_MAX - 9 }),
  fc.nat(100),
  ...[TWO_TO_32, 2 * TWO_TO_32, 1000 * TWO_TO_32].map((edge) => fc.integer({ min: edge - 9, max: edge + 9 })),
  fc.integer({ min: NUMBER_MAX - 20, max: NUMBER_MAX - 9 }),
);

/** The digest's first two words by the library, from a message written with big integers. */
function digestWords(key: Uint8Array, permutation: Speck64, number: bigint): number[] {
  const ball = new Int32Array(2);
  permutation.encrypt(Number(number >> 32n), Number(number & 0xffffffffn), ball);
  const message = new DataView(new ArrayBuffer(24));
  key.forEach((byte, i) => {
    message.setUint8(i, byte);
  });
  message.setInt32(16, ball[0]);
  message.setInt32(20, ball[1]);
  const digest = new DataView(sha256(new Uint8Array(message.buffer)).buffer);
  return [digest.getUint32(0), digest.getUint32(4)];
}

function expected(key: Uint8Array, permutationKey: Uint8Array, from: number, count: number): number[] {
  const permutation = new Speck64(permutationKey);
  return Array.from({ length: count }, (_, i) => digestWords(key, permutation, BigInt(from) + BigInt(i))).flat();
}

describe.each(ENGINES)('the hasher %s', (engine) => {
  const hasher = ballHasher(key, permutationKey, engine);

  it('agrees with the library under any keys and for any numbers: a wrong word, carry or lane fails', () => {
    fc.assert(
      fc.property(anyKey, anyKey, from, count, (key, permutationKey, from, count) => {
        const digests = ballHasher(key, permutationKey, engine).hash(from, count);
        expect(Array.from(digests)).toEqual(expected(key, permutationKey, from, count));
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the library in a full batch that passes 2^32 in the middle of four', () => {
    const start = TWO_TO_32 - 1001;
    const digests = hasher.hash(start, hasher.batchMax);
    expect(Array.from(digests)).toEqual(expected(key, permutationKey, start, hasher.batchMax));
  });

  it('says which it is, and hashes no ball as well as the last one', () => {
    expect(hasher.engine).toBe(engine);
    expect(hasher.hash(5, 0)).toHaveLength(0);
    expect(Array.from(hasher.hash(NUMBER_MAX, 1))).toEqual(expected(key, permutationKey, NUMBER_MAX, 1));
  });

  it('keeps the keys that it was given, whatever others hash and whatever becomes of the arrays', () => {
    const ownKey = key.slice();
    const own = ballHasher(ownKey, permutationKey, engine);
    ownKey.fill(0);
    const digests = own.hash(7, 3);
    ballHasher(permutationKey, key, engine).hash(7, 3);
    expect(Array.from(digests)).toEqual(expected(key, permutationKey, 7, 3));
  });

  it('refuses batches and numbers out of range, and keys of another length', () => {
    for (const count of [-1, 1.5, hasher.batchMax + 1, Number.NaN]) {
      expect(() => hasher.hash(0, count)).toThrow(RangeError);
    }
    for (const from of [-1, 0.5, Number.NaN, NUMBER_MAX + 2]) expect(() => hasher.hash(from, 1)).toThrow(RangeError);
    expect(() => hasher.hash(NUMBER_MAX, 2)).toThrow(RangeError);
    expect(() => ballHasher(key.subarray(1), permutationKey, engine)).toThrow(RangeError);
    expect(() => ballHasher(key, permutationKey.subarray(1), engine)).toThrow(RangeError);
  });
});

describe('the engines', () => {
  it('agree over 400,000 balls: the compiler that optimises hot code has then rewritten both', () => {
    const [simd, portable] = ENGINES.map((engine) => ballHasher(key, permutationKey, engine));
    const size = simd.batchMax;
    for (let from = 0; from < 400_000; from += size) {
      const other = portable.hash(from, size);
      expect(simd.hash(from, size).every((word, i) => word === other[i])).toBe(true);
    }
  });
});

describe('the self-test', () => {
  /** The portable kernel with its numbers or its digests spoiled. */
  const spoiled = (number: (from: number) => number, digests: (right: Uint32Array) => Uint32Array = (right) => right) =>
    passesSelfTest((key, permutationKey): BallKernel => {
      const kernel = new PortableKernel(key, permutationKey);
      return { hash: (from, count) => digests(kernel.hash(number(from), count)) };
    });

  it('accepts both kernels', () => {
    const module = compile(simdModule());
    expect(passesSelfTest((...keys) => new SimdKernel(module, ...keys))).toBe(true);
    expect(passesSelfTest((...keys) => new PortableKernel(...keys))).toBe(true);
  });

  it('rejects a kernel that mistakes a number, loses its high word, or spoils one bit of the last digest', () => {
    expect(spoiled((from) => from)).toBe(true);
    expect(spoiled((from) => from + (from > TWO_TO_32 ? 0 : 1))).toBe(false);
    expect(spoiled((from) => from % TWO_TO_32)).toBe(false);
    expect(
      spoiled(
        (from) => from,
        (right) => right.map((word, i) => (i === right.length - 1 ? word ^ 1 : word)),
      ),
    ).toBe(false);
  });

  it('rejects a kernel with any one shift by a bit too many or too few', () => {
    const bytes = simdModule();
    const shifts = shiftCounts(bytes);
    expect(shifts.length).toBeGreaterThan(1000);
    // A prime stride takes shifts of every function and from all over the rounds.
    for (let i = 0; i < shifts.length; i += 37) {
      const wrong = bytes.slice();
      wrong[shifts[i]] ^= 1;
      const module = compile(wrong);
      expect(passesSelfTest((...keys) => new SimdKernel(module, ...keys))).toBe(false);
    }
  });
});

/** Where the module's code holds `i32.const n` just before i32x4.shl or i32x4.shr_u. */
function shiftCounts(bytes: Uint8Array): number[] {
  const found: number[] = [];
  bytes.forEach((byte, i) => {
    const isShift = bytes[i + 2] === 0xfd && (bytes[i + 3] === 0xab || bytes[i + 3] === 0xad) && bytes[i + 4] === 0x01;
    if (byte === 0x41 && isShift) found.push(i + 1);
  });
  return found;
}

describe('the choice of the engine', () => {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: object; Instance: new (module: object) => object };
  };
  // Modules that were made by a wrong engine must not stay for whoever comes next in this process.
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The module loaded afresh by an engine with these members of WebAssembly. */
  async function load(members: object | undefined) {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', members);
    return import('../../src/protocols/primitives/ball-hasher.ts');
  }
  const { compile } = WebAssembly as unknown as { compile: (bytes: Uint8Array) => Promise<object> };
  const { Module, Instance } = WebAssembly;

  it('is the vectors where they work', async () => {
    await prepareBallHasher();
    expect(ballHasher(key, permutationKey).engine).toBe('wasm-simd128');
  });

  it('falls back where there is no WebAssembly, and says so to who insists', async () => {
    const { ballHasher, prepareBallHasher } = await load(undefined);
    await prepareBallHasher();
    const hasher = ballHasher(key, permutationKey);
    expect(hasher.engine).toBe('portable');
    expect(Array.from(hasher.hash(3, 2))).toEqual(expected(key, permutationKey, 3, 2));
    expect(() => ballHasher(key, permutationKey, 'wasm-simd128')).toThrow(RangeError);
  });

  it('falls back where WebAssembly computes wrongly', async () => {
    const Wrong = class {
      readonly exports = { memory: { buffer: new ArrayBuffer(65536) }, hash: () => {} };
    };
    const { ballHasher } = await load({ Module, compile, Instance: Wrong });
    expect(ballHasher(key, permutationKey).engine).toBe('portable');
  });

  it('falls back where memory for one more kernel cannot be had, and says so to who insists', async () => {
    // Fails when an engine that has passed its test is trusted to work for ever.
    let left = 2;
    const Running = class extends Instance {
      constructor(module: object) {
        if (left-- === 0) throw new RangeError('could not allocate memory');
        super(module);
      }
    };
    const { ballHasher } = await load({ Module, compile, Instance: Running });
    const hasher = ballHasher(key, permutationKey);
    expect(left).toBe(-1);
    expect(hasher.engine).toBe('portable');
    expect(Array.from(hasher.hash(3, 2))).toEqual(expected(key, permutationKey, 3, 2));
    left = 0;
    expect(() => ballHasher(key, permutationKey, 'wasm-simd128')).toThrow(RangeError);
  });

  it('is the vectors, once prepared, in a page that refuses to compile at once', async () => {
    const Refusing = class {
      constructor() {
        throw new RangeError('too large for the main thread');
      }
    };
    const { ballHasher, prepareBallHasher } = await load({ Module: Refusing, compile, Instance });
    expect(ballHasher(key, permutationKey).engine).toBe('portable');
    await prepareBallHasher();
    expect(ballHasher(key, permutationKey).engine).toBe('wasm-simd128');
  });
});

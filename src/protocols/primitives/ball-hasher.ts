/**
 * The hashes of a minter's balls, many in one call, by the fastest engine that this machine has and that passes a test.
 *
 * Source: RS96, section 3; H_m(x) = the first n bits of SHA-256(K_m || x) and x = P(i) are ours.
 * @module
 */
import {
  BALL_NUMBER_MAX,
  BATCH_MAX,
  type BallKernel,
  type MakeBallKernel,
  PortableKernel,
  passesSelfTest,
} from './ball-kernel.ts';
import { SimdKernel, simdModule } from './sha256-simd.ts';
import { compile, compileLater, type WasmModule } from './webassembly.ts';

export type BallEngine = 'wasm-simd128' | 'portable';

export interface BallHasher {
  readonly engine: BallEngine;
  /** Balls of one call at most. */
  readonly batchMax: number;
  /**
   * The first 64 bits of SHA-256(key || P(i)) for the ball numbers i = from, ..., from + count - 1, as pairs of words,
   * the high word first, in a view that the next call overwrites.
   * @param from an integer from 0; the last number is at most 2^53.
   * @param count 0 to `batchMax`.
   * @throws RangeError when one of them is out of range.
   */
  hash(from: number, count: number): Uint32Array;
}

/** The kernel in WebAssembly; `make` is undefined where it does not work. As long as nobody has asked, there is none. */
let simd: { readonly make: MakeBallKernel | undefined } | undefined;

/**
 * Hashes balls under a period's key, in the order of the permutation Speck64/128 under its own.
 * @param key 16 bytes; `permutationKey` likewise.
 * @param engine the fastest that works here, unless named.
 * @throws RangeError when a key has another length, or the named engine does not work here.
 */
export function ballHasher(key: Uint8Array, permutationKey: Uint8Array, engine?: BallEngine): BallHasher {
  const simdKernel = engine === 'portable' ? undefined : simdKernelFor(key, permutationKey);
  if (simdKernel === undefined && engine === 'wasm-simd128')
    throw new RangeError(`the engine ${engine} does not work here`);
  const kernel = simdKernel ?? new PortableKernel(key, permutationKey);
  return {
    engine: simdKernel === undefined ? 'portable' : 'wasm-simd128',
    batchMax: BATCH_MAX,
    hash(from, count) {
      checkRange(from, count);
      return kernel.hash(from, count);
    },
  };
}

/**
 * Makes the engines ready without keeping anybody waiting. A page has to call this before its first `ballHasher`: a
 * browser compiles modules of this size at once in workers, but perhaps not in the page itself.
 */
export async function prepareBallHasher(): Promise<void> {
  if (simd?.make !== undefined) return;
  simd = {
    make: await compileLater(simdModule())
      .then(trusted)
      .catch(() => undefined),
  };
}

/** Undefined where there is none, and where there is no more memory for one: each reserves gigabytes of addresses. */
function simdKernelFor(key: Uint8Array, permutationKey: Uint8Array): BallKernel | undefined {
  const make = simdKernels();
  if (make === undefined) return undefined;
  try {
    return make(key, permutationKey);
  } catch {
    return undefined;
  }
}

/** Compiled and tested at first use. */
function simdKernels(): MakeBallKernel | undefined {
  simd ??= { make: compileAndTest() };
  return simd.make;
}

function compileAndTest(): MakeBallKernel | undefined {
  try {
    return trusted(compile(simdModule()));
  } catch {
    return undefined;
  }
}

/** What makes kernels of the module, if they compute rightly. */
function trusted(module: WasmModule): MakeBallKernel | undefined {
  const make: MakeBallKernel = (key, permutationKey) => new SimdKernel(module, key, permutationKey);
  return passesSelfTest(make) ? make : undefined;
}

function checkRange(from: number, count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > BATCH_MAX) {
    throw new RangeError(`a batch has 0 to ${BATCH_MAX} balls, not ${count}`);
  }
  if (!Number.isInteger(from) || from < 0 || count > BALL_NUMBER_MAX - from + 1) {
    throw new RangeError(`${count} balls from number ${from} on: numbers are integers from 0 to 2^53`);
  }
}

/**
 * The addresses that a process may reserve: a shell's `ulimit -v` bounds them, not the memory in use. A WebAssembly
 * engine reserves gigabytes of them, and an engine of JavaScript that cannot reserve its own ends the program without
 * a word, so what would not fit is not begun.
 * @module
 */
import { readFileSync } from 'node:fs';
import type { BallEngine } from '../../protocols/primitives/ball-hasher.ts';
import { byteSize } from '../byte-size.ts';
import { InputError } from '../failure.ts';

const GIB = 2 ** 30;
/** What the program, each further thread and each kernel of WebAssembly reserve in Node 20, rounded up. */
const PROGRAM_BYTES = 2.5 * GIB;
const THREAD_BYTES = 1.5 * GIB;
const SIMD_KERNEL_BYTES = 10.5 * GIB;

/** A thread with WebAssembly does as much as so many without. */
const SIMD_AGAINST_PORTABLE = 4;

/** What hashes, and in how many threads. */
export interface Hands {
  readonly threads: number;
  /** The fastest that works, unless named. */
  readonly engine?: BallEngine;
}

/** The limits on a process's addresses and data, where the system tells them; none where there are none. */
export function limitsBytes(): number[] {
  return limitsNamed('address space|data size');
}

function limitsNamed(names: string): number[] {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8').matchAll(new RegExp(`^Max (?:${names}) +(\\d+)`, 'gm'));
    return Array.from(limits, ([, bytes]) => Number(bytes));
  } catch {
    return [];
  }
}

/**
 * The hands that fit into the addresses beside what the mint itself needs: fewer threads rather than none, and the
 * portable engine where WebAssembly has no room.
 * @param needed bytes of balls, bins and coins
 * @param limit of the addresses; the shell's, unless given
 * @throws InputError when the engine was named and not one thread has room for it
 */
export function handsThatFit(
  wanted: Hands,
  needed: number,
  limit = Math.min(Number.POSITIVE_INFINITY, ...limitsNamed('address space')),
): Hands {
  const room = limit - PROGRAM_BYTES - needed;
  const threads = Math.max(1, Math.min(wanted.threads, Math.floor(room / THREAD_BYTES)));
  if (wanted.engine === 'portable') return { ...wanted, threads };
  const simdThreads = Math.min(threads, Math.floor(room / (THREAD_BYTES + SIMD_KERNEL_BYTES)));
  if (simdThreads * SIMD_AGAINST_PORTABLE >= threads) return { ...wanted, threads: simdThreads };
  if (wanted.engine === undefined) return { threads, engine: 'portable' };
  const asked = byteSize(PROGRAM_BYTES + needed + THREAD_BYTES + SIMD_KERNEL_BYTES);
  throw new InputError(`--engine ${wanted.engine}: needs ${asked} of addresses, ulimit -v allows ${byteSize(limit)}`);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Code,
  doWhile,
  encodeModule,
  i32,
  i32x4,
  local,
  v128,
} from '../../src/protocols/primitives/wasm-assembler.ts';
import { compile, instantiate } from '../../src/protocols/primitives/webassembly.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const four = fc.tuple(word, word, word, word);
const ZERO = i32.constant(0);
const X = v128.load(ZERO, 0);
const Y = v128.load(ZERO, 16);
const RESULT = 32;

/** Assembles code and runs it on a memory that begins with these words; the words of the memory afterwards. */
function run(body: Code, words: readonly number[], parameter = 0): Int32Array {
  const exports = instantiate(
    compile(encodeModule({ name: 'go', parameters: ['i32'], variables: ['i32', 'v128'], body, memory: 'm', pages: 2 })),
  ) as { go(parameter: number): void; m: { buffer: ArrayBuffer } };
  expect(exports.m.buffer.byteLength).toBe(2 * 65536);
  const memory = new Int32Array(exports.m.buffer);
  memory.set(words);
  exports.go(parameter);
  return memory;
}

/** The four lanes of an expression of X and Y. */
function lanes(expression: Code, x: readonly number[], y: readonly number[]): number[] {
  const memory = run(v128.store(ZERO, RESULT, expression), [...x, ...y]);
  return Array.from(memory.subarray(RESULT / 4, RESULT / 4 + 4));
}

describe('the assembler', () => {
  it.each([
    ['add', i32x4.add(X, Y), (x: number, y: number) => x + y],
    ['subtract', i32x4.subtract(X, Y), (x: number, y: number) => x - y],
    ['and', v128.and(X, Y), (x: number, y: number) => x & y],
    ['xor', v128.xor(X, Y), (x: number, y: number) => x ^ y],
    ['lessThan', i32x4.lessThan(X, Y), (x: number, y: number) => -(x >>> 0 < y >>> 0)],
    ['shl', i32x4.shl(X, 7), (x: number) => x << 7],
    ['shr', i32x4.shr(X, 31), (x: number) => x >>> 31],
  ])('%s does in every lane what numbers do: another opcode or order of operands fails', (_, code, onNumbers) => {
    fc.assert(
      fc.property(four, four, (x, y) => {
        expect(lanes(code, x, y)).toEqual(x.map((lane, i) => onNumbers(lane, y[i]) | 0));
      }),
      { numRuns: 50 },
    );
  });

  it('picks lanes of two vectors, and spreads one word over four', () => {
    expect(lanes(i32x4.shuffle(X, Y, [0, 4, 1, 7]), [1, 2, 3, 4], [5, 6, 7, 8])).toEqual([1, 5, 2, 8]);
    expect(lanes(v128.load32Splat(i32.constant(4), 8), [1, 2, 3, 4], [5, 6, 7, 8])).toEqual([4, 4, 4, 4]);
  });

  it('writes constants of any size and sign: a wrong last byte of LEB128 would change sign or length', () => {
    const edges = [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 31 - 1].flatMap((value) => [value, ~value]);
    for (const value of edges) {
      expect(lanes(i32x4.splat(i32.constant(value)), [], [])).toEqual(Array(4).fill(value));
    }
  });

  it('repeats a body as long as the condition holds, and runs it once at least', () => {
    const [end, at] = [local(0), local(1)];
    const step = [v128.store(at.get, 64, i32x4.splat(at.get)), at.set(i32.add(at.get, i32.constant(16)))];
    const loop = doWhile(step, i32.lessThan(at.get, end.get));
    const written = (count: number) => run(loop, [], 16 * count).findLastIndex((lane) => lane !== 0);
    expect(written(1)).toBe(-1);
    expect(written(0)).toBe(-1);
    expect(written(500)).toBe(16 + 4 * 500 - 1);
  });
});

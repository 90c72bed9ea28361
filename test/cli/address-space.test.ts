import { describe, expect, it } from 'vitest';
import { handsThatFit } from '../../src/cli/coins/address-space.ts';

const GIB = 2 ** 30;

describe('hands under a limit on addresses', () => {
  it('are as wanted without a limit: fails if anything is taken away for nothing', () => {
    expect(handsThatFit({ threads: 8 }, GIB, Number.POSITIVE_INFINITY)).toEqual({ threads: 8 });
    expect(handsThatFit({ threads: 2, engine: 'wasm-simd128' }, GIB, 64 * GIB)).toEqual({
      threads: 2,
      engine: 'wasm-simd128',
    });
  });

  it('take the portable engine where WebAssembly has no room: fails if some threads were left to find out', () => {
    expect(handsThatFit({ threads: 2 }, GIB, 12 * GIB)).toEqual({ threads: 2, engine: 'portable' });
    expect(handsThatFit({ threads: 8 }, 0, 18 * GIB)).toEqual({ threads: 8, engine: 'portable' });
  });

  it('are rather few with WebAssembly than many without: fails if a fifth of the speed were taken for two threads', () => {
    expect(handsThatFit({ threads: 2 }, 0, 16 * GIB)).toEqual({ threads: 1 });
  });

  it('are fewer where threads have no room, and never none', () => {
    expect(handsThatFit({ threads: 8 }, 0, 6 * GIB)).toEqual({ threads: 2, engine: 'portable' });
    expect(handsThatFit({ threads: 8 }, 0, GIB)).toEqual({ threads: 1, engine: 'portable' });
  });

  it('are refused with both numbers when the engine was named', () => {
    expect(() => handsThatFit({ threads: 2, engine: 'wasm-simd128' }, 0, 12 * GIB)).toThrow(
      '--engine wasm-simd128: needs 14.5 GiB of addresses, ulimit -v allows 12.0 GiB',
    );
  });
});

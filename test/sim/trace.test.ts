import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../src/sim/random.ts';
import { Fingerprint, Trace } from '../../src/sim/trace.ts';

function fingerprintOf(numbers: readonly number[]): string {
  const fingerprint = new Fingerprint();
  for (const x of numbers) fingerprint.add(x);
  return fingerprint.hex();
}

describe('a fingerprint', () => {
  it('is the same on every machine: changing the algorithm changes every digest', () => {
    const fingerprint = new Fingerprint();
    fingerprint.add(1.5);
    fingerprint.add(-7);
    fingerprint.text('farthing ½');
    expect(fingerprint.hex()).toBe('de31368a8819ddd5');
    expect(new Fingerprint().hex()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('sees one number changed, anywhere', () => {
    const numbers = fc.array(fc.double(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.double(), (before, at, x) => {
        const i = at % before.length;
        fc.pre(!Object.is(before[i], x));
        expect(fingerprintOf(before.with(i, x))).not.toBe(fingerprintOf(before));
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  it('depends on order and on length', () => {
    expect(fingerprintOf([1, 2])).not.toBe(fingerprintOf([2, 1]));
    expect(fingerprintOf([0])).not.toBe(fingerprintOf([0, 0]));
  });

  it('tells 0 from -0, and takes every NaN for the same', () => {
    expect(fingerprintOf([0])).not.toBe(fingerprintOf([-0]));
    const odd = new Float64Array(new Uint32Array([1, 0xfff80001]).buffer)[0];
    expect(fingerprintOf([odd])).toBe(fingerprintOf([Number.NaN]));
  });

  it('gives 100,000 similar sequences different digests, in each of the two halves as chance has it', () => {
    // Equal pairs by chance: 3e-10 for the whole, Poisson(1.16) for a half: more than 15 has probability 1e-12.
    const whole = new Set<string>();
    const left = new Set<string>();
    const right = new Set<string>();
    for (let i = 0; i < 100_000; i++) {
      const hex = fingerprintOf([i % 317, Math.floor(i / 317), 1]);
      whole.add(hex);
      left.add(hex.slice(0, 8));
      right.add(hex.slice(8));
    }
    expect(whole.size).toBe(100_000);
    expect(100_000 - left.size).toBeLessThanOrEqual(15);
    expect(100_000 - right.size).toBeLessThanOrEqual(15);
  });

  it('flips half of its bits when one bit of the input flips', () => {
    // 64 x 2000 bits: a share outside 0.5 +- 0.0086 has probability below 1e-9 if bits were fair coins.
    const { next } = stream('avalanche', 'numbers');
    let flips = 0;
    for (let run = 0; run < 2000; run++) {
      const words = new Uint32Array([next() * 2 ** 32, next() * 2 ** 30]);
      const before = BigInt(`0x${fingerprintOf([new Float64Array(words.buffer)[0]])}`);
      const bit = run % 62;
      words[bit >> 5] ^= 1 << (bit & 31);
      const after = BigInt(`0x${fingerprintOf([new Float64Array(words.buffer)[0]])}`);
      flips += (before ^ after).toString(2).replaceAll('0', '').length;
    }
    expect(Math.abs(flips / 128_000 - 0.5)).toBeLessThan(0.0086);
  });

  it('tells texts apart by where they end', () => {
    const [one, two] = [new Fingerprint(), new Fingerprint()];
    for (const s of ['ab', 'c']) one.text(s);
    for (const s of ['a', 'bc']) two.text(s);
    expect(one.hex()).not.toBe(two.hex());
  });
});

describe('a trace', () => {
  it('has the same digest for the same story and another for any other', () => {
    const digestOf = (...story: [number, string, ...number[]][]) => {
      const trace = new Trace();
      for (const entry of story) trace.record(...entry);
      return trace.digest();
    };
    const story = digestOf([1, 'paid', 7], [2, 'refused', 8]);
    expect(digestOf([1, 'paid', 7], [2, 'refused', 8])).toBe(story);
    for (const other of [
      digestOf([1, 'refused', 7], [2, 'paid', 8]),
      digestOf([1, 'paid', 7], [2, 'paid', 8]),
      digestOf([1, 'paid', 7], [3, 'refused', 8]),
      digestOf([1, 'paid', 7], [2, 'refused', 9]),
      digestOf([1, 'paid', 7, 0], [2, 'refused', 8]),
      digestOf([1, 'paid', 7.5], [2, 'refused', 8]),
      digestOf([1, 'paid', 2 ** 32 + 7], [2, 'refused', 8]),
      digestOf([1, 'paid', 7]),
    ]) {
      expect(other).not.toBe(story);
    }
  });

  it('sees one of its numbers changed, whole or not, small or large', () => {
    const digestOf = (numbers: readonly number[]) => {
      const trace = new Trace();
      trace.record(1, 'paid', ...numbers);
      return trace.digest();
    };
    const amount = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true }));
    const numbers = fc.array(amount, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(numbers, fc.nat(), amount, (before, at, x) => {
        const i = at % before.length;
        fc.pre(before[i] !== x);
        expect(digestOf(before.with(i, x))).not.toBe(digestOf(before));
      }),
      { seed: 6, numRuns: 1000 },
    );
  });

  it('keeps its entries only when told to, with the same digest', () => {
    const [kept, lean] = [new Trace(true), new Trace()];
    for (const trace of [kept, lean]) trace.record(5, 'paid', 1, 2);
    expect(kept.entries).toEqual([{ time: 5, what: 'paid', numbers: [1, 2] }]);
    expect(lean.entries).toEqual([]);
    expect(kept.digest()).toBe(lean.digest());
  });
});

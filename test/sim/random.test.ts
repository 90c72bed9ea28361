import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { StreamFamily, stream } from '../../src/sim/random.ts';

const draws = (next: () => number, count: number) => Array.from({ length: count }, next);

describe('a stream', () => {
  it("is seedrandom's alea, seeded by seed and name, at 53 bits", () => {
    const reference = seedrandom.alea('42/user/17/arrivals');
    const { next } = stream('42', 'user/17/arrivals');
    expect(draws(next, 100)).toEqual(draws(reference.double, 100));
  });

  it('has more than 32 bits: the plain draw of the package would be a multiple of 2^-32', () => {
    const { next } = stream('42', 'bits');
    const fine = draws(next, 100).filter((u) => !Number.isInteger(u * 2 ** 32));
    expect(fine.length).toBeGreaterThan(90);
    expect(draws(next, 100).every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
  });

  it('differs from the stream of any other name', () => {
    const first = ['user/1/arrivals', 'user/11/arrivals', 'user/1/prices', 'vendor/1/arrivals'].map((name) =>
      stream('42', name).next(),
    );
    expect(new Set(first).size).toBe(first.length);
  });
});

describe('a family of streams', () => {
  it('gives each member the bits of the stream of its name, whatever the seed and the words', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 1, max: 20 }), (seed, role, purpose, count) => {
        const family = new StreamFamily(seed, role, count, purpose);
        for (let i = 0; i < count; i++) {
          const { next } = stream(seed, `${role}/${i}/${purpose}`);
          expect(draws(() => family.next(i), 5)).toEqual(draws(next, 5));
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('keeps the purposes of a member apart, in whatever turns he draws from them', () => {
    const purposes = ['arrivals', 'selection', 'vendor'];
    const family = new StreamFamily('7', 'user', 4, ...purposes);
    const streams = purposes.map((purpose) => stream('7', `user/2/${purpose}`));
    for (const purpose of [0, 2, 1, 1, 0, 2, 2, 0, 1]) {
      family.next(3, purpose);
      expect(family.next(2, purpose)).toBe(streams[purpose]!.next());
    }
  });

  it('keeps to those bits for long', () => {
    const family = new StreamFamily('7', 'user', 3, 'arrivals');
    const { next } = stream('7', 'user/2/arrivals');
    expect(draws(() => family.next(2), 20_000)).toEqual(draws(next, 20_000));
  });

  it('does not change a member when there are more of them or when others draw', () => {
    const few = new StreamFamily('7', 'user', 2, 'arrivals');
    const many = new StreamFamily('7', 'user', 50, 'arrivals');
    const mixed = draws(() => {
      many.next(0);
      many.next(49);
      return many.next(1);
    }, 100);
    expect(mixed).toEqual(draws(() => few.next(1), 100));
  });

  it('has first draws that look uniform and unrelated between neighbours', () => {
    // Two chi-square tests over 100 cells, 50,000 members: of the first draw, and of pairs of neighbours.
    // False alarm 1e-9 each (chi-square 99 df below 205); a share of members of 3 % in one wrong tenth shows with power above 0.99.
    const count = 50_000;
    const family = new StreamFamily('a seed', 'user', count, 'first');
    const first = draws(
      (
        (i) => () =>
          family.next(i++)
      )(0),
      count,
    );
    const singles = new Float64Array(100);
    const pairs = new Float64Array(100);
    for (let i = 0; i < count; i++) {
      singles[Math.floor(100 * first[i])]++;
      pairs[10 * Math.floor(10 * first[i]) + Math.floor(10 * first[(i + 1) % count])]++;
    }
    const chiSquare = (counts: Float64Array) =>
      counts.reduce((sum, n) => sum + (n - count / 100) ** 2 / (count / 100), 0);
    expect(chiSquare(singles)).toBeLessThan(205);
    expect(chiSquare(pairs)).toBeLessThan(205);
  });
});

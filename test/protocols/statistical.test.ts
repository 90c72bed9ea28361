import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRESH, insertCoin, type Machine, NICKEL } from '../../src/protocols/statistical/soft-drink.ts';
import { draw, prize } from '../../src/protocols/statistical/trusted-draw.ts';

describe('a trusted draw', () => {
  const odds = { numerator: 1n, denominator: 1000n };

  it('turns a cent into ten dollars or nothing, and exactly one ticket of a thousand pays', () => {
    expect(prize(odds, 10_000)).toBe(10_000_000);
    const outcomes = Array.from({ length: 1000 }, (_, ticket) => draw(odds, BigInt(ticket)));
    expect(outcomes.filter((outcome) => outcome === 'pays')).toHaveLength(1);
  });

  // Fails when prize and odds do not match: then the draw is a gift or a theft on average.
  it('is fair: over all tickets the prizes are the debts', () => {
    const fair = fc.record({ numerator: fc.bigInt(1n, 20n), more: fc.bigInt(0n, 300n), hundreds: fc.nat(1000) });
    fc.assert(
      fc.property(fair, ({ numerator, more, hundreds }) => {
        const odds = { numerator, denominator: numerator + more };
        const debt = Number(numerator) * (hundreds + 1);
        let paid = 0;
        for (let ticket = 0n; ticket < odds.denominator; ticket++) {
          if (draw(odds, ticket) === 'pays') paid += prize(odds, debt)!;
        }
        expect(paid).toBe(debt * Number(odds.denominator));
      }),
    );
  });

  it('has no prize that is not whole, and takes neither odds nor tickets that there are not', () => {
    expect(prize({ numerator: 3n, denominator: 1000n }, 10_000)).toBeUndefined();
    expect(prize({ numerator: 1n, denominator: 10n ** 15n }, 10_000)).toBeUndefined();
    for (const [numerator, denominator] of [
      [0n, 1n],
      [2n, 1n],
      [-1n, -1n],
    ] as const) {
      expect(() => prize({ numerator, denominator }, 1)).toThrow(RangeError);
      expect(() => draw({ numerator, denominator }, 0n)).toThrow(RangeError);
    }
    for (const ticket of [-1n, 1000n]) expect(() => draw(odds, ticket)).toThrow(RangeError);
  });
});

/** What the machine gives for these numbers, from a fresh block on. */
function run(machine: Machine, uniforms: readonly number[]): ('bottle' | 'blank')[] {
  let position = FRESH;
  return uniforms.map((uniform) => {
    const tried = insertCoin(machine, position, uniform);
    position = tried.position;
    return tried.outcome;
  });
}

const blanksOf = (outcomes: readonly string[]) => outcomes.filter((outcome) => outcome === 'blank').length;
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the soft-drink machine', () => {
  const fifth: Machine = { blanks: 'independent', slotsPerBlank: 5 };

  // Each of the 5^4 = 625 runs of four coins is as likely as the others. Fails when a slot is blank more or less often.
  it('with independent blanks charges 20 cents for 4 bottles in 625, more for 1 in 625', () => {
    const costs = new Map<number, number>();
    for (let i = 0; i < 625; i++) {
      const digits = [0, 1, 2, 3].map((place) => Math.floor(i / 5 ** place) % 5);
      const bottle = run(
        fifth,
        digits.map((digit) => (digit + 0.5) / 5),
      ).indexOf('bottle');
      const cost = bottle === -1 ? Number.POSITIVE_INFINITY : (bottle + 1) * NICKEL;
      costs.set(cost, (costs.get(cost) ?? 0) + 1);
    }
    expect([...costs].sort(([a], [b]) => a - b)).toEqual([
      [50_000, 500],
      [100_000, 100],
      [150_000, 20],
      [200_000, 4],
      [Number.POSITIVE_INFINITY, 1],
    ]);
  });

  it('with spaced blanks has exactly one in every block, where the number drawn at its beginning says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.array(uniform, { maxLength: 100 }), (slotsPerBlank, uniforms) => {
        const outcomes = run({ blanks: 'spaced', slotsPerBlank }, uniforms);
        for (let begin = 0; begin + slotsPerBlank <= outcomes.length; begin += slotsPerBlank) {
          const block = outcomes.slice(begin, begin + slotsPerBlank);
          expect(blanksOf(block)).toBe(1);
          expect(block.indexOf('blank')).toBe(Math.floor(uniforms[begin]! * slotsPerBlank));
        }
      }),
    );
  });

  it('with one official blank in nine sells 8 bottles for 45 cents', () => {
    const outcomes = run({ blanks: 'spaced', slotsPerBlank: 9 }, new Array<number>(9).fill(0.4));
    expect(9 * NICKEL).toBe(450_000);
    expect(9 - blanksOf(outcomes)).toBe(8);
  });

  it('with spaced blanks puts the blank at every place alike', () => {
    const places = [0, 1, 2, 3, 4].map((digit) => {
      return run({ blanks: 'spaced', slotsPerBlank: 5 }, new Array<number>(5).fill((digit + 0.5) / 5)).indexOf('blank');
    });
    expect(places).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes no machine and no number out of range: a programmer errs', () => {
    for (const slotsPerBlank of [1, 0, 2.5, Number.NaN]) {
      expect(() => insertCoin({ blanks: 'spaced', slotsPerBlank }, FRESH, 0.5)).toThrow(RangeError);
    }
    for (const number of [-0.1, 1, Number.NaN]) expect(() => insertCoin(fifth, FRESH, number)).toThrow(RangeError);
  });
});

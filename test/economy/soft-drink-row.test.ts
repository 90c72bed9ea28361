/**
 * Many bottles at once beside coin after coin. The exact law of a short row comes from the machine itself, insertCoin:
 * every way in which its blanks can lie is played through, with its weight. Fixed seeds; each check raises a false alarm
 * with a probability of at most 1e-9 and says what it would catch.
 */
import { describe, expect, it } from 'vitest';
import { hypergeometricVariate } from '../../src/economy/schemes/soft-drink/hypergeometric.ts';
import { bottlesInRow } from '../../src/economy/schemes/soft-drink/row.ts';
import { FRESH, insertCoin, type Machine, type Position } from '../../src/protocols/statistical/soft-drink.ts';
import { stream } from '../../src/sim/random.ts';
import { binomialAtLeast, binomialAtMost, choose } from '../../src/theory/binomial.ts';
import { spacedCoins } from '../../src/theory/soft-drink.ts';

const FALSE_ALARM = 1e-9;
const DRAWS = 40_000;
/** A normal variable is off by more than so many standard deviations with probability 1e-9. */
const NORMAL_BOUND = 6.11;

type Law = Map<string, number>;

/** What is seen of a row: bottles of one, two, three, ... tries, and where the machine stands. */
function seen(bottles: readonly number[], { slot, blank }: Position): string {
  return `${bottles.slice(1).join(' ')} | ${slot} ${blank ?? '-'}`;
}

/** Numbers that stand for all that a coin may meet, each with its weight. */
function numbers({ blanks, slotsPerBlank }: Machine, { blank }: Position): (readonly [number, number])[] {
  const share = 1 / slotsPerBlank;
  if (blanks === 'independent')
    return [
      [0, share],
      [share, 1 - share],
    ];
  return blank === undefined ? Array.from({ length: slotsPerBlank }, (_, i) => [(i + 0.5) * share, share]) : [[0, 1]];
}

/** What has less weight than this is not played on: with the few branches here some 1e-9 in all. */
const WEIGHT_MIN = 1e-12;

/** The law of a row by playing the machine, each coin with all that it may meet. */
function played(machine: Machine, from: Position, count: number): Law {
  const law: Law = new Map();
  /** The tries of each bottle so far, and of the next one. */
  const play = (position: Position, taken: readonly number[], tries: number, weight: number): void => {
    if (weight < WEIGHT_MIN) return;
    if (taken.length === count) {
      const key = seen(byTries(machine, taken), position);
      law.set(key, (law.get(key) ?? 0) + weight);
      return;
    }
    for (const [number, share] of numbers(machine, position)) {
      const { outcome, position: next } = insertCoin(machine, position, number);
      if (outcome === 'bottle') play(next, [...taken, tries], 1, weight * share);
      else play(next, taken, tries + 1, weight * share);
    }
  };
  play(from, [], 1, 1);
  return law;
}

/** Bottles by tries, up to three or up to the most that one took. */
function byTries({ blanks }: Machine, taken: readonly number[]): number[] {
  const bottles = new Array<number>(1 + (blanks === 'spaced' ? 3 : Math.max(...taken))).fill(0);
  for (const tries of taken) bottles[tries]++;
  return bottles;
}

/** Outcomes that came too often or too seldom, or that cannot be; each count is binomial. */
function outside(counts: Law, law: Law): string[] {
  const all = [...new Set([...counts.keys(), ...law.keys()])];
  return all.filter((key) => {
    const [count, p] = [counts.get(key) ?? 0, Math.min(1, law.get(key) ?? 0)];
    if (p === 0) return count > 0;
    const tail = Math.min(binomialAtMost(count, DRAWS, p), binomialAtLeast(count, DRAWS, p));
    return 2 * tail < FALSE_ALARM / all.length;
  });
}

function counted(name: string, one: (draw: () => number) => string): Law {
  const { next } = stream('soft-drink-row', name);
  const counts: Law = new Map();
  for (let i = 0; i < DRAWS; i++) {
    const key = one(next);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function spaced(slotsPerBlank: number): Machine {
  return { blanks: 'spaced', slotsPerBlank };
}

describe('a row of bottles has the law of the machine that is played coin by coin', () => {
  // An outcome of probability 0.1 that is 10 % off is caught with 0.99: so would be a blank forgotten between two blocks
  // (probability 1/b^2), a place of the last block's blank that is not kept, a block too many.
  it.each([
    ['three slots, from the start: four blocks', 3, FRESH, 7],
    ['five slots, from the start: one bottle more than two blocks', 5, FRESH, 9],
    ['five slots, just before the last blank of a block', 5, { slot: 4, blank: 4 }, 8],
    ['four slots, a blank still to come', 4, { slot: 1, blank: 2 }, 9],
    ['four slots, the next one blank', 4, { slot: 2, blank: 2 }, 7],
    ['four slots, the blank gone', 4, { slot: 2, blank: 0 }, 8],
    ['four slots, not out of the block', 4, { slot: 1, blank: 3 }, 2],
    ['two slots: every other one is blank', 2, FRESH, 6],
    ['two slots, the blank one left', 2, { slot: 1, blank: 1 }, 5],
  ] as const)('spaced: %s', (name, slots, from, count) => {
    const counts = counted(name, (draw) => {
      const { bottles, position } = bottlesInRow(spaced(slots), from, count, draw);
      return seen(bottles, position);
    });
    expect(outside(counts, played(spaced(slots), from, count))).toEqual([]);
    // The check can fail: one bottle fewer.
    expect(outside(counts, played(spaced(slots), from, count - 1))).not.toEqual([]);
  });

  it('independent: four bottles', () => {
    const machine = (slotsPerBlank: number): Machine => ({ blanks: 'independent', slotsPerBlank });
    const sold = (slots: number) =>
      counted('independent', (draw) => {
        const { bottles, position } = bottlesInRow(machine(slots), FRESH, 4, draw);
        return seen(bottles, position);
      });
    const law = played(machine(5), FRESH, 4);
    expect(outside(sold(5), law)).toEqual([]);
    expect(outside(sold(6), law)).not.toEqual([]);
  });

  it('goes on where the row before ended: two rows are one', () => {
    // Fails when a position is not kept, or the blank of a block that has begun is drawn anew.
    const counts = counted('two rows', (draw) => {
      const first = bottlesInRow(spaced(4), FRESH, 5, draw);
      const second = bottlesInRow(spaced(4), first.position, 4, draw);
      return seen(
        first.bottles.map((each, tries) => each + second.bottles[tries]!),
        second.position,
      );
    });
    expect(outside(counts, played(spaced(4), FRESH, 9))).toEqual([]);
  });
});

describe('a row of 1e12 bottles', () => {
  it('takes the coins of whole blocks, and three tries as often as two blanks meet', () => {
    // X_i = "block i begins with its blank behind one that ends with it": p = 1/b^2, and never two in a row. Six standard
    // deviations are a part in 1e5 of p.
    const slots = 5;
    const count = 1e12;
    const { next } = stream('soft-drink-row', 'many');
    const { bottles } = bottlesInRow(spaced(slots), FRESH, count, next);
    expect(bottles.reduce((sum, each) => sum + each, 0)).toBe(count);
    const coins = bottles.reduce((sum, each, tries) => sum + each * tries, 0);
    expect(Math.abs(coins - spacedCoins(count, slots).mean)).toBeLessThan(1);
    const blocks = count / (slots - 1);
    const p = 1 / (slots * slots);
    const sd = Math.sqrt(blocks * (p * (1 - p) - 2 * p * p));
    expect(Math.abs(bottles[3]! - blocks * p)).toBeLessThan(NORMAL_BOUND * sd);
    expect(bottles).toHaveLength(4);
  });

  it('has independent tries by their probabilities', () => {
    // Each count is binomial and near enough to normal; a q that is 2e-5 off is caught.
    const { bottles } = bottlesInRow(
      { blanks: 'independent', slotsPerBlank: 5 },
      FRESH,
      1e12,
      stream('soft-drink-row', 'many').next,
    );
    expect(bottles.reduce((sum, each) => sum + each, 0)).toBe(1e12);
    for (const tries of [1, 2, 3, 4, 5]) {
      const p = 0.2 ** (tries - 1) * 0.8;
      expect(Math.abs(bottles[tries]! - 1e12 * p)).toBeLessThan(NORMAL_BOUND * Math.sqrt(1e12 * p * (1 - p)));
    }
  });
});

describe('a hypergeometric variable', () => {
  it.each([
    [3, 4, 5],
    [1, 9, 4],
    [6, 1, 3],
    [5, 5, 10],
    [8, 0, 3],
    [0, 6, 2],
    [7, 12, 0],
  ])('%i marked and %i others, %i drawn: has its law', (marked, others, drawn) => {
    // A probability of 0.3 that is 0.02 off is caught with 0.99.
    const law: Law = new Map();
    for (let k = Math.max(0, drawn - others); k <= Math.min(marked, drawn); k++)
      law.set(`${k}`, (choose(marked, k) * choose(others, drawn - k)) / choose(marked + others, drawn));
    const counts = counted(`${marked} ${others} ${drawn}`, (draw) =>
      String(hypergeometricVariate(marked, others, drawn, draw)),
    );
    expect(outside(counts, law)).toEqual([]);
  });

  it('of a large population has its mean and its variance', () => {
    // 4,000 draws: the standardised squares have a relative sd of 2.2 %, so that a binomial variance, 1.5 times as large
    // since a third of the population is drawn, is far outside.
    const [marked, others, drawn] = [3e8, 6e8, 3e8];
    const { next } = stream('soft-drink-row', 'large');
    const all = marked + others;
    const mean = (drawn * marked) / all;
    const variance = ((mean * others) / all) * ((all - drawn) / (all - 1));
    const z = Array.from(
      { length: 4_000 },
      () => (hypergeometricVariate(marked, others, drawn, next) - mean) / Math.sqrt(variance),
    );
    expect(Math.abs(z.reduce((sum, each) => sum + each, 0))).toBeLessThan(NORMAL_BOUND * Math.sqrt(4_000));
    const squares = z.reduce((sum, each) => sum + each * each, 0) / 4_000;
    expect(Math.abs(squares - 1)).toBeLessThan(7 * Math.sqrt(2 / 4_000));
  });

  it('refuses to draw more than there are', () => {
    expect(() => hypergeometricVariate(2, 3, 6, () => 0.5)).toThrow(RangeError);
  });
});

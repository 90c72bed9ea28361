/**
 * What a scenario leaves open and its demand decides: how small a coin and a payword are, and how many coins are minted.
 * Fails when a price cannot be paid that could be, when a broker sells out whom nobody told how much to mint, or when
 * what the scenario says is changed.
 */
import { describe, expect, it } from 'vitest';
import type { Demand } from '../../src/economy/demand.ts';
import { spentAtMost, wholeUnit } from '../../src/scenario/fitting.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { DAY } from '../../src/units.ts';
import { scenarioOf } from '../experiment/fixtures.ts';
import { linesOf } from './fixtures/real-schemes.ts';

interface Parts {
  readonly price?: string;
  readonly scheme?: string;
  readonly users?: number;
}

function market({ price = '{ usd: 0.01 }', scheme = '{ name: micromint }', users = 10 }: Parts): string {
  return `title: A market
duration: 2d
replications: 1
demand:
  users: ${users}
  vendors: 3
  payments: { perUserPerDay: 20 }
  price: ${price}
schemes:
  - ${scheme}
`;
}

function optionsOf(parts: Parts): Readonly<Record<string, unknown>> {
  return scenarioOf(market(parts)).schemes[0]!.options;
}

describe('the unit of a scheme of coins', () => {
  const payword = '{ name: payword }';
  const all = () => true;

  it.each([
    ['{ usd: 0.01 }', 10_000],
    ['{ usd: 0.03 }', 10_000],
    ['{ usd: 0.001 }', 1000],
    ['{ usd: 0.0001 }', 100],
    ['{ usd: 0.015 }', 5000],
    ['{ choice: [{ usd: 0.01 }, { usd: 0.004 }] }', 2000],
    ['{ usd: 2 }', 10_000],
  ])('at %s is %i micro-dollars, for coins and paywords', (price, unit) => {
    expect(optionsOf({ price }).coinUsd).toBe(unit);
    expect(optionsOf({ price, scheme: payword }).unitUsd).toBe(unit);
    expect(linesOf(market({ price, scheme: payword }))).toEqual([]);
  });

  it('stays as it is said', () => {
    const said = optionsOf({ price: '{ usd: 0.01 }', scheme: '{ name: micromint, coinUsd: 0.005, bits: 9 }' });
    expect(said).toMatchObject({ coinUsd: 5000, bits: 9 });
    const words = optionsOf({ scheme: '{ name: payword, unitUsd: 0.005, chainLength: 7 }' });
    expect(words).toMatchObject({ unitUsd: 5000, chainLength: 7 });
  });

  it('is the usual one where no other is sound, and then the price is refused', () => {
    // A tenth of 1 micro-dollar is no share, and nobody pays 20,001 coins at once.
    const price = '{ microdollars: 20001 }';
    expect(optionsOf({ price }).coinUsd).toBe(10_000);
    expect(linesOf(market({ price }))[0]).toMatch(/demand\.price: expected prices of whole coins of 10000/);
    expect(wholeUnit({ kind: 'constant', price: 20_001 }, 10_000, all)).toBe(10_000);
    expect(wholeUnit({ kind: 'constant', price: 9_999 }, 10_000, all)).toBe(1);
  });

  it('makes chains that are long enough for the dearest price', () => {
    const chains = (price: string) => optionsOf({ price, scheme: payword }).chainLength;
    expect(chains('{ usd: 0.01 }')).toBe(100);
    expect(chains('{ choice: [{ usd: 2 }, { usd: 0.001 }] }')).toBe(2000);
  });
});

describe('the size of a mint', () => {
  const bitsAt = (parts: Parts) => optionsOf(parts).bits;

  it('is the usual one while that suffices, and grows with what is spent', () => {
    expect(bitsAt({})).toBe(16);
    // 10 users x 20 x 2 days x 100 coins and 1,000 in wallets: 43,000 to 44,000 at most, of 37,000 in 2^16 bins.
    expect(bitsAt({ price: '{ usd: 1 }' })).toBe(17);
    expect(bitsAt({ price: '{ usd: 1 }', users: 100 })).toBe(20);
    expect(bitsAt({ users: 1000 })).toBe(18);
  });

  it('is not touched where balls are said, or coins come from files', () => {
    expect(bitsAt({ price: '{ usd: 1 }', scheme: '{ name: micromint, balls: 262144 }' })).toBe(16);
    expect(bitsAt({ price: '{ usd: 1 }', scheme: '{ name: micromint, coinFiles: [a.coins] }' })).toBe(16);
  });

  it.each(['{ usd: 0.001 }', '{ usd: 1 }', '{ choice: [{ usd: 0.01 }, { usd: 3 }] }'])(
    'lets nobody go without at %s: fails when a mint is too small',
    (price) => {
      const { metrics } = replicate(scenarioOf(market({ price, users: 30 })), 0);
      expect(metrics.filter(({ name }) => name.includes('.refused.'))).toEqual([]);
      const value = (name: string) => metrics.find((metric) => metric.name === name)!.value;
      expect(value('micromint.payments.served_count')).toBe(value('demand.purchases.count'));
    },
  );
});

describe('what is spent at most', () => {
  const demand: Demand = {
    users: 100,
    vendors: 3,
    arrivals: { kind: 'poisson', perUserPerDay: 1 },
    price: { kind: 'constant', price: 10 },
    zipfExponent: 0,
  };

  it('is the mean and eight standard deviations, over the time that is asked for or the demand lasts', () => {
    expect(spentAtMost(demand, 4 * DAY, DAY)).toBe(10 * (100 + 8 * 10));
    expect(spentAtMost(demand, 4 * DAY, 9 * DAY)).toBe(10 * (400 + 8 * 20));
  });

  it('knows fixed numbers, tables of prices and bursts', () => {
    const fixed: Demand = { ...demand, arrivals: { kind: 'fixed', perUser: 4 } };
    expect(spentAtMost(fixed, DAY, DAY)).toBe(10 * (400 + 8 * 20));
    const table: Demand = { ...demand, price: { kind: 'choice', prices: [10, 30], weights: [3, 1] } };
    // Mean 15, mean square 300.
    expect(spentAtMost(table, DAY, DAY)).toBeCloseTo(100 * 15 + 8 * Math.sqrt(100 * 300), 9);
    const pattern = { bursts: { purchases: 5, gap: 1 } };
    const bursty: Demand = { ...demand, arrivals: { kind: 'patterned', perUserPerDay: 1, pattern } };
    expect(spentAtMost(bursty, DAY, DAY)).toBeCloseTo(10 * (100 + 8 * 10 * 3), 9);
  });
});

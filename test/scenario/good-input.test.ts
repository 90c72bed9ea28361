/**
 * Scenario files that are right, and what they mean. A row fails when a default, a unit or a meaning changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_COSTS } from '../../src/scenario/default-costs.ts';
import { rate } from '../../src/scenario/fields.ts';
import { broken, GOOD, scenarioOf, withMint } from './fixtures/parsing.ts';

const DAY = 86_400_000_000;

describe('a good scenario', () => {
  it('has every default filled in', () => {
    expect(scenarioOf(GOOD)).toEqual({
      name: 'a-month',
      title: 'A month',
      about: '',
      seed: '1',
      duration: 30 * DAY,
      replications: 30,
      confidence: 0.95,
      fidelity: 'sampled',
      demand: {
        users: 10,
        vendors: 2,
        arrivals: { kind: 'poisson', perUserPerDay: 20 },
        price: { kind: 'constant', price: 10_000 },
        zipfExponent: 0,
      },
      schemes: [{ name: 'tokens', label: 'tokens', options: { commission: 0.1 } }],
      adversaries: [],
      mints: [],
      bank: { servers: 1, costs: { message: 20, hash: 1, lookUp: 2, write: 10, signature: 80 } },
      network: { latency: 50_000, jitter: 0, loss: 0, duplication: 0 },
      economics: { serverUsdPerHour: 0.1, interestPerYear: 0.04, macropaymentUsd: 0.3 },
    });
  });

  it('is plain data that survives JSON, so that it can be sent and printed', () => {
    const scenario = scenarioOf(`${GOOD}report: { charts: [cost-curve] }\n`);
    expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
  });

  it.each([
    ['seed: 42', { seed: '42' }],
    ['seed: "042"', { seed: '042' }],
    ['seed: spring term', { seed: 'spring term' }],
    ['duration: 1.5h', { duration: 5_400_000_000 }],
    ['duration: 0.000001s', { duration: 1 }],
    ['duration: 90m', { duration: 5_400_000_000 }],
    ['replications: 1000000', { replications: 1_000_000 }],
    ['fidelity: real', { fidelity: 'real' }],
    ['about: |\n  One\n\n  Two', { about: 'One\n\nTwo\n' }],
    ['bank: { servers: 3 }', { bank: { servers: 3, costs: DEFAULT_COSTS } }],
    ['bank: { costs: { hash: 7 } }', { bank: { servers: 1, costs: { ...DEFAULT_COSTS, hash: 7 } } }],
    [
      'network: { latencyMs: 0.25, jitterMs: 3, loss: 0.1 }',
      { network: { latency: 250, jitter: 3000, loss: 0.1, duplication: 0 } },
    ],
    [
      'economics: { macropaymentUsd: 0 }',
      { economics: { serverUsdPerHour: 0.1, interestPerYear: 0.04, macropaymentUsd: 0 } },
    ],
    ['report: { charts: [bank-load, cost-curve] }', { charts: ['bank-load', 'cost-curve'] }],
    ['report: { charts: [] }', { charts: [] }],
  ])('%s', (line, values) => {
    expect(scenarioOf(`${GOOD}${line}\n`)).toMatchObject(values);
  });

  it.each([
    ['{ usd: 0.29 }', { kind: 'constant', price: 290_000 }],
    ['{ usd: 1e-6 }', { kind: 'constant', price: 1 }],
    ['{ usd: 1000000 }', { kind: 'constant', price: 1_000_000_000_000 }],
    ['{ usd: 00.010000000 }', { kind: 'constant', price: 10_000 }],
    ['{ microdollars: 1 }', { kind: 'constant', price: 1 }],
    [
      '{ choice: [{ usd: 0.1, weight: 2.5 }, { microdollars: 7 }] }',
      { kind: 'choice', prices: [100_000, 7], weights: [2.5, 1] },
    ],
  ])('the price %s', (price, value) => {
    expect(scenarioOf(broken('{ usd: 0.01 }', price)).demand?.price).toEqual(value);
  });

  it('reads every amount of dollars with six decimals exactly', () => {
    // Fails where a product of doubles would: 0.29 * 1e6 is not 290000.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (units) => {
        const usd = `${Math.floor(units / 1_000_000)}.${String(units % 1_000_000).padStart(6, '0')}`;
        expect(scenarioOf(broken('0.01', usd)).demand?.price).toEqual({ kind: 'constant', price: units });
      }),
      { numRuns: 50 },
    );
  });

  it('takes a fixed number of purchases, and a Zipf exponent', () => {
    const text = broken('perUserPerDay: 20', 'perUser: 1000').replace(
      'vendors: 2',
      'vendors: 2\n  vendorChoice: { zipf: 1.5 }',
    );
    expect(scenarioOf(text).demand).toMatchObject({ arrivals: { kind: 'fixed', perUser: 1000 }, zipfExponent: 1.5 });
  });

  it('takes two schemes of one name under labels of their own', () => {
    const text = `${GOOD}  - { name: tokens, label: dear, commission: 0.5 }\n  - { name: lottery, rate: 0.001 }\n`;
    expect(scenarioOf(text).schemes).toEqual([
      { name: 'tokens', label: 'tokens', options: { commission: 0.1 } },
      { name: 'tokens', label: 'dear', options: { commission: 0.5 } },
      { name: 'lottery', label: 'lottery', options: { rate: 0.001, proof: 'vrf' } },
    ]);
  });

  it('may only mint', () => {
    const scenario = scenarioOf(withMint('{ label: k7, bits: 20, way: 7, coins: [1, 100, 10000] }'));
    expect(scenario).not.toHaveProperty('demand');
    expect(scenario.mints).toEqual([{ label: 'k7', bits: 20, way: 7, filter: 0, coins: [1, 100, 10_000] }]);
  });

  it('spaces the points of a mint evenly in the logit of the share', () => {
    const [mint] = scenarioOf(withMint('{ label: a, bits: 20, way: 2, coins: { upToShare: 0.9, points: 41 } }')).mints;
    const coins = mint!.coins;
    expect(coins[0]).toBe(1);
    expect(coins[coins.length - 1]).toBe(Math.round(0.9 * 2 ** 20));
    expect(coins).toEqual([...new Set(coins)].sort((left, right) => left - right));
    const logits = coins.filter((count) => count > 1000).map((count) => Math.log(count / (2 ** 20 - count)));
    const gaps = logits.slice(1).map((logit, index) => logit - logits[index]!);
    // Rounding moves a point by at most half a coin in a thousand.
    for (const gap of gaps) expect(Math.abs(gap - gaps[0]!)).toBeLessThan(0.002);
  });

  it('keeps the points of the smallest mints within their bins', () => {
    for (const bits of [1, 2, 3])
      for (const share of [0.01, 0.5, 0.99]) {
        const entry = `{ label: a, bits: ${bits}, way: 2, coins: { upToShare: ${share}, points: 9 } }`;
        const { coins } = scenarioOf(withMint(entry)).mints[0]!;
        expect(coins[0]).toBe(1);
        expect(coins[coins.length - 1]).toBe(Math.max(1, Math.round(share * 2 ** bits)));
      }
  });
});

describe('adversaries', () => {
  const adversariesOf = (entries: string, options = {}) =>
    scenarioOf(`${GOOD}adversaries:\n${entries}`, options).adversaries;

  it('come with their kind as label, their size and their options, and nothing that was not said', () => {
    expect(
      adversariesOf(
        '  - { kind: grinder, share: 1 }\n  - { kind: grinder, label: b, count: 2, against: [tokens], patience: 3 }\n',
      ),
    ).toEqual([
      { kind: 'grinder', label: 'grinder', share: 1, options: { patience: 10 } },
      { kind: 'grinder', label: 'b', count: 2, against: ['tokens'], options: { patience: 3 } },
    ]);
    expect(adversariesOf('  - { kind: grinding-bank }\n')).toEqual([
      { kind: 'grinding-bank', label: 'grinding-bank', options: {} },
    ]);
  });

  it('may have the label of a scheme, and are found by label or kind', () => {
    const overrides = ['adversaries.tokens.count=4', 'adversaries.grinding-bank.label=theirs'];
    expect(
      adversariesOf('  - { kind: grinder, label: tokens, count: 1 }\n  - { kind: grinding-bank }\n', { overrides }),
    ).toMatchObject([{ label: 'tokens', count: 4 }, { label: 'theirs' }]);
  });
});

describe('a rate', () => {
  // As an adversary's option; 0.001 as a double is not a thousandth.
  const rateOf = (written: string) =>
    scenarioOf(`${GOOD}adversaries: [{ kind: double-spender, count: 1, chance: ${written} }]\n`).adversaries[0]!.options
      .chance;

  it.each([
    ['1', 1, 1],
    ['0.25', 1, 4],
    ['0.998', 499, 500],
    ['1/3', 1, 3],
    ['2 / 6', 1, 3],
    ['7/7', 1, 1],
    ['5e-1', 1, 2],
  ])('%s is exactly %i / %i', (written, numerator, denominator) => {
    expect(rateOf(written)).toEqual({ numerator, denominator });
  });

  it('is exact to the last of twelve decimals and for the largest denominator', () => {
    const parsed = (written: number | string) => rate().parse(written);
    expect(parsed(0.001)).toEqual({ numerator: 1, denominator: 1000 });
    expect(parsed(1e-12)).toEqual({ numerator: 1, denominator: 1e12 });
    expect(parsed(0.999999999999)).toEqual({ numerator: 999_999_999_999, denominator: 1e12 });
    expect(parsed('999999999999/1000000000000')).toEqual({ numerator: 999_999_999_999, denominator: 1e12 });
    expect(parsed('1/999999999989')).toEqual({ numerator: 1, denominator: 999_999_999_989 });
  });
});

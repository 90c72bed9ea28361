/**
 * Laws of what forgers find are one and the same in every replication, and silent where their plans or their prey hang on
 * luck. A law that differs between replications ends a run with an error: that fails every test here.
 */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import type { Result, ResultMetric } from '../../src/experiment/result.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { chartsOf } from '../../src/scenario/schemes.ts';
import { scenarioOf } from '../experiment/fixtures.ts';

interface Market {
  readonly scheme: string;
  readonly gang?: string;
  readonly perUserPerDay?: number;
  readonly price?: number;
  readonly users?: number;
  readonly days?: number;
  readonly replications?: number;
}

function resultOf(market: Market): Result {
  const { scheme, gang, perUserPerDay = 10, price = 0.01, users = 20, days = 4, replications = 5 } = market;
  const scenario = scenarioOf(`title: Plans
seed: 11
fidelity: sampled
duration: ${days}d
replications: ${replications}
demand:
  { users: ${users}, vendors: 5, payments: { perUserPerDay: ${perUserPerDay}, process: poisson }, price: { usd: ${price} } }
schemes: [{ name: micromint, label: m, ${scheme} }]
${gang === undefined ? '' : `adversaries: [{ label: g, count: 1, ${gang} }]`}
`);
  const outcomes = Array.from({ length: scenario.replications }, (_, index) => replicate(scenario, index));
  return combine(scenario, chartsOf(scenario), outcomes);
}

function metricIn({ metrics }: Result, name: string): ResultMetric {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) throw new Error(`no metric ${name}`);
  return metric;
}

const FOUND = 'm.g.coins_found_count';
const rational = (more: string): string => `kind: forger, rule: rational, ${more}`;
const splicer =
  'kind: splicer, hashesPerSecond: 0.01, usdPerHash: 1.0e-9, rule: stubborn, outletCoins: 1000, overhears: 0.5';

describe('a rational forger', () => {
  it('plans by the coins to be expected of a mint that sells out, not by those of its luck', () => {
    const result = resultOf({
      scheme: 'way: 2, bits: 9, balls: 1024, period: 4d',
      gang: rational('hashesPerSecond: 1, usdPerHash: 1.0e-3, outletCoins: 5000'),
    });
    expect(metricIn(result, FOUND).value).toBeGreaterThan(100);
    expect(metricIn(result, FOUND).theory).toBeDefined();
    expect(metricIn(result, 'm.g.hashes_count').halfWidth).toBe(0);
    expect(result.disagreements).toEqual([]);
  });

  it('in league with a vendor too, where bins are paid for', () => {
    const result = resultOf({
      scheme: 'way: 2, bits: 12, balls: 16384, batch: 20, period: 4d, settlement: bin',
      gang: 'kind: forging-pair, rule: rational, hashesPerSecond: 0.05, usdPerHash: 2.0e-5, outletCoins: 100000',
    });
    expect(metricIn(result, FOUND).value).toBeGreaterThan(10);
    expect(metricIn(result, FOUND).theory).toBeDefined();
    expect(metricIn(result, 'm.g.hashes_count').halfWidth).toBe(0);
  });

  // Purchases of 200 coins, an outlet of 399: he sells 200, and stops when he has found them.
  it('who sells whole purchases only has no law where these fill his outlet (fails when it is not rounded)', () => {
    const result = resultOf({
      scheme: 'way: 4, bits: 17, batch: 200, period: 4d',
      gang: rational('hashesPerSecond: 10, usdPerHash: 1.0e-9, outletCoins: 399'),
      ...{ users: 10, perUserPerDay: 5, price: 2, replications: 3 },
    });
    expect(metricIn(result, FOUND).value).toBeGreaterThanOrEqual(200);
    expect(metricIn(result, FOUND).value).toBeLessThan(250);
    expect(metricIn(result, FOUND).theory).toBeUndefined();
  });

  // He finds some 310 in his time; only from an outlet of eight deviations more on he need not look at what he has found.
  it.each([
    [250, false],
    [310, false],
    [450, false],
    [470, true],
  ])('has a law only where he knows from the start how far he goes: an outlet of %d, %s', (outletCoins, isKnown) => {
    const result = resultOf({
      scheme: 'way: 2, bits: 31, filter: 3, balls: 8000000000, period: 4d',
      gang: rational(`hashesPerSecond: 27, usdPerHash: 2.0e-8, outletCoins: ${outletCoins}`),
    });
    expect(metricIn(result, FOUND).value).toBeGreaterThan(200);
    for (const name of [FOUND, 'm.g.profit_usd']) expect(metricIn(result, name).theory !== undefined).toBe(isKnown);
  });
});

describe('a splicer', () => {
  it('hears fewer coins than people would pay with when these are sold out: no law says how many', () => {
    const result = resultOf({ scheme: 'way: 4, bits: 9, balls: 2048, batch: 10, period: 4d', gang: splicer });
    expect(metricIn(result, 'm.refused.sold_out_count').value).toBeGreaterThan(50);
    expect(metricIn(result, FOUND).theory).toBeUndefined();
    expect(result.disagreements).toEqual([]);
  });

  it('has a law with coins for everybody, and of a group too, but not when a group may run out', () => {
    const lawOf = (scheme: string) =>
      metricIn(resultOf({ scheme: `way: 4, batch: 10, period: 4d, ${scheme}`, gang: splicer }), FOUND).theory;
    expect(lawOf('bits: 12')?.value).toBeGreaterThan(0);
    expect(lawOf('bits: 12, groupBits: 2')?.value).toBeGreaterThan(0);
    // 1,160 coins for 800 payments, of which a sixteenth is for two users of twenty.
    expect(lawOf('bits: 11, balls: 8192')?.value).toBeGreaterThan(0);
    expect(lawOf('bits: 11, balls: 8192, groupBits: 4')).toBeUndefined();
  });
});

describe('a period in which nobody buys', () => {
  it.each<[string, Market]>([
    [
      'buyers who are framed and suspended',
      {
        scheme: 'bits: 12, period: 2d, suspendAfter: 2, settlement: bin',
        gang: 'kind: splicer, hashesPerSecond: 0.2, usdPerHash: 2.0e-5, overhears: 0.5',
        ...{ users: 10, days: 8 },
      },
    ],
    ['hardly any payments', { scheme: 'bits: 12, period: 2d', users: 10, perUserPerDay: 0.03, days: 8 }],
  ])('has been minted all the same, since coins are minted ahead of sale: %s', (_, market) => {
    const result = resultOf({ ...market, replications: 10 });
    const { value, theory } = metricIn(result, 'm.coins_minted.count');
    expect(theory?.agrees).toBe(true);
    // Four months, and the one that begins as the last of them ends.
    expect(value / 2 ** 12).toBeGreaterThan(4.9 * 0.5665);
  });
});

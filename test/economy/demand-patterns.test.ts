/**
 * Users who buy by the hours, in bursts, for a while, within a budget. Statistical checks raise a false alarm with a
 * probability of at most 1e-9 each, and say what they would catch.
 */
import { describe, expect, it } from 'vitest';
import { type Pattern, relativeToMean } from '../../src/economy/demand/pattern.ts';
import type { Demand } from '../../src/economy/demand.ts';
import { runMarket } from '../../src/economy/market.ts';
import { mr2 } from '../../src/economy/schemes/mr/scheme.ts';
import type { Metric } from '../../src/sim/metric.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units.ts';
import { drawDemand, type Purchase } from './purchases.ts';
import { COIN, LOTTERY, MARKET } from './setting.ts';

const FALSE_ALARM = 1e-9;
/** A normal variable is further than this from its mean once in 10^9. */
const SURELY = 6.11;
const PER_DAY = 10;
const PLAIN: Demand = {
  users: 2_000,
  vendors: 5,
  arrivals: { kind: 'poisson', perUserPerDay: PER_DAY },
  price: { kind: 'choice', prices: [COIN, 2 * COIN], weights: [3, 1] },
  zipfExponent: 1,
};

function patterned(pattern: Pattern, change: Partial<Demand> = {}): Demand {
  return { ...PLAIN, ...change, arrivals: { kind: 'patterned', perUserPerDay: PER_DAY, pattern } };
}

function named(metrics: readonly Metric[], name: string): Metric {
  return metrics.find((metric) => metric.name === name)!;
}

/** How many of its law's standard deviations a metric is from its theory. */
function deviations(metrics: readonly Metric[], name: string): number {
  const { value, theory } = named(metrics, name);
  const { law } = theory!;
  const sd = law?.name === 'normal' ? law.sd : law?.name === 'poisson' ? law.scale * Math.sqrt(law.mean) : Number.NaN;
  return Math.abs(value - theory!.value) / sd;
}

function countsOf(purchases: readonly Purchase[]): number[] {
  const counts = new Array<number>(PLAIN.users).fill(0);
  for (const { user } of purchases) counts[user]!++;
  return counts;
}

/** Mean and variance over the users. */
function spread(counts: readonly number[]): { mean: number; variance: number } {
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  return { mean, variance: counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1) };
}

describe('a pattern of nothing in particular', () => {
  it('makes the plain Poisson purchases, bit for bit: fails when a stream is drawn from once too often', () => {
    const flat = drawDemand(patterned({ byHour: new Array(24).fill(1) }), DAY, 'same');
    const boundless = drawDemand(patterned({ budget: { inAll: Number.MAX_SAFE_INTEGER } }), DAY, 'same');
    const plain = drawDemand(PLAIN, DAY, 'same');
    expect(plain.purchases.length).toBeGreaterThan(10_000);
    expect(flat.digest).toBe(plain.digest);
    expect(boundless.digest).toBe(plain.digest);
  });
});

describe('purchases by the hours of the day', () => {
  const rates = Array.from({ length: 24 }, (_, hour): number => (hour < 6 ? 0 : hour < 18 ? 3 : 1));
  const demand = patterned({ byHour: relativeToMean(rates) });
  const { purchases, metrics } = drawDemand(demand, 3 * DAY, 'hours');

  it('fall into each hour as often as its rate has it, and never where it is nought', () => {
    // Given their number multinomial. Some 60,000: catches an hour 10 % off (4,300 expected, sd 63) with power 0.7, and
    // one that is shifted with certainty.
    const total = rates.reduce((sum, rate) => sum + rate, 0);
    for (const [hour, rate] of rates.entries()) {
      const n = purchases.filter(({ time }) => Math.floor(time / HOUR) % 24 === hour).length;
      const share = rate / total;
      const tail = Math.min(binomialAtMost(n, purchases.length, share), binomialAtLeast(n, purchases.length, share));
      expect(2 * tail).toBeGreaterThan(FALSE_ALARM / 24);
      if (rate === 0) expect(n).toBe(0);
    }
  });

  it('are in all a Poisson number of the mean that theory says', () => {
    const { value, theory } = named(metrics, 'demand.purchases.count');
    expect(theory!.value).toBeCloseTo(60_000, 6);
    expect(theory!.law!.name).toBe('poisson');
    expect(2 * Math.min(poissonAtMost(value, 60_000), poissonAtLeast(value, 60_000))).toBeGreaterThan(FALSE_ALARM);
    expect(deviations(metrics, 'demand.value.total_usd')).toBeLessThan(SURELY);
  });

  it('of half a day count only its hours: fails when the whole day is expected', () => {
    const half = drawDemand(demand, DAY / 2, 'hours');
    // 6 of 12 hours at 3 of a mean of 42 / 24.
    const mean = (2_000 * PER_DAY * 18) / 42;
    expect(named(half.metrics, 'demand.purchases.count').theory!.value).toBeCloseTo(mean, 6);
    const { length } = half.purchases;
    expect(2 * Math.min(poissonAtMost(length, mean), poissonAtLeast(length, mean))).toBeGreaterThan(FALSE_ALARM);
  });

  it('have the distinct pairs that theory says, counted by a set', () => {
    // A day at 1 purchase each: most pairs are missing.
    const few = { ...patterned({ byHour: relativeToMean(rates) }), arrivals: demand.arrivals };
    const drawn = drawDemand({ ...few, vendors: 100 }, DAY, 'pairs');
    const pairs = new Set(drawn.purchases.map(({ user, vendor }) => `${user}/${vendor}`)).size;
    expect(named(drawn.metrics, 'demand.pairs.count').value).toBe(pairs);
    // Some 15,000, sd 65: catches 4 % with power 0.99.
    expect(deviations(drawn.metrics, 'demand.pairs.count')).toBeLessThan(SURELY);
  });
});

describe('purchases in bursts', () => {
  const bursts = { purchases: 6, gap: 2 * HOUR };
  const { purchases, metrics } = drawDemand(patterned({ bursts }), DAY, 'bursts');

  it('are as many as theory says, bursts cut at the end included', () => {
    // Gaps of two hours: a quarter of the purchases of a day would come after it. sd 0.9 %: catches 8 % with certainty.
    expect(named(metrics, 'demand.purchases.count').theory!.value).toBeLessThan(0.85 * 20_000);
    expect(deviations(metrics, 'demand.purchases.count')).toBeLessThan(SURELY);
    expect(deviations(metrics, 'demand.value.total_usd')).toBeLessThan(SURELY);
    expect(Math.max(...purchases.map(({ time }) => time))).toBeLessThanOrEqual(DAY);
  });

  it('vary from user to user as theory says', () => {
    // The estimate of a variance from 2,000 users: relative sd sqrt((kurtosis - 1) / n), below 0.07 for a kurtosis of 10.
    // Catches a plain Poisson variance, some five times less, with certainty.
    const law = named(metrics, 'demand.purchases.count').theory!.law!;
    const wanted = law.name === 'normal' ? (law.sd * law.sd) / PLAIN.users : Number.NaN;
    const { mean, variance } = spread(countsOf(purchases));
    expect(wanted).toBeGreaterThan(3 * mean);
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.07 * SURELY);
  });

  it('follow the hours with their beginnings', () => {
    const byHour = relativeToMean(Array.from({ length: 24 }, (_, hour) => Number(hour === 12)));
    const short = { purchases: 3, gap: SECOND };
    const drawn = drawDemand(patterned({ byHour, bursts: short }), DAY, 'noon');
    expect(drawn.purchases.length).toBeGreaterThan(10_000);
    expect(drawn.purchases.every(({ time }) => time >= 12 * HOUR && time < 13 * HOUR + MINUTE)).toBe(true);
    expect(deviations(drawn.metrics, 'demand.purchases.count')).toBeLessThan(SURELY);
  });
});

describe('users who come and go', () => {
  const { purchases, metrics } = drawDemand(patterned({ meanStay: 2 * DAY }), 8 * DAY, 'stay');

  it('buy as often as theory says, on average and in spread', () => {
    expect(deviations(metrics, 'demand.purchases.count')).toBeLessThan(SURELY);
    const law = named(metrics, 'demand.purchases.count').theory!.law!;
    const wanted = law.name === 'normal' ? (law.sd * law.sd) / PLAIN.users : Number.NaN;
    const { mean, variance } = spread(countsOf(purchases));
    expect(wanted).toBeGreaterThan(5 * mean);
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.07 * SURELY);
  });

  it('are fewer at the beginning than in the middle: fails when all are there from the start', () => {
    const within = (from: number, to: number) => purchases.filter(({ time }) => time >= from && time < to).length;
    expect(within(0, DAY)).toBeLessThan(0.5 * within(4 * DAY, 5 * DAY));
  });
});

describe('users with a budget', () => {
  const one = { kind: 'constant', price: COIN } as const;

  it('never spend more than it in a day, and as often as theory says', () => {
    const demand = patterned({ budget: { perDay: 9 * COIN } }, { price: one });
    const { purchases, metrics } = drawDemand(demand, 4 * DAY, 'budget');
    const spent = new Map<string, number>();
    for (const { time, user, price } of purchases) {
      const key = `${user}/${Math.floor(time / DAY)}`;
      spent.set(key, (spent.get(key) ?? 0) + price);
    }
    expect(Math.max(...spent.values())).toBe(9 * COIN);
    // sd 0.3 %: catches 3 %; without the budget there would be 17 % more.
    expect(deviations(metrics, 'demand.purchases.count')).toBeLessThan(SURELY);
    const forgone = named(metrics, 'demand.forgone.count').value;
    const wished = purchases.length + forgone;
    expect(2 * Math.min(poissonAtMost(wished, 80_000), poissonAtLeast(wished, 80_000))).toBeGreaterThan(FALSE_ALARM);
  });

  it('never spend more than it in all, and as often as theory says', () => {
    const demand = patterned({ budget: { inAll: 12 * COIN } }, { price: one });
    const { purchases, metrics } = drawDemand(demand, DAY, 'budget');
    expect(Math.max(...countsOf(purchases))).toBe(12);
    expect(deviations(metrics, 'demand.purchases.count')).toBeLessThan(SURELY);
  });

  it('buy what they can still afford where prices differ, and there is no law beside it', () => {
    const { purchases, metrics } = drawDemand(patterned({ budget: { inAll: 3 * COIN } }), DAY, 'budget');
    const spent = new Map<number, number>();
    for (const { user, price } of purchases) spent.set(user, (spent.get(user) ?? 0) + price);
    expect(Math.max(...spent.values())).toBe(3 * COIN);
    expect(named(metrics, 'demand.purchases.count').theory).toBeUndefined();
  });
});

describe('a market on such a demand', () => {
  const specification = {
    ...MARKET,
    fidelity: 'sampled',
    demand: patterned({ meanStay: DAY }, { users: 50 }),
  } as const;

  it('keeps its books, and says of the scheme only what must be so in every run', () => {
    const { metrics, curves } = runMarket(specification, mr2, LOTTERY);
    const stated = metrics.flatMap(({ theory }) => theory?.kind ?? []);
    expect(stated.length).toBeGreaterThan(1);
    expect(stated).not.toContain('mean');
    expect(curves.filter(({ theory }) => theory !== undefined)).toEqual([]);
    const plain = runMarket({ ...specification, demand: { ...PLAIN, users: 50 } }, mr2, LOTTERY);
    expect(plain.metrics.flatMap(({ theory }) => theory?.kind ?? [])).toContain('mean');
  });

  it('cannot be skipped: fails when its purchases are taken for those of one rate', () => {
    const demand = patterned({ meanStay: DAY }, { users: 50, price: { kind: 'constant', price: COIN } });
    expect(() => runMarket({ ...specification, demand, fidelity: 'aggregate' }, mr2, LOTTERY)).toThrow(/one rate/);
  });
});

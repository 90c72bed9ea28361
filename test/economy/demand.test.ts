/**
 * Demand: the laws that it is drawn from, and who sees it. Statistical checks raise a false alarm with a probability of
 * at most 1e-9 each, and say what they would catch.
 */
import { describe, expect, it } from 'vitest';
import type { Demand } from '../../src/economy/demand.ts';
import { zipfWeights } from '../../src/sim/distributions.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';
import { DAY } from '../../src/units.ts';
import { type Drawn, drawDemand, type Purchase } from './purchases.ts';
import { COIN, MARKET, OPTIONS, runMicroMint } from './setting.ts';
import { onMarket } from './tampered.ts';

const FALSE_ALARM = 1e-9;

const DEMAND: Demand = {
  users: 1_000,
  vendors: 10,
  arrivals: { kind: 'poisson', perUserPerDay: 10 },
  price: { kind: 'choice', prices: [COIN, 2 * COIN, 5 * COIN], weights: [5, 3, 2] },
  zipfExponent: 1,
};
const DURATION = 2 * DAY;
const CIRCUMSTANCES = { fidelity: 'sampled', duration: DURATION, delayMax: 0 } as const;

let large: Drawn | undefined;
/** 1000 users at 20 purchases each: some 20,000. */
function drawn(): Drawn {
  large ??= drawDemand(DEMAND, DURATION, 'laws');
  return large;
}

function countsBy(purchases: readonly Purchase[], keyOf: (purchase: Purchase) => number, length: number): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const purchase of purchases) counts[keyOf(purchase)]!++;
  return counts;
}

/** Counts that are not multinomial of these probabilities: each is binomial, so the exact tails are shared out. */
function outsideMultinomial(counts: readonly number[], probabilities: readonly number[]): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return [...counts.keys()].filter((i) => {
    const tail = Math.min(
      binomialAtMost(counts[i]!, n, probabilities[i]!),
      binomialAtLeast(counts[i]!, n, probabilities[i]!),
    );
    return 2 * tail < FALSE_ALARM / counts.length;
  });
}

describe('Poisson purchases', () => {
  it('are in all as many as the rate has it, exactly tested', () => {
    // Catches a rate off by 6 % with power 0.99 (20,000 expected, sd 141: 8.5 sd against a threshold of 6.1).
    const mean = 20_000;
    const { length } = drawn().purchases;
    expect(2 * Math.min(poissonAtMost(length, mean), poissonAtLeast(length, mean))).toBeGreaterThan(FALSE_ALARM);
  });

  it('vary from user to user as Poisson numbers do: neither regular nor bursty', () => {
    // Sum of (n - 20)^2 / 20 over 1000 users: mean 1000, variance 2000 + 50. Its skew of 0.09 leaves 2e-10 beyond 7 sd.
    // Catches a variance of half as much again with power 0.99.
    const counts = countsBy(drawn().purchases, ({ user }) => user, DEMAND.users);
    const dispersion = counts.reduce((sum, n) => sum + (n - 20) ** 2 / 20, 0);
    expect(Math.abs(dispersion - 1_000)).toBeLessThan(7 * Math.sqrt(2_050));
  });

  it('fall evenly over the time, until the duration ends and not later', () => {
    // Given their number they are uniform (Kolmogorov, bound of Dvoretzky, Kiefer and Wolfowitz in Massart's form).
    const times = drawn().purchases.map(({ time }) => time / DURATION);
    expect(Math.max(...times)).toBeLessThanOrEqual(1);
    expect(distance(times, (x) => x)).toBeLessThan(band(times.length));
  });
});

/** Below this distance with probability 1 - 1e-9 for any n; a law twice as far off is caught as surely. */
function band(n: number): number {
  return Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * n));
}

/** Greatest distance between the empirical distribution and the law. */
function distance(values: readonly number[], law: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.reduce((worst, x, i) => {
    const wanted = law(x);
    return Math.max(worst, Math.abs(wanted - i / sorted.length), Math.abs(wanted - (i + 1) / sorted.length));
  }, 0);
}

describe('a fixed number of purchases', () => {
  const fixed = { ...DEMAND, users: 20, arrivals: { kind: 'fixed', perUser: 1_000 } as const };
  const { purchases } = drawDemand(fixed, DURATION, 'fixed');

  it('is exactly that for each user, also where it takes longer than the duration', () => {
    expect(countsBy(purchases, ({ user }) => user, 20)).toEqual(new Array(20).fill(1_000));
    const late = new Set(purchases.filter(({ time }) => time > DURATION).map(({ user }) => user));
    // The thousandth comes late or early with even chances: all 20 alike once in half a million.
    expect(late.size).toBeGreaterThan(0);
    expect(late.size).toBeLessThan(20);
  });

  it('comes at exponential gaps of mean duration / n', () => {
    // 20,000 gaps: the band is 0.023. Catches a distance of 0.046, such as a mean off by 14 %, with power 1 - 1e-9.
    const last = new Array<number>(20).fill(0);
    const gaps = purchases.map(({ time, user }) => {
      const gap = time - last[user]!;
      last[user] = time;
      return gap / (DURATION / 1_000);
    });
    expect(distance(gaps, (x) => 1 - Math.exp(-x))).toBeLessThan(band(gaps.length));
    // The check would see gaps of the same mean that are less random.
    const evener = gaps.map((gap, i) => (gap + gaps[(i + 1) % gaps.length]!) / 2);
    expect(distance(evener, (x) => 1 - Math.exp(-x))).toBeGreaterThan(band(gaps.length));
  });
});

describe('choices', () => {
  it('of vendors follow Zipf, each vendor by its exact binomial law', () => {
    // 20,000 choices: the first vendor's share of 0.341 has an sd of 0.0034, so an exponent of 1.1 (0.373) is caught
    // with power 0.998.
    const counts = countsBy(drawn().purchases, ({ vendor }) => vendor, 10);
    expect(outsideMultinomial(counts, zipfWeights(10, 1))).toEqual([]);
    expect(outsideMultinomial(counts, zipfWeights(10, 1.1))).not.toEqual([]);
    // Zipf's weights themselves, from their definition.
    const harmonic = Array.from({ length: 10 }, (_, r) => 1 / (r + 1));
    const total = harmonic.reduce((sum, weight) => sum + weight, 0);
    zipfWeights(10, 1).forEach((weight, r) => {
      expect(weight).toBeCloseTo(harmonic[r]! / total, 12);
    });
  });

  it('of vendors are uniform at exponent 0', () => {
    const { purchases } = drawDemand({ ...DEMAND, users: 200, zipfExponent: 0 }, DURATION, 'uniform');
    expect(
      outsideMultinomial(
        countsBy(purchases, ({ vendor }) => vendor, 10),
        new Array(10).fill(0.1),
      ),
    ).toEqual([]);
  });

  it('of prices follow their weights, and the value adds up', () => {
    // 20,000 choices of 0.5, 0.3, 0.2: a share off by 0.03 is caught with power 0.98.
    const { purchases, metrics } = drawn();
    const prices = [COIN, 2 * COIN, 5 * COIN];
    const counts = countsBy(purchases, ({ price }) => prices.indexOf(price), 3);
    expect(outsideMultinomial(counts, [0.5, 0.3, 0.2])).toEqual([]);
    expect(outsideMultinomial(counts, [0.47, 0.33, 0.2])).not.toEqual([]);
    const value = metrics.find(({ name }) => name === 'demand.value.total_usd')!;
    expect(value.value).toBeCloseTo((counts[0]! + 2 * counts[1]! + 5 * counts[2]!) / 100, 6);
    // E[price] = 2.1 cents; E[price^2] = 6.7 square cents.
    expect(value.theory!.value).toBeCloseTo(20_000 * 0.021, 6);
    expect((value.theory!.law as { sd: number }).sd).toBeCloseTo(Math.sqrt(20_000 * 6.7) / 100, 6);
  });

  it('of vendors, prices and times do not hang together', () => {
    // Price and vendor independent: the joint counts are multinomial of the products.
    const { purchases } = drawn();
    const prices = [COIN, 2 * COIN, 5 * COIN];
    const weights = [0.5, 0.3, 0.2];
    const joint = countsBy(purchases, ({ vendor, price }) => 3 * vendor + prices.indexOf(price), 30);
    expect(
      outsideMultinomial(
        joint,
        zipfWeights(10, 1).flatMap((vendor) => weights.map((price) => vendor * price)),
      ),
    ).toEqual([]);
  });
});

describe('everybody has streams of his own', () => {
  const small = { ...DEMAND, users: 12 };
  const before = drawDemand(small, DURATION, 'own').purchases;

  it('one more user changes no purchase of the others', () => {
    const after = drawDemand({ ...small, users: 13 }, DURATION, 'own').purchases;
    expect(after.filter(({ user }) => user < 12)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
  });

  it('one more vendor changes from whom is bought, not who buys when and at what price', () => {
    const after = drawDemand({ ...small, vendors: 11 }, DURATION, 'own').purchases;
    const without = (purchases: readonly Purchase[]) =>
      purchases.map(({ time, user, price }) => ({ time, user, price }));
    expect(without(after)).toEqual(without(before));
    expect(after.some(({ vendor }) => vendor === 10)).toBe(true);
  });

  it('another price list changes prices alone', () => {
    const after = drawDemand({ ...small, price: { kind: 'constant', price: COIN } }, DURATION, 'own').purchases;
    expect(after).toEqual(before.map((purchase) => ({ ...purchase, price: COIN })));
  });

  it('another seed changes everything', () => {
    const times = new Set(drawDemand(small, DURATION, 'other').purchases.map(({ time }) => time));
    expect(before.filter(({ time }) => times.has(time))).toEqual([]);
  });
});

describe('on a market', () => {
  const { digest } = drawDemand(MARKET.demand, MARKET.duration, MARKET.seed);

  it('the demand is the same for every label, option, fidelity, network and bank', () => {
    const runs = [
      runMicroMint({ market: { fidelity: 'sampled' } }),
      runMicroMint({ market: { fidelity: 'sampled', label: 'dear' }, options: { commission: 5_000, batch: 7 } }),
      runMicroMint({ market: { fidelity: 'sampled', network: { ...MARKET.network, loss: 0.5 } } }),
      runMicroMint({ market: { fidelity: 'real', bank: { ...MARKET.bank, servers: 3 } } }),
    ];
    expect(runs.map(({ demandDigest }) => demandDigest)).toEqual(runs.map(() => digest));
    expect(new Set(runs.map((run) => run.digest)).size).toBeGreaterThan(1);
  });

  it('one more user who never pays changes nothing that happens to the others, event by event', () => {
    const idle = MARKET.demand.users;
    const story = (users: number): unknown[] => {
      const events: unknown[] = [];
      let refuse = (..._: [number, number, number]): void => {};
      const scheme = onMarket((market) => {
        refuse = (user, vendor, price) => market.refused(user, vendor, price, 'idle');
        return {
          served: (user, vendor, price) => {
            events.push([market.simulation.now, user, vendor, price]);
            market.served(user, vendor, price);
          },
        };
      });
      runMicroMint({
        market: { demand: { ...MARKET.demand, users } },
        scheme,
        tampering: { behaviourOf: (user, honest) => (user === idle ? refuse : honest) },
      });
      return events;
    };
    const alone = story(idle);
    expect(story(idle + 1)).toEqual(alone);
    expect(alone.length).toBeGreaterThan(100);
  });

  it('a price that is no whole number of coins is refused by the scheme before any run', () => {
    // Fails when the scheme promises what its users would refuse one by one.
    const demand = { ...MARKET.demand, price: { kind: 'choice', prices: [COIN, COIN + 1], weights: [1, 1] } as const };
    const scheme = onMarket(() => ({}));
    expect(scheme.refuses(demand, OPTIONS, CIRCUMSTANCES)?.message).toMatch(
      /whole coins of 10000 micro-dollars, got one of 10001/,
    );
    expect(scheme.refuses(MARKET.demand, OPTIONS, CIRCUMSTANCES)).toBeUndefined();
  });
});

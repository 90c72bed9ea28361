/**
 * The skipped demand beside the explicit one: every payment an event and a coin flip each. Both go through the same
 * checks of their exact laws. Each check raises a false alarm with a probability of at most 1e-9, with fixed seeds, and
 * says what it would catch.
 */
import { describe, expect, it } from 'vitest';
import { type Arrivals, type Demand, Shoppers } from '../../src/economy/demand.ts';
import { SkippingShoppers } from '../../src/economy/skipping-shoppers.ts';
import { stream } from '../../src/sim/random.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { binomialAt, binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { poissonAt, poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';
import { DAY } from '../../src/units.ts';

const FALSE_ALARM = 1e-9;
const PRICE = 10_000;
const DURATION = 3 * DAY;

function demandOf(users: number, arrivals: Arrivals): Demand {
  return { users, vendors: 5, arrivals, price: { kind: 'constant', price: PRICE }, zipfExponent: 1 };
}

/** A payment that reaches the bank, and how many did not since the user's last that did. */
interface Reaching {
  readonly user: number;
  readonly vendor: number;
  readonly time: number;
  readonly skipped: number;
}

interface Run {
  readonly reaching: readonly Reaching[];
  /** By user: payments that reached the bank, that did not, and of the latter those after the last that did. */
  readonly reached: Float64Array;
  readonly skipped: Float64Array;
  readonly rest: Float64Array;
  readonly purchases: number;
}

/** Collects what the one or the other demand says. */
class Collector {
  readonly reaching: Reaching[] = [];
  readonly reached: Float64Array;
  readonly skipped: Float64Array;
  readonly rest: Float64Array;

  constructor(users: number) {
    this.reached = new Float64Array(users);
    this.skipped = new Float64Array(users);
    this.rest = new Float64Array(users);
  }

  passOver(user: number, count: number): void {
    this.skipped[user] += count;
    this.rest[user] += count;
  }

  reach(user: number, vendor: number, time: number): void {
    this.reached[user]++;
    this.reaching.push({ user, vendor, time, skipped: this.rest[user]! });
    this.rest[user] = 0;
  }
}

function skipping(demand: Demand, reach: number, seed = 'skipping'): Run {
  const simulation = new Simulation();
  const collector = new Collector(demand.users);
  const shoppers = new SkippingShoppers(simulation, demand, DURATION, seed, reach, {
    payReaching: (user, vendor, price, skipped) => {
      expect(price).toBe(PRICE);
      collector.passOver(user, skipped);
      collector.reach(user, vendor, simulation.now);
    },
    rest: (user, count, price) => {
      expect(count).toBeGreaterThan(0);
      expect(price).toBe(PRICE);
      collector.passOver(user, count);
    },
  });
  simulation.run();
  expect(shoppers.active).toBe(false);
  shoppers.flush();
  return { ...collector, purchases: shoppers.purchases };
}

function explicit(demand: Demand, reach: number, seed = 'explicit'): Run {
  const simulation = new Simulation();
  const collector = new Collector(demand.users);
  const coins = stream(seed, 'coins');
  const shoppers = new Shoppers(simulation, demand, DURATION, seed, () => (user, vendor) => {
    if (coins.next() < reach) collector.reach(user, vendor, simulation.now);
    else collector.passOver(user, 1);
  });
  simulation.run();
  return { ...collector, purchases: shoppers.purchases };
}

const WAYS = [
  ['skipping', skipping],
  ['explicit', explicit],
] as const;

/** Cells with too few or too many: each count is binomial, so the tails are exact; rare cells count as one. */
function outsideLaw(cells: readonly string[], laws: ReadonlyMap<string, number>): string[] {
  const rare = (cell: string) => (laws.get(cell) ?? 0) < 1e-4;
  const counts = new Map<string, number>([['rare', 0]]);
  for (const cell of cells) {
    const key = rare(cell) ? 'rare' : cell;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const likely = [...laws].filter(([cell]) => !rare(cell));
  const rest = Math.max(0, 1 - likely.reduce((sum, [, p]) => sum + p, 0));
  const all: [string, number][] = [...likely, ['rare', rest]];
  return all
    .filter(([cell, p]) => {
      const count = counts.get(cell) ?? 0;
      const tail = Math.min(binomialAtMost(count, cells.length, p), binomialAtLeast(count, cells.length, p));
      return 2 * tail < FALSE_ALARM / all.length;
    })
    .map(([cell]) => cell);
}

/** The joint law of two numbers as cells `a,b`. */
function jointLaw(size: number, probabilityOf: (a: number, b: number) => number): Map<string, number> {
  const laws = new Map<string, number>();
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) laws.set(`${a},${b}`, probabilityOf(a, b));
  return laws;
}

/** Kolmogorov's distance of values in [0, 1] from the uniform law, in units of the band of 1e-9 for so many. */
function distance(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const worst = sorted.reduce((d, x, i) => Math.max(d, Math.abs(x - i / n), Math.abs(x - (i + 1) / n)), 0);
  return worst / Math.sqrt(Math.log(2 / FALSE_ALARM) / (2 * n));
}

describe('when every payment reaches the bank', () => {
  it.each([
    ['Poisson', { kind: 'poisson', perUserPerDay: 20 }],
    ['fixed', { kind: 'fixed', perUser: 60 }],
  ] as const)('%s purchases are those of Shoppers, event for event', (_, arrivals) => {
    const demand = demandOf(20, arrivals);
    const [here, there] = [skipping(demand, 1, 'same'), explicit(demand, 1, 'same')];
    expect(here).toEqual(there);
    expect(here.reaching.length).toBeGreaterThan(1000);
  });
});

describe.each(WAYS)('Poisson purchases, %s', (_, run) => {
  const reach = 0.25;
  /** 12 payments a user: on average 3 that reach the bank, 9 that do not. */
  const drawn = run(demandOf(20_000, { kind: 'poisson', perUserPerDay: 4 }), reach);

  it('reach the bank or not as two independent Poisson numbers of each user', () => {
    // 20,000 users: the likeliest cells have a probability of 0.03 and a standard error of 4 %. Catches a cell that is
    // off by 35 % with power 0.98; the shifted laws are both seen.
    const cells = Array.from(drawn.reached, (reached, user) => `${reached},${drawn.skipped[user]}`);
    const law = (won: number, lost: number) =>
      jointLaw(40, (reached, skipped) => poissonAt(reached, won) * poissonAt(skipped, lost));
    expect(outsideLaw(cells, law(3, 9))).toEqual([]);
    expect(outsideLaw(cells, law(3.5, 9))).not.toEqual([]);
    expect(outsideLaw(cells, law(3, 10))).not.toEqual([]);
  });

  it('are in all as many as the rate has it; without those after the last reaching one they would be too few', () => {
    // 240,000 expected, sd 490. The horizon: each user leaves some 3 (1 - e^-3) = 2.85 behind, 57,000 in all, 116 sd.
    const outside = (count: number) => 2 * Math.min(poissonAtMost(count, 240_000), poissonAtLeast(count, 240_000));
    const rest = drawn.rest.reduce((sum, count) => sum + count, 0);
    expect(outside(drawn.purchases)).toBeGreaterThan(FALSE_ALARM);
    expect(outside(drawn.purchases - rest)).toBeLessThan(FALSE_ALARM);
  });

  it('after the last reaching one follow the law of what is left of the duration', () => {
    // Backwards in time the same process: geometric, cut off at the user's Poisson number of payments; 20,000 users.
    const losing = 1 - reach;
    const laws = new Map<string, number>();
    for (let rest = 0; rest < 40; rest++)
      laws.set(`${rest}`, losing ** rest * (reach * poissonAtLeast(rest + 1, 12) + poissonAt(rest, 12)));
    expect(outsideLaw(Array.from(drawn.rest, String), laws)).toEqual([]);
  });

  it('that reach it fall evenly over the duration, in whole microseconds', () => {
    // 60,000 times: catches a distance of 0.027 with power 1 - 1e-9.
    const times = drawn.reaching.map(({ time }) => time);
    expect(times.every(Number.isInteger)).toBe(true);
    expect(Math.max(...times.slice(0, 1000))).toBeLessThanOrEqual(DURATION);
    expect(distance(times.map((time) => time / DURATION))).toBeLessThan(1);
    expect(distance(times.map((time) => (time / DURATION) ** 1.1))).toBeGreaterThan(1);
  });

  it('between two that reach it are Poisson, given the time between', () => {
    // The mid-distribution transform with a uniform number within each step is uniform when the law is right. The law
    // of a rate that is 5 % higher is seen.
    const within = stream('skipping test', 'within');
    const last = new Float64Array(20_000);
    const transformed = (rate: number) => {
      last.fill(0);
      return drawn.reaching.map(({ user, time, skipped }) => {
        const mean = (rate * (time - last[user]!)) / DURATION;
        last[user] = time;
        return poissonAtMost(skipped, mean) - within.next() * poissonAt(skipped, mean);
      });
    };
    expect(distance(transformed(9))).toBeLessThan(1);
    expect(distance(transformed(9.5))).toBeGreaterThan(1);
  });

  it('choose vendors after Zipf', () => {
    const harmonic = [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5];
    const total = harmonic.reduce((sum, weight) => sum + weight, 0);
    const laws = new Map(harmonic.map((weight, vendor) => [`${vendor}`, weight / total]));
    const vendors = drawn.reaching.map(({ vendor }) => `${vendor}`);
    expect(outsideLaw(vendors, laws)).toEqual([]);
  });
});

describe.each(WAYS)('a fixed number of purchases, %s', (_, run) => {
  const [reach, perUser, users] = [0.2, 12, 20_000];
  const drawn = run(demandOf(users, { kind: 'fixed', perUser }), reach);

  it('is exactly that for each user', () => {
    expect(drawn.reached.every((reached, user) => reached + drawn.skipped[user]! === perUser)).toBe(true);
    expect(drawn.purchases).toBe(users * perUser);
  });

  it('has a binomial number that reach the bank, and a truncated geometric number after the last', () => {
    // Catches a probability of 0.23 for 0.2, as the second check shows.
    const cells = Array.from(drawn.reached, String);
    const law = (s: number) =>
      new Map(Array.from({ length: perUser + 1 }, (_, k) => [`${k}`, binomialAt(k, perUser, s)]));
    expect(outsideLaw(cells, law(reach))).toEqual([]);
    expect(outsideLaw(cells, law(0.23))).not.toEqual([]);
    const rests = Array.from({ length: perUser }, (_, k): [string, number] => [`${k}`, 0.8 ** k * 0.2]);
    expect(outsideLaw(Array.from(drawn.rest, String), new Map([...rests, [`${perUser}`, 0.8 ** perUser]]))).toEqual([]);
  });

  it('takes the Gamma time of so many payments, past the duration too', () => {
    // P(Gamma(k) <= t) of each leap of k payments and time t is uniform: 48,000 leaps, a distance of 0.03 is caught.
    // Times of one payment more or less are seen.
    const last = new Float64Array(users);
    const mean = DURATION / perUser;
    const transformed = (more: number) => {
      last.fill(0);
      return drawn.reaching.map(({ user, time, skipped }) => {
        const gap = (time - last[user]!) / mean;
        last[user] = time;
        return poissonAtLeast(skipped + 1 + more, gap);
      });
    };
    expect(distance(transformed(0))).toBeLessThan(1);
    expect(distance(transformed(1))).toBeGreaterThan(1);
    expect(drawn.reaching.some(({ time }) => time > DURATION)).toBe(true);
  });
});

describe('at the ends', () => {
  it('one payment each: it reaches the bank or is left over, by one coin', () => {
    const { reached, rest } = skipping(demandOf(10_000, { kind: 'fixed', perUser: 1 }), 0.3);
    expect(reached.every((count, user) => count + rest[user]! === 1)).toBe(true);
    const count = reached.reduce((sum, one) => sum + one, 0);
    // 3,000 expected, sd 46: catches a probability of 0.34 with power 0.99.
    expect(2 * Math.min(binomialAtMost(count, 10_000, 0.3), binomialAtLeast(count, 10_000, 0.3))).toBeGreaterThan(
      FALSE_ALARM,
    );
  });

  it('a reach of 1e-9: a billion payments a user, of which about one reaches the bank', () => {
    const fixed = skipping(demandOf(500, { kind: 'fixed', perUser: 1e9 }), 1e-9);
    expect(fixed.purchases).toBe(5e11);
    const poisson = skipping(demandOf(500, { kind: 'poisson', perUserPerDay: 1e9 / 3 }), 1e-9);
    // 5e11 expected, sd 7e5: 6.2 of them leave 6e-10.
    expect(Math.abs(poisson.purchases - 5e11)).toBeLessThan(6.2 * Math.sqrt(5e11));
    for (const { reaching } of [fixed, poisson]) {
      // Poisson numbers of mean 500 (the binomial is within 1e-9 of it): catches a reach off by 40 % with power 0.99.
      expect(2 * Math.min(poissonAtMost(reaching.length, 500), poissonAtLeast(reaching.length, 500))).toBeGreaterThan(
        FALSE_ALARM,
      );
      expect(reaching.every(({ skipped }) => Number.isSafeInteger(skipped))).toBe(true);
    }
  });

  it('the metrics are those of the demand, everything counted once', () => {
    const simulation = new Simulation();
    const demand = demandOf(10, { kind: 'fixed', perUser: 1000 });
    const hooks = { payReaching: () => {}, rest: () => {} };
    const shoppers = new SkippingShoppers(simulation, demand, DURATION, 'metrics', 0.01, hooks);
    expect(shoppers.active).toBe(true);
    simulation.run();
    expect(shoppers.purchases).toBeLessThan(10_000);
    shoppers.flush();
    const metrics = shoppers.metrics(demand, DURATION);
    expect(metrics.map(({ name, value }) => [name, value])).toEqual([
      ['demand.purchases.count', 10_000],
      ['demand.value.total_usd', 100],
    ]);
    expect(metrics.map(({ theory }) => theory!.value)).toEqual([10_000, 100]);
  });

  it.each([0, -0.1, 1.1, Number.NaN])('a reach of %f is refused', (reach) => {
    expect(() => skipping(demandOf(1, { kind: 'fixed', perUser: 1 }), reach)).toThrow(RangeError);
  });

  it('several prices are refused', () => {
    const demand = {
      ...demandOf(1, { kind: 'fixed', perUser: 1 }),
      price: { kind: 'choice', prices: [1], weights: [1] },
    };
    expect(() => skipping(demand as unknown as Demand, 0.5)).toThrow(RangeError);
  });
});

describe('streams', () => {
  it.each([{ kind: 'poisson', perUserPerDay: 100 } as const, { kind: 'fixed', perUser: 300 } as const])(
    'one more user changes nothing for the others: $kind',
    (arrivals) => {
      const [few, more] = [skipping(demandOf(8, arrivals), 0.1), skipping(demandOf(9, arrivals), 0.1)];
      expect(more.reaching.filter(({ user }) => user < 8)).toEqual(few.reaching);
      expect(more.rest.slice(0, 8)).toEqual(few.rest);
      expect(more.reaching.some(({ user }) => user === 8)).toBe(true);
    },
  );

  it('the same seed gives the same purchases, another seed others', () => {
    const demand = demandOf(8, { kind: 'poisson', perUserPerDay: 100 });
    expect(skipping(demand, 0.1)).toEqual(skipping(demand, 0.1));
    expect(skipping(demand, 0.1, 'other').reaching).not.toEqual(skipping(demand, 0.1).reaching);
  });
});

/**
 * What gangs may do in any market, shown in one whose scheme is next to nothing: cash on the spot, paid back never.
 * Purchases that the demand does not ask for, costs, constants, who is honest, draws of their own.
 */
import { describe, expect, it } from 'vitest';
import { doubleSpender } from '../../src/economy/adversaries/double-spender.ts';
import { inventingVendor } from '../../src/economy/adversaries/inventing-vendor.ts';
import type { Adversary, Enlistment, Gang } from '../../src/economy/adversary.ts';
import type { Behaviour } from '../../src/economy/behaviour.ts';
import type { Capabilities } from '../../src/economy/capabilities.ts';
import type { Demand } from '../../src/economy/demand.ts';
import { type MarketOutcome, runMarket } from '../../src/economy/market.ts';
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import { InvariantViolation } from '../../src/sim/invariant.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { DAY, HOUR, type Microdollars } from '../../src/units.ts';

const PRICE = 10_000;
const DEMAND: Demand = {
  users: 10,
  vendors: 4,
  arrivals: { kind: 'fixed', perUser: 30 },
  price: { kind: 'constant', price: PRICE },
  zipfExponent: 1,
};
/** Of the vendors, by rank: 1, 1/2, 1/3, 1/4 over their sum. */
const WEIGHTS = [12, 6, 4, 3].map((weight) => weight / 25);

/** Vendors take cash, all but this one, who is shut; copies are goods for nothing. */
interface Shop {
  readonly shut?: number;
}

function open(market: Market, { shut }: Shop): Session {
  const watchers = new Map<number, (price: Microdollars) => void>();
  const pay = (user: number, vendor: number, price: Microdollars, cash: Microdollars): void => {
    market.ledger.pay(market.userParty(user), market.vendorParty(vendor), vendor === shut ? 0 : cash);
    if (vendor === shut) market.refused(user, vendor, price, 'shut');
    else market.served(user, vendor, price);
  };
  const capabilities: Pick<Capabilities, 'bearer' | 'sales' | 'leaving'> = {
    bearer: {
      watch: (user, presented) => void watchers.set(user, presented!),
      presentAgain(user, vendor, price) {
        pay(user, vendor, price, 0);
        return true;
      },
    },
    sales: { invent: () => {} },
    leaving: { leave: () => {} },
  };
  return {
    capabilities,
    pay(user, vendor, price) {
      pay(user, vendor, price, price);
      watchers.get(user)?.(price);
    },
    dayEnd: () => {},
    close: () => {},
    outstanding: () => 0,
    holdings: () => 0,
    servesAll: () => false,
    forfeited: () => 0,
    observe: () => {},
    metrics: () => [],
    curves: () => [],
  };
}

const CASH: PaymentScheme<Shop> = {
  name: 'cash',
  fidelities: ['real'],
  prepaid: true,
  charts: [],
  capabilities: () => ['bearer', 'sales', 'leaving'],
  aftermath: () => HOUR,
  refuses: () => undefined,
  open,
};

interface Change {
  readonly enlistments?: readonly Enlistment[];
  readonly demand?: Partial<Demand>;
  readonly shop?: Shop;
  readonly seed?: string;
}

function run({ enlistments = [], demand, shop = {}, seed = 's' }: Change): MarketOutcome {
  const specification = {
    ...{ label: 'cash', seed, duration: 10 * DAY, fidelity: 'real' as const, enlistments },
    demand: { ...DEMAND, ...demand },
    bank: { servers: 1, costs: { message: 1, hash: 1, signature: 1, lookUp: 1, write: 1 } },
    network: { latency: 0, jitter: 0, loss: 0, duplication: 0 },
  };
  return runMarket(specification, CASH, shop);
}

function figure({ metrics }: MarketOutcome, name: string): number | undefined {
  return metrics.find((metric) => metric.name === `cash.${name}`)?.value;
}

/** A gang under this label that shows itself, and behaves as told. */
function gang(
  label: string,
  count: number,
  enlist: (there: Gang, honest: Behaviour) => Behaviour | undefined,
  more: Partial<Adversary<unknown>> = {},
): Enlistment {
  const adversary: Adversary<unknown> = {
    ...{
      kind: 'spy',
      needs: 'leaving',
      role: 'user',
      enlist: (_leaving, there, _options, honest) => enlist(there, honest),
    },
    ...more,
  };
  return { label, adversary, options: {}, count };
}

describe('a purchase that the demand does not ask for', () => {
  /** Pays honestly, and wants the same again; `then` is what becomes of that. */
  const wanting = (then: (there: Gang, honest: Behaviour) => Behaviour) =>
    gang('gang', 2, (there, honest) => (user, vendor, price) => {
      honest(user, vendor, price);
      there.wants(user, vendor, price);
      then(there, honest)(user, vendor, price);
    });

  it('is served like any other, and counted by itself: its user’s payments are those of the demand', () => {
    const payments: number[] = [];
    const outcome = run({
      enlistments: [
        wanting((there, honest) => (user, vendor, price) => {
          honest(user, vendor, price);
          payments.push(there.paymentsOf(user));
        }),
      ],
    });
    expect(figure(outcome, 'gang.extra_purchases_count')).toBe(60);
    expect(figure(outcome, 'payments.served_count')).toBe(300 + 60);
    expect(Math.max(...payments)).toBe(30);
    expect(outcome.demandMetrics.find(({ name }) => name === 'demand.purchases.count')!.value).toBe(300);
  });

  it('counts as a payment to its vendor, where he is of a gang', () => {
    const counts = (enlistments: readonly Enlistment[]): number => {
      let total = 0;
      const vendors = gang(
        'vendors',
        4,
        (there) => {
          there.costs(() => {
            total = there.members.reduce((sum, vendor) => sum + there.paymentsOf(vendor), 0);
            return 0;
          });
          return undefined;
        },
        { role: 'vendor' },
      );
      run({ enlistments: [vendors, ...enlistments] });
      return total;
    };
    expect(counts([])).toBe(300);
    expect(counts([wanting((there) => there.declines)])).toBe(360);
  });

  it('may be declined', () => {
    const outcome = run({ enlistments: [wanting((there) => there.declines)] });
    expect(figure(outcome, 'refused.declined_count')).toBe(60);
    expect(figure(outcome, 'payments.served_count')).toBe(300);
  });

  it('must end: a run in which one is never paid fails', () => {
    const forgotten = () => run({ enlistments: [wanting(() => () => {})] });
    expect(forgotten).toThrow(InvariantViolation);
    expect(forgotten).toThrow('60 purchases have not ended');
  });

  it('must end where and as it began: a run in which one is paid at another price fails', () => {
    const elsewhere = () =>
      run({ enlistments: [wanting((_, honest) => (user, vendor, price) => honest(user, vendor, price + 1))] });
    expect(elsewhere).toThrow('purchases ended at another vendor or price than they began');
  });

  it('must be wanted first: a run in which a payment has no purchase fails', () => {
    const twice = gang('gang', 1, (_, honest) => (user, vendor, price) => {
      honest(user, vendor, price);
      honest(user, vendor, price);
    });
    expect(() => run({ enlistments: [twice] })).toThrow(/ended that was not open/);
  });

  it('changes nothing where nobody wants one: the figure is not there', () => {
    const outcome = run({ enlistments: [gang('gang', 2, () => undefined)] });
    expect(figure(outcome, 'gang.extra_purchases_count')).toBeUndefined();
    expect(outcome.demandDigest).toBe(run({}).demandDigest);
  });
});

describe('double-spenders in a market', () => {
  const spending = (options: object): MarketOutcome =>
    run({ enlistments: [{ label: 'gang', adversary: doubleSpender, options, count: 3 }] });

  it('at once get so many times more goods than they pay for', () => {
    const outcome = spending({ copies: 2, pace: 'at-once' });
    expect(figure(outcome, 'gang.extra_purchases_count')).toBe(3 * 30 * 2);
    expect(figure(outcome, 'payments.served_count')).toBe(300 + 180);
    expect(figure(outcome, 'gang.gain_usd')).toBeCloseTo((180 * PRICE) / 1e6, 9);
  });

  it('over the day pay for one purchase in so many, and want none beyond the demand', () => {
    const outcome = spending({ copies: 2, pace: 'over-the-day' });
    expect(figure(outcome, 'gang.extra_purchases_count')).toBeUndefined();
    expect(figure(outcome, 'payments.served_count')).toBe(300);
    expect(figure(outcome, 'gang.gain_usd')).toBeCloseTo((3 * 20 * PRICE) / 1e6, 9);
  });
});

describe('what a gang puts in', () => {
  const costly = (costs: Microdollars | undefined) =>
    gang(
      'gang',
      2,
      (there) => {
        if (costs !== undefined) there.costs(() => costs);
        return (user, vendor, price) => there.declines(user, vendor, price);
      },
      { constants: () => [{ name: 'hash_rate', unit: 'hashes/s', value: 2e10 }] },
    );

  it('is taken from its gain: costs and profit', () => {
    const outcome = run({ enlistments: [costly(1_500_000)] });
    expect(figure(outcome, 'gang.gain_usd')).toBe(0);
    expect(figure(outcome, 'gang.costs_usd')).toBe(1.5);
    expect(figure(outcome, 'gang.profit_usd')).toBe(-1.5);
  });

  it('is no figure where nothing is put in', () => {
    const outcome = run({ enlistments: [costly(undefined)] });
    expect(figure(outcome, 'gang.costs_usd')).toBeUndefined();
    expect(figure(outcome, 'gang.profit_usd')).toBeUndefined();
  });

  it('stands beside what its options say', () => {
    const { metrics } = run({ enlistments: [costly(0)] });
    expect(metrics.find(({ name }) => name === 'cash.gang.hash_rate')).toEqual({
      ...{ name: 'cash.gang.hash_rate', unit: 'hashes/s', value: 2e10, combine: 'mean' },
    });
  });
});

describe('users outside every gang', () => {
  it('are the same for all gangs, in order, and members of none', () => {
    // Fails when the first gang takes members of the second for honest.
    const seen: (readonly number[])[] = [];
    const members: number[] = [];
    const look = (there: Gang): undefined => {
      members.push(...there.members);
      seen.push(there.honestUsers);
    };
    run({ enlistments: [gang('a', 3, look), gang('b', 4, look)] });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toHaveLength(3);
    expect(seen[0]).toEqual([...seen[0]!].sort((x, y) => x - y));
    expect(new Set([...members, ...seen[0]!]).size).toBe(10);
  });

  it('have their refused purchases counted, those of a gang not', () => {
    const nobody = run({ enlistments: [gang('gang', 10, () => undefined)], shop: { shut: 0 } });
    expect(figure(nobody, 'honest_users.refused_count')).toBe(0);
    const shut = figure(nobody, 'refused.shut_count')!;
    expect(shut).toBeGreaterThan(100);
    const everybody = run({
      enlistments: [{ label: 'gang', adversary: inventingVendor, options: {}, count: 1 }],
      shop: { shut: 0 },
    });
    expect(figure(everybody, 'honest_users.refused_count')).toBe(shut);
    expect(figure(run({ shop: { shut: 0 } }), 'honest_users.refused_count')).toBeUndefined();
  });
});

describe('what a gang knows of the demand', () => {
  it('draws vendors as the demand does, by draws of its own', () => {
    // Two-sided at 1e-9 a vendor; with 4,000 draws a share off by 0.06 is caught with power above 0.99.
    const draws = (label: string, seed: string): number[] => {
      const drawn: number[] = [];
      const drawing = (there: Gang): undefined => {
        for (let i = 0; i < 4000; i++) drawn.push(there.drawVendor());
      };
      run({ enlistments: [gang(label, 1, drawing)], seed });
      return drawn;
    };
    const drawn = draws('gang', 's');
    for (const [vendor, weight] of WEIGHTS.entries()) {
      const count = drawn.filter((each) => each === vendor).length;
      const chance = 2 * Math.min(binomialAtMost(count, 4000, weight), binomialAtLeast(count, 4000, weight));
      expect(chance, `vendor ${vendor}: ${count}`).toBeGreaterThan(1e-9);
    }
    expect(draws('gang', 's')).toEqual(drawn);
    expect(draws('other', 's')).not.toEqual(drawn);
    expect(draws('gang', 't')).not.toEqual(drawn);
  });

  it.each<[string, Partial<Demand>, { count: number; spent: number }]>([
    ['fixed', {}, { count: 6, spent: 6 * PRICE }],
    ['a Poisson process', { arrivals: { kind: 'poisson', perUserPerDay: 5 } }, { count: 10, spent: 10 * PRICE }],
    [
      'several prices',
      { price: { kind: 'choice', prices: [PRICE, 3 * PRICE], weights: [6, 2] } },
      { count: 6, spent: 6 * 1.5 * PRICE },
    ],
  ])('knows what a user usually buys within two of ten days: %s', (_, demand, { count, spent }) => {
    let usual = { count: 0, spent: 0 };
    const look = (there: Gang): undefined => {
      usual = there.usualPurchases(2 * DAY);
      // There is no demand beyond the duration.
      expect(there.usualPurchases(90 * DAY)).toEqual(there.usualPurchases(10 * DAY));
    };
    run({ enlistments: [gang('gang', 1, look)], demand });
    expect(usual.count).toBeCloseTo(count, 9);
    expect(usual.spent).toBeCloseTo(spent, 4);
  });
});

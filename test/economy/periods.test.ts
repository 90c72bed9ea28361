/**
 * Month ends and exceptions of MicroMint, at both fidelities: rare things are forced, and each test asserts that they
 * did happen. Money is followed by the ledger, blame by what the broker reports.
 */
import { describe, expect, it } from 'vitest';
import type { Tampering } from '../../src/economy/market.ts';
import type { Market } from '../../src/economy/scheme.ts';
import type { Network } from '../../src/sim/network.ts';
import { Priority } from '../../src/sim/priority.ts';
import { DAY, HOUR, SECOND } from '../../src/units.ts';
import { type Change, COIN, countOf, MARKET, measured, OPTIONS, runMicroMint } from './setting.ts';
import { onMarket, opened } from './tampered.ts';

const COMMISSION = OPTIONS.commission;
const MONTH = OPTIONS.period;

interface Incident {
  readonly reason: string;
  readonly blamed: number;
}

interface Books {
  readonly nets: readonly number[];
  readonly claims: readonly number[];
  readonly forfeited: number;
}

/** A run with what the books say at its end, by party: users, vendors, the bank. */
function audited(change: Change) {
  let books: Books = { nets: [], claims: [], forfeited: 0 };
  const inspect: Tampering['inspect'] = ({ ledger, bankParty }, session) => {
    const parties = Array.from({ length: bankParty + 1 }, (_, party) => party);
    books = {
      nets: parties.map((party) => ledger.net(party)),
      claims: parties.map((party) => ledger.claims(party)),
      forfeited: session.forfeited(),
    };
  };
  const outcome = runMicroMint({ ...change, tampering: { ...change.tampering, inspect } });
  return { outcome, books };
}

type Deliver = (slot: number) => void;
/** Puts something in the place of a line's delivery. */
type Wrap = (name: string, deliver: Deliver, slab: Slots) => Deliver;

/** The network, with the delivery of some lines replaced by name. */
function rerouted(market: Market, wrap: Wrap): Partial<Market> {
  const network = opened(market.network, {
    channel: (name, slab, deliver, gaveUp) =>
      market.network.channel(name, slab, wrap(name, deliver, slab as Slots), gaveUp),
  } as Partial<Network>);
  return { network };
}

type Slots = { retain(slot: number): void; release(slot: number): void } & Parameters<Network['channel']>[1];

/** Holds a message up on its way, and keeps its slot until it arrives. */
function heldUp(market: Market, delay: number, deliver: Deliver, slab: Slots): Deliver {
  const late = market.simulation.register('held up on its way', (slot) => {
    deliver(slot);
    slab.release(slot);
  });
  return (slot) => {
    slab.retain(slot);
    market.simulation.after(delay, late, Priority.delivery, slot);
  };
}

/** What a user has paid comes back into his wallet at once, as if he had kept a copy; deposits may be held up. */
function walletKeepsAll(market: Market, depositDelay: number): Wrap {
  let giveBack: Deliver = () => {};
  return (name, deliver, slab) => {
    if (name === 'refused coins') giveBack = deliver;
    if (name === 'deposit' && depositDelay > 0) return heldUp(market, depositDelay, deliver, slab);
    if (name !== 'payment') return deliver;
    return (slot) => {
      deliver(slot);
      giveBack(slot);
    };
  };
}

const both = (['real', 'sampled'] as const).map((fidelity) => ({ fidelity }));

/** One user, one vendor, one purchase, which a behaviour may make at a time of its own. */
const ONE_PURCHASE = {
  ...MARKET.demand,
  users: 1,
  vendors: 1,
  arrivals: { kind: 'fixed', perUser: 1 } as const,
};

/** The purchase is put off until this instant. */
function putOff(time: () => number, market: () => Market): NonNullable<Tampering['behaviourOf']> {
  return (_, honest) => {
    const { simulation } = market();
    const later = simulation.register('put off', () => honest(0, 0, COIN));
    return () => simulation.at(time(), later, Priority.decision);
  };
}

describe.each(both)('month end at $fidelity', ({ fidelity }) => {
  it('gives coin for coin, and leaves nobody richer (fails if a coin is lost or made at the exchange)', () => {
    const { outcome, books } = audited({ market: { fidelity } });
    const exchanged = measured(outcome, 'micromint.coins.exchanged_count');
    expect(exchanged).toBeGreaterThan(20);
    // Whatever was not spent has been exchanged, since the run ends with the period.
    expect(exchanged * COIN).toBe(books.claims.reduce((sum, claim) => sum + claim, 0));
    expect(measured(outcome, 'micromint.coins.outstanding_count')).toBe(exchanged);
    expect(books.nets.every((net) => net === 0)).toBe(true);
    expect(books.forfeited).toBe(0);
  });

  it.each([2, 3])('comes %i times, and nothing is lost on the way', (months) => {
    const { outcome, books } = audited({ market: { fidelity, duration: months * MONTH, seed: `months/${months}` } });
    const once = measured(runMicroMint({ market: { fidelity } }), 'micromint.coins.exchanged_count');
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBeGreaterThan(once);
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(measured(outcome, 'demand.purchases.count'));
    expect(measured(outcome, 'micromint.coins.sold_count') - measured(outcome, 'micromint.coins.redeemed_count')).toBe(
      measured(outcome, 'micromint.coins.outstanding_count'),
    );
    expect(books.nets.every((net) => net === 0)).toBe(true);
    expect(books.forfeited).toBe(0);
    // Each month has a mint of its own.
    expect(measured(outcome, 'micromint.coins_minted.count')).toBeGreaterThan(months * 1_500);
  });

  it('settles in the grace a coin that was spent in the last second, and does not exchange it', () => {
    const told: Incident[] = [];
    const settled: number[] = [];
    let market!: Market;
    const { outcome, books } = audited({
      market: { fidelity, demand: ONE_PURCHASE, duration: MONTH },
      scheme: onMarket((given) => {
        market = given;
        return {
          ledger: opened(given.ledger, {
            pay: (from, to, amount) => {
              if (from === given.bankParty) settled.push(given.simulation.now);
              given.ledger.pay(from, to, amount);
            },
          }),
          incident: (reason, blamed) => told.push({ reason, blamed }),
        };
      }),
      tampering: {
        behaviourOf: putOff(
          () => MONTH - SECOND,
          () => market,
        ),
      },
    });
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(1);
    expect(settled).toHaveLength(1);
    expect(settled[0]).toBeGreaterThan(MONTH);
    expect(settled[0]).toBeLessThan(MONTH + OPTIONS.grace);
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBe(OPTIONS.batch - 1);
    expect(told).toEqual([]);
    expect(books.nets).toEqual([0, 0, 0]);
  });

  it('takes a coin that was on its way when the month ended, and settles it at once', () => {
    // Order 50 ms, sale 22 ms, coins 50 ms: the payment leaves 28 ms before the end and arrives 22 ms after it.
    const settled: number[] = [];
    let arrived = 0;
    let market!: Market;
    const { outcome, books } = audited({
      market: { fidelity, demand: ONE_PURCHASE, duration: MONTH },
      scheme: onMarket((given) => {
        market = given;
        return {
          ledger: opened(given.ledger, {
            pay: (from, to, amount) => {
              if (from === given.bankParty) settled.push(given.simulation.now);
              given.ledger.pay(from, to, amount);
            },
          }),
          served: (...purchase) => {
            arrived = given.simulation.now;
            given.served(...purchase);
          },
        };
      }),
      tampering: {
        behaviourOf: putOff(
          () => MONTH - 150_000,
          () => market,
        ),
      },
    });
    expect(arrived).toBeGreaterThan(MONTH);
    expect(settled).toHaveLength(1);
    expect(settled[0]).toBeLessThan(MONTH + SECOND);
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBe(OPTIONS.batch - 1);
    expect(books.nets).toEqual([0, 0, 0]);
  });

  it('knows a coin again that was spent in the old month, and takes none of that month later', () => {
    // A copy of the coin of the last second comes back to its vendor ten seconds and ten minutes into the new month.
    const refusals: string[] = [];
    let market!: Market;
    const { outcome, books } = audited({
      market: { fidelity, demand: { ...ONE_PURCHASE, arrivals: { kind: 'fixed', perUser: 3 } }, duration: MONTH },
      scheme: onMarket((given) => {
        market = given;
        return {
          refused: (user, vendor, price, reason) => {
            refusals.push(reason);
            given.refused(user, vendor, price, reason);
          },
        };
      }),
      tampering: {
        behaviourOf: (user, honest, session) => {
          const { simulation } = market;
          const { bearer } = session.capabilities;
          bearer!.watch(user);
          const pay = simulation.register('last second', () => honest(user, 0, COIN));
          const again = simulation.register('again', () => bearer!.presentAgain(user, 0, COIN));
          const times = [MONTH + 600 * SECOND, MONTH + 10 * SECOND, MONTH - SECOND];
          return () => {
            const time = times.pop()!;
            simulation.at(Math.max(time, simulation.now), time < MONTH ? pay : again, Priority.decision);
          };
        },
      },
    });
    expect(refusals).toEqual(['seen-before', 'wrong-period']);
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(1);
    expect(measured(outcome, 'micromint.coins.redeemed_count')).toBe(1);
    expect(books.nets).toEqual([0, 0, 0]);
  });

  it('refuses a coin that is ten minutes late at month end, and promises no service that it cannot give', () => {
    const { outcome, books } = audited({
      market: {
        fidelity,
        network: { ...MARKET.network, latency: 600 * SECOND },
        seed: 'on its way/0',
        demand: { ...MARKET.demand, users: 40 },
      },
    });
    const refused = countOf(outcome, 'micromint.refused.wrong_period_count');
    expect(refused).toBeGreaterThan(0);
    const served = outcome.metrics.find(({ name }) => name === 'micromint.payments.served_count')!;
    expect(served.value).toBe(measured(outcome, 'demand.purchases.count') - refused);
    expect(books.nets.every((net) => net === 0)).toBe(true);
    // An oracle that an honest run breaks is none.
    expect(served.theory === undefined || served.theory.value === served.value).toBe(true);
  });

  it('pays the vendor first when a user asks to exchange a coin that he has spent, whoever comes first', () => {
    // The user's wallet keeps what he has spent in the last second, and he hands it in at month end.
    for (const depositDelay of [0, 3 * HOUR]) {
      const told: Incident[] = [];
      let market!: Market;
      const { outcome, books } = audited({
        market: { fidelity, demand: ONE_PURCHASE, duration: MONTH },
        scheme: onMarket((given) => {
          market = given;
          return {
            incident: (reason, blamed) => {
              told.push({ reason, blamed });
              given.incident(reason, blamed);
            },
            ...rerouted(given, walletKeepsAll(given, depositDelay)),
          };
        }),
        tampering: {
          behaviourOf: putOff(
            () => MONTH - SECOND,
            () => market,
          ),
        },
      });
      expect(measured(outcome, 'micromint.payments.served_count')).toBe(1);
      expect(told).toEqual([{ reason: 'already-redeemed', blamed: 0 }]);
      expect(measured(outcome, 'micromint.coins.redeemed_count')).toBe(1);
      expect(measured(outcome, 'micromint.coins.exchanged_count')).toBe(OPTIONS.batch - 1);
      expect(books.nets).toEqual([0, 0, 0]);
    }
  });

  it('exchanges nothing while the period runs on', () => {
    const { outcome, books } = audited({ market: { fidelity }, options: { period: 30 * DAY } });
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBe(0);
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(measured(outcome, 'demand.purchases.count'));
    expect(books.claims.some((claim) => claim > 0)).toBe(true);
    expect(books.nets.every((net) => net === 0)).toBe(true);
  });

  it('refuses a late deposit as expired: the vendor bears the loss, the claim lapses, nobody is blamed', () => {
    const told: Incident[] = [];
    let market!: Market;
    const { outcome, books } = audited({
      market: { fidelity, demand: ONE_PURCHASE, duration: MONTH },
      scheme: onMarket((given) => {
        market = given;
        return {
          incident: (reason, blamed) => {
            told.push({ reason, blamed });
            given.incident(reason, blamed);
          },
          ...rerouted(given, (name, deliver, slab) =>
            name === 'deposit' ? heldUp(given, OPTIONS.grace + SECOND, deliver, slab) : deliver,
          ),
        };
      }),
      tampering: {
        behaviourOf: putOff(
          () => MONTH - SECOND,
          () => market,
        ),
      },
    });
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(1);
    expect(told).toEqual([{ reason: 'expired', blamed: -1 }]);
    expect(countOf(outcome, 'micromint.incidents.expired_count')).toBe(1);
    expect(books.forfeited).toBe(COIN);
    expect(books.nets).toEqual([0, -COIN, COIN]);
    // The other coins of his batch were exchanged in time.
    expect(books.claims).toEqual([(OPTIONS.batch - 1) * COIN, 0, 0]);
    const outstanding = outcome.metrics.find(({ name }) => name === 'micromint.coins.outstanding_count')!;
    expect(outstanding.value).toBe(OPTIONS.batch - 1);
    expect(outstanding.theory === undefined || outstanding.theory.value === outstanding.value).toBe(true);
  });

  it('lets coins lapse whose exchange was asked too late', () => {
    const { outcome, books } = audited({
      market: { fidelity },
      scheme: onMarket((given) =>
        rerouted(given, (name, deliver, slab) =>
          name === 'exchange request' ? heldUp(given, OPTIONS.grace, deliver, slab) : deliver,
        ),
      ),
    });
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBe(0);
    expect(books.forfeited).toBeGreaterThan(20 * COIN);
    expect(books.claims.every((claim) => claim === 0)).toBe(true);
    // The users' loss is the bank's gain; vendors lose nothing.
    const users = MARKET.demand.users;
    expect(books.nets.slice(0, users).reduce((sum, net) => sum + net, 0)).toBe(-books.forfeited);
    expect(books.nets.slice(users)).toEqual([0, 0, 0, books.forfeited]);
  });

  it('with no grace at all, states no oracle that the last day breaks', () => {
    // Honest users and a network that loses nothing, but every deposit of the last day comes 50 ms late.
    const { outcome, books } = audited({ market: { fidelity }, options: { grace: 0 } });
    expect(countOf(outcome, 'micromint.incidents.expired_count')).toBeGreaterThan(0);
    expect(books.forfeited).toBeGreaterThan(0);
    const broken = outcome.metrics.filter(({ theory, value }) => theory?.kind === 'exact' && theory.value !== value);
    expect(broken.map(({ name }) => name)).toEqual([]);
    const { theory } = outcome.metrics.find(({ name }) => name === 'micromint.coins.exchanged_count')!;
    expect(theory).toBeUndefined();
  });
});

describe.each(both)('exceptions at $fidelity', ({ fidelity }) => {
  it('sells out: what cannot be paid is refused, and no money is taken for it', () => {
    const { outcome, books } = audited({ market: { fidelity }, options: { balls: 400, batch: 10 } });
    const soldOut = countOf(outcome, 'micromint.refused.sold_out_count');
    const served = measured(outcome, 'micromint.payments.served_count');
    expect(soldOut).toBeGreaterThan(10);
    expect(served).toBeGreaterThan(10);
    expect(served + soldOut).toBe(measured(outcome, 'demand.purchases.count'));
    expect(measured(outcome, 'micromint.coins.sold_count')).toBeLessThanOrEqual(
      measured(outcome, 'micromint.coins_minted.count'),
    );
    expect(outcome.metrics.find(({ name }) => name === 'micromint.payments.served_count')!.theory).toBeUndefined();
    expect(books.nets.every((net) => net === 0)).toBe(true);
  });

  it('sells out at month end: who cannot have a new coin has his money back', () => {
    // All but everything is sold in the first month; in the second, which is as small, the first orders come before
    // the exchanges do.
    const { outcome, books } = audited({
      market: {
        fidelity,
        duration: 2 * MONTH,
        demand: { ...MARKET.demand, users: 30, arrivals: { kind: 'poisson', perUserPerDay: 2 } },
      },
      options: { balls: 1_500, batch: 15 },
    });
    expect(countOf(outcome, 'micromint.refused.sold_out_count')).toBeGreaterThan(0);
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBeGreaterThan(0);
    expect(measured(outcome, 'micromint.coins.sold_count') - measured(outcome, 'micromint.coins.redeemed_count')).toBe(
      measured(outcome, 'micromint.coins.outstanding_count'),
    );
    expect(books.nets.every((net) => net === 0)).toBe(true);
    expect(books.forfeited).toBe(0);
  });

  it('loses no money when nine of ten transmissions are lost', () => {
    const { outcome, books } = audited({
      market: { fidelity, seed: 'bad line', network: { latency: 50_000, jitter: 0, loss: 0.9, duplication: 0 } },
    });
    const served = measured(outcome, 'micromint.payments.served_count');
    const undelivered = countOf(outcome, 'micromint.refused.undelivered_count');
    expect(served).toBeGreaterThan(10);
    expect(undelivered).toBeGreaterThan(100);
    expect(served + undelivered).toBe(measured(outcome, 'demand.purchases.count'));
    expect(books.forfeited).toBe(0);
    expect(books.nets.every((net) => net === 0)).toBe(true);
  });

  it('pays a coin once that is spent at several vendors: the later ones bear the loss, its buyer alone is named', () => {
    const told: Incident[] = [];
    const served: { vendor: number; day: number }[] = [];
    const vendors = 4;
    const cheat = 0;
    const { outcome, books } = audited({
      market: { fidelity, demand: { ...MARKET.demand, vendors, zipfExponent: 0 }, duration: 4 * DAY, seed: 'twice' },
      scheme: onMarket((given) => ({
        incident: (reason, blamed) => {
          told.push({ reason, blamed });
          given.incident(reason, blamed);
        },
        served: (user, vendor, price) => {
          if (user === cheat) served.push({ vendor, day: Math.floor(given.simulation.now / DAY) });
          given.served(user, vendor, price);
        },
      })),
      tampering: {
        behaviourOf: (user, honest, session) => {
          if (user !== cheat) return honest;
          session.capabilities.bearer!.watch(user);
          return (...purchase) => {
            if (!session.capabilities.bearer!.presentAgain(...purchase)) honest(...purchase);
          };
        },
      },
    });
    // The truth: while his first purchase was under way he may have made more than one honest one; then one coin went
    // everywhere. Vendors deposit day by day, on the same day in the order of their numbers.
    expect(new Set(served.map(({ vendor }) => vendor)).size).toBe(served.length);
    expect(served.length).toBeGreaterThan(1);
    const inOrder = [...served].sort((a, b) => a.day - b.day || a.vendor - b.vendor);
    const losers = inOrder.slice(1).map(({ vendor }) => vendor);
    expect(told).toEqual(losers.map(() => ({ reason: 'already-redeemed', blamed: cheat })));
    expect(countOf(outcome, 'micromint.refused.seen_before_count')).toBeGreaterThan(0);
    const users = MARKET.demand.users;
    const gain = losers.length * COIN;
    expect(books.nets.slice(0, users)).toEqual(Array.from({ length: users }, (_, u) => (u === cheat ? gain : 0)));
    expect(books.nets.slice(users, users + vendors)).toEqual(
      Array.from({ length: vendors }, (_, v) => (losers.includes(v) ? -COIN : 0)),
    );
    expect(books.nets.at(-1)).toBe(0);
    expect(measured(outcome, 'micromint.coins.refused_at_settlement_count')).toBe(losers.length);
    const redeemed = measured(outcome, 'micromint.coins.redeemed_count');
    expect(measured(outcome, 'micromint.vendors.income_usd')).toBeCloseTo((redeemed * (COIN - COMMISSION)) / 1e6, 9);
  });
});

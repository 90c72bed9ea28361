/**
 * The broker's defences in MicroMint, each on and off, at both fidelities. Cheats act through the scheme's capabilities;
 * money is followed by the ledger, blame by what is reported. The market's own invariants hold in every run: claims
 * equal the register after every event, and every purchase ends once.
 */
import { describe, expect, it } from 'vitest';
import type { Effort } from '../../src/economy/capabilities.ts';
import type { MarketOutcome, Tampering } from '../../src/economy/market.ts';
import type { Session } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { type Change, COIN, countOf, MARKET, measured, OPTIONS, runMicroMint } from './setting.ts';
import { onMarket } from './tampered.ts';

const both = (['real', 'sampled'] as const).map((fidelity) => ({ fidelity }));
const USERS = MARKET.demand.users;
const VENDORS = MARKET.demand.vendors;
const CHEAT = 0;
/** The first vendor, at whom most is bought. */
const CROOK = 0;

interface Incident {
  readonly reason: string;
  readonly blamed: number;
}

interface Refusal {
  readonly user: number;
  readonly vendor: number;
  readonly reason: string;
  readonly time: number;
}

/** A run with everything that was reported and refused, and what each party has gained at its end. */
function watched(change: Change & { readonly cheat?: (session: Session) => Behaving }) {
  const incidents: Incident[] = [];
  const refusals: Refusal[] = [];
  let nets: number[] = [];
  let claims: number[] = [];
  let forfeited = 0;
  const inspect: Tampering['inspect'] = ({ ledger, bankParty }, session) => {
    nets = Array.from({ length: bankParty + 1 }, (_, party) => ledger.net(party));
    claims = nets.map((_, party) => ledger.claims(party));
    forfeited = session.forfeited();
  };
  const scheme = onMarket((market) => ({
    incident: (reason, blamed) => {
      incidents.push({ reason, blamed });
      market.incident(reason, blamed);
    },
    refused: (user, vendor, price, reason) => {
      refusals.push({ user, vendor, reason, time: market.simulation.now });
      market.refused(user, vendor, price, reason);
    },
  }));
  const { cheat } = change;
  const outcome = runMicroMint({
    ...change,
    scheme,
    tampering: { inspect, ...(cheat && { behaviourOf: once(cheat) }) },
  });
  return { outcome, incidents, refusals, nets, claims, forfeited };
}

type Honest = Parameters<NonNullable<Tampering['behaviourOf']>>[1];
/** What a user does who is no honest one. */
type Behaving = (user: number, honest: Honest) => Honest | undefined;

/** The cheat of a session is set up once, not once for each user. */
function once(cheat: (session: Session) => Behaving): NonNullable<Tampering['behaviourOf']> {
  let behaving: Behaving | undefined;
  return (user, honest, session) => {
    behaving ??= cheat(session);
    return behaving(user, honest) ?? honest;
  };
}

/** Pays by turns with a coin of his own and with a copy of it. */
const doubleSpending = ({ capabilities: { bearer } }: Session): Behaving => {
  bearer!.watch(CHEAT);
  let purchases = 0;
  return (user, honest) =>
    user !== CHEAT
      ? undefined
      : (...purchase) => {
          const again = purchases++ % 2 === 1;
          if (!again || !bearer!.presentAgain(...purchase)) honest(...purchase);
        };
};

const STUBBORN: Omit<Effort, 'hashesPerSecond'> = {
  usdPerHash: 0,
  delay: 0,
  rational: false,
  outletCoins: Number.POSITIVE_INFINITY,
  perPurchase: 1,
  fenced: false,
  splices: false,
  gang: 'forgers',
  lastCall: () => {},
};

/** Pays with forged coins while he has some. */
const forging =
  (hashesPerSecond: number) =>
  (session: Session): Behaving => {
    const forgery = session.capabilities.forgery!;
    return (user, honest) => {
      if (user !== CHEAT) return undefined;
      forgery.search(CHEAT, { ...STUBBORN, hashesPerSecond });
      return (...purchase) => {
        if (!forgery.pay(...purchase)) honest(...purchase);
      };
    };
  };

/** Honest users; the crook among the vendors has a habit. */
const crooked =
  (habit: (session: Session) => void) =>
  (session: Session): Behaving => {
    habit(session);
    return (_, honest) =>
      (...purchase) =>
        honest(...purchase);
  };

function vendorsOf(nets: readonly number[]): readonly number[] {
  return nets.slice(USERS, USERS + VENDORS);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function counted(items: readonly { readonly reason: string }[], reason: string): number {
  return items.filter((item) => item.reason === reason).length;
}

describe.each(both)('the loss policy at $fidelity', ({ fidelity }) => {
  const under = (lossPolicy: MicroMintOptions['lossPolicy'], cheat = doubleSpending) =>
    watched({ market: { fidelity }, options: { lossPolicy }, cheat });

  it.each([
    ['vendor', 0],
    ['broker', COIN],
    ['shared', COIN / 2],
  ] as const)('%s: of each coin that is spent twice the broker pays %i micro-dollars', (lossPolicy, part) => {
    const { outcome, incidents, nets } = under(lossPolicy);
    const twice = counted(incidents, 'already-redeemed');
    expect(twice).toBeGreaterThan(2);
    expect(nets[CHEAT]).toBe(twice * COIN);
    expect(total(vendorsOf(nets))).toBe(0 - twice * (COIN - part));
    expect(nets.at(-1)).toBe(0 - twice * part);
    expect(total(nets)).toBe(0);
    if (lossPolicy !== 'vendor')
      expect(measured(outcome, 'micromint.reimbursed.usd')).toBeCloseTo((twice * part) / 1e6, 9);
  });

  it('shared halves an odd coin downwards (fails when a fraction of a micro-dollar is paid)', () => {
    const { incidents, nets } = watched({
      market: { fidelity, demand: { ...MARKET.demand, price: { kind: 'constant', price: 9_999 } } },
      options: { lossPolicy: 'shared', coinValue: 9_999, commission: 0 },
      cheat: doubleSpending,
    });
    const twice = counted(incidents, 'already-redeemed');
    expect(twice).toBeGreaterThan(2);
    expect(nets.at(-1)).toBe(-twice * 4_999);
  });

  it('a vendor who redeems every coin twice is blamed and gets nothing for it', () => {
    const { incidents, nets } = under(
      'broker',
      crooked(({ capabilities }) => capabilities.deposits!.replay(CROOK, 1)),
    );
    expect(incidents.length).toBeGreaterThan(20);
    expect(incidents.every(({ reason, blamed }) => reason === 'already-redeemed' && blamed === USERS + CROOK)).toBe(
      true,
    );
    expect(nets.every((net) => net === 0)).toBe(true);
  });

  it('a vendor is reimbursed once for a forged coin, however often he hands it in', () => {
    const { outcome, nets } = watched({
      market: { fidelity, demand: { ...MARKET.demand, vendors: 1 } },
      options: { lossPolicy: 'broker' },
      cheat: (session) => {
        session.capabilities.deposits!.replay(CROOK, 2);
        return forging(0.005)(session);
      },
    });
    const forged = countOf(outcome, 'micromint.incidents.not_minted_count');
    expect(forged).toBeGreaterThan(5);
    expect(forged % 3).toBe(0);
    expect(measured(outcome, 'micromint.reimbursed.usd')).toBeCloseTo(((forged / 3) * COIN) / 1e6, 9);
    expect(nets[USERS]).toBe(0);
  });

  it('nobody is reimbursed for what came too late', () => {
    const { incidents, nets, forfeited } = under(
      'broker',
      crooked(({ capabilities }) => capabilities.deposits!.delay(CROOK, 7 * DAY)),
    );
    expect(incidents.length).toBeGreaterThan(20);
    expect(incidents.every(({ reason, blamed }) => reason === 'expired' && blamed === -1)).toBe(true);
    expect(nets[USERS + CROOK]).toBe(-incidents.length * COIN);
    expect(nets.at(-1)).toBe(forfeited);
  });
});

describe.each(both)('suspension at $fidelity', ({ fidelity }) => {
  it('after so many incidents: no vendor serves him from the next day on, and he is sold no coin', () => {
    const on = watched({ market: { fidelity }, options: { suspendAfter: 2 }, cheat: doubleSpending });
    const off = watched({ market: { fidelity }, cheat: doubleSpending });
    expect(counted(off.refusals, 'suspended-user')).toBe(0);
    const refused = on.refusals.filter(({ reason }) => reason === 'suspended-user');
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.every(({ user }) => user === CHEAT)).toBe(true);
    expect(measured(on.outcome, 'micromint.suspended_users.count')).toBe(1);
    // Vendors get the list at the end of a day, after the incidents that its deposits brought the day before.
    const since = Math.min(...refused.map(({ time }) => time));
    expect(since).toBeGreaterThanOrEqual(2 * DAY);
    expect(
      on.refusals.some(({ user, reason, time }) => user === CHEAT && reason !== 'suspended-user' && time > since),
    ).toBe(false);
    expect(on.nets[CHEAT]).toBeLessThan(off.nets[CHEAT]!);
    expect(counted(on.incidents, 'already-redeemed')).toBeGreaterThanOrEqual(2);
  });

  it('comes with exactly so many incidents, not with one more or less', () => {
    const run = (suspendAfter: number) =>
      watched({ market: { fidelity, duration: 2 * DAY }, options: { suspendAfter }, cheat: doubleSpending });
    const incidents = counted(run(1_000).incidents, 'already-redeemed');
    expect(incidents).toBeGreaterThan(1);
    // Nothing differs before the last incident, so there are as many under either threshold.
    const suspended = (after: number) => measured(run(after).outcome, 'micromint.suspended_users.count');
    expect(suspended(incidents)).toBe(1);
    expect(suspended(incidents + 1)).toBe(0);
  });

  it('refuses his orders at once, before vendors know', () => {
    // Orders of three coins do not last for a day.
    const { refusals } = watched({
      market: { fidelity },
      options: { suspendAfter: 1, batch: 3 },
      cheat: doubleSpending,
    });
    const refused = refusals.filter(({ reason }) => reason === 'suspended-user');
    expect(refused.every(({ user }) => user === CHEAT)).toBe(true);
    expect(refused.some(({ time }) => time > DAY && time < 2 * DAY)).toBe(true);
  });

  it('gives him money for what he could not spend: it keeps its worth', () => {
    const run = (options: Partial<MicroMintOptions>) =>
      watched({ market: { fidelity, duration: 7 * DAY }, options, cheat: doubleSpending });
    const [on, off] = [run({ suspendAfter: 1 }), run({})];
    expect(off.claims[CHEAT]).toBeGreaterThan(0);
    expect(on.claims[CHEAT]).toBe(0);
    expect(on.forfeited).toBe(0);
    // His gain is what vendors lost, and no more.
    expect(on.nets[CHEAT]).toBe(-total(vendorsOf(on.nets)));
    const coins = (name: string) => measured(on.outcome, `micromint.coins.${name}_count`);
    expect(coins('sold') - coins('redeemed')).toBe(coins('outstanding'));
  });
});

describe.each(both)('the redemption limit at $fidelity', ({ fidelity }) => {
  const LIMIT = 3;

  it('redeems so many coins of each payer and period, and no more; nobody is blamed', () => {
    const { outcome, incidents, forfeited, nets } = watched({
      market: { fidelity, demand: { ...MARKET.demand, arrivals: { kind: 'fixed', perUser: 10 } }, duration: 4 * DAY },
      options: { redemptionLimit: LIMIT, period: 30 * DAY },
    });
    expect(measured(outcome, 'micromint.coins.redeemed_count')).toBe(USERS * LIMIT);
    const over = USERS * (10 - LIMIT);
    expect(incidents).toEqual(Array.from({ length: over }, () => ({ reason: 'over-limit', blamed: -1 })));
    expect(total(vendorsOf(nets))).toBe(-over * COIN);
    expect(nets.at(-1)).toBe(over * COIN);
    expect(forfeited).toBe(over * COIN);
    expect(outcome.metrics.every(({ theory, value }) => theory?.kind !== 'exact' || theory.value === value)).toBe(true);
  });

  it('begins anew with each period, and costs nobody anything whom it does not reach', () => {
    const demand = { ...MARKET.demand, arrivals: { kind: 'poisson', perUserPerDay: 1 } as const };
    const market = { fidelity, demand, duration: 15 * DAY };
    // Five payments of a user a period on average, and 20 at most here.
    const wide = watched({ market, options: { redemptionLimit: 20 } });
    expect(wide.incidents).toEqual([]);
    expect(measured(wide.outcome, 'micromint.payments.served_count')).toBeGreaterThan(80);
    expect(wide.nets.every((net) => net === 0)).toBe(true);
    const narrow = watched({ market, options: { redemptionLimit: 4 } });
    expect(measured(narrow.outcome, 'micromint.coins.redeemed_count')).toBeGreaterThan(4 * USERS);
    expect(counted(narrow.incidents, 'over-limit')).toBeGreaterThan(10);
  });

  it('is what a forger gets rid of under one name', () => {
    // By bins, and with most coins sold, what he forges is often taken for a coin that is still out.
    const run = (options: Partial<MicroMintOptions>) =>
      watched({
        market: { fidelity },
        options: { settlement: 'bin', bits: 9, balls: 4 * 2 ** 9, ...options },
        cheat: forging(0.005),
      });
    const [off, on] = [run({}), run({ redemptionLimit: LIMIT })];
    expect(counted(off.incidents, 'over-limit')).toBe(0);
    expect(paidForged(off.outcome)).toBeGreaterThan(LIMIT);
    expect(counted(on.incidents, 'over-limit')).toBeGreaterThan(0);
    expect(paidForged(on.outcome)).toBeLessThanOrEqual(LIMIT);
  });
});

function paidForged(outcome: MarketOutcome): number {
  return measured(outcome, 'micromint.forgery.coins_paid_count');
}

describe.each(both)('recall at $fidelity', ({ fidelity }) => {
  const run = (options: Partial<MicroMintOptions>) =>
    watched({
      market: { fidelity, duration: 5 * DAY, seed: 'recall', network: { ...MARKET.network, latency: 200_000 } },
      options: { period: 30 * DAY, ...options },
      cheat: forging(0.005),
    });

  it('ends the period at once: forged coins are worth nothing, honest ones are exchanged, and it is paid for', () => {
    const on = run({ recallAt: 0.05, recallAfter: 20, usdPerHash: 1e-9 });
    const off = run({});
    const recalls = measured(on.outcome, 'micromint.recalls.count');
    expect(recalls).toBeGreaterThanOrEqual(1);
    expect(off.outcome.metrics.some(({ name }) => name.includes('recall'))).toBe(false);
    // The bins of the forger are empty again.
    const found = 'micromint.forgery.coins_found_count';
    expect(measured(on.outcome, found)).toBeLessThan(0.7 * measured(off.outcome, found));
    expect(measured(on.outcome, 'micromint.recall.coins_exchanged_count')).toBeGreaterThan(50);
    expect(measured(on.outcome, 'micromint.recall.coins_exchanged_count')).toBe(
      measured(on.outcome, 'micromint.coins.exchanged_count'),
    );
    expect(measured(on.outcome, 'micromint.recall.remint_hashes_count')).toBe(recalls * OPTIONS.balls);
    expect(measured(on.outcome, 'micromint.recall.cost_usd')).toBeCloseTo(recalls * OPTIONS.balls * 1e-9, 12);
    // The first deposits come at the end of the first day.
    expect(measured(on.outcome, 'micromint.recall.time_us')).toBeGreaterThan(DAY);
    expect(measured(on.outcome, 'micromint.recall.time_us')).toBeLessThan(DAY + HOUR);
    // No honest user has lost or gained anything, and nothing expired.
    expect(on.forfeited).toBe(0);
    expect(on.nets.slice(1, USERS).every((net) => net === 0)).toBe(true);
    expect(on.incidents.every(({ blamed }) => blamed === -1)).toBe(true);
  });

  it('waits for enough coins, and for enough forged ones among them', () => {
    expect(measured(run({ recallAt: 0.05, recallAfter: 100_000 }).outcome, 'micromint.recalls.count')).toBe(0);
    expect(measured(run({ recallAt: 1, recallAfter: 20 }).outcome, 'micromint.recalls.count')).toBe(0);
  });

  it('refuses coins that are under way, which their owners return and exchange', () => {
    // With an hour on the way there are always payments under way.
    const { outcome, refusals, nets, forfeited } = watched({
      market: {
        fidelity,
        seed: 'recall',
        network: { ...MARKET.network, latency: HOUR },
        demand: { ...MARKET.demand, users: 30, arrivals: { kind: 'poisson', perUserPerDay: 30 } },
      },
      options: { period: 30 * DAY, recallAt: 0.01, recallAfter: 20, balls: 8 * 2 ** 11, bits: 13 },
      cheat: forging(0.05),
    });
    expect(measured(outcome, 'micromint.recalls.count')).toBeGreaterThanOrEqual(1);
    const recalled = refusals.filter(({ reason, user }) => reason === 'recalled' && user !== CHEAT);
    expect(recalled.length).toBeGreaterThan(5);
    expect(forfeited).toBe(0);
    expect(nets.slice(1, 30).every((net) => net === 0)).toBe(true);
  });

  it('is not followed by a month end of its own: the next period ends when the recalled one would have', () => {
    const { outcome } = watched({
      market: { fidelity, duration: 10 * DAY, seed: 'recall' },
      options: { period: 5 * DAY, recallAt: 0.05, recallAfter: 20 },
      cheat: forging(0.02),
    });
    const recalls = measured(outcome, 'micromint.recalls.count');
    expect(recalls).toBeGreaterThanOrEqual(1);
    const recalled = measured(outcome, 'micromint.recall.coins_exchanged_count');
    expect(measured(outcome, 'micromint.coins.exchanged_count')).toBeGreaterThan(recalled);
  });
});

describe.each(both)('dishonest vendors at $fidelity', ({ fidelity }) => {
  it('who invents a sale is paid, and the buyer who spends his coin elsewhere is framed', () => {
    const { outcome, incidents, refusals, nets } = watched({
      market: { fidelity },
      cheat: crooked(({ capabilities }) => capabilities.sales!.invent(CROOK)),
    });
    const invented = refusals.filter(({ reason }) => reason === 'refused-by-vendor');
    expect(invented.length).toBeGreaterThan(20);
    expect(invented.every(({ vendor }) => vendor === CROOK)).toBe(true);
    expect(nets[USERS + CROOK]).toBe(invented.length * COIN);
    const framed = incidents.filter(({ reason, blamed }) => reason === 'already-redeemed' && blamed < USERS);
    expect(framed.length).toBeGreaterThan(10);
    // He never claims a coin twice, so nothing points to him.
    expect(incidents.some(({ blamed }) => blamed === USERS + CROOK)).toBe(false);
    expect(counted(refusals, 'seen-before')).toBeGreaterThan(0);
    expect(total(nets)).toBe(0);
    expect(measured(outcome, 'micromint.payments.served_count')).toBeGreaterThan(10);
  });

  it('what he sends back stays with its owner, even one who keeps copies', () => {
    // Fails when coins that come back to a watched user are thrown away: then he has to buy more.
    const run = (watches: boolean) =>
      watched({
        market: { fidelity, demand: { ...MARKET.demand, vendors: 1 } },
        cheat: (session) => {
          session.capabilities.sales!.invent(CROOK);
          if (watches) session.capabilities.bearer!.watch(CHEAT);
          return (_, honest) =>
            (...purchase) =>
              honest(...purchase);
        },
      });
    const [plain, copied] = [run(false), run(true)];
    expect(counted(copied.refusals, 'refused-by-vendor')).toBeGreaterThan(5);
    expect(measured(copied.outcome, 'micromint.coins.sold_count')).toBe(
      measured(plain.outcome, 'micromint.coins.sold_count'),
    );
    expect(copied.outcome.digest).toBe(plain.outcome.digest);
  });

  it('who is in league with a forger claims at once what nobody paid, and no bin twice', () => {
    const { outcome, incidents, nets } = watched({
      market: { fidelity, duration: 3 * DAY },
      options: { settlement: 'bin', bits: 9, balls: 4 * 2 ** 9, lossPolicy: 'broker', period: 30 * DAY },
      cheat: ({ capabilities }) => {
        const forgery = capabilities.forgery!;
        forgery.search(CHEAT, { ...STUBBORN, hashesPerSecond: 0.003, fenced: true });
        return (user, honest) =>
          user !== CHEAT
            ? undefined
            : (...purchase) => {
                forgery.fence(CHEAT, CROOK, 1000);
                honest(...purchase);
              };
      },
    });
    // The broker bears the loss, so all that is claimed is worth its value, less the commission where it is paid.
    expect(paidForged(outcome)).toBeGreaterThan(5);
    expect(measured(outcome, 'micromint.reimbursed.usd')).toBeGreaterThan(0);
    expect(nets[USERS + CROOK]).toBeGreaterThan(20 * COIN);
    // Fails when he claims a bin that he has had: an honest user's, or one of his own claims.
    expect(incidents.some(({ blamed }) => blamed === USERS + CROOK)).toBe(false);
    expect(total(nets)).toBe(0);
  });

  it('who waits less than the grace allows loses nothing', () => {
    const { incidents, nets } = watched({
      market: { fidelity },
      cheat: crooked(({ capabilities }) => capabilities.deposits!.delay(CROOK, DAY / 2)),
    });
    expect(incidents).toEqual([]);
    expect(nets.every((net) => net === 0)).toBe(true);
  });
});

describe.each(both)('user-specific coins and hidden predicates at $fidelity', ({ fidelity }) => {
  it.each([
    ['groups of users', { groupBits: 1 }],
    ['hidden predicates', { hiddenPredicates: { stages: 5, bits: 2 } }],
    ['keys known ahead', { keyKnownAhead: 2 * DAY }],
  ])('%s: honest users notice nothing', (_, options) => {
    const { outcome, incidents, refusals, nets } = watched({ market: { fidelity }, options });
    expect(incidents).toEqual([]);
    expect(refusals).toEqual([]);
    expect(measured(outcome, 'micromint.payments.served_count')).toBe(measured(outcome, 'demand.purchases.count'));
    expect(nets.every((net) => net === 0)).toBe(true);
  });

  it('a group sells out by itself, and its members are told so', () => {
    const { outcome, refusals, nets } = watched({
      market: { fidelity },
      options: { groupBits: 3, balls: 700, batch: 10 },
    });
    expect(counted(refusals, 'sold-out')).toBeGreaterThan(5);
    expect(measured(outcome, 'micromint.coins.sold_count')).toBeLessThanOrEqual(
      measured(outcome, 'micromint.coins_minted.count'),
    );
    expect(nets.every((net) => net === 0)).toBe(true);
  });

  it('a stolen coin of another group is refused by every vendor', () => {
    const { refusals } = watched({
      market: { fidelity },
      options: { groupBits: 1 },
      cheat:
        ({ capabilities: { theft } }) =>
        (user, honest) =>
          user !== CHEAT
            ? undefined
            : (...purchase) => {
                // User 1 is of the other group, user 2 of his own.
                theft!.fromUser(CHEAT, 1, 1);
                if (!theft!.pay(...purchase)) honest(...purchase);
              },
    });
    expect(counted(refusals, 'wrong-group')).toBeGreaterThan(5);
    expect(refusals.filter(({ reason }) => reason === 'wrong-group').every(({ user }) => user === CHEAT)).toBe(true);
  });
});

describe('both fidelities', () => {
  it('have the same events under every defence, with cheats who do not search', () => {
    // At sampled the groups of coins are drawn otherwise, and forged coins too: these are left out.
    const run = (fidelity: 'real' | 'sampled') =>
      watched({
        market: { fidelity },
        options: { lossPolicy: 'shared', suspendAfter: 3, redemptionLimit: 25, recallAt: 0.5 },
        cheat: doubleSpending,
      });
    const [real, sampled] = [run('real'), run('sampled')];
    expect(counted(real.refusals, 'suspended-user')).toBeGreaterThan(0);
    expect(sampled.outcome.digest).toBe(real.outcome.digest);
    expect(sampled.nets).toEqual(real.nets);
  });
});

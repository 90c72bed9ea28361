/**
 * What double-spenders, forgers, splicers, thieves and inventing vendors do, step by step, against made-up capabilities:
 * each row fails when a behaviour does something else than its description says, or does it at another moment.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { coinThief } from '../../src/economy/adversaries/coin-thief.ts';
import { doubleSpender } from '../../src/economy/adversaries/double-spender.ts';
import { forger } from '../../src/economy/adversaries/forger.ts';
import { forgingPair } from '../../src/economy/adversaries/forging-pair.ts';
import { inventingVendor } from '../../src/economy/adversaries/inventing-vendor.ts';
import { splicer } from '../../src/economy/adversaries/splicer.ts';
import type { Gang } from '../../src/economy/adversary.ts';
import type { Behaviour } from '../../src/economy/behaviour.ts';
import type { Capabilities, Effort } from '../../src/economy/capabilities.ts';
import { DAY, HOUR, type Microdollars } from '../../src/units.ts';

const COIN = 10_000;

/** All that happened, in words, in its order. */
let log: string[] = [];
let spent = 0;

beforeEach(() => {
  log = [];
  spent = 0;
});

/** What has been logged since the last look. */
function since(): string[] {
  return log.splice(0);
}

const honest: Behaviour = (user, vendor, price) => void log.push(`${user} pays ${vendor} ${price}`);

/** Users 1 and 2, in league with vendors 11 and 12; drawn vendors are 20, 21, ...; a user buys 5.5 coins' worth in 4. */
function gangOf(more: Partial<Gang> = {}): Gang {
  let drawn = 20;
  return {
    label: 'gang',
    members: [1, 2],
    accompliceOf: (user) => user + 10,
    cheats: (member) => void log.push(`${member} cheats`),
    paymentsOf: () => 0,
    declines: (user, vendor, price) => void log.push(`${user} declines ${vendor} ${price}`),
    wants: (user, vendor, price) => void log.push(`${user} wants ${vendor} ${price}`),
    costs: (read) => {
      spent = read();
    },
    honestUsers: [5, 6, 7, 8],
    draw: { next: () => 0.6 },
    drawVendor: () => drawn++,
    usualPurchases: (within) => ({ count: (4 * within) / DAY, spent: (5.5 * COIN * within) / DAY }),
    ...more,
  };
}

describe('double-spenders', () => {
  const listeners = new Map<number, (price: Microdollars) => void>();
  /** Copies are refused at this price, as if the last coins had been of another one. */
  const ODD = 7 * COIN;
  const bearer: Capabilities['bearer'] = {
    watch: (user, presented) => void listeners.set(user, presented!),
    presentAgain(user, vendor, price) {
      if (price === ODD) return false;
      log.push(`${user} copies to ${vendor} ${price}`);
      // A scheme may tell of copies too.
      listeners.get(user)!(price);
      return true;
    },
  };
  const enlisted = (copies: number, pace: 'at-once' | 'over-the-day'): Behaviour =>
    doubleSpender.enlist(bearer, gangOf(), { copies, pace }, honest)!;

  it('at once: as soon as coins are on their way, and not before, copies go to vendors that they draw', () => {
    const buy = enlisted(2, 'at-once');
    buy(1, 3, COIN);
    expect(since()).toEqual([`1 pays 3 ${COIN}`]);
    listeners.get(1)!(COIN);
    expect(since()).toEqual([
      ...[`1 wants 20 ${COIN}`, `1 copies to 20 ${COIN}`, '1 cheats'],
      ...[`1 wants 21 ${COIN}`, `1 copies to 21 ${COIN}`, '1 cheats'],
    ]);
  });

  it('at once: end what they wanted when they cannot copy, and have not cheated then', () => {
    enlisted(1, 'at-once');
    listeners.get(2)!(ODD);
    expect(since()).toEqual([`2 wants 20 ${ODD}`, `2 declines 20 ${ODD}`]);
  });

  it('over the day: the next purchases are paid with the last coins, each member by his own count', () => {
    const buy = enlisted(2, 'over-the-day');
    const buyNew = (user: number): void => {
      buy(user, 3, COIN);
      expect(since()).toEqual([`${user} pays 3 ${COIN}`]);
      listeners.get(user)!(COIN);
    };
    buyNew(1);
    buyNew(2);
    for (const vendor of [4, 5]) {
      buy(1, vendor, COIN);
      expect(since()).toEqual([`1 copies to ${vendor} ${COIN}`, '1 cheats']);
    }
    buyNew(1);
    buy(2, 4, COIN);
    expect(since()).toEqual([`2 copies to 4 ${COIN}`, '2 cheats']);
  });

  it('over the day: pay honestly as long as no coins are on their way, and where copies do not fit', () => {
    const buy = enlisted(1, 'over-the-day');
    buy(1, 3, COIN);
    buy(1, 3, COIN);
    expect(since()).toEqual([`1 pays 3 ${COIN}`, `1 pays 3 ${COIN}`]);
    listeners.get(1)!(COIN);
    buy(1, 3, ODD);
    expect(since()).toEqual([`1 pays 3 ${ODD}`]);
    // The copy that did not fit is not used up.
    buy(1, 4, COIN);
    expect(since()).toEqual([`1 copies to 4 ${COIN}`, '1 cheats']);
  });
});

/** Forged coins in the hands of each user. */
const stocks = new Map<number, number>();
const efforts = new Map<number, Effort>();
const forgery: Capabilities['forgery'] = {
  faceValue: COIN,
  validity: 2 * DAY,
  search: (user, effort) => void efforts.set(user, effort),
  overhear: (user, share) => void log.push(`${user}${efforts.has(user) ? '' : ' too early'} overhears ${share}`),
  pay(user, vendor, price) {
    const left = stockOf(user) - price / COIN;
    if (left < 0) return false;
    stocks.set(user, left);
    log.push(`${user} forges ${vendor} ${price}`);
    return true;
  },
  fence(user, vendor, most) {
    const count = Math.min(most, stockOf(user));
    stocks.set(user, stockOf(user) - count);
    if (count > 0) log.push(`${user} fences ${count} with ${vendor}`);
    return count;
  },
  stock: (user) => stockOf(user),
  hashes: (user) => user * 1e12,
};

function stockOf(user: number): number {
  return stocks.get(user) ?? 0;
}

const SEARCH = { hashesPerSecond: 2e10, usdPerHash: 1.4e-14, delay: HOUR, rule: 'rational' } as const;
const FENCING = { ...SEARCH, perPurchase: 3 };

describe('who forges', () => {
  beforeEach(() => {
    stocks.clear();
    efforts.clear();
  });

  const KINDS = [
    [
      'a forger',
      () => forger.enlist(forgery, gangOf(), { ...SEARCH, otherwise: 'nothing' }, honest),
      false,
      false,
      11,
      5.5 / 4,
    ],
    ['a forging pair', () => forgingPair.enlist(forgery, gangOf(), FENCING, honest), true, false, 24, 3],
    ['a splicer', () => splicer.enlist(forgery, gangOf(), { ...FENCING, overhears: 0.5 }, honest), true, true, 24, 3],
  ] as const;

  it.each(KINDS)('searches from the start, every member, to get rid of what he usually buys: %s', (...row) => {
    const [, enlist, fenced, splices, outletCoins, perPurchase] = row;
    enlist();
    expect([...efforts.keys()]).toEqual([1, 2]);
    const { lastCall, ...effort } = efforts.get(2)!;
    expect(effort).toEqual({
      ...{ hashesPerSecond: 2e10, usdPerHash: 1.4e-14, delay: HOUR, rational: true, gang: 'gang' },
      ...{ fenced, splices, outletCoins, perPurchase },
    });
    expect(lastCall).toBeTypeOf('function');
  });

  it.each(KINDS)('has spent what the hashes of all members cost, in whole micro-dollars each: %s', (_, enlist) => {
    enlist();
    // 1e12 and 2e12 hashes at 1.4e-14 dollars.
    expect(spent).toBe(14_000 + 28_000);
  });

  it('may be stubborn, and have an outlet of his own', () => {
    const own = { ...SEARCH, rule: 'stubborn', outletCoins: 77, otherwise: 'nothing' } as const;
    forger.enlist(forgery, gangOf(), own, honest);
    expect(efforts.get(1)).toMatchObject({ rational: false, outletCoins: 77 });
    forgingPair.enlist(forgery, gangOf(), { ...FENCING, outletCoins: 78 }, honest);
    expect(efforts.get(1)).toMatchObject({ rational: true, outletCoins: 78 });
  });

  it.each([forger, forgingPair, splicer])('shows his rate among the results', ({ constants }) => {
    const options = { ...FENCING, otherwise: 'nothing', overhears: 1 } as const;
    expect(constants!(options)).toEqual([{ name: 'hash_rate', unit: 'hashes/s', value: 2e10 }]);
  });

  it.each([
    ['honest', `1 pays 4 ${3 * COIN}`],
    ['nothing', `1 declines 4 ${3 * COIN}`],
  ] as const)('and buys for himself pays with what he has found; when that is too little: %s', (otherwise, then) => {
    const buy = forger.enlist(forgery, gangOf(), { ...SEARCH, otherwise }, honest)!;
    stocks.set(1, 4);
    buy(1, 3, 2 * COIN);
    expect(since()).toEqual([`1 forges 3 ${2 * COIN}`, '1 cheats']);
    buy(1, 4, 3 * COIN);
    expect(since()).toEqual([then]);
  });

  it('and buys for himself buys at last what he can at the price of his last purchase', () => {
    const buy = forger.enlist(forgery, gangOf(), { ...SEARCH, otherwise: 'nothing' }, honest)!;
    stocks.set(1, 5).set(2, 5);
    efforts.get(2)!.lastCall(2);
    expect(since()).toEqual([]);
    buy(1, 3, 6 * COIN);
    buy(1, 3, 2 * COIN);
    since();
    stocks.set(1, 5);
    efforts.get(1)!.lastCall(1);
    expect(since()).toEqual([
      ...[`1 wants 20 ${2 * COIN}`, `1 forges 20 ${2 * COIN}`, '1 cheats'],
      ...[`1 wants 21 ${2 * COIN}`, `1 forges 21 ${2 * COIN}`, '1 cheats'],
    ]);
    expect(stockOf(1)).toBe(1);
  });

  it('and buys for himself ends what he wanted at last, should he be unable to pay', () => {
    const poor = { ...forgery, pay: () => false };
    const buy = forger.enlist(poor, gangOf(), { ...SEARCH, otherwise: 'nothing' }, honest)!;
    stocks.set(1, 5);
    buy(1, 3, COIN);
    since();
    efforts.get(1)!.lastCall(1);
    expect(since()).toEqual([`1 wants 20 ${COIN}`, `1 declines 20 ${COIN}`]);
  });

  it.each([KINDS[1], KINDS[2]])('and has an accomplice gives him some at each purchase, at last all: %s', (...row) => {
    const buy = row[1]()!;
    since();
    stocks.set(1, 7);
    buy(1, 3, 2 * COIN);
    expect(since()).toEqual(['1 fences 3 with 11', '1 cheats', `1 declines 3 ${2 * COIN}`]);
    efforts.get(1)!.lastCall(1);
    expect(since()).toEqual(['1 fences 4 with 11', '1 cheats']);
    buy(1, 3, 2 * COIN);
    expect(since()).toEqual([`1 declines 3 ${2 * COIN}`]);
  });

  it('from coins that he has seen overhears others, once he searches', () => {
    splicer.enlist(forgery, gangOf(), { ...FENCING, overhears: 0.5 }, honest);
    expect(since()).toEqual(['1 overhears 0.5', '2 overhears 0.5']);
  });
});

describe('coin thieves', () => {
  let loot = 0;
  const take = (most: number, limit: number): number => {
    const count = Math.min(most, limit);
    loot += count;
    return count;
  };
  const theft: Capabilities['theft'] = {
    fromUser(thief, victim, most) {
      log.push(`${thief} copies from ${victim}`);
      return take(most, 2);
    },
    fromStore(thief, most) {
      log.push(`${thief} copies from the store`);
      return take(most, 100);
    },
    pay(thief, vendor, price) {
      if (loot * COIN < price) return false;
      loot -= price / COIN;
      log.push(`${thief} pays ${vendor} stolen ${price}`);
      return true;
    },
  };

  beforeEach(() => {
    loot = 0;
  });

  it('copy from an honest user, drawn, and pay when they have enough, else buy nothing', () => {
    const buy = coinThief.enlist(theft, gangOf(), { from: 'users', perPurchase: 10 }, honest)!;
    buy(1, 3, 3 * COIN);
    expect(since()).toEqual(['1 copies from 7', '1 cheats', `1 declines 3 ${3 * COIN}`]);
    buy(1, 3, 3 * COIN);
    expect(since()).toEqual(['1 copies from 7', '1 cheats', `1 pays 3 stolen ${3 * COIN}`]);
  });

  it('copy so many at most from the store', () => {
    const buy = coinThief.enlist(theft, gangOf(), { from: 'store', perPurchase: 4 }, honest)!;
    buy(2, 3, 3 * COIN);
    expect(since()).toEqual(['2 copies from the store', '2 cheats', `2 pays 3 stolen ${3 * COIN}`]);
    expect(loot).toBe(1);
  });

  it('have not cheated when there is nothing to copy, or nobody to copy from', () => {
    const empty = { ...theft, fromStore: () => 0 };
    coinThief.enlist(empty, gangOf(), { from: 'store', perPurchase: 4 }, honest)!(1, 3, COIN);
    coinThief.enlist(theft, gangOf({ honestUsers: [] }), { from: 'users', perPurchase: 4 }, honest)!(1, 3, COIN);
    expect(since()).toEqual([`1 declines 3 ${COIN}`, `1 declines 3 ${COIN}`]);
  });
});

describe('inventing vendors', () => {
  it('invent from the start, and are no users who would behave otherwise', () => {
    const sales = { invent: (vendor: number) => void log.push(`${vendor} invents`) };
    expect(inventingVendor.enlist(sales, gangOf(), {}, honest)).toBeUndefined();
    expect(since()).toEqual(['1 cheats', '1 invents', '2 cheats', '2 invents']);
  });
});

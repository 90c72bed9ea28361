/**
 * An independent auditor predicts what everybody has at the end of an honest run of PayWord, cards and channels from the
 * demand and the price list alone: no messages, no signatures, no clock but the demand's. Fails when the ledger of a run
 * shows anything else.
 */
import { describe, expect, it } from 'vitest';
import type { MarketSpecification } from '../../src/economy/market.ts';
import { DAY } from '../../src/units.ts';
import { type Audited, CARD, CHANNEL, PAYWORD, runCard, runChannel, runPayword } from './payword-setting.ts';
import { drawDemand, type Purchase } from './purchases.ts';
import { type Account, COIN, MARKET, measured } from './setting.ts';

interface Case {
  readonly story: string;
  readonly market?: Partial<MarketSpecification>;
  readonly demand?: Partial<MarketSpecification['demand']>;
}

const MIXED = { kind: 'choice', prices: [COIN, 2 * COIN, 5 * COIN], weights: [6, 3, 1] } as const;
const CASES: readonly Case[] = [
  { story: 'Poisson purchases of a cent' },
  { story: 'Poisson purchases of a cent, another seed', market: { seed: 'auditor/7' } },
  { story: 'dear and cheap ones', market: { seed: 'auditor/1' }, demand: { price: MIXED } },
  {
    story: 'a fixed number each, past the duration',
    market: { seed: 'auditor/2', duration: 2 * DAY },
    demand: { arrivals: { kind: 'fixed', perUser: 33 }, price: MIXED },
  },
  {
    story: 'purchases faster than the network',
    market: {
      seed: 'auditor/3',
      duration: DAY,
      network: { ...MARKET.network, latency: 9_000_000, jitter: 20_000_000 },
    },
    demand: { arrivals: { kind: 'poisson', perUserPerDay: 60 }, vendors: 1, users: 3 },
  },
];

/** What a user or a vendor has paid and got, in micro-dollars. */
interface Balance {
  cash: number;
  goods: number;
}

class Books {
  readonly #users: Balance[];
  readonly #vendors: Balance[];
  readonly #bank: Balance = { cash: 0, goods: 0 };

  constructor({ users, vendors }: MarketSpecification['demand']) {
    this.#users = Array.from({ length: users }, () => ({ cash: 0, goods: 0 }));
    this.#vendors = Array.from({ length: vendors }, () => ({ cash: 0, goods: 0 }));
  }

  sell({ user, vendor, price }: Purchase): void {
    move(this.#users[user]!, this.#vendors[vendor]!, price);
    this.#users[user]!.goods += price;
    this.#vendors[vendor]!.goods -= price;
  }

  chargeUser(user: number, fee: number): void {
    charge(this.#users[user]!, this.#bank, fee);
  }

  chargeVendor(vendor: number, fee: number): void {
    charge(this.#vendors[vendor]!, this.#bank, fee);
  }

  get accounts(): Account[] {
    const all = [...this.#users, ...this.#vendors, this.#bank];
    // No account has minus nothing.
    return all.map(({ cash, goods }) => ({ cash: cash + 0, goods: goods + 0, claims: 0, liabilities: 0 }));
  }
}

function move(from: Balance, to: Balance, amount: number): void {
  from.cash -= amount;
  to.cash += amount;
}

/** A fee pays for a service of its worth. */
function charge(from: Balance, bank: Balance, fee: number): void {
  move(from, bank, fee);
  from.goods += fee;
  bank.goods -= fee;
}

interface Audit {
  readonly name: string;
  run(change: { market: Partial<MarketSpecification>; demand: Partial<MarketSpecification['demand']> }): Audited;
  /** Books every purchase and every fee. */
  predict(purchases: readonly Purchase[], books: Books): void;
}

/** Nobody reaches his limit. */
const PAYWORD_AUDIT: Audit = {
  name: 'payword',
  run: (change) => runPayword({ ...change, options: { limit: 1000 * COIN } }),
  predict(purchases, books) {
    for (const purchase of purchases) {
      books.sell(purchase);
      books.chargeVendor(purchase.vendor, (purchase.price / COIN) * PAYWORD.commission);
    }
  },
};

/** Of a purchase of each price: 2.9 % of cents are tenths of micro-dollars, and no half is among them. */
const CARD_AUDIT: Audit = {
  name: 'card',
  run: runCard,
  predict(purchases, books) {
    for (const purchase of purchases) {
      books.sell(purchase);
      books.chargeVendor(purchase.vendor, CARD.fixed + Math.round(purchase.price * 0.029));
    }
  },
};

function channelAudit(settleEvery: number): Audit {
  return {
    name: settleEvery === Number.POSITIVE_INFINITY ? 'channel' : 'channel, closed daily',
    run: (change) => runChannel({ ...change, options: { settleEvery } }),
    predict(purchases, books) {
      const left = new Map<string, number>();
      for (const purchase of purchases) {
        const { user, vendor, price, time } = purchase;
        books.sell(purchase);
        const pair = `${user}/${vendor}/${Math.floor(time / settleEvery)}`;
        const before = left.get(pair) ?? 0;
        left.set(pair, (before < price ? CHANNEL.deposit : before) - price);
        if (before >= price) continue;
        books.chargeUser(user, CHANNEL.openFee);
        books.chargeVendor(vendor, CHANNEL.closeFee);
      }
    },
  };
}

const AUDITS = [PAYWORD_AUDIT, CARD_AUDIT, channelAudit(Number.POSITIVE_INFINITY), channelAudit(DAY)];

describe('an auditor who knows the demand alone', () => {
  for (const { name, run, predict } of AUDITS)
    for (const { story, market: changed, demand: changedDemand } of CASES)
      for (const fidelity of ['real', 'sampled'] as const)
        it(`predicts every account of ${name}, ${fidelity}: ${story}`, () => {
          const market = { ...MARKET, ...changed, fidelity };
          const demand = { ...MARKET.demand, ...changedDemand };
          const { purchases, digest } = drawDemand(demand, market.duration, market.seed);
          const outcome = run({ market, demand });
          const books = new Books(demand);
          predict(purchases, books);
          expect(outcome.demandDigest).toBe(digest);
          expect(outcome.metrics.find(({ name }) => name.endsWith('payments.served_count'))?.value).toBe(
            purchases.length,
          );
          expect(outcome.accounts).toEqual(books.accounts);
        });

  it('predicts who abstains when credit limits bind: PayWord', () => {
    const limit = 5 * COIN;
    const { purchases } = drawDemand(MARKET.demand, MARKET.duration, 'auditor/9');
    const spent = new Map<string, number>();
    const bought = purchases.filter(({ user, time, price }) => {
      const day = `${user}/${Math.floor(time / DAY)}`;
      const before = spent.get(day) ?? 0;
      if (before + price > limit) return false;
      spent.set(day, before + price);
      return true;
    });
    for (const fidelity of ['real', 'sampled'] as const) {
      const outcome = runPayword({ market: { seed: 'auditor/9', fidelity }, options: { limit } });
      const books = new Books(MARKET.demand);
      PAYWORD_AUDIT.predict(bought, books);
      expect(outcome.accounts).toEqual(books.accounts);
      const abstained = measured(outcome, 'payword.users.abstained_count');
      expect(abstained).toBe(purchases.length - bought.length);
      expect(abstained).toBeGreaterThan(20);
    }
  });
});

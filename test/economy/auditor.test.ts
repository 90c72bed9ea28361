/**
 * An independent auditor predicts what everybody has at the end of an honest run of MicroMint from the demand and the
 * price list alone: no messages, no mint, no clock. Fails when the ledger of a run shows anything else.
 */
import { describe, expect, it } from 'vitest';
import type { MarketSpecification } from '../../src/economy/market.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { DAY } from '../../src/units.ts';
import { drawDemand, type Purchase } from './purchases.ts';
import { type Account, accountsOf, COIN, MARKET, measured, OPTIONS, runMicroMint } from './setting.ts';

/** Coins that a user buys who fills his wallet by whole batches whenever it cannot pay, and what is left of them. */
function wallet(prices: readonly number[], batch: number): { bought: number; left: number } {
  let [bought, left] = [0, 0];
  for (const price of prices) {
    const need = price / COIN;
    while (left < need) {
      bought += batch;
      left += batch;
    }
    left -= need;
  }
  return { bought, left };
}

function predict(purchases: readonly Purchase[], market: MarketSpecification, options: MicroMintOptions): Account[] {
  const { users, vendors } = market.demand;
  const share = 1 - options.commission / COIN;
  const spentBy = (wanted: (purchase: Purchase) => boolean): number[] =>
    purchases.filter(wanted).map(({ price }) => price);
  const total = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);
  const ofUsers = Array.from({ length: users }, (_, u): Account => {
    const prices = spentBy(({ user }) => user === u);
    const { bought, left } = wallet(prices, options.batch);
    return { cash: -bought * COIN, goods: total(prices), claims: left * COIN, liabilities: 0 };
  });
  const ofVendors = Array.from({ length: vendors }, (_, v): Account => {
    const income = total(spentBy(({ vendor }) => vendor === v));
    return { cash: Math.round(income * share), goods: -Math.round(income * share), claims: 0, liabilities: 0 };
  });
  const spent = total(spentBy(() => true));
  const commission = Math.round(spent * (1 - share));
  const owed = total(ofUsers.map(({ claims }) => claims));
  const sold = -total(ofUsers.map(({ cash }) => cash));
  const paidOut = spent - commission;
  return [...ofUsers, ...ofVendors, { cash: sold - paidOut, goods: -commission, claims: 0, liabilities: owed }];
}

const FIXED = { kind: 'fixed', perUser: 33 } as const;
const DEAR = { kind: 'constant', price: 3 * COIN } as const;
const MIXED = { kind: 'choice', prices: [COIN, 4 * COIN, 45 * COIN], weights: [6, 3, 1] } as const;

const CASES: {
  readonly story: string;
  readonly demand?: Partial<MarketSpecification['demand']>;
  readonly market?: Partial<MarketSpecification>;
  readonly options?: Partial<MicroMintOptions>;
}[] = [
  { story: 'Poisson purchases of one coin, up to the end of the period' },
  { story: 'Poisson purchases of one coin, another seed', market: { seed: 'auditor/7' } },
  {
    story: 'Poisson purchases of three coins, which no batch of 20 holds evenly',
    demand: { price: DEAR },
    options: { balls: 6 * 2 ** 11 },
    market: { seed: 'auditor/1' },
  },
  {
    story: 'a fixed number each, past the duration',
    demand: { arrivals: FIXED },
    market: { seed: 'auditor/2', duration: 3 * DAY },
    options: { period: 30 * DAY },
  },
  {
    story: 'prices of one, four and 45 coins: more than a batch',
    demand: { arrivals: FIXED, price: MIXED },
    market: { seed: 'auditor/3', duration: 2 * DAY },
    options: { period: 30 * DAY, balls: 2 ** 14, commission: 2_500 },
  },
  {
    story: 'prices of several coins, users who overlap with a slow network',
    demand: { price: MIXED, arrivals: { kind: 'poisson', perUserPerDay: 10 } },
    market: { seed: 'auditor/4', network: { ...MARKET.network, latency: 3_600_000_000, jitter: 3_600_000_000 } },
    options: { period: 30 * DAY, bits: 12, balls: 2 ** 14 },
  },
];

describe('an auditor who knows the demand alone', () => {
  for (const { story, demand, market: change, options: changedOptions } of CASES)
    for (const fidelity of ['real', 'sampled'] as const)
      it(`predicts every account, ${fidelity}: ${story}`, () => {
        const market = { ...MARKET, ...change, fidelity, demand: { ...MARKET.demand, ...demand } };
        const options = { ...OPTIONS, ...changedOptions };
        const { purchases, digest } = drawDemand(market.demand, market.duration, market.seed);
        let accounts: Account[] = [];
        const outcome = runMicroMint({
          market,
          options,
          tampering: {
            inspect: (market) => {
              accounts = accountsOf(market);
            },
          },
        });
        expect(outcome.demandDigest).toBe(digest);
        expect(measured(outcome, 'micromint.payments.served_count')).toBe(purchases.length);
        expect(accounts).toEqual(predict(purchases, market, options));
        // Somebody bought twice, and somebody has coins left.
        const orders = accounts.slice(0, market.demand.users).map(({ cash }) => -cash / (COIN * options.batch));
        expect(Math.max(...orders)).toBeGreaterThan(1);
        expect(accounts.at(-1)!.liabilities).toBeGreaterThan(0);
      });
});

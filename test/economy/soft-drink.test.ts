/**
 * The soft-drink machine on a market: customers pay a coin a try until a bottle comes, and the figures meet the exact
 * laws. All verdicts have a false alarm of 1e-9.
 */
import { describe, expect, it } from 'vitest';
import { type MarketSpecification, runMarket } from '../../src/economy/market.ts';
import type { Market } from '../../src/economy/scheme.ts';
import { type SoftDrinkOptions, softDrink } from '../../src/economy/schemes/soft-drink/scheme.ts';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { scenarioOf } from '../experiment/fixtures.ts';
import { MARKET, measured } from './setting.ts';

const NICKEL = 50_000;
const PRICE = 10_000;
const MACHINE: SoftDrinkOptions = { coin: NICKEL, blanks: 'independent', slotsPerBlank: 5 };

function sell(
  options: Partial<SoftDrinkOptions>,
  demand: Partial<MarketSpecification['demand']> = {},
  market: Partial<MarketSpecification> = {},
) {
  let books: Market | undefined;
  const outcome = runMarket(
    { ...MARKET, label: 'machine', ...market, demand: { ...MARKET.demand, vendors: 1, ...demand } },
    softDrink,
    { ...MACHINE, ...options },
    { inspect: (market) => (books = market) },
  );
  return { outcome, books: books! };
}

describe('a soft-drink machine on a market', () => {
  it.each(['independent', 'spaced'] as const)(
    'takes whole coins from customers, and nobody else has a hand in it: %s',
    (blanks) => {
      const { outcome, books } = sell({ blanks });
      const bottles = measured(outcome, 'machine.payments.served_count');
      const taken = books.ledger.cash(books.vendorParty(0));
      expect(bottles).toBeGreaterThan(100);
      expect(taken % NICKEL).toBe(0);
      expect(taken).toBeGreaterThanOrEqual(bottles * NICKEL);
      expect(taken / 1e6 / bottles).toBeCloseTo(measured(outcome, 'machine.bottle_cost.mean_usd'), 9);
      expect(books.ledger.cash(books.bankParty)).toBe(0);
      for (let user = 0; user < books.demand.users; user++) expect(books.ledger.cash(user)).toBeLessThan(0);
    },
  );

  it('with one blank in every five takes exactly five coins for four bottles, and never four coins for one', () => {
    // Fails when a block has no blank, or two, or two machines share one block.
    const arrivals = { kind: 'fixed', perUser: 20 } as const;
    const { outcome, books } = sell({ blanks: 'spaced' }, { users: 2, arrivals });
    // 40 bottles are ten blocks; the last one's blank may come after the last bottle.
    expect([49, 50]).toContain(books.ledger.cash(books.vendorParty(0)) / NICKEL);
    expect(measured(outcome, 'machine.four_coins_or_more.share')).toBe(0);
    expect(measured(outcome, 'machine.bottle_cost.sd_usd')).toBeLessThan(0.05 * Math.sqrt(0.25));
  });

  it('keeps the place of each machine apart', () => {
    const arrivals = { kind: 'fixed', perUser: 400 } as const;
    const { books } = sell({ blanks: 'spaced' }, { users: 2, vendors: 3, zipfExponent: 0, arrivals });
    for (let vendor = 0; vendor < 3; vendor++) {
      const coins = books.ledger.cash(books.vendorParty(vendor)) / NICKEL;
      const bottles = -books.ledger.goods(books.vendorParty(vendor)) / PRICE;
      expect(Math.abs(coins - (bottles * 5) / 4)).toBeLessThanOrEqual(1.25);
    }
  });

  it('shows every bottle in its curve, but for those of nine coins and more', () => {
    const { outcome } = sell({});
    const curve = outcome.curves.find(({ name }) => name === 'machine.bottle_cost.share')!;
    expect(curve.x.values).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((coins) => (coins * NICKEL) / 1e6));
    expect(curve.values.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});

/**
 * Statistics whose law is exactly binomial, tested two-sidedly. At real and sampled (60 users of 50 bottles) a share of
 * blanks of 0.27 for 0.2 is caught with 0.999 by the bottles of one coin, at aggregate (2,000 users of 500) one of 0.204.
 */
describe('the fidelities of a soft-drink machine', () => {
  const FALSE_ALARM = 1e-9;
  const Q = 0.2;
  const SIZES = {
    real: { users: 60, perUser: 50 },
    sampled: { users: 60, perUser: 50 },
    aggregate: { users: 2_000, perUser: 500 },
  };

  function expectBinomial(what: string, count: number, trials: number, probability: number): void {
    const atMost = binomialAtMost(count, trials, probability);
    const chance = 2 * Math.min(atMost, binomialAtLeast(count, trials, probability));
    expect(chance, `${what}: ${count} of ${trials}, each ${probability}`).toBeGreaterThanOrEqual(FALSE_ALARM);
  }

  /** Three machines, chosen in proportion to 1, 1/2 and 1/3. */
  function bought(blanks: 'independent' | 'spaced', fidelity: keyof typeof SIZES) {
    const { users, perUser } = SIZES[fidelity];
    const demand = { users, vendors: 3, zipfExponent: 1, arrivals: { kind: 'fixed', perUser } } as const;
    const { outcome, books } = sell({ blanks }, demand, { fidelity, seed: `fidelities/${fidelity}/${blanks}` });
    const all = users * perUser;
    expect(measured(outcome, 'machine.payments.served_count')).toBe(all);
    const { values } = outcome.curves.find(({ name }) => name === 'machine.bottle_cost.share')!;
    const coinsOf = (party: number): number => books.ledger.cash(party) / NICKEL;
    return {
      all,
      perUser,
      outcome,
      byTries: [0, ...values.map((share) => Math.round(share * all))],
      customers: Array.from({ length: users }, (_, user) => -coinsOf(books.userParty(user))),
      machines: [0, 1, 2].map((vendor) => {
        const party = books.vendorParty(vendor);
        return { coins: coinsOf(party), bottles: -books.ledger.goods(party) / PRICE };
      }),
    };
  }

  for (const fidelity of ['real', 'sampled', 'aggregate'] as const) {
    it(`meet one law of independent blanks: ${fidelity}`, () => {
      const { all, perUser, outcome, byTries, customers, machines } = bought('independent', fidelity);
      for (const tries of [1, 2, 3, 4, 5])
        expectBinomial(`${tries} tries`, byTries[tries]!, all, Q ** (tries - 1) * (1 - Q));
      const more = Math.round(measured(outcome, 'machine.more_than_four_coins.share') * all);
      expectBinomial('more than four', more, all, Q ** 4);
      // n bottles take more than m coins when m coins bring fewer than n bottles.
      for (const { coins, bottles } of machines) expectBinomial('bottles of so many coins', bottles, coins, 1 - Q);
      const most = Math.ceil((perUser * 5) / 4);
      const many = customers.filter((coins) => coins <= most).length;
      expectBinomial('customers who pay less', many, customers.length, binomialAtLeast(perUser, most, 1 - Q));
    });

    it(`meet one law of spaced blanks: ${fidelity}`, () => {
      const { all, byTries, machines } = bought('spaced', fidelity);
      // Whole blocks: a b + c coins, and one more or not. Fails when one blank is forgotten or doubled in a whole run.
      for (const { coins, bottles } of machines) {
        const atLeast = bottles + Math.ceil(bottles / 4) - 1;
        expect([atLeast, atLeast + 1]).toContain(coins);
      }
      // A block begins behind another one's last blank, and with a blank of its own, with probability 1/25; never two
      // such blocks in a row, so that the variance is less than the binomial one.
      const blocks = all / 4;
      expect(Math.abs(byTries[3]! - blocks / 25)).toBeLessThan(6.11 * Math.sqrt((blocks / 25) * (24 / 25)) + 3);
      expect(byTries[1]! + byTries[2]! + byTries[3]!).toBe(all);
    });

    it(`deal the machines their shares: ${fidelity}`, () => {
      const { all, customers, machines } = bought('spaced', fidelity);
      expectBinomial('first machine', machines[0]!.bottles, all, 6 / 11);
      expectBinomial('second machine', machines[1]!.bottles, all, 3 / 11);
      const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
      expect(sum(customers)).toBe(sum(machines.map(({ coins }) => coins)));
    });
  }

  it('are all the same to a Poisson number of customers, at aggregate too', () => {
    const arrivals = { kind: 'poisson', perUserPerDay: 2_000 } as const;
    const { outcome } = sell({}, { arrivals }, { fidelity: 'aggregate' });
    // 8 users in 5 days, 80,000 bottles: six standard deviations, which one tenth less exceeds with certainty.
    expect(Math.abs(measured(outcome, 'machine.payments.served_count') - 80_000)).toBeLessThan(
      6.11 * Math.sqrt(80_000),
    );
  });

  it.each(['independent', 'spaced'] as const)('a billion bottles are no more work than ten: %s', (blanks) => {
    // Fails (by not ending) when bottles are counted one by one. A mean of 6.25 cents to six standard errors.
    const { outcome } = sell({ blanks }, { arrivals: { kind: 'fixed', perUser: 1.25e8 } }, { fidelity: 'aggregate' });
    expect(measured(outcome, 'machine.payments.served_count')).toBe(1e9);
    const error = (0.05 * Math.sqrt(0.2) * 1.25) / Math.sqrt(1e9);
    expect(Math.abs(measured(outcome, 'machine.bottle_cost.mean_usd') - 0.0625)).toBeLessThan(6.11 * error);
  });
});

describe('the figures of a soft-drink machine', () => {
  const result = (machine: string) => {
    const scenario = scenarioOf(`title: Nickels
seed: 5
duration: 10d
replications: 30
demand: { users: 20, vendors: 1, payments: { perUser: 100 }, price: { usd: 0.0625 } }
schemes: [{ name: soft-drink, ${machine} }]
`);
    const replications = Array.from({ length: 30 }, (_, index) => replicate(scenario, index));
    return combine(scenario, [], replications);
  };
  const judged = (machine: string) =>
    Object.fromEntries(
      result(machine).metrics.flatMap(({ name, value, theory }) =>
        theory ? [[name.slice(11), { value, theory }]] : [],
      ),
    );

  // 60,000 bottles: a mean that is off by 0.1 cents (1.6 %) has z = 43, as it would be with 6 cents for 6.25.
  it('meet the laws of independent blanks: 6.25 cents, not 6', () => {
    const found = judged('slotsPerBlank: 5');
    expect(found['bottle_cost.mean_usd']!.theory).toMatchObject({ value: 0.0625, agrees: true });
    expect(found['bottle_cost.mean_usd']!.value).toBeGreaterThan(0.0615);
    expect(found['four_coins.share']!.theory.value).toBeCloseTo(4 / 625, 12);
    expect(found['four_coins_or_more.share']!.theory.value).toBeCloseTo(1 / 125, 12);
    expect(found['more_than_four_coins.share']!.theory.value).toBeCloseTo(1 / 625, 12);
    expect(result('slotsPerBlank: 5').disagreements).toEqual([]);
  });

  it('meet the law of spaced blanks: 8 bottles for 45 cents with one blank in nine', () => {
    const found = judged('slotsPerBlank: 9, blanks: spaced');
    expect(found['bottle_cost.mean_usd']!.theory.agrees).not.toBe(false);
    expect(found['bottle_cost.mean_usd']!.value).toBeCloseTo(0.05625, 4);
    expect(result('slotsPerBlank: 9, blanks: spaced').disagreements).toEqual([]);
  });

  it('have the spread of the law: sqrt(q) / (1 - q) coins', () => {
    // 2.795 cents. 60,000 bottles: the sample sd of this geometric variable has a relative sd of 0.6 %; six of them.
    const sd = result('slotsPerBlank: 5').metrics.find(({ name }) => name.endsWith('sd_usd'))!.value;
    expect(Math.abs(sd / (0.05 * Math.sqrt(0.2) * 1.25) - 1)).toBeLessThan(0.036);
  });
});

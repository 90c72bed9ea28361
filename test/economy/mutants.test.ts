/**
 * Each invariant is proved by a defect that it catches and no other invariant does: with the invariant left out, the
 * defective run ends without complaint. Fails when an invariant has gone blind, or is no longer needed.
 */
import { describe, expect, it } from 'vitest';
import type { Invariant } from '../../src/economy/market.ts';
import type { Market, PaymentScheme } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import type { DeferredOptions } from '../../src/economy/schemes/mr/options.ts';
import { InvariantViolation } from '../../src/sim/invariant.ts';
import { COIN, countOf, LOTTERIES, LOTTERY_MARKET, MARKET, runLottery, runMicroMint } from './setting.ts';
import { defective, onLedger, onMarket, tamperedLedger, withCoinUnsorted, withDebit, withSession } from './tampered.ts';

/** Does something otherwise once: at the n-th call. */
function atCall(n: number): () => boolean {
  let calls = 0;
  return () => ++calls === n;
}

interface Mutant {
  readonly defect: string;
  readonly caughtBy: Invariant;
  readonly message: RegExp;
  readonly scheme: () => PaymentScheme<MicroMintOptions>;
}

const MUTANTS: readonly Mutant[] = [
  {
    defect: 'coins of one user are lent to another for a while',
    caughtBy: 'ledger',
    message: /^after .*claims of user 0 are -\d+ micro-dollars/,
    // The totals stay right, and with them register and liabilities; at rest all is where it belongs.
    scheme: () =>
      onLedger((ledger) => {
        const [begins, ends] = [atCall(2), atCall(8)];
        const lend = (bank: number, from: number, to: number): void => {
          ledger.redeem(bank, from, 1_000_000_000);
          ledger.issue(bank, to, 1_000_000_000);
        };
        return {
          issue: (issuer, holder, amount) => {
            if (begins()) lend(issuer, 0, 1);
            if (ends()) lend(issuer, 1, 0);
            ledger.issue(issuer, holder, amount);
          },
        };
      }),
  },
  {
    defect: 'a purchase is served twice and a like one later not at all',
    caughtBy: 'purchases',
    message: /^after .*a purchase of user 2 at vendor 0 ended that was not open/,
    scheme: () =>
      onMarket((market) => {
        const [twice, never] = [atCall(1), atCall(2)];
        return {
          served: (user, vendor, price) => {
            const marked = user === 2 && vendor === 0;
            if (marked && twice()) market.served(user, vendor, price);
            if (!(marked && never())) market.served(user, vendor, price);
          },
        };
      }),
  },
  {
    defect: 'the register counts a coin too many',
    caughtBy: 'register',
    message: /^after .*its register says \d+ micro-dollars are outstanding, the ledger \d+/,
    scheme: () => withSession((session) => ({ outstanding: () => session.outstanding() + 10_000 })),
  },
  {
    defect: 'a purchase is forgotten',
    caughtBy: 'ends',
    message: /^1 purchases have not ended/,
    scheme: () =>
      onMarket((market) => {
        const now = atCall(7);
        return {
          served: (user, vendor, price) => {
            if (now()) market.ledger.deliver(market.vendorParty(vendor), market.userParty(user), price);
            else market.served(user, vendor, price);
          },
        };
      }),
  },
  {
    defect: 'a wallet counts a coin too few',
    caughtBy: 'wallets',
    message: /user 3 holds \d+ micro-dollars, the ledger says \d+/,
    scheme: () =>
      withSession((session) => ({ holdings: (user) => session.holdings(user) - (user === 3 ? 10_000 : 0) })),
  },
  {
    defect: 'a vendor is credited short by one micro-dollar',
    caughtBy: 'nets',
    message: /all are honest, yet vendor \d+ gained -1 micro-dollars/,
    scheme: () =>
      onLedger((ledger) => {
        const now = atCall(30);
        return { pay: (from, to, amount) => ledger.pay(from, to, now() ? amount - 1 : amount) };
      }),
  },
];

describe('the invariants', () => {
  for (const { defect, caughtBy, message, scheme } of MUTANTS) {
    it(`${caughtBy}: catches that ${defect}`, () => {
      const run = () => runMicroMint({ scheme: scheme() });
      expect(run).toThrow(InvariantViolation);
      expect(run).toThrow(message);
    });

    it(`${caughtBy}: nothing else catches that ${defect}`, () => {
      expect(() => runMicroMint({ scheme: scheme(), tampering: { without: caughtBy } })).not.toThrow();
    });
  }

  it('a purchase that ends at another vendor than it began is caught at rest', () => {
    const scheme = onMarket((market) => {
      const now = atCall(5);
      return { served: (user, vendor, price) => market.served(user, now() ? (vendor + 1) % 3 : vendor, price) };
    });
    expect(() => runMicroMint({ scheme })).toThrow(/ended at another vendor or price/);
  });

  it('a double-spent coin that is paid twice is caught by the ledger', () => {
    // Skips the spent check: whatever the register answers, the vendor is paid. Needs a double-spender to happen.
    const run = () =>
      runMicroMint({
        market: { demand: { ...MARKET.demand, vendors: 3 } },
        scheme: onMarket((market) => ({
          incident: (reason, blamed) => {
            market.incident(reason, blamed);
            if (reason !== 'already-redeemed') return;
            market.ledger.redeem(market.bankParty, market.userParty(blamed), 10_000);
            market.ledger.pay(market.bankParty, market.vendorParty(0), 9_000);
          },
        })),
        tampering: {
          behaviourOf: (user, honest, session) => {
            if (user !== 0) return honest;
            session.capabilities.bearer!.watch(user);
            return (...purchase) => {
              if (!session.capabilities.bearer!.presentAgain(...purchase)) honest(...purchase);
            };
          },
        },
      });
    expect(run).toThrow(/register says/);
  });
});

describe('a coin with its balls out of order', () => {
  // The books stay right whoever accepts it, so no invariant speaks of it: the checks of vendor and broker do.
  const run = (line: 'payment' | 'deposit') => {
    const gains: number[] = [];
    const inspect = (market: Market): void => {
      for (let vendor = 0; vendor < market.demand.vendors; vendor++)
        gains.push(market.ledger.net(market.vendorParty(vendor)));
    };
    const outcome = runMicroMint({ scheme: withCoinUnsorted(line), tampering: { inspect } });
    return { outcome, gains: gains.sort((a, b) => a - b) };
  };

  it('is refused by the vendor, who loses nothing', () => {
    // Fails when a vendor accepts it: then he has served for a coin that the broker does not redeem.
    const { outcome, gains } = run('payment');
    expect(countOf(outcome, 'micromint.refused.unsorted_count')).toBeGreaterThan(0);
    expect(countOf(outcome, 'micromint.coins.refused_at_settlement_count')).toBe(0);
    expect(gains).toEqual([0, 0, 0]);
  });

  it('is not redeemed for a vendor who has accepted it: the loss is his', () => {
    // Fails when the broker pays for it, or takes it for a coin that was never minted.
    const { outcome, gains } = run('deposit');
    expect(countOf(outcome, 'micromint.incidents.invalid_count')).toBe(1);
    expect(countOf(outcome, 'micromint.coins.refused_at_settlement_count')).toBe(1);
    expect(gains).toEqual([-COIN, 0, 0]);
  });
});

/** Defects that leave the books in balance: only the rules of the lottery speak of them. */
describe('the rules of a lottery', () => {
  const LOTTERY_MUTANTS: readonly {
    readonly defect: string;
    readonly message: RegExp;
    readonly name: 'mr1' | 'mr2';
    readonly scheme: () => PaymentScheme<DeferredOptions>;
  }[] = [
    {
      defect: 'MR2 debits one unit more than to MaxS',
      message: /user \d was charged \d+ micro-dollars (up to his unit \d+ of 10000|and has used \d+)/,
      name: 'mr2',
      scheme: () => defective('mr2', { charging: (rules) => withDebit(rules, (debit) => debit + COIN) }),
    },
    {
      defect: 'MR2 debits one unit less than to MaxS',
      message: /user \d was charged \d+ micro-dollars up to his unit \d+ of 10000/,
      name: 'mr2',
      scheme: () => defective('mr2', { charging: (rules) => withDebit(rules, (debit) => debit - COIN) }),
    },
    {
      defect: 'MR1 charges a micro-dollar less than it pays',
      message: /user \d was charged \d+ micro-dollars for payable cheques of \d+/,
      name: 'mr1',
      scheme: () => defective('mr1', { charging: (rules) => withDebit(rules, (debit) => debit - 1) }),
    },
    {
      defect: 'a vendor is credited short by one micro-dollar',
      message: /vendors got \d+ micro-dollars for payable cheques of \d+/,
      name: 'mr2',
      scheme: () => onLottery('mr2', (from, amount, now) => (from === 'bank' && now() ? [amount - 1] : [amount])),
    },
    {
      defect: 'a user is debited twice',
      message: /the bank has -?\d+ micro-dollars, and should have -?\d+/,
      name: 'mr2',
      scheme: () => onLottery('mr2', (from, amount, now) => (from === 'user' && now() ? [amount, amount] : [amount])),
    },
  ];

  for (const { defect, message, name, scheme } of LOTTERY_MUTANTS) {
    it(`speak up when ${defect}`, () => {
      expect(() => runLottery(name, { scheme: scheme() })).toThrow(InvariantViolation);
      expect(() => runLottery(name, { scheme: scheme() })).toThrow(message);
    });

    it(`are alone in seeing it when ${defect}`, () => {
      expect(() => runLottery(name, { scheme: scheme(), tampering: { without: 'rules' } })).not.toThrow();
    });
  }
});

/** A lottery whose payments of money a defect turns into other payments, the fifth that it is asked about. */
function onLottery(
  name: 'mr1' | 'mr2',
  defect: (from: 'bank' | 'user', amount: number, now: () => boolean) => readonly number[],
): PaymentScheme<DeferredOptions> {
  const now = atCall(5);
  return tamperedLedger(LOTTERIES[name], (ledger) => ({
    pay(from, to, amount) {
      const payer = from < LOTTERY_MARKET.demand.users ? 'user' : 'bank';
      for (const each of defect(payer, amount, now)) ledger.pay(from, to, each);
    },
  }));
}

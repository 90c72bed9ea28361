/**
 * Each invariant of the market catches a defect in Millicent that no other one catches. Fails when an invariant has gone
 * blind for this scheme.
 */
import { describe, expect, it } from 'vitest';
import type { Invariant } from '../../src/economy/market.ts';
import type { PaymentScheme, Session } from '../../src/economy/scheme.ts';
import type { MillicentOptions } from '../../src/economy/schemes/millicent/options.ts';
import { millicent } from '../../src/economy/schemes/millicent/scheme.ts';
import { InvariantViolation } from '../../src/sim/invariant.ts';
import type { Ledger } from '../../src/sim/ledger.ts';
import { runMillicent } from './millicent-setting.ts';
import { MARKET } from './setting.ts';
import { opened, tamperedLedger, tamperedMarket } from './tampered.ts';

type Scheme = PaymentScheme<MillicentOptions>;

/** Does something otherwise once: at the n-th call. */
function atCall(n: number): () => boolean {
  let calls = 0;
  return () => ++calls === n;
}

const BANK = MARKET.demand.users + MARKET.demand.vendors;

function onLedger(defect: (ledger: Ledger) => Partial<Ledger>): Scheme {
  return tamperedLedger(millicent, defect);
}

function onSession(defect: (session: Session) => Partial<Session>): Scheme {
  return {
    ...millicent,
    open(market, options) {
      const session = millicent.open(market, options);
      return opened(session, defect(session));
    },
  };
}

const MUTANTS: readonly {
  readonly defect: string;
  readonly caughtBy: Invariant;
  readonly message: RegExp;
  readonly scheme: () => Scheme;
}[] = [
  {
    defect: 'a vendor redeems scrip of a user who has none, for a while',
    caughtBy: 'ledger',
    message: /^after .*claims of user 0 are -\d+ micro-dollars/,
    scheme: () =>
      onLedger((ledger) => {
        const [begins, ends] = [atCall(2), atCall(8)];
        const lend = (issuer: number, from: number, to: number): void => {
          ledger.redeem(issuer, from, 1e9);
          ledger.issue(issuer, to, 1e9);
        };
        return {
          issue: (issuer, holder, amount) => {
            if (begins()) lend(BANK, 0, 1);
            if (ends()) lend(BANK, 1, 0);
            ledger.issue(issuer, holder, amount);
          },
        };
      }),
  },
  {
    defect: 'goods are handed over twice for one payment and later not at all for a like one',
    caughtBy: 'purchases',
    message: /^after .*a purchase of user 2 at vendor 0 ended that was not open/,
    scheme: () =>
      tamperedMarket(millicent, (market) => {
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
    defect: 'the registers count a cent too many',
    caughtBy: 'register',
    message: /^after .*its register says \d+ micro-dollars are outstanding, the ledger \d+/,
    scheme: () => onSession((session) => ({ outstanding: () => session.outstanding() + 10_000 })),
  },
  {
    defect: 'a purchase is forgotten',
    caughtBy: 'ends',
    message: /^1 purchases have not ended/,
    scheme: () =>
      tamperedMarket(millicent, (market) => {
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
    defect: 'a wallet has lost a piece',
    caughtBy: 'wallets',
    message: /user 3 holds \d+ micro-dollars, the ledger says \d+/,
    scheme: () => onSession((session) => ({ holdings: (user) => session.holdings(user) - (user === 3 ? 10_000 : 0) })),
  },
  {
    defect: 'a vendor is settled short by one micro-dollar',
    caughtBy: 'nets',
    message: /all are honest, yet vendor \d+ gained -1 micro-dollars/,
    scheme: () =>
      onLedger((ledger) => {
        const now = atCall(3);
        return { pay: (from, to, amount) => ledger.pay(from, to, from === BANK && now() ? amount - 1 : amount) };
      }),
  },
];

describe('the invariants, on Millicent', () => {
  for (const { defect, caughtBy, message, scheme } of MUTANTS) {
    it(`${caughtBy}: catches that ${defect}`, () => {
      const run = () => runMillicent({ scheme: scheme(), market: { fidelity: 'sampled' } });
      expect(run).toThrow(InvariantViolation);
      expect(run).toThrow(message);
    });

    it(`${caughtBy}: nothing else catches that ${defect}`, () => {
      const tampering = { without: caughtBy };
      expect(() => runMillicent({ scheme: scheme(), market: { fidelity: 'sampled' }, tampering })).not.toThrow();
    });
  }
});

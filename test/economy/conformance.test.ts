/**
 * What every payment scheme must do, at every fidelity it offers. A new scheme joins by one entry in SUBJECTS.
 * Fails when a scheme refuses an honest user, leaves a vendor unpaid, takes one instrument twice, creates or destroys
 * money, or loses some when the network does.
 */
import { describe, expect, it } from 'vitest';
import { replayingMerchant } from '../../src/economy/adversaries/replaying-merchant.ts';
import { type MarketOutcome, type MarketSpecification, runMarket, type Tampering } from '../../src/economy/market.ts';
import type { Fidelity, Market, Session } from '../../src/economy/scheme.ts';
import { softDrink } from '../../src/economy/schemes/soft-drink/scheme.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { DAY } from '../../src/units.ts';
import { runMillicent } from './millicent-setting.ts';
import { type Change as PaywordChange, runCard, runChannel, runPayword } from './payword-setting.ts';
import {
  type Account,
  accountsOf,
  COIN,
  countOf,
  gang,
  LOTTERY_MARKET,
  type LotteryChange,
  type LotteryName,
  MARKET,
  measured,
  runLottery,
  runMicroMint,
} from './setting.ts';

interface Change {
  readonly market?: Partial<MarketSpecification>;
  readonly tampering?: Tampering;
}

interface Subject {
  readonly name: string;
  readonly label: string;
  readonly fidelities: readonly Fidelity[];
  /** Whether purchases go over the network. */
  readonly isRemote: boolean;
  /** All that anybody owes is paid in the end. */
  readonly paysAll?: true;
  /** Nothing travels that a party could not know: at sampled too. */
  readonly hidesNothing?: true;
  run(change: Change): MarketOutcome;
  /** In micro-dollars, by the rules: all vendors together, for what they served. */
  vendorsDue(outcome: MarketOutcome): number;
  /** Somebody presents what was presented before: what was refused, and that nobody was paid for it. */
  replayIsRefused?(fidelity: Fidelity): void;
}

/** The first user presents every payment twice. */
const PRESENTS_TWICE: Tampering = {
  behaviourOf: (user, honest, session) => {
    if (user !== 0) return honest;
    session.capabilities.bearer!.watch(user);
    return (...purchase) => {
      if (!session.capabilities.bearer!.presentAgain(...purchase)) honest(...purchase);
    };
  },
};

const MICROMINT: Subject = {
  name: 'micromint',
  label: 'micromint',
  fidelities: ['real', 'sampled'],
  isRemote: true,
  run: runMicroMint,
  vendorsDue: (outcome) => measured(outcome, 'micromint.payments.served_count') * COIN * 0.9,
  replayIsRefused(fidelity) {
    const outcome = runMicroMint({
      market: { fidelity, demand: { ...MARKET.demand, vendors: 1 } },
      tampering: PRESENTS_TWICE,
    });
    expect(countOf(outcome, 'micromint.refused.seen_before_count')).toBeGreaterThan(10);
    expect(countOf(outcome, 'micromint.incidents.already_redeemed_count')).toBe(0);
  },
};

const MILLICENT: Subject = {
  name: 'millicent',
  label: 'millicent',
  fidelities: ['real', 'sampled'],
  isRemote: true,
  run: runMillicent,
  // The broker pays for the scrip that it has sold, spent or not.
  vendorsDue: (outcome) => measured(outcome, 'millicent.vendor_scrip.sold_usd') * 1_000_000 * 0.9,
  replayIsRefused(fidelity) {
    const outcome = runMillicent({ market: { fidelity }, demand: { vendors: 1 }, tampering: PRESENTS_TWICE });
    expect(countOf(outcome, 'millicent.refused.already_spent_count')).toBeGreaterThan(10);
    expect(measured(outcome, 'millicent.vendor_scrip.spent_usd') * 1_000_000).toBe(
      measured(outcome, 'millicent.payments.served_count') * COIN,
    );
  },
};

/** The same at the only vendor. */
function presentsTwice(fidelity: Fidelity): PaywordChange<unknown> {
  return { market: { fidelity }, demand: { vendors: 1 }, tampering: PRESENTS_TWICE };
}

const PAYWORD: Subject = {
  name: 'payword',
  label: 'payword',
  fidelities: ['real', 'sampled'],
  isRemote: true,
  paysAll: true,
  run: runPayword,
  vendorsDue: (outcome) => measured(outcome, 'payword.payments.served_count') * COIN * 0.9,
  replayIsRefused(fidelity) {
    const outcome = runPayword(presentsTwice(fidelity) as PaywordChange<never>);
    expect(countOf(outcome, 'payword.refused.replayed_payword_count')).toBeGreaterThan(5);
    expect(measured(outcome, 'payword.vendors.income_usd') * 1_000_000).toBeCloseTo(PAYWORD.vendorsDue(outcome), 3);
  },
};

/** The fee is a part of the price: otherwise vendors would pay for selling. */
const CARD: Subject = {
  name: 'card',
  label: 'card',
  fidelities: ['real', 'sampled'],
  isRemote: true,
  paysAll: true,
  hidesNothing: true,
  run: (change) => runCard({ ...change, options: { fixed: 1_000, share: 29_000 } }),
  vendorsDue: (outcome) => measured(outcome, 'card.payments.served_count') * (COIN - 1_000 - 290),
};

/** Channels are closed every other day. */
const CHANNEL: Subject = {
  name: 'channel',
  label: 'channel',
  fidelities: ['real', 'sampled'],
  isRemote: true,
  paysAll: true,
  run: (change) => runChannel({ ...change, options: { settleEvery: 2 * DAY } }),
  vendorsDue: (outcome) =>
    measured(outcome, 'channel.payments.served_count') * COIN -
    measured(outcome, 'channel.channels.settled_count') * 3_000,
  replayIsRefused(fidelity) {
    const outcome = runChannel(presentsTwice(fidelity) as PaywordChange<never>);
    expect(countOf(outcome, 'channel.refused.replayed_voucher_count')).toBeGreaterThan(10);
    expect(measured(outcome, 'channel.vendors.income_usd') * 1_000_000).toBeCloseTo(CHANNEL.vendorsDue(outcome), 3);
  },
};

/** Every payment wins: then vendors are due exactly what they served. */
const SURELY: LotteryChange = {
  options: { selectionRate: selectionRate(1n, 1n) },
  defences: { identityDeposit: 40_000 },
};
const HALF: LotteryChange = { options: { selectionRate: selectionRate(1n, 2n) } };
const FEW = { ...LOTTERY_MARKET.demand, users: 4, arrivals: { kind: 'fixed', perUser: 12 } } as const;

function lottery(name: LotteryName): Subject {
  const run = ({ market, tampering }: Change, more: LotteryChange = SURELY) =>
    runLottery(name, { ...more, market: { demand: FEW, ...market }, ...(tampering && { tampering }) });
  return {
    name,
    label: 'lottery',
    fidelities: ['real', 'sampled', 'aggregate'],
    isRemote: true,
    run,
    vendorsDue(outcome) {
      const served = measured(outcome, 'lottery.payments.served_count');
      expect(measured(outcome, 'lottery.payable_count')).toBe(served);
      return served * COIN;
    },
    // MR3's vendors cannot hand in twice: a period is opened once.
    ...(name !== 'mr3' && {
      replayIsRefused(fidelity: Fidelity) {
        if (fidelity === 'aggregate') return;
        const cheats = { enlistments: [gang(replayingMerchant, 3, { times: 2 })] };
        const [honest, outcome] = [{}, cheats].map((more) => run({ market: { fidelity, ...more } }, HALF));
        const payable = measured(outcome!, 'lottery.payable_count');
        expect(payable).toBeGreaterThan(1);
        expect(countOf(outcome!, 'lottery.incidents.duplicate_count')).toBe(2 * payable);
        expect(outcome!.accounts).toEqual(honest!.accounts);
      },
    }),
  };
}

const NICKEL = 50_000;

/** At the machine a bottle costs a coin a try; its price is what the coins come to on average. */
const SOFT_DRINK: Subject = {
  name: 'soft-drink',
  label: 'soft-drink',
  fidelities: ['real', 'sampled', 'aggregate'],
  isRemote: false,
  hidesNothing: true,
  run: ({ market, tampering }) =>
    runMarket(
      { ...MARKET, label: 'soft-drink', ...market },
      softDrink,
      { coin: NICKEL, blanks: 'spaced', slotsPerBlank: 5 },
      tampering,
    ),
  vendorsDue: (outcome) =>
    measured(outcome, 'soft-drink.payments.served_count') *
    measured(outcome, 'soft-drink.bottle_cost.mean_usd') *
    1_000_000,
};

const SUBJECTS = [
  MICROMINT,
  MILLICENT,
  PAYWORD,
  CARD,
  CHANNEL,
  ...(['statistical', 'mr1', 'mr2', 'mr3'] as const).map(lottery),
  SOFT_DRINK,
];
const FAULTY = { latency: 50_000, jitter: 400_000, loss: 0.45, duplication: 0.3 };

for (const subject of SUBJECTS) {
  const { name, label, fidelities, isRemote } = subject;
  for (const fidelity of fidelities) {
    const at = (change: Change = {}) => subject.run({ ...change, market: { fidelity, ...change.market } });
    const skips = fidelity === 'aggregate';

    /** A run with everybody's account, and what wallets hold. */
    const looked = (market: Partial<MarketSpecification> = {}) => {
      let accounts: Account[] = [];
      let held = 0;
      const inspect = (there: Market, session: Session): void => {
        accounts = accountsOf(there);
        for (let user = 0; user < there.demand.users; user++) held += session.holdings(user);
      };
      const outcome = at({ market, tampering: { inspect } });
      const { users, vendors } = { ...LOTTERY_MARKET.demand, ...(label === 'lottery' ? FEW : MARKET.demand) };
      return { outcome, accounts, held, vendors: accounts.slice(users, users + vendors) };
    };
    const total = (accounts: readonly Account[], what: keyof Account): number =>
      accounts.reduce((sum, each) => sum + each[what], 0);

    describe(`${name} at ${fidelity}`, () => {
      it('serves every purchase of honest users', () => {
        const outcome = at();
        expect(measured(outcome, 'demand.purchases.count')).toBeGreaterThan(40);
        expect(measured(outcome, `${label}.payments.served_count`)).toBe(measured(outcome, 'demand.purchases.count'));
      });

      it('pays the vendors by the rules for what they served', () => {
        const { outcome, vendors } = looked();
        expect(total(vendors, 'cash')).toBeCloseTo(subject.vendorsDue(outcome), 3);
        expect(total(vendors, 'cash')).toBeGreaterThan(0);
      });

      it('loses no money when the network loses, repeats and reorders messages', () => {
        const { outcome, vendors, accounts } = looked({ network: FAULTY, seed: 'faulty' });
        const served = measured(outcome, `${label}.payments.served_count`);
        const undelivered = countOf(outcome, `${label}.refused.undelivered_count`);
        expect(undelivered > 0).toBe(isRemote && !skips);
        expect(served + undelivered).toBe(measured(outcome, 'demand.purchases.count'));
        expect(total(vendors, 'cash')).toBeCloseTo(subject.vendorsDue(outcome), 3);
        for (const book of ['cash', 'goods'] as const) expect(total(accounts, book)).toBe(0);
      });

      it('is at rest only when nothing is held by nobody: every claim is in a wallet', () => {
        const { accounts, held } = looked();
        expect(held).toBe(total(accounts, 'claims'));
        expect(held).toBe(total(accounts, 'liabilities'));
        expect(held > 0).toBe(isRemote && !subject.paysAll);
      });

      if (subject.replayIsRefused !== undefined && !skips)
        it('refuses what was presented before', () => subject.replayIsRefused!(fidelity));

      it('gives the same digest twice, and another for another seed', () => {
        expect(at().digest).toBe(at().digest);
        expect(at({ market: { seed: 'test/1' } }).digest).not.toBe(at().digest);
      });

      it('goes on for many days', () => {
        const outcome = at({ market: { duration: 12 * DAY } });
        expect(measured(outcome, `${label}.payments.served_count`)).toBe(measured(outcome, 'demand.purchases.count'));
      });
    });
  }
}

/** Without lotteries the fidelities agree to the last digit; the trusted draw is one and the same at both. */
for (const { name, run } of [MICROMINT, MILLICENT, PAYWORD, CARD, CHANNEL, lottery('statistical'), SOFT_DRINK])
  describe(`${name}, fidelities compared`, () => {
    it('gives equal digests and figures at real and sampled', () => {
      const [real, sampled] = (['real', 'sampled'] as const).map((fidelity) => run({ market: { fidelity } }));
      expect(sampled!.digest).toBe(real!.digest);
      expect(sampled!.demandDigest).toBe(real!.demandDigest);
      const figures = ({ metrics }: MarketOutcome) => metrics.map((metric) => [metric.name, metric.value]);
      expect(figures(sampled!)).toEqual(figures(real!));
      expect(sampled!.curves).toEqual(real!.curves);
    });
  });

for (const { name, run, hidesNothing } of SUBJECTS)
  describe(`${name} at real`, () => {
    it('reads nothing of the simulator’s own knowledge: poisoning it changes nothing', () => {
      const poisoned = run({ market: { fidelity: 'real' }, tampering: { poisoned: true } });
      expect(poisoned.digest).toBe(run({ market: { fidelity: 'real' } }).digest);
    });

    if (!hidesNothing)
      it('would show it: at sampled, where that knowledge is read, poisoning breaks the run', () => {
        const digest = (poisoned: boolean): string => {
          try {
            return run({ market: { fidelity: 'sampled' }, tampering: { poisoned } }).digest;
          } catch {
            return 'broken';
          }
        };
        expect(digest(true)).not.toBe(digest(false));
        expect(digest(false)).not.toBe('broken');
      });
  });

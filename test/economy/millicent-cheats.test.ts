/**
 * What dishonest people can do in Millicent, at both fidelities: each row fails when a cheat is let through that should
 * not be, is refused under another name, or leaves another loss.
 */
import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/economy/behaviour.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { Session } from '../../src/economy/scheme.ts';
import type { MillicentOptions } from '../../src/economy/schemes/millicent/options.ts';
import { DAY } from '../../src/units.ts';
import { type MillicentChange, runMillicent } from './millicent-setting.ts';
import { COIN, countOf, measured } from './setting.ts';

const CHEAT = 0;
const PROTOCOLS = ['clear', 'secure', 'private'] as const;
const FIDELITIES = ['real', 'sampled'] as const;
const DEMAND = { users: 4, vendors: 1, arrivals: { kind: 'fixed', perUser: 40 } } as const;

/** One user behaves otherwise. @param enlist is called once, before anything happens */
function cheating(
  enlist: (session: Session) => void,
  behaviour: (session: Session, honest: Behaviour) => Behaviour,
): NonNullable<MillicentChange['tampering']> {
  return {
    behaviourOf: (user, honest, session) => {
      if (user !== CHEAT) return honest;
      enlist(session);
      return behaviour(session, honest);
    },
  };
}

const honestly = (_: Session, honest: Behaviour): Behaviour => honest;

/** The same at both fidelities, or the test fails. */
function both(change: MillicentChange): MarketOutcome & { gains: number[] } {
  const [real, sampled] = FIDELITIES.map((fidelity) => {
    const outcome = runMillicent({
      ...change,
      demand: { ...DEMAND, ...change.demand },
      market: { ...change.market, fidelity },
    });
    const gains = outcome.accounts.map(({ cash, goods, claims, liabilities }) => cash + goods + claims - liabilities);
    return { ...outcome, gains };
  });
  expect(sampled!.digest).toBe(real!.digest);
  expect(sampled!.metrics).toEqual(real!.metrics);
  expect(sampled!.gains).toEqual(real!.gains);
  return real!;
}

const refused = (outcome: MarketOutcome, reason: string): number =>
  countOf(outcome, `millicent.refused.${reason}_count`);
const reported = (outcome: MarketOutcome, reason: string): number =>
  countOf(outcome, `millicent.incidents.${reason}_count`);

describe('a forger who invents stamps', () => {
  it.each([
    ['clear', 'bad_stamp'],
    ['secure', 'bad_stamp'],
    ['private', 'bad_seal'],
  ] as const)('gets nothing in the %s protocol: %s', (protocol, reason) => {
    const guess =
      (session: Session): Behaviour =>
      (...purchase) =>
        session.capabilities.guessing!.pay(...purchase);
    for (const supply of ['licensed', 'warehouse'] as const) {
      const outcome = both({ options: { protocol, supply }, tampering: cheating(() => {}, guess) });
      expect(refused(outcome, reason)).toBe(40);
      expect(reported(outcome, reason)).toBe(40);
      expect(outcome.gains).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });
});

describe('a user who spends twice', () => {
  it('is refused and named, except in the clear, where anyone could have copied his scrip', () => {
    const again =
      (session: Session, honest: Behaviour): Behaviour =>
      (...purchase) => {
        if (!session.capabilities.bearer!.presentAgain(...purchase)) honest(...purchase);
      };
    for (const protocol of PROTOCOLS) {
      const prices: number[] = [];
      const watch = (session: Session): void =>
        session.capabilities.bearer!.watch(CHEAT, (price) => prices.push(price));
      const outcome = both({ options: { protocol }, tampering: cheating(watch, again) });
      expect(refused(outcome, 'already_spent')).toBe(39);
      expect(reported(outcome, 'already_spent')).toBe(39);
      expect(prices).toEqual([COIN, COIN]);
      expect(outcome.gains).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it('has no copy of scrip that he has not presented to this vendor', () => {
    const answers: boolean[] = [];
    const again =
      (session: Session, honest: Behaviour): Behaviour =>
      (...purchase) => {
        answers.push(session.capabilities.bearer!.presentAgain(...purchase));
        honest(...purchase);
      };
    both({ tampering: cheating(() => {}, again) });
    expect(new Set(answers)).toEqual(new Set([false]));
  });
});

describe('a thief on the wire', () => {
  const ALL = { requests: 1, replies: 1 };
  const steal =
    (session: Session, honest: Behaviour): Behaviour =>
    (...purchase) => {
      if (!session.capabilities.wire!.pay(...purchase)) honest(...purchase);
    };
  const stolen = (protocol: MillicentOptions['protocol'], ears = ALL) =>
    both({
      options: { protocol },
      tampering: cheating((session) => session.capabilities.wire!.tap(CHEAT, ears), steal),
    });

  it('spends others’ scrip and change in the clear, and its owners are refused', () => {
    const outcome = stolen('clear');
    const [thief, ...victims] = outcome.gains;
    expect(thief).toBeGreaterThan(20 * COIN);
    expect(thief! + victims.slice(0, 3).reduce((sum, gain) => sum + gain, 0)).toBe(0);
    expect(Math.max(...victims.slice(0, 3))).toBeLessThan(0);
    expect(outcome.gains.slice(4)).toEqual([0, 0]);
    expect(refused(outcome, 'already_spent')).toBeGreaterThan(3);
    expect(measured(outcome, 'millicent.wire.overheard_usd')).toBeGreaterThan(1);
  });

  it('cannot use what he reads without the customer’s secret', () => {
    const outcome = stolen('secure');
    expect(refused(outcome, 'bad_request_hmac')).toBeGreaterThan(20);
    expect(outcome.gains).toEqual([0, 0, 0, 0, 0, 0]);
    expect(measured(outcome, 'millicent.wire.overheard_usd')).toBeGreaterThan(1);
  });

  it('reads nothing where all is encrypted', () => {
    const outcome = stolen('private');
    expect(measured(outcome, 'millicent.payments.served_count')).toBe(160);
    expect(outcome.metrics.some(({ name }) => name.includes('overheard'))).toBe(false);
  });

  it('who reads none, or only requests, comes too late', () => {
    expect(stolen('clear', { requests: 0, replies: 0 }).gains).toEqual([0, 0, 0, 0, 0, 0]);
    // What requests show is spent by the time that he presents it.
    expect(stolen('clear', { requests: 1, replies: 0 }).gains).toEqual([0, 0, 0, 0, 0, 0]);
  });

  /** He sends the victim's request again when he wants to buy, and pays the next time with the change that he was shown. */
  const replay = (options: Partial<MillicentOptions>) => {
    const isThere = { resent: 0 };
    const replays =
      (session: Session, honest: Behaviour): Behaviour =>
      (user, vendor, price) => {
        const wire = session.capabilities.wire!;
        if (!wire.pay(user, vendor, price)) honest(user, vendor, price);
        if (wire.resend(user, vendor)) isThere.resent++;
      };
    const tap = (session: Session): void => session.capabilities.wire!.tap(CHEAT, { requests: 1, replies: 0 });
    const outcome = both({ options, tampering: cheating(tap, replays) });
    expect(isThere.resent).toBeGreaterThan(20);
    return outcome;
  };

  it('is shown the change by the replay window, in the clear', () => {
    const outcome = replay({ protocol: 'clear', replayWindow: DAY });
    expect(outcome.gains[CHEAT]).toBeGreaterThan(0);
    // Nothing is charged twice.
    expect(measured(outcome, 'millicent.vendor_scrip.spent_usd') * 1e6).toBeCloseTo(
      measured(outcome, 'millicent.payments.served_count') * COIN,
      3,
    );
  });

  it('gains nothing by it without a window, nor in the other protocols', () => {
    expect(replay({ protocol: 'clear', replayWindow: 0 }).gains[CHEAT]).toBe(0);
    expect(replay({ protocol: 'secure', replayWindow: DAY }).gains[CHEAT]).toBe(0);
    const outcome = replay({ protocol: 'private', replayWindow: DAY });
    expect(outcome.gains).toEqual([0, 0, 0, 0, 0, 0]);
    expect(measured(outcome, 'millicent.payments.served_count')).toBe(160);
  });
});

describe('a vendor who keeps the change', () => {
  it.each(PROTOCOLS)('is found out by each customer, and keeps what he was handed, %s', (protocol) => {
    const keep = (session: Session): void => session.capabilities.change!.keep(0);
    const outcome = both({ options: { protocol }, demand: { vendors: 2 }, tampering: cheating(keep, honestly) });
    const missing = refused(outcome, 'change_missing');
    expect(missing).toBeGreaterThan(50);
    expect(reported(outcome, 'change_missing')).toBe(missing);
    const kept = Math.round(measured(outcome, 'millicent.vendors.kept_change_usd') * 1e6);
    expect(kept).toBe(missing * 10 * COIN);
    expect(outcome.gains.slice(4)).toEqual([kept, 0, 0]);
  });
});

describe('a broker who cheats', () => {
  it.each(PROTOCOLS)('sells scrip twice, and its second spender is refused, %s', (protocol) => {
    for (const supply of ['licensed', 'warehouse'] as const) {
      const sell = (session: Session): void => session.capabilities.issuing!.sellTwice(3);
      const outcome = both({ options: { protocol, supply }, tampering: cheating(sell, honestly) });
      const copies = measured(outcome, 'millicent.broker.sold_twice_count');
      expect(copies).toBeGreaterThan(3);
      expect(outcome.gains.at(-1)).toBe(copies * 10 * COIN);
      expect(outcome.gains[4]).toBe(0);
      expect(refused(outcome, 'already_spent')).toBeGreaterThan(3);
      expect(reported(outcome, 'sold_twice') > 0).toBe(protocol !== 'clear');
    }
  });

  it('keeps the money for scrip that never arrived, and that of a closed vendor', () => {
    const refuse = (session: Session): void => session.capabilities.issuing!.refuseRefunds();
    const lossy = both({
      market: { network: { latency: 1000, jitter: 0, loss: 0.5, duplication: 0 } },
      options: { brokerScrip: 1, vendorScrip: 1 },
      tampering: cheating(refuse, honestly),
    });
    expect(reported(lossy, 'refund_refused')).toBeGreaterThan(0);
    expect(lossy.gains.at(-1)).toBe(reported(lossy, 'refund_refused') * COIN);
    const closed = both({
      options: { closes: { vendor: 0, at: DAY }, redeemClosed: true },
      tampering: cheating(refuse, honestly),
    });
    expect(reported(closed, 'refund_refused')).toBe(1);
    expect(measured(closed, 'millicent.scrip.redeemed_of_closed_vendors_usd')).toBe(0);
  });
});

describe('the scheme', () => {
  it('offers every capability that it names', () => {
    const names: string[] = [];
    const look = (session: Session): void => {
      names.push(...Object.keys(session.capabilities));
    };
    both({ tampering: cheating(look, honestly) });
    expect(new Set(names)).toEqual(new Set(['bearer', 'guessing', 'wire', 'change', 'issuing']));
  });
});

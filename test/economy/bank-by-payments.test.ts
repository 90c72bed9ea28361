/** The bank's messages and signature checks against payments: counted by hand in small markets, and beside their law. */
import { describe, expect, it } from 'vitest';
import { grindingMerchant } from '../../src/economy/adversaries/grinding-merchant.ts';
import { Bank } from '../../src/economy/bank.ts';
import { BankByPayments } from '../../src/economy/bank-by-payments.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import type { Curve } from '../../src/sim/metric.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { DAY } from '../../src/units.ts';
import { gang, LOTTERY_MARKET, type LotteryName, MARKET, measured, runLottery, runMicroMint } from './setting.ts';

function curveOf({ curves }: MarketOutcome, name: string): Curve | undefined {
  return curves.find((curve) => curve.name === name);
}

const MESSAGES = 'lottery.bank.messages_by_payments';
const CHECKS = 'lottery.bank.signature_checks_by_payments';
const ALL_WIN = { options: { selectionRate: selectionRate(1n, 1n) } };
const ONE_USER = { users: 1, arrivals: { kind: 'fixed' as const, perUser: 25 } };

describe('readings, counted by hand', () => {
  const demand = { ...MARKET.demand, users: 10, arrivals: { kind: 'poisson' as const, perUserPerDay: 10 } };

  /** A bank to which every third payment sends a message with two signatures. */
  function afterPayments(count: number): readonly Curve[] {
    const simulation = new Simulation();
    const bank = new Bank(simulation, MARKET.bank);
    const handled = simulation.register('handled', () => {});
    const byPayments = new BankByPayments(bank, demand, 4 * DAY);
    for (let payment = 1; payment <= count; payment++) {
      byPayments.ended();
      if (payment % 3 === 0) bank.serve({ message: 1, signature: 2 }, handled);
    }
    return byPayments.curves('x', () => undefined);
  }

  it('are taken as far as a Poisson demand surely comes, and hold what the last payment sent', () => {
    // 400 payments on average, 280 at 6 sd below. Taken a payment too early, 3 x 17 = 51 would still be 16 messages at 50.
    const [messages, checks] = afterPayments(400);
    expect(messages!.x.values).toEqual([10, 20, 50, 100, 200]);
    expect(messages!.values).toEqual([3, 6, 16, 33, 66]);
    expect(checks!.values).toEqual([6, 12, 32, 66, 132]);
  });

  it('are as many in a replication that ends too soon: read at its end', () => {
    // Fails when its curves are shorter, which would make the mean over replications not a number.
    const [messages] = afterPayments(30);
    expect(messages!.values).toEqual([3, 6, 10, 10, 10]);
  });
});

describe('in a market', () => {
  it('a bank of MR1 at s = 1 has one message and two checks a payment', () => {
    // A reading that is taken before the last payment's deposit has come gives 9, 19 and 24.
    const outcome = runLottery('mr1', { ...ALL_WIN, demand: ONE_USER });
    const messages = curveOf(outcome, MESSAGES)!;
    expect(messages.x).toEqual({ quantity: 'payments so far', unit: 'payments', values: [10, 20, 25] });
    expect(messages.values).toEqual([10, 20, 25]);
    expect(messages.theory).toMatchObject({ values: [10, 20, 25], formula: 's n' });
    expect(curveOf(outcome, CHECKS)).toMatchObject({
      values: [20, 40, 50],
      theory: { values: [20, 40, 50], formula: '2 s n' },
    });
  });

  it('is the same with real signatures', () => {
    const outcome = runLottery('mr2', { ...ALL_WIN, demand: ONE_USER, market: { fidelity: 'real' } });
    expect(curveOf(outcome, MESSAGES)!.values).toEqual([10, 20, 25]);
    expect(curveOf(outcome, CHECKS)!.values).toEqual([20, 40, 50]);
  });

  it.each<LotteryName>(['statistical', 'mr1', 'mr2', 'mr3'])('ends in all that the bank of %s has seen', (name) => {
    // MR3's openings come after the last payment. Fails when the last reading leaves out what is settled later.
    const outcome = runLottery(name);
    const messages = curveOf(outcome, MESSAGES)!;
    expect(messages.x.values.at(-1)).toBe(160);
    expect(messages.values.at(-1)).toBeCloseTo(160 * measured(outcome, 'lottery.bank.messages_per_payment'), 9);
    expect(messages.values.at(-1)).toBeGreaterThan(0);
  });

  it('counts a payment that is refused, so that every replication comes to the same readings', () => {
    const loss = { network: { ...MARKET.network, loss: 0.8 } };
    const outcome = runLottery('mr1', { ...ALL_WIN, demand: ONE_USER, market: loss });
    const served = measured(outcome, 'lottery.payments.served_count');
    expect(served).toBeLessThan(25);
    expect(curveOf(outcome, MESSAGES)!.x.values).toEqual([10, 20, 25]);
    expect(curveOf(outcome, MESSAGES)!.values.at(-1)).toBe(served);
  });

  it('follows s n all the way', () => {
    // 10,000 payments at s = 0.1. A binomial count leaves 6.2 sd once in 10^9; a bias of s of 18 % at 5,000 payments and of
    // 13 % at 10,000 (6.2 + 2.3 sd off) would be caught with probability 0.99.
    const demand = { users: 50, arrivals: { kind: 'fixed' as const, perUser: 200 } };
    const { x, values, theory } = curveOf(runLottery('mr1', { demand, market: { duration: 100 * DAY } }), MESSAGES)!;
    expect(x.values.length).toBe(10);
    for (const place of [8, 9]) {
      const expected = x.values[place]! / 10;
      expect(theory!.values[place]).toBeCloseTo(expected, 9);
      expect(Math.abs(values[place]! - expected)).toBeLessThan(6.2 * Math.sqrt(0.9 * expected));
    }
  });

  it('is there for MicroMint too, which has no law', () => {
    const messages = curveOf(runMicroMint(), 'micromint.bank.messages_by_payments')!;
    expect(messages.values.length).toBeGreaterThan(2);
    expect(messages.theory).toBeUndefined();
  });
});

describe('is left out', () => {
  it('at aggregate, where nobody knows how many payments have been skipped so far', () => {
    expect(curveOf(runLottery('mr1', { market: { fidelity: 'aggregate' } }), MESSAGES)).toBeUndefined();
  });

  it('where nobody pays', () => {
    const nobody = { arrivals: { kind: 'fixed' as const, perUser: 0 } };
    expect(curveOf(runLottery('mr1', { demand: nobody }), MESSAGES)).toBeUndefined();
  });
});

describe('the law is left out', () => {
  const lawOf = (change: Parameters<typeof runLottery>[1], name: LotteryName = 'mr1') =>
    curveOf(runLottery(name, change), MESSAGES)!.theory;

  it('where it does not hold: messages are lost, a vendor grinds, MR3 commits every day', () => {
    expect(lawOf({})).toBeDefined();
    expect(lawOf({ market: { network: { ...MARKET.network, loss: 0.1 } } })).toBeUndefined();
    expect(lawOf({ market: { enlistments: [gang(grindingMerchant, 1)] } })).toBeUndefined();
    expect(lawOf({}, 'mr3')).toBeUndefined();
  });

  it('where payments come faster than their deposits', () => {
    // 160 payments in ten seconds, and 50 ms on the way: nearly one of them at any time.
    expect(lawOf({ market: { ...LOTTERY_MARKET, duration: 10_000_000 } })).toBeUndefined();
  });
});

/**
 * The three fidelities of the lotteries have one law. Statistics whose law is exactly binomial are tested two-sidedly at
 * a false alarm of 1e-9 each: payable cheques ~ Bin(U n, s); users who pay nothing ~ Bin(U, (1-s)^n); users whose last
 * payment wins ~ Bin(U, s); under MR1 and statistical payment users who overpay ~ Bin(U, P(Bin(n, s) > n s)).
 *
 * Power: at real (U = 60, n = 15, 900 payments, s = 1/10) a selection rate of 0.21 instead is caught with 0.999 by the
 * first; at sampled and aggregate (U = 4,000, n = 20) one that is off by 11 % with 0.999, a last payment that is
 * forgotten always.
 */
import { describe, expect, it } from 'vitest';
import type { Fidelity } from '../../src/economy/scheme.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { serialCharge, shortfall } from '../../src/theory/serial-charge.ts';
import { DAY } from '../../src/units.ts';
import { COIN, LOTTERIES, type LotteryName, measured, runLottery } from '../economy/setting.ts';

const S = 0.1;
const PRIZE = COIN / S;
const FALSE_ALARM = 1e-9;
/** A normal mean is off by more than so many standard errors with probability 1e-9. */
const NORMAL_BOUND = 6.11;

function expectBinomial(what: string, count: number, trials: number, probability: number): void {
  const chance = 2 * Math.min(binomialAtMost(count, trials, probability), binomialAtLeast(count, trials, probability));
  expect(chance, `${what}: ${count} of ${trials}, each ${probability}`).toBeGreaterThanOrEqual(FALSE_ALARM);
}

function charged(scheme: LotteryName, fidelity: Fidelity, users: number, payments: number) {
  const run = runLottery(scheme, {
    market: { fidelity, seed: `fidelities/${fidelity}/${scheme}`, duration: 10 * DAY },
    demand: { users, vendors: 5, arrivals: { kind: 'fixed', perUser: payments } },
  });
  return { run, charges: run.accounts.slice(0, users).map(({ cash }) => 0 - cash) };
}

function meetLaws(scheme: LotteryName, fidelity: Fidelity, users: number, payments: number): void {
  const { run, charges } = charged(scheme, fidelity, users, payments);
  const use = payments * COIN;
  const share = (is: (charge: number) => boolean): number => charges.filter(is).length;
  const payable = measured(run, 'lottery.payable_count');
  expect(measured(run, 'lottery.payments.served_count')).toBe(users * payments);
  expectBinomial('payable', payable, users * payments, S);
  expectBinomial(
    'nothing paid',
    share((charge) => charge === 0),
    users,
    0.9 ** payments,
  );
  const vendors = run.accounts.slice(users, -1);
  expect(vendors.reduce((sum, { cash }) => sum + cash, 0)).toBe(payable * PRIZE);
  expect(vendors.reduce((sum, { goods }) => sum + goods, 0)).toBe(-users * use);
  if (scheme === 'statistical' || scheme === 'mr1') {
    expectBinomial(
      'overpaid',
      share((charge) => charge > use),
      users,
      binomialAtLeast((payments * S + 1) | 0, payments, S),
    );
    expect(charges.reduce((sum, charge) => sum + charge, 0)).toBe(payable * PRIZE);
    return;
  }
  expectBinomial(
    'last payment wins',
    share((charge) => charge === use),
    users,
    S,
  );
  expect(Math.max(...charges)).toBeLessThanOrEqual(use);
  const lottery = { unitValue: COIN, rate: S };
  const need = { kind: 'fixed', count: payments } as const;
  const mean = (of: (charge: number) => number): number => charges.reduce((sum, each) => sum + of(each), 0) / users;
  for (const [law, found] of [
    [serialCharge(lottery, need), mean((charge) => charge)],
    [shortfall(lottery, need), mean((charge) => use - charge)],
  ] as const) {
    // Some tens of users are enough for six standard errors: the summands are bounded.
    expect(Math.abs(found - law.mean)).toBeLessThan(NORMAL_BOUND * Math.sqrt(law.variance / users));
  }
}

describe('the fidelities of a lottery', () => {
  for (const scheme of Object.keys(LOTTERIES) as LotteryName[]) {
    it(`meet one law with real signatures: ${scheme}`, () => meetLaws(scheme, 'real', 60, 15));
    for (const fidelity of ['sampled', 'aggregate'] as const)
      it(`meet one law by many payments: ${scheme}, ${fidelity}`, () => meetLaws(scheme, fidelity, 4_000, 20));
  }

  it('deal vendors their shares alike, seen or unseen', () => {
    // Five vendors by Zipf's law: the first serves 1 / (1 + 1/2 + ... + 1/5) of all, whichever fidelity deals.
    for (const fidelity of ['sampled', 'aggregate'] as const) {
      const { run } = charged('mr2', fidelity, 2_000, 20);
      expectBinomial('first vendor', -run.accounts[2_000]!.goods / COIN, 40_000, 60 / 137);
    }
  });

  it('put the same load on the bank for each deposit, to the byte', () => {
    // Fails when a fidelity counts other messages, checks or bytes. MR3's lists are shorter at aggregate by design.
    for (const scheme of ['statistical', 'mr1', 'mr2'] as const)
      for (const selectionProof of ['ed25519', 'ecvrf'] as const) {
        const loads = (['real', 'sampled', 'aggregate'] as const).map((fidelity) => {
          const run = runLottery(scheme, {
            market: { fidelity },
            demand: { users: 3, arrivals: { kind: 'fixed', perUser: 25 } },
            options: { selectionProof },
          });
          const scale = measured(run, 'lottery.payments.served_count') / measured(run, 'lottery.payable_count');
          return ['messages', 'bytes', 'signature_checks', 'hashes', 'look_ups', 'writes'].map(
            (what) => Math.round(measured(run, `lottery.bank.${what}_per_payment`) * scale * 1e6) / 1e6,
          );
        });
        expect(loads[1]).toEqual(loads[0]);
        expect(loads[2]).toEqual(loads[0]);
      }
  });

  it('serve a Poisson number of payments alike', () => {
    const runs = (['sampled', 'aggregate'] as const).map((fidelity) =>
      runLottery('mr2', {
        market: { fidelity, duration: 10 * DAY },
        demand: { users: 2_000, vendors: 5, arrivals: { kind: 'poisson', perUserPerDay: 2 } },
      }),
    );
    for (const run of runs) {
      // 40,000 payments and 4,000 winners, Poisson both: six standard deviations, which a rate off by 15 % exceeds with 0.999.
      const payable = measured(run, 'lottery.payable_count');
      expect(Math.abs(measured(run, 'lottery.payments.served_count') - 40_000)).toBeLessThan(NORMAL_BOUND * 200);
      expect(Math.abs(payable - 4_000)).toBeLessThan(NORMAL_BOUND * 63.3);
    }
  });
});

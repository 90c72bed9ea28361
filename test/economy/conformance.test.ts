/**
 * What every payment scheme must do, at every fidelity it offers. A new scheme joins by one line in SUBJECTS.
 * Fails when a scheme refuses an honest user, leaves a vendor unpaid, takes one instrument twice at one vendor, creates
 * or destroys money, or loses some when the network does.
 */
import { describe, expect, it } from 'vitest';
import type { Fidelity } from '../../src/economy/scheme.ts';
import { DAY } from '../../src/units.ts';
import { type Change, COIN, countOf, MARKET, measured, runMicroMint } from './setting.ts';

const SUBJECTS = [
  { name: 'micromint', run: runMicroMint, fidelities: ['real', 'sampled'] as Fidelity[], commission: 0.1 },
];

const FAULTY = { latency: 50_000, jitter: 400_000, loss: 0.45, duplication: 0.3 };

for (const { name, run, fidelities, commission } of SUBJECTS) {
  for (const fidelity of fidelities) {
    const at = (change: Change = {}) => run({ ...change, market: { fidelity, ...change.market } });

    describe(`${name} at ${fidelity}`, () => {
      it('serves every purchase of honest users', () => {
        const outcome = at();
        expect(measured(outcome, 'demand.purchases.count')).toBeGreaterThan(100);
        expect(measured(outcome, `${name}.payments.served_count`)).toBe(measured(outcome, 'demand.purchases.count'));
      });

      it('pays the vendors what they served, less the commission', () => {
        const outcome = at();
        const worth = (measured(outcome, `${name}.payments.served_count`) * COIN) / 1e6;
        expect(measured(outcome, `${name}.vendors.income_usd`)).toBeCloseTo(worth * (1 - commission), 9);
        expect(measured(outcome, `${name}.broker.income_usd`)).toBeCloseTo(worth * commission, 9);
      });

      it('refuses a second presentation at the same vendor', () => {
        const replayer = 0;
        const outcome = at({
          market: { demand: { ...MARKET.demand, vendors: 1 } },
          tampering: {
            behaviourOf: (user, honest, session) => {
              if (user !== replayer) return honest;
              session.capabilities.bearer!.watch(user);
              return (...purchase) => {
                if (!session.capabilities.bearer!.presentAgain(...purchase)) honest(...purchase);
              };
            },
          },
        });
        expect(countOf(outcome, `${name}.refused.seen_before_count`)).toBeGreaterThan(10);
        expect(countOf(outcome, `${name}.incidents.already_redeemed_count`)).toBe(0);
      });

      it('loses no money when the network loses, repeats and reorders messages', () => {
        const outcome = at({ market: { network: FAULTY, seed: 'faulty' } });
        const served = measured(outcome, `${name}.payments.served_count`);
        const undelivered = countOf(outcome, `${name}.refused.undelivered_count`);
        expect(undelivered).toBeGreaterThan(0);
        expect(served + undelivered).toBe(measured(outcome, 'demand.purchases.count'));
        expect(measured(outcome, `${name}.vendors.income_usd`)).toBeCloseTo(
          (served * COIN * (1 - commission)) / 1e6,
          9,
        );
      });

      it('is at rest only when nothing is held by nobody: every claim is in a wallet', () => {
        let claims = 0;
        let held = 0;
        at({
          tampering: {
            inspect: (market, session) => {
              for (let user = 0; user < market.demand.users; user++) {
                claims += market.ledger.claims(market.userParty(user));
                held += session.holdings(user);
              }
              expect(market.ledger.totalLiabilities).toBe(claims);
            },
          },
        });
        expect(held).toBe(claims);
        expect(held).toBeGreaterThan(0);
      });

      it('gives the same digest twice, and another for another seed', () => {
        expect(at().digest).toBe(at().digest);
        expect(at({ market: { seed: 'test/1' } }).digest).not.toBe(at().digest);
      });

      it('goes on through several periods', () => {
        const outcome = at({ market: { duration: 12 * DAY } });
        expect(measured(outcome, `${name}.payments.served_count`)).toBe(measured(outcome, 'demand.purchases.count'));
      });
    });
  }

  describe(`${name}, fidelities compared`, () => {
    it('gives equal digests and figures at real and sampled', () => {
      const [real, sampled] = (['real', 'sampled'] as const).map((fidelity) => run({ market: { fidelity } }));
      expect(sampled.digest).toBe(real.digest);
      expect(sampled.demandDigest).toBe(real.demandDigest);
      expect(sampled.metrics).toEqual(real.metrics);
      expect(sampled.curves).toEqual(real.curves);
    });

    it('reads nothing of the simulator’s own knowledge at real: poisoning it changes nothing', () => {
      const poisoned = run({ market: { fidelity: 'real' }, tampering: { poisoned: true } });
      expect(poisoned.digest).toBe(run({ market: { fidelity: 'real' } }).digest);
    });

    it('would show it: at sampled, where that knowledge is read, poisoning breaks the run', () => {
      expect(() => run({ market: { fidelity: 'sampled' }, tampering: { poisoned: true } })).toThrow();
    });
  });
}

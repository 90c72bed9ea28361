/**
 * Users of PayWord who promise beyond their credit limit, or have no money. Fails when they are not caught by the first
 * deposits, when the loss is borne by another than the policy says, or when honest people suffer.
 */
import { describe, expect, it } from 'vitest';
import { doubleSpender } from '../../src/economy/adversaries/double-spender.ts';
import { insolventUser } from '../../src/economy/adversaries/insolvent-user.ts';
import { overLimitSpender } from '../../src/economy/adversaries/over-limit-spender.ts';
import type { LossPolicy } from '../../src/economy/schemes/payword/options.ts';
import { DAY, MINUTE } from '../../src/units.ts';
import { runCard, runChannel, runPayword } from './payword-setting.ts';
import { COIN, countOf, gang, measured } from './setting.ts';

const MICRO = 1_000_000;
const FIDELITIES = ['real', 'sampled'] as const;

function spree(lossPolicy: LossPolicy, fidelity: (typeof FIDELITIES)[number] = 'sampled', perPurchase = 10) {
  return runPayword({
    market: { fidelity, seed: 'spree', enlistments: [gang(overLimitSpender, 2, { perPurchase })] },
    demand: { vendors: 5, zipfExponent: 0 },
    options: { lossPolicy, limit: 10 * COIN, chainLength: 100 },
  });
}

describe('the over-limit spender', () => {
  it.each(FIDELITIES)('is caught by the first deposits, a minute after midnight, at %s', (fidelity) => {
    const outcome = spree('vendor', fidelity);
    expect(measured(outcome, 'payword.gang.caught_share')).toBe(1);
    expect(measured(outcome, 'payword.gang.detection_time_us')).toBeLessThan(DAY + 2 * MINUTE);
    expect(measured(outcome, 'payword.users.revoked_count')).toBe(2);
    // He was known to the vendors from the day after that on.
    expect(countOf(outcome, 'payword.refused.revoked_certificate_count')).toBeGreaterThan(50);
    expect(measured(outcome, 'payword.honest_users.accused_count')).toBe(0);
    expect(measured(outcome, 'payword.honest_vendors.accused_count')).toBe(0);
    expect(measured(outcome, 'payword.honest_users.refused_count')).toBe(
      measured(outcome, 'payword.users.abstained_count'),
    );
  });

  it('gives equal digests at real and sampled', () => {
    expect(spree('vendor', 'real').digest).toBe(spree('vendor', 'sampled').digest);
  });

  it('robs vendors when they bear the loss, of what was not honoured', () => {
    const outcome = spree('vendor');
    const gain = measured(outcome, 'payword.gang.gain_usd');
    expect(gain).toBeGreaterThan(0.2);
    expect(measured(outcome, 'payword.loss.vendors_usd')).toBeCloseTo(gain, 9);
    expect(measured(outcome, 'payword.deposits.dishonoured_usd')).toBeCloseTo(gain, 9);
    expect(measured(outcome, 'payword.loss.bank_usd')).toBeCloseTo(0, 9);
    expect(measured(outcome, 'payword.loss.users_usd')).toBeCloseTo(0, 9);
  });

  it('robs the broker when he bears it, of what he could not collect', () => {
    const outcome = spree('broker');
    const gain = measured(outcome, 'payword.gang.gain_usd');
    expect(gain).toBeGreaterThan(0.2);
    expect(measured(outcome, 'payword.loss.bank_usd')).toBeCloseTo(gain, 9);
    expect(measured(outcome, 'payword.bills.uncollected_usd')).toBeCloseTo(gain, 9);
    expect(measured(outcome, 'payword.loss.vendors_usd')).toBeCloseTo(0, 9);
    // What is spent does not depend on who bears the loss.
    expect(gain).toBeCloseTo(measured(spree('vendor'), 'payword.gang.gain_usd'), 9);
  });

  it('gains at most so often his limit as there are vendors, less once, and that on two days', () => {
    const outcome = spree('vendor', 'sampled', 100);
    const limit = (10 * COIN) / MICRO;
    expect(measured(outcome, 'payword.gang.gain_usd')).toBeLessThanOrEqual(2 * 2 * (5 - 1) * limit + 1e-9);
    expect(measured(outcome, 'payword.gang.gain_usd')).toBeGreaterThan(2 * (5 - 1) * limit);
    expect(countOf(outcome, 'payword.refused.beyond_limit_count')).toBeGreaterThan(100);
  });

  it('can do nothing at a single vendor, who sees it all', () => {
    const outcome = runPayword({
      market: { fidelity: 'sampled', enlistments: [gang(overLimitSpender, 2, { perPurchase: 10 })] },
      demand: { vendors: 1 },
      options: { limit: 10 * COIN },
    });
    expect(measured(outcome, 'payword.gang.gain_usd')).toBeCloseTo(0, 9);
    expect(measured(outcome, 'payword.users.revoked_count')).toBe(0);
    expect(countOf(outcome, 'payword.refused.beyond_limit_count')).toBeGreaterThan(100);
  });
});

describe('a user without money', () => {
  const broke = { enlistments: [gang(insolventUser, 2, { funds: 3 * COIN })] };

  it.each(FIDELITIES)('is a loss of the PayWord broker, who learns of it by the first bill, at %s', (fidelity) => {
    const outcome = runPayword({ market: { ...broke, fidelity } });
    const gain = measured(outcome, 'payword.gang.gain_usd');
    expect(gain).toBeGreaterThan(0.05);
    expect(measured(outcome, 'payword.loss.bank_usd')).toBeCloseTo(gain, 9);
    expect(measured(outcome, 'payword.loss.vendors_usd')).toBeCloseTo(0, 9);
    expect(measured(outcome, 'payword.gang.caught_share')).toBe(1);
  });

  it('gets nothing by card: the bank is asked first', () => {
    const outcome = runCard({ market: broke });
    expect(measured(outcome, 'card.gang.gain_usd')).toBe(0);
    expect(countOf(outcome, 'card.refused.declined_by_bank_count')).toBeGreaterThan(10);
    for (const side of ['bank', 'vendors', 'users']) expect(measured(outcome, `card.loss.${side}_usd`)).toBe(0);
  });
});

describe('the double-spender of coins', () => {
  const gangs = { enlistments: [gang(doubleSpender, 2, { copies: 2, pace: 'at-once' })] };

  it.each(FIDELITIES)(
    'gains nothing from PayWord or channels: what is made out to one vendor is no good elsewhere, at %s',
    (fidelity) => {
      for (const [label, run] of [
        ['payword', runPayword],
        ['channel', runChannel],
      ] as const) {
        const outcome = run({ market: { ...gangs, fidelity } });
        expect(measured(outcome, `${label}.gang.extra_purchases_count`)).toBeGreaterThan(20);
        expect(measured(outcome, `${label}.gang.gain_usd`)).toBeCloseTo(0, 9);
        expect(measured(outcome, `${label}.loss.vendors_usd`)).toBeCloseTo(0, 9);
        expect(measured(outcome, `${label}.honest_users.refused_count`)).toBe(0);
      }
    },
  );
});

/**
 * Runs in which next to nothing happens: no purchase, no coin, no job of the bank. Fails when a figure of nothing (a
 * cost of no coin, a percentile of no wait) is written as a number that is none.
 */
import { describe, expect, it } from 'vitest';
import type { MarketOutcome } from '../../src/economy/market.ts';
import { countOf, MARKET, measured, runMicroMint } from './setting.ts';

function expectFinite({ metrics, demandMetrics, curves }: MarketOutcome): void {
  for (const { name, value, theory } of [...metrics, ...demandMetrics]) {
    expect(Number.isFinite(value), name).toBe(true);
    if (theory !== undefined) expect(Number.isFinite(theory.value), `theory of ${name}`).toBe(true);
  }
  for (const { name, values } of curves) expect(values.every(Number.isFinite), name).toBe(true);
}

describe('a market in which next to nothing happens', () => {
  it('has finite figures when nobody buys', () => {
    const arrivals = { kind: 'poisson', perUserPerDay: 1e-9 } as const;
    const outcome = runMicroMint({ market: { demand: { ...MARKET.demand, arrivals } } });
    expect(measured(outcome, 'demand.purchases.count')).toBe(0);
    expectFinite(outcome);
    expect(outcome.metrics.some(({ name }) => name.includes('wait') || name.includes('per_payment'))).toBe(false);
  });

  it('has finite figures, and refuses every purchase, when there is no coin', () => {
    const outcome = runMicroMint({ options: { balls: 1 } });
    expect(measured(outcome, 'micromint.coins_minted.count')).toBe(0);
    expect(countOf(outcome, 'micromint.refused.sold_out_count')).toBe(measured(outcome, 'demand.purchases.count'));
    expectFinite(outcome);
  });

  it('sells the last coins even when they are fewer than a batch', () => {
    const outcome = runMicroMint({ options: { balls: 200, batch: 20 } });
    const coins = measured(outcome, 'micromint.coins_minted.count');
    expect(countOf(outcome, 'micromint.refused.sold_out_count')).toBeGreaterThan(0);
    expect(measured(outcome, 'micromint.coins.sold_count')).toBeGreaterThan(0);
    expect(coins).toBeGreaterThan(measured(outcome, 'micromint.coins.sold_count') - 1);
    expectFinite(outcome);
  });

  it('reads the bank’s load until it is at rest: the longest queue of the chart is that of the run', () => {
    const outcome = runMicroMint();
    const queue = outcome.curves.find(({ name }) => name === 'micromint.bank.queue_count')!;
    expect(Math.max(...queue.values)).toBe(measured(outcome, 'micromint.bank.queue_max_count'));
  });
});

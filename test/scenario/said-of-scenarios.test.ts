/** What two scenarios say of themselves in their `about`, against their own quick runs. */
import { describe, expect, it } from 'vitest';
import { quickResult, valueIn } from '../long/quick-result.ts';

describe('ai-agents-2026', () => {
  it('real money moves seldom under PayWord and Millicent, about once in 13 calls under MR2 and channels', async () => {
    // Fails when its text praises the lotteries for a bank with little to do. Two transfers a win. 80 wins in the quick
    // run, a standard error of 11 %; channels and accounts are shared by fewer calls than in the run as shipped.
    const result = await quickResult('ai-agents-2026');
    const moved = (label: string): number => valueIn(result, `${label}.bank.macropayments_per_payment`);
    const cost = (label: string): number => valueIn(result, `${label}.cost.total_usd_per_payment`);
    expect(moved('mr2')).toBeGreaterThan(0.025);
    expect(moved('mr2')).toBeLessThan(0.15);
    for (const label of ['payword', 'millicent']) {
      expect(moved(label)).toBeLessThan(moved('mr2') / 2);
      expect(cost(label)).toBeLessThan(Math.min(cost('mr2'), cost('channel')));
    }
    for (const label of ['payword', 'millicent', 'mr2', 'channel']) expect(cost(label)).toBeLessThan(cost('card') / 5);
  });
});

describe('bank-saturation', () => {
  it('has cards at five sixths of what the bank can do, and the law of M/D/1 beside every wait that has one', async () => {
    // Fails when the scenario shows a bank with nothing to do, or the formula that it tells to look at is not there.
    const result = await quickResult('bank-saturation');
    const theoryOf = (name: string) => result.metrics.find((metric) => metric.name === name)?.theory;
    expect(theoryOf('card.bank.offered_load_ratio')?.value).toBeCloseTo(5 / 6, 12);
    expect(theoryOf('card.bank.wait_mean_us')?.value).toBeCloseTo(2.5 * 60_000, 6);
    for (const label of ['mr2-half', 'mr2-fifth', 'mr2-thousandth'])
      expect(theoryOf(`${label}.bank.wait_mean_us`)?.formula).toContain('E[S^2]');
    expect(theoryOf('millicent.bank.wait_mean_us')).toBeUndefined();
    // Two runs of 150 relaxation times each: a standard error of 8 %, false alarm 1e-9 at half of it.
    expect(Math.abs(valueIn(result, 'card.bank.wait_mean_us') / 150_000 - 1)).toBeLessThan(0.5);
    expect(result.charts).toContain('wait-by-load');
  });
});

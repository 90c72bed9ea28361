/**
 * A broker who settles by bins and has filled all or nearly all of them: forged coins that he sees none or hardly any
 * of. He recalls nothing without a report, and estimates no share that is none.
 */
import { describe, expect, it } from 'vitest';
import { forger } from '../../src/economy/adversaries/forger.ts';
import type { Enlistment } from '../../src/economy/adversary.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { Evidence, Issue } from '../../src/economy/schemes/micromint/evidence.ts';
import { Issues } from '../../src/economy/schemes/micromint/issues.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { RecallWatch } from '../../src/economy/schemes/micromint/recall.ts';
import { countOf, gang, measured, OPTIONS, runMicroMint } from './setting.ts';

/** 64 balls a bin: one of these bins stays without two of them with probability 1e-24. */
const FULL: Partial<MicroMintOptions> = { bits: 9, balls: 64 * 2 ** 9, settlement: 'bin', recallAfter: 20 };

describe.each(['real', 'sampled'] as const)('where every bin is filled, at %s', (fidelity) => {
  const run = (enlistments: readonly Enlistment[]): MarketOutcome =>
    runMicroMint({ market: { fidelity, enlistments }, options: { ...FULL, recallAt: 0.5, usdPerHash: 1e-6 } });

  it('honest people are never recalled (fails when no report of no visible coin counts as enough)', () => {
    const outcome = run([]);
    expect(measured(outcome, 'micromint.coins.redeemed_count')).toBeGreaterThan(100);
    expect(measured(outcome, 'micromint.recalls.count')).toBe(0);
    expect(measured(outcome, 'micromint.recall.cost_usd')).toBe(0);
  });

  it('a forger is neither seen nor estimated, but his true share is measured (fails with 0 / 0)', () => {
    const effort = { hashesPerSecond: 0.003, usdPerHash: 0, delay: 0, rule: 'stubborn', otherwise: 'honest' };
    const outcome = run([gang(forger, 1, { ...effort, outletCoins: 1000 })]);
    expect(countOf(outcome, 'micromint.forgery.coins_accepted_count')).toBeGreaterThan(5);
    expect(measured(outcome, 'micromint.recalls.count')).toBe(0);
    expect(outcome.metrics.map(({ name }) => name)).not.toContain('micromint.forged_share.estimate');
    expect(measured(outcome, 'micromint.forged_share.true')).toBeGreaterThan(0);
  });
});

describe('where one bin in 512 is empty', () => {
  const evidence: Evidence<number> = { column: 'truth', issue: () => ({ coins: 511, hashes: 1 }) as Issue<number> };
  const watchOf = (recallAt: number): RecallWatch => {
    const options: MicroMintOptions = { ...OPTIONS, ...FULL, recallAt };
    return new RecallWatch(options, new Issues(evidence, options));
  };
  const settle = (watch: RecallWatch, outcome: 'paid' | 'not-minted', times: number): void => {
    for (let i = 0; i < times; i++) watch.settled({ period: 0, day: 0 }, outcome, 0);
  };

  it('the share is at most all of the coins (fails when one report in a hundred makes it five times as many)', () => {
    const watch = watchOf(0.5);
    settle(watch, 'paid', 99);
    settle(watch, 'not-minted', 1);
    expect(watch.counts().shareEstimate).toBe(1);
  });

  it('a recall needs a report, however few coins would be one', () => {
    const watch = watchOf(0.5);
    settle(watch, 'paid', 100);
    expect([watch.isDue, watch.counts().shareEstimate]).toEqual([false, 0]);
    settle(watch, 'not-minted', 1);
    expect(watch.isDue).toBe(true);
  });
});

/**
 * What the broker learns of the share of forged coins from his first reports, beside the true share. A pair hands in its
 * coins hours before the vendors hand in theirs; here it splices what it overhears at once, so that the share is the same
 * every day.
 */
import { describe, expect, it } from 'vitest';
import { splicer } from '../../src/economy/adversaries/splicer.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { SettlementBy } from '../../src/economy/schemes/micromint/options.ts';
import { Welford } from '../../src/sim/statistics.ts';
import { DAY } from '../../src/units.ts';
import { gang, MARKET, measured, OPTIONS, runMicroMint } from './setting.ts';

const R = 24;
/** Student's t of 23 degrees is beyond it with probability 1e-9 on either side. */
const BAND = 9.5;
const ESTIMATE = 'micromint.forged_share.estimate';

function run(settlement: SettlementBy, replication: number): MarketOutcome {
  const effort = { hashesPerSecond: 100, usdPerHash: 0, delay: 0, rule: 'stubborn', outletCoins: 10_000 };
  return runMicroMint({
    market: {
      seed: `share/${replication}`,
      fidelity: 'sampled',
      duration: 4 * DAY,
      demand: { ...MARKET.demand, users: 12, vendors: 8, zipfExponent: 0 },
      enlistments: [gang(splicer, 1, { ...effort, perPurchase: 1000, overhears: 0.2 })],
    },
    options: { ...OPTIONS, bits: 14, balls: 4 * 2 ** 14, settlement },
  });
}

describe('the share of forged coins', () => {
  // Fails when coins are counted as they come in: the first twenty are all forged then, a share of 1 where it is 0.13.
  // One that is off by a third of itself is caught with power above 0.99.
  it('is estimated without bias where it is the same every day, though accomplices come first', () => {
    const [difference, share] = [new Welford(), new Welford()];
    for (let i = 0; i < R; i++) {
      const outcome = run('coin', i);
      share.add(measured(outcome, 'micromint.forged_share.true'));
      difference.add(measured(outcome, ESTIMATE) - measured(outcome, 'micromint.forged_share.true'));
    }
    expect(share.mean).toBeGreaterThan(0.08);
    expect(share.mean).toBeLessThan(0.2);
    expect(Math.abs(difference.mean)).toBeLessThan(BAND * Math.sqrt(difference.variance / R));
    expect(BAND * Math.sqrt(difference.variance / R)).toBeLessThan(0.08);
  });

  it('is not estimated by who settles by bins where coins are spliced: he sees none of them', () => {
    const { metrics } = run('bin', 0);
    expect(metrics.find(({ name }) => name === 'micromint.forged_share.true')!.value).toBeGreaterThan(0.05);
    expect(metrics.map(({ name }) => name)).not.toContain(ESTIMATE);
  });
});

/** A grace that is too short for the network is refused; whatever comes too late all the same is told by its name. */
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../src/units.ts';
import { countOf, MARKET, measured, runMicroMint } from '../economy/setting.ts';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

describe('the grace of a MicroMint period', () => {
  const lines = (grace: string, network: string): string[] =>
    linesOf(marketText({ scheme: `{ name: micromint, period: 2d, grace: ${grace} }`, more: `network: ${network}\n` }));

  it('holds four of the longest ways on the network', () => {
    expect(lines('1m', '{ latencyMs: 40000 }')).toEqual([
      'x.yaml:9:43 schemes.0.grace: expected at least 4 times the largest delay of the network, 160s, got 60s',
    ]);
    expect(lines('1m', '{ latencyMs: 10000, jitterMs: 6000 }')).toHaveLength(1);
    expect(lines('1m', '{ latencyMs: 10000, jitterMs: 5000 }')).toEqual([]);
  });

  it('of a moment is refused on any network that takes time, and no other scheme is asked', () => {
    expect(lines('0.001s', '{ latencyMs: 1 }')).toHaveLength(1);
    expect(lines('0.001s', '{ latencyMs: 0 }')).toEqual([]);
    expect(linesOf(marketText({ more: 'network: { latencyMs: 80000000 }\n' }))).toEqual([]);
  });
});

describe.each(['real', 'sampled'] as const)('coins that are returned after the grace, at %s', (fidelity) => {
  const run = (grace: number) =>
    runMicroMint({
      market: {
        fidelity,
        duration: 3 * DAY,
        network: { ...MARKET.network, latency: 40 * SECOND },
        demand: { ...MARKET.demand, users: 20, arrivals: { kind: 'poisson', perUserPerDay: 300 } },
      },
      options: { period: DAY, grace, bits: 14, balls: 4 * 2 ** 14, batch: 10 },
    });

  // Fails when they lapse without a word, or when what the rule above allows is too short.
  it('are reported, and there are none with a grace of four ways', () => {
    const [late, inTime] = [run(MINUTE), run(160 * SECOND)];
    expect(measured(late, 'micromint.coins.lapsed_count')).toBeGreaterThan(0);
    expect(countOf(late, 'micromint.incidents.returned_too_late_count')).toBeGreaterThan(0);
    expect(measured(inTime, 'micromint.coins.lapsed_count')).toBe(0);
    expect(countOf(inTime, 'micromint.incidents.returned_too_late_count')).toBe(0);
  });
});

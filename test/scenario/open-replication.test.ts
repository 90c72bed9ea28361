/** A replication that is watched piece by piece is the same as one that is run at once. */
import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../src/experiment/run-scenario.ts';
import { openReplication, replicate } from '../../src/scenario/replicate.ts';

const TEXT = `title: Watched
seed: 3
duration: 1d
replications: 1
fidelity: sampled
demand: { users: 8, vendors: 3, payments: { perUserPerDay: 30 }, price: { usd: 0.01 } }
schemes:
  - { name: card }
  - { name: millicent }
  - { name: mr1, selectionRate: 0.05 }
  - { name: micromint, way: 3, bits: 8, batch: 10, period: 1d }
mints:
  - { label: k2, bits: 8, way: 2, coins: [1, 20] }
`;
const HOUR = 3_600_000_000;

describe('openReplication', () => {
  const scenario = scenarioOf(TEXT, 'watched.yaml');

  it('in pieces of any length yields what replicate yields (fails if a pause moves the clock or an event)', () => {
    const whole = replicate(scenario, 0);
    for (const piece of [HOUR / 3, 5 * HOUR, 100 * HOUR]) {
      const open = openReplication(scenario, 0);
      for (let now = 0; now < 30 * HOUR; now += piece) open.advance(now);
      expect(open.finish()).toEqual(whole);
    }
  });

  it('never looks beyond where it was advanced to (fails if an event of the future has happened)', () => {
    const open = openReplication(scenario, 0);
    open.advance(6 * HOUR);
    for (const { simulation } of open.markets) expect(simulation.now).toBeLessThanOrEqual(6 * HOUR);
    const served = open.markets.map(({ servedCount }) => servedCount);
    expect(Math.min(...served)).toBeGreaterThan(0);
    open.advance(3 * HOUR);
    expect(open.markets.map(({ servedCount }) => servedCount)).toEqual(served);
  });

  it("throws a mint's own balls (fails if the key or the order differs from the run's)", () => {
    const [{ metrics }, open] = [replicate(scenario, 0), openReplication(scenario, 0)];
    const [thrower] = open.throwers;
    const bins = new Set<number>();
    let balls = 0;
    while (bins.size === balls) {
      bins.add(thrower.binOf(balls));
      balls++;
    }
    expect(balls).toBe(metrics.find(({ name }) => name === 'k2.coins_1.good_balls')?.value);
  });
});

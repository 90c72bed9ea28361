/** Cheats on a network that loses messages, and beside a limit on what is redeemed: nothing multiplies, no law is false. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { scenarioOf } from '../experiment/fixtures.ts';

function run(text: string) {
  const scenario = scenarioOf(`title: Cheats and losses\nseed: 1\nfidelity: sampled\n${text}`);
  const all = Array.from({ length: scenario.replications }, (_, index) => replicate(scenario, index));
  return combine(scenario, [], all);
}

const replaying = (loss: number): string => `duration: 1d
replications: 1
demand: { users: 10, vendors: 1, payments: { perUserPerDay: 10, process: poisson }, price: { usd: 0.01 } }
schemes: [{ name: micromint, bits: 8 }]
adversaries: [{ kind: replaying-merchant, count: 1, times: 3 }]
network: { loss: ${loss} }
`;

const paired = (options: string, rest: string, hashesPerSecond: number): string => `replications: 2
demand: { users: 10, vendors: 2, payments: { perUser: 4 }, price: { usd: 0.05 } }
schemes: [{ name: micromint, bits: 10, batch: 5, ${options} }]
adversaries: [{ kind: forging-pair, count: 1, hashesPerSecond: ${hashesPerSecond}, usdPerHash: 1.0e-9 }]
${rest}
`;

describe('a vendor who redeems twice', () => {
  // Fails when what was lost is replayed once more each time: deposits then grow without end.
  it.each([0, 0.7, 0.9])('sends no copies of copies, at a loss of %d', (loss) => {
    const { metrics } = run(replaying(loss));
    const accepted = metrics.find(({ name }) => name === 'micromint.payments.served_count')!.value;
    const refused = metrics.find(({ name }) => name === 'micromint.coins.refused_at_settlement_count')?.value ?? 0;
    // Three more of each coin, each of which may get lost and come back.
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(3 * accepted);
  });
});

describe('what a pair of forgers gains', () => {
  // Fails when the honest buyers of the vendor in league are left out: he bears their coins too.
  it.each([
    ['beside a limit', paired('period: 30d, redemptionLimit: 2', 'duration: 2d', 0.001)],
    ['on a network that loses much', paired('period: 1d, grace: 1h', 'duration: 5d\nnetwork: { loss: 0.8 }', 0.01)],
  ])('has no law %s', (_, text) => {
    const { metrics, disagreements } = run(text);
    expect(disagreements).toEqual([]);
    expect(metrics.find(({ name }) => name.endsWith('.gain_usd'))).not.toHaveProperty('theory');
  });
});

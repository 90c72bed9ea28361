/**
 * One small run at fidelity real, figure by figure, against what it was when it was last looked at.
 *
 * Fails when any figure, the demand, the order of events or the digest changes. A change that is meant is written down
 * by `UPDATE_GOLDEN=1 npx vitest run --project unit test/experiment/golden.test.ts`, and the commit that carries the
 * new file must say why the figures changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { chartsOf } from '../../src/scenario/schemes.ts';
import { scenarioOf } from './fixtures.ts';

const FILE = new URL('golden/micromint-small.json', import.meta.url);

const TEXT = `title: A small economy, looked at closely
seed: golden
duration: 6d
replications: 2
fidelity: real
demand:
  users: 6
  vendors: 3
  payments: { perUserPerDay: 8 }
  price: { choice: [{ usd: 0.01, weight: 3 }, { usd: 0.03, weight: 1 }] }
  vendorChoice: { zipf: 1 }
schemes:
  - { name: micromint, way: 3, bits: 9, batch: 12, period: 3d, grace: 1d }
mints:
  - { label: k3, bits: 8, way: 3, filter: 1, coins: [1, 20, 150] }
bank: { costs: { message: 1000, hash: 50, lookUp: 10000, write: 20000 } }
network: { latencyMs: 40, jitterMs: 30, loss: 0.05, duplication: 0.02 }
`;

function run() {
  const scenario = scenarioOf(TEXT, 'micromint-small.yaml');
  const replications = Array.from({ length: scenario.replications }, (_, index) => replicate(scenario, index));
  const { metrics, traces, digest } = combine(scenario, chartsOf(scenario), replications);
  return { figures: Object.fromEntries(metrics.map(({ name, value }) => [name, value])), traces, digest };
}

describe('a small run of MicroMint', () => {
  const found = run();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
  const golden: ReturnType<typeof run> = JSON.parse(readFileSync(FILE, 'utf8'));

  it('has the figures of before', () => {
    expect(found.figures).toEqual(golden.figures);
  });

  it('has the events, intervals and verdicts of before, by their digests', () => {
    expect({ traces: found.traces, digest: found.digest }).toEqual({ traces: golden.traces, digest: golden.digest });
  });

  it('is worth looking at: coins were sold, redeemed and exchanged, at more prices than one', () => {
    const { figures } = golden;
    for (const name of ['coins.sold_count', 'coins.redeemed_count', 'coins.exchanged_count'])
      expect(figures[`micromint.${name}`]).toBeGreaterThan(0);
    expect(figures['demand.value.total_usd']).toBeGreaterThan(0.01 * figures['demand.purchases.count']!);
  });
});

/**
 * Small runs at fidelity real, figure by figure, against what they were when they were last looked at.
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

const MICROMINT = `title: A small economy, looked at closely
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

const LOTTERIES = `title: Small lotteries, looked at closely
seed: golden
duration: 3d
replications: 2
fidelity: real
demand:
  users: 5
  vendors: 2
  payments: { perUser: 10 }
  price: { choice: [{ usd: 0.01, weight: 3 }, { usd: 0.03, weight: 1 }] }
schemes:
  - { name: statistical, selectionRate: 0.25 }
  - { name: mr1, selectionRate: 0.25, depositWindow: 1d, expulsion: true }
  - { name: mr2, selectionRate: 0.25, meanGapFalseAlarm: 0.001, penaltyUsd: 1, identityDepositUsd: 0.04 }
  - { label: mr2-vrf, name: mr2, selectionRate: 1/3, selectionProof: ecvrf, honourReused: false }
  - { name: mr3, selectionRate: 0.25, bankProof: ed25519 }
adversaries:
  - { kind: serial-stretcher, count: 1, uses: 3, against: [mr2, mr2-vrf, mr3] }
  - { kind: insolvent-user, count: 1, fundsUsd: 0.05 }
  - { kind: replaying-merchant, count: 1, against: [mr1, mr2] }
  - { kind: grinding-bank }
network: { latencyMs: 40, jitterMs: 30, loss: 0.05, duplication: 0.02 }
`;

function run(name: string, text: string) {
  const scenario = scenarioOf(text, `${name}.yaml`);
  const replications = Array.from({ length: scenario.replications }, (_, index) => replicate(scenario, index));
  const { metrics, traces, digest } = combine(scenario, chartsOf(scenario), replications);
  return { figures: Object.fromEntries(metrics.map(({ name, value }) => [name, value])), traces, digest };
}

/** What a run has now, and what it had. */
function compared(name: string, text: string) {
  const file = new URL(`golden/${name}.json`, import.meta.url);
  const found = run(name, text);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  const golden: ReturnType<typeof run> = JSON.parse(readFileSync(file, 'utf8'));
  return { found, golden };
}

describe.each([
  ['micromint-small', MICROMINT],
  ['lotteries-small', LOTTERIES],
])('a small run: %s', (name, text) => {
  const { found, golden } = compared(name, text);

  it('has the figures of before', () => {
    expect(found.figures).toEqual(golden.figures);
  });

  it('has the events, intervals and verdicts of before, by their digests', () => {
    expect({ traces: found.traces, digest: found.digest }).toEqual({ traces: golden.traces, digest: golden.digest });
  });
});

describe('the small runs are worth looking at', () => {
  const figuresOf = (name: string): Readonly<Record<string, number>> =>
    JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8')).figures;

  it('coins were sold, redeemed and exchanged, at more prices than one', () => {
    const figures = figuresOf('micromint-small');
    for (const name of ['coins.sold_count', 'coins.redeemed_count', 'coins.exchanged_count'])
      expect(figures[`micromint.${name}`]).toBeGreaterThan(0);
    expect(figures['demand.value.total_usd']).toBeGreaterThan(0.01 * figures['demand.purchases.count']!);
  });

  it('cheques won everywhere, and cheats of each kind cheated', () => {
    const figures = figuresOf('lotteries-small');
    for (const label of ['statistical', 'mr1', 'mr2', 'mr2-vrf', 'mr3'])
      expect(figures[`${label}.payable_count`]).toBeGreaterThan(0);
    for (const name of [
      'mr1.bank.uncollected_usd',
      'mr1.incidents.duplicate_count',
      'mr2.bank.penalties_usd',
      'mr2-vrf.incidents.serial_reused_count',
      'mr3.grinding.tries_count',
    ])
      expect(figures[name], name).toBeGreaterThan(0);
  });
});

/** A sweep: every arm is what a run of it alone would be, and all arms meet the same customers. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import type { SweepFactor } from '../../src/experiment/comparison-result.ts';
import { digestOf } from '../../src/experiment/digest.ts';
import { inProcess } from '../../src/experiment/executors/in-process.ts';
import { sweepCsv } from '../../src/experiment/store/sweep-csv.ts';
import { combineSweep, gridOf, type RunArm } from '../../src/experiment/sweep.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { chartsOf } from '../../src/scenario/schemes.ts';
import { pairedDifference } from '../../src/sim/confidence.ts';
import { scenarioOf } from './fixtures.ts';

function lottery(rate: string, users: number): Scenario {
  return scenarioOf(`title: A lottery
duration: 1d
replications: 3
demand: { users: ${users}, vendors: 2, payments: { perUserPerDay: 20, process: poisson }, price: { usd: 0.01 } }
schemes: [{ name: mr1, selectionRate: ${rate} }]
`);
}

const FACTORS: readonly SweepFactor[] = [
  { path: 'schemes.mr1.selectionRate', values: [0.01, 0.1] },
  { path: 'demand.users', values: [4, 8] },
];

async function runs(): Promise<RunArm[]> {
  const points = gridOf(FACTORS);
  const scenarios = points.map(([rate, users]) => lottery(String(rate), Number(users)));
  const finished: number[] = [];
  const computed = await inProcess.runAll(scenarios, (count) => finished.push(count));
  expect(finished).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  return points.map((values, i) => ({ values, scenario: scenarios[i]!, replications: computed[i]! }));
}

describe('a sweep', () => {
  it('covers the grid row by row', () => {
    expect(gridOf(FACTORS)).toEqual([
      [0.01, 4],
      [0.01, 8],
      [0.1, 4],
      [0.1, 8],
    ]);
  });

  it('has in every arm the metrics and the digest of a run of that arm alone', async () => {
    const sweep = combineSweep(FACTORS, await runs(), [], (result) => result);
    for (const [i, [rate, users]] of gridOf(FACTORS).entries()) {
      const scenario = lottery(String(rate), Number(users));
      const alone = combine(scenario, chartsOf(scenario), await inProcess.run(scenario, () => undefined));
      expect(sweep.arms[i]).toMatchObject({ values: [rate, users], digest: alone.digest, metrics: alone.metrics });
    }
    const { digest, ...body } = JSON.parse(JSON.stringify(sweep));
    expect(digestOf(body)).toBe(digest);
  });

  it('sends the same purchases into all arms that do not vary the demand, and says which these are', async () => {
    const sweep = combineSweep(FACTORS, await runs(), [], (result) => result);
    expect(sweep.arms.map(({ pairing }) => pairing)).toEqual([
      'same-purchases',
      'same-streams',
      'same-purchases',
      'same-streams',
    ]);
    const [first, more, other] = sweep.arms.map(({ againstFirst }) =>
      againstFirst.filter(({ metricA }) => metricA === 'demand.purchases.count'),
    );
    expect(first).toEqual([]);
    expect(other).toMatchObject([{ difference: 0, halfWidth: 0 }]);
    expect(more![0]!.difference).toBeGreaterThan(0);
  });

  it('compares what a payment costs under every two labels, replication by replication and all together', async () => {
    const scenario = scenarioOf(`title: Two lotteries
duration: 1d
replications: 3
demand: { users: 4, vendors: 2, payments: { perUserPerDay: 20 }, price: { usd: 0.01 } }
schemes: [{ name: mr1, selectionRate: 0.1 }, { name: mr2, selectionRate: 0.1 }, { name: card }]
`);
    const replications = await inProcess.run(scenario, () => undefined);
    const arms = [0.01, 0.02].map((value) => ({ values: [value], scenario, replications }));
    const [arm] = combineSweep([{ path: 'demand.price.usd', values: [0.01, 0.02] }], arms, [], (one) => one).arms;
    const costs = (label: string): number[] =>
      replications.map(
        ({ metrics }) => metrics.find(({ name }) => name === `${label}.cost.total_usd_per_payment`)!.value,
      );
    const names = arm!.costDifferences.map(({ metricA, metricB }) =>
      [metricA, metricB].map((name) => name.split('.')[0]),
    );
    expect(names).toEqual([
      ['mr1', 'mr2'],
      ['mr1', 'card'],
      ['mr2', 'card'],
    ]);
    // Three pairs in two arms: fails when each interval holds by itself only.
    const { mean, halfWidth } = pairedDifference(costs('mr2'), costs('mr1'), 1 - 0.05 / 6);
    expect(arm!.costDifferences[0]).toMatchObject({ difference: mean, halfWidth, replications: 3 });
  });

  it('shows what was asked for, else what differs most', async () => {
    const arms = await runs();
    const asked = combineSweep(FACTORS, arms, ['mr1.loss.bank_usd'], (result) => result);
    expect(asked).toMatchObject({ shown: ['mr1.loss.bank_usd'], shownBecause: 'asked' });
    const chosen = combineSweep(FACTORS, arms, [], (result) => result);
    expect(chosen.shown.length).toBeGreaterThan(0);
    expect(chosen.shownBecause).not.toBe('asked');
    expect(asked.digest).not.toBe(chosen.digest);
  });

  it('lies in a table with the values of the factors on every line, quoted where a comma would part them', async () => {
    const [arm] = await runs();
    const one = { ...arm!, values: ['a,"b"', null] };
    const lines = sweepCsv(FACTORS, [one]).trimEnd().split('\n');
    expect(lines[0]).toBe('schemes.mr1.selectionRate,demand.users,replication,metric,value');
    const { name, value } = arm!.replications[0]!.metrics[0]!;
    expect(lines[1]).toBe(`"a,""b""",null,0,${name},${value}`);
    expect(lines).toHaveLength(1 + arm!.replications.reduce((sum, { metrics }) => sum + metrics.length, 0));
  });
});

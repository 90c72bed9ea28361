/**
 * Every scheme on demand that follows no plain law: what is still compared with theory must hold of any demand. The
 * values are such that laws of the plain demand have next to no variance, where they would pass for certain.
 */
import { describe, expect, it } from 'vitest';
import { readRunnableScenario } from '../../src/cli/scenario-files.ts';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';

function disagreements(...overrides: string[]): readonly string[] {
  const scenario = readRunnableScenario('scenarios/everyone.yaml', { overrides: ['replications=2', ...overrides] });
  const all = Array.from({ length: scenario.replications }, (_, index) => replicate(scenario, index));
  return combine(scenario, [], all).disagreements;
}

const FEW = ['demand.users=20', 'demand.vendors=2', 'demand.payments={perUserPerDay: 300, process: poisson}'];

describe('all schemes', () => {
  // Fails when a law of Poisson purchases is stated of purchases that are none.
  it.each<[string, string[]]>([
    ['customers who stay for hours', [...FEW, 'duration=2d', 'demand.stay=6h']],
    ['customers with a budget', [...FEW, 'duration=2d', 'demand.budget={ usdPerDay: 0.05 }']],
    [
      "a server's log",
      ['demand={ trace: { file: scenarios/traces/synthetic-1995.log.gz, price: { usd: 0.01 } } }', 'duration=1d'],
    ],
  ])('agree with theory on %s', (_, overrides) => {
    expect(disagreements(...overrides)).toEqual([]);
  });
});

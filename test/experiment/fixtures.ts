/** A small scenario of one mint and made-up replications of it. */

import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Replication } from '../../src/scenario/replicate.ts';
import { SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import type { Curve, Metric } from '../../src/sim/metric.ts';

const TEXT = `title: A made-up run
seed: 7
mints:
  - { label: k2, bits: 8, way: 2, coins: [1, 10] }
`;

export function scenarioOf(text = TEXT, name = 'made-up.yaml'): Scenario {
  const parsed = parseScenario(text, name, {}, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.scenario;
}

/** A metric of no theory, unless one is given. */
export function metric(name: string, value: number, more: Partial<Metric> = {}): Metric {
  return { name, unit: 'coins', value, combine: 'mean', ...more };
}

export function replicationOf(metrics: readonly Metric[], curves: readonly Curve[] = [], digest = '0'): Replication {
  return { metrics, curves, digests: [digest] };
}

/** A scenario of the gallery in its quick variant, run inside this process. */
import { readFileSync } from 'node:fs';
import type { Result } from '../../src/experiment/result.ts';
import { runScenario } from '../../src/experiment/run-scenario.ts';

export function quickResult(name: string): Promise<Result> {
  const text = readFileSync(`scenarios/${name}.yaml`, 'utf8');
  return runScenario(text, `${name}.yaml`, { quick: true, overrides: ['replications=2'] });
}

/** A metric's value; a count of what never happened is not there, and 0. */
export function valueIn(result: Result, metric: string): number {
  const found = result.metrics.find((each) => each.name === metric);
  if (found === undefined && !metric.endsWith('count')) throw new Error(`no metric ${metric}`);
  return found?.value ?? 0;
}

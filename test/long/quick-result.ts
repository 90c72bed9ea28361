/** A scenario of the gallery in its quick variant, run inside this process. */
import { readFileSync } from 'node:fs';
import { combine } from '../../src/experiment/combine.ts';
import { inProcess } from '../../src/experiment/executors/in-process.ts';
import type { Result } from '../../src/experiment/result.ts';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { chartsOf, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';

export async function quickResult(name: string): Promise<Result> {
  const text = readFileSync(`scenarios/${name}.yaml`, 'utf8');
  const options = { quick: true, overrides: ['replications=2'] };
  const parsed = parseScenario(text, `${name}.yaml`, options, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if (!('scenario' in parsed)) throw new Error(JSON.stringify(parsed.errors));
  return combine(parsed.scenario, chartsOf(parsed.scenario), await inProcess.run(parsed.scenario, () => {}));
}

/** A metric's value; a count of what never happened is not there, and 0. */
export function valueIn(result: Result, metric: string): number {
  const found = result.metrics.find((each) => each.name === metric);
  if (found === undefined && !metric.endsWith('count')) throw new Error(`no metric ${metric}`);
  return found?.value ?? 0;
}

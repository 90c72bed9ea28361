/**
 * A scenario's text into its result, in one call and in this thread: for notebooks, live pages and programs of one's
 * own. The command line reads logs and coin files besides; this does not.
 * @module
 */
import { ADVERSARY_SCHEMAS } from '../scenario/adversaries.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatError, type ParseOptions, parseScenario } from '../scenario/parse.ts';
import type { Replication } from '../scenario/replicate.ts';
import { chartsOf, objections, SCHEME_SCHEMAS } from '../scenario/schemes.ts';
import { combine } from './combine.ts';
import { inProcess } from './executors/in-process.ts';
import type { Result } from './result.ts';

/**
 * A scenario that can be run.
 * @param file what messages and the result call it, such as `mine.yaml`
 * @throws RangeError with a line for each error of the text or of an override
 */
export function scenarioOf(text: string, file: string, options: ParseOptions = {}): Scenario {
  const refine: ParseOptions['refine'] = (scenario) => objections(scenario, scenario.charts ?? []);
  const parsed = parseScenario(text, file, { ...options, refine }, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new RangeError(parsed.errors.map(formatError).join('\n'));
  return parsed.scenario;
}

/** The result of all replications of a scenario. */
export function resultOf(scenario: Scenario, replications: readonly Replication[]): Result {
  return combine(scenario, chartsOf(scenario), replications);
}

/**
 * Runs a scenario: the result, digest included, that the command line gives for the same text, file name and options.
 * @param done is told after each replication how many are finished
 * @throws RangeError with a line for each error of the text or of an override
 */
export async function runScenario(
  text: string,
  file: string,
  options: ParseOptions = {},
  done: (finished: number) => void = () => {},
): Promise<Result> {
  const scenario = scenarioOf(text, file, options);
  return resultOf(scenario, await inProcess.run(scenario, done));
}

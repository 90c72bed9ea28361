/**
 * A seed given to a command that runs no scenario of the user's.
 * @module
 */
import { formatError, parseScenario } from '../scenario/parse.ts';
import { softDrinkSchema } from '../scenario/soft-drink-schema.ts';
import { InputError } from './failure.ts';

/** The least that a scenario file can say; it names no scheme, so that one is enough to know, and few files to load. */
const SCENARIO = 'title: A seed\nmints: [{ label: any, bits: 1, way: 2, coins: [1] }]\n';
const SCHEMES = new Map([['soft-drink', softDrinkSchema]]);

/**
 * The seed that a scenario would have with this option: what is one seed to `run` is one seed here.
 * @throws InputError when it is none
 */
export function checkedSeed(seed: string): string {
  const outcome = parseScenario(SCENARIO, '', { shorthands: { seed } }, SCHEMES, new Map());
  if ('errors' in outcome) throw new InputError(outcome.errors.map(formatError));
  return outcome.scenario.seed;
}

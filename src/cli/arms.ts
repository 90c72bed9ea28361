/**
 * The arms of a sweep: the scenario read once for each point of the grid, each mistake told once.
 * @module
 */
import type { FactorValue } from '../experiment/comparison-result.ts';
import { gridOf } from '../experiment/sweep.ts';
import type { Scenario } from '../scenario/model.ts';
import type { ParseOptions } from '../scenario/parse.ts';
import { shortened } from '../scenario/position.ts';
import type { Factor } from './factors.ts';
import { InputError } from './failure.ts';
import { runnableScenario, type ScenarioFile } from './scenario-files.ts';

const ARMS_MAX = 200;
/** All replications are kept until the arms are combined, some 200 kB for each scheme. */
const MARKETS_MAX = 10_000;
/** More lines than this help nobody. */
const FAULTS_MAX = 20;
const ARGUMENT_LENGTH_MAX = 200;

interface ReadArm {
  readonly values: readonly FactorValue[];
  readonly scenario: Scenario;
}

/**
 * @param options what holds for every arm
 * @throws InputError with a line for each mistake, or when there is too much to be run
 */
export function readArms(source: ScenarioFile, factors: readonly Factor[], options: ParseOptions): ReadArm[] {
  refuseSetTwice(factors, options);
  const texts = gridOf(factors.map(({ path, texts: values }) => ({ path, values }))) as string[][];
  if (texts.length > ARMS_MAX) throw new InputError(`--vary: expected at most ${ARMS_MAX} arms, got ${texts.length}`);
  const faults = new Map<string, string[][]>();
  const scenarios = texts.flatMap((point) => {
    const outcome = readArm(source, factors, point, options);
    if ('scenario' in outcome) return [outcome.scenario];
    for (const line of outcome.lines) faults.set(line, [...(faults.get(line) ?? []), point]);
    return [];
  });
  if (faults.size > 0) throw new InputError(faultLines(faults, factors, texts));
  refuseTooMuch(scenarios);
  return gridOf(factors).map((values, i) => ({ values, scenario: scenarios[i]! }));
}

/** A value that an option sets for all arms cannot be varied. */
function refuseSetTwice(factors: readonly Factor[], { overrides = [], shorthands = {} }: ParseOptions): void {
  const set = overrides.map((argument) => ({ path: argument.split('=')[0], option: `--set ${shortened(argument)}` }));
  const named = Object.entries(shorthands)
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => ({ path, option: `--${path} ${shortened(value!)}` }));
  const twice = [...set, ...named].find(({ path }) => factors.some((factor) => factor.path === path));
  if (twice !== undefined) throw new InputError(`${twice.option}: expected a value that --vary does not vary`);
}

function assignments(factors: readonly Factor[], point: readonly string[]): string[] {
  return factors.map(({ path }, i) => `${path}=${point[i]}`);
}

function readArm(source: ScenarioFile, factors: readonly Factor[], point: readonly string[], options: ParseOptions) {
  const varied = assignments(factors, point);
  try {
    return { scenario: runnableScenario(source, { ...options, overrides: [...(options.overrides ?? []), ...varied] }) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const told = [...varied, ...factors.map(({ path }) => path)].map((text) => shortened(text, ARGUMENT_LENGTH_MAX));
    return { lines: error.message.split('\n').map((line) => asVaried(line, told)) };
  }
}

/** What is said of a value that was set is said of one that was varied, where that is so. */
function asVaried(line: string, told: readonly string[]): string {
  const isTold = told.some((text) => line.startsWith(`--set ${text}: `));
  return isTold ? line.replace('--set', '--vary') : line;
}

/** A mistake that only some of the arms with its value make is told with the first of them. */
function faultLines(
  faults: ReadonlyMap<string, readonly string[][]>,
  factors: readonly Factor[],
  texts: readonly string[][],
): string[] {
  const lines = [...faults].map(([line, points]) => {
    const own = texts.filter((point) => concerns(line, factors, point));
    const isAll = points.length === (own.length > 0 ? own.length : texts.length);
    return isAll ? line : `${line} (in the arm ${assignments(factors, points[0]!).join(', ')})`;
  });
  const more = lines.length - FAULTS_MAX;
  return more > 0 ? [...lines.slice(0, FAULTS_MAX), `and ${more} more errors`] : lines;
}

function concerns(line: string, factors: readonly Factor[], point: readonly string[]): boolean {
  return assignments(factors, point).some((text) =>
    line.startsWith(`--vary ${shortened(text, ARGUMENT_LENGTH_MAX)}: `),
  );
}

function refuseTooMuch(scenarios: readonly Scenario[]): void {
  const markets = scenarios.reduce((sum, { replications, schemes }) => sum + replications * schemes.length, 0);
  if (markets <= MARKETS_MAX) return;
  const message = `expected arms x replications x schemes of at most ${MARKETS_MAX}, got ${markets}`;
  throw new InputError(`--vary: ${message}; --replications makes fewer`);
}

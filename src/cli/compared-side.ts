/**
 * A side of a comparison: a run's output folder, or a scenario that is to be run.
 * @module
 */
import { existsSync, statSync } from 'node:fs';
import { combine } from '../experiment/combine.ts';
import { type Arm, armOf, drawnIn } from '../experiment/comparison.ts';
import type { ComparedSide } from '../experiment/comparison-result.ts';
import type { Result } from '../experiment/result.ts';
import { resultSchema } from '../experiment/result-schema.ts';
import { measuredIn } from '../experiment/samples.ts';
import { readRun, StoredRunError } from '../experiment/store/read-run.ts';
import type { Scenario } from '../scenario/model.ts';
import { printable } from '../scenario/position.ts';
import type { Replication } from '../scenario/replicate.ts';
import { chartsOf } from '../scenario/schemes.ts';
import { InputError } from './failure.ts';
import { parseOptionsOf, type ScenarioChanges } from './scenario-changes.ts';
import { readScenarioFile, runnableScenario } from './scenario-files.ts';

/** What there is to compare. */
export interface Side {
  readonly told: ComparedSide;
  readonly confidence: number;
  readonly drawn: ReturnType<typeof drawnIn>;
  readonly arm: Arm;
  readonly disagreements: readonly string[];
}

/** A side as it was asked for: read already, or to be run. */
export type Asked = { readonly side: Side } | { readonly scenario: Scenario; readonly title: string };

/**
 * @param own what `--set-a` or `--set-b` sets, beside what is set on both sides
 * @throws InputError
 */
export function askedSide(given: string, changes: ScenarioChanges, own: readonly string[]): Asked {
  if (existsSync(given) && statSync(given).isDirectory()) return { side: storedSide(given, changes, own) };
  const scenario = runnableScenario(
    readScenarioFile(given),
    parseOptionsOf({ ...changes, set: [...changes.set, ...own] }),
  );
  const title = own.length === 0 ? scenario.name : `${scenario.name} with ${own.map(printable).join(', ')}`;
  return { scenario, title };
}

function storedSide(folder: string, changes: ScenarioChanges, own: readonly string[]): Side {
  const { seed, replications, fidelity, set, quick } = changes;
  const isChanged = [seed, replications, fidelity, quick].some((one) => one !== undefined) || set.length > 0;
  if (isChanged || own.length > 0)
    throw new InputError(`${printable(folder)}: has been run already, expected a scenario where options change one`);
  try {
    const { result, measured } = readRun(folder);
    return { ...sideOf(result, printable(folder)), arm: armOf(result, measured) };
  } catch (error) {
    if (error instanceof StoredRunError) throw new InputError(error.message);
    throw error;
  }
}

/** A side that has been run. */
export function runSide(scenario: Scenario, title: string, replications: readonly Replication[]): Side {
  const result = resultSchema.parse(combine(scenario, chartsOf(scenario), replications));
  return { ...sideOf(result, title), arm: armOf(result, measuredIn(replications)) };
}

function sideOf(result: Result, title: string): Omit<Side, 'arm'> {
  const { seed, fidelity, replications, digest, confidence, disagreements } = result;
  return { told: { title, seed, fidelity, replications, digest }, confidence, drawn: drawnIn(result), disagreements };
}

/** Runs a scene as the page's worker does, without a page. */

import type { Scene, Watched } from '../../src/browser/scene.ts';
import type { Result } from '../../src/experiment/result.ts';
import { resultOf, runScenario, scenarioOf } from '../../src/experiment/run-scenario.ts';
import { openReplication } from '../../src/scenario/replicate.ts';

interface Watch<Frame> extends Watched<Frame> {
  /** Ends the run. */
  finish(): Result;
}

export function watch<Frame>(scene: Scene<Frame>, overrides: readonly string[], seed = '42'): Watch<Frame> {
  const scenario = scenarioOf(scene.text, scene.file, { overrides, shorthands: { seed } });
  const replication = openReplication(scenario, 0);
  const watched = scene.open(scenario, replication);
  return { ...watched, finish: () => resultOf(scenario, [replication.finish()]) };
}

/** What the command line gives. */
export function runAtOnce<Frame>(scene: Scene<Frame>, overrides: readonly string[], seed = '42'): Promise<Result> {
  return runScenario(scene.text, scene.file, { overrides, shorthands: { seed } });
}

export function metric({ metrics }: Result, name: string): Result['metrics'][number] {
  const found = metrics.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the result has no ${name}`);
  return found;
}

/** What each slider changes at a value of its own, the others left where they are. */
export function overridesAt<Frame>({ parameters }: Scene<Frame>, values: Readonly<Record<string, number>>): string[] {
  return parameters.flatMap(({ key, overrides }) => (values[key] === undefined ? [] : overrides(values[key])));
}

/** Every combination of the sliders' ends. */
export function corners<Frame>({ parameters }: Scene<Frame>): Record<string, number>[] {
  return parameters.reduce<Record<string, number>[]>(
    (all, { key, values }) =>
      all.flatMap((each) => [values[0], values[values.length - 1]].map((value) => ({ ...each, [key]: value }))),
    [{}],
  );
}

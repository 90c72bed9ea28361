/**
 * farthing sweep: a scenario for several values of one parameter or two, all on common random numbers.
 * @module
 */
import { join } from 'node:path';
import type { SweepResult } from '../../experiment/comparison-result.ts';
import { resultSchema } from '../../experiment/result-schema.ts';
import { assertWritable, writeFolder } from '../../experiment/store/folder.ts';
import { sweepCsv } from '../../experiment/store/sweep-csv.ts';
import { combineSweep, type RunArm } from '../../experiment/sweep.ts';
import { printable } from '../../scenario/position.ts';
import { hint } from '../../scenario/suggest.ts';
import { readArms } from '../arms.ts';
import { type ComputingOptions, computeAll } from '../computing.ts';
import { readFactors } from '../factors.ts';
import { EXIT, InputError } from '../failure.ts';
import { manifest, provenanceOf } from '../manifest.ts';
import { print } from '../output.ts';
import { parseOptionsOf, type ScenarioChanges } from '../scenario-changes.ts';
import { readScenarioFile, shown } from '../scenario-files.ts';
import { disagreement, sweepSummary } from '../sweep-summary.ts';
import { traceNote } from '../traces/scenario-trace.ts';

export interface SweepOptions extends ScenarioChanges, ComputingOptions {
  readonly vary: readonly string[];
  readonly metric: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

const FILES = ['sweep.json', 'replications.csv', 'report.html', 'manifest.json'];

/** Which metrics there are is known only when one replication of each arm has been computed. */
function refuseUnknown({ metric }: SweepOptions, runs: readonly RunArm[]): void {
  const measured = runs.flatMap(({ replications }) => replications.flatMap(({ metrics }) => metrics));
  const known = [...new Set(measured.map(({ name }) => name))];
  const faults = metric
    .filter((name) => !known.includes(name))
    .map((name) => `--metric ${printable(name)}: no arm has it${hint(name, known)}`);
  if (faults.length > 0) throw new InputError(faults);
}

/** @param scenario its text as given */
async function write(
  folder: string,
  sweep: SweepResult,
  runs: readonly RunArm[],
  { seconds, scenario }: { readonly seconds: number; readonly scenario: string },
  { renderSweepReport }: typeof import('../../report/sweep-page.ts'),
): Promise<void> {
  const provenance = { ...provenanceOf(process.argv.slice(2), FILES), scenario };
  const files = new Map([
    ['sweep.json', `${JSON.stringify(sweep, null, 2)}\n`],
    ['replications.csv', sweepCsv(sweep.factors, runs)],
    ['report.html', await renderSweepReport(sweep, provenance)],
  ]);
  files.set('manifest.json', manifest(provenance, sweep, files, seconds));
  writeFolder(folder, files);
}

/** @returns the exit code: 1 when a metric of an arm left the band of theory */
export async function sweep(given: string, options: SweepOptions): Promise<number> {
  const factors = readFactors(options.vary);
  const source = readScenarioFile(given);
  const arms = readArms(source, factors, parseOptionsOf(options));
  const folder = options.out ?? join('reports', `${arms[0]!.scenario.name}-sweep`);
  assertWritable(folder);
  if (!(options.quiet ?? false)) process.stderr.write(traceNote(arms[0]!.scenario));
  // Read while other threads compute.
  const page = import('../../report/sweep-page.ts');
  const start = performance.now();
  const computed = await computeAll(
    arms.map(({ scenario }) => scenario),
    options,
  );
  const runs = arms.map((arm, i) => ({ ...arm, replications: computed[i]! }));
  refuseUnknown(options, runs);
  const told = factors.map(({ path, values }) => ({ path, values }));
  const result = combineSweep(told, runs, options.metric, (one) => resultSchema.parse(one));
  const seconds = (performance.now() - start) / 1000;
  await write(folder, result, runs, { seconds, scenario: source.text }, await page);
  const report = shown(join(folder, 'report.html'));
  if (options.json) print(`${JSON.stringify(result, null, 2)}\n`);
  if (options.json || options.quiet) process.stderr.write(disagreement(result, report));
  else print(sweepSummary(result, report));
  return result.arms.every(({ disagreements }) => disagreements.length === 0) ? EXIT.done : EXIT.failed;
}

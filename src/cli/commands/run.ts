/**
 * farthing run: a scenario's replications, their result, and its report.
 * @module
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { combine } from '../../experiment/combine.ts';
import { inProcess } from '../../experiment/executors/in-process.ts';
import type { Result } from '../../experiment/result.ts';
import { resultSchema } from '../../experiment/result-schema.ts';
import { assertWritable, writeFolder } from '../../experiment/store/folder.ts';
import { replicationsCsv } from '../../experiment/store/replications-csv.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { ParseOptions } from '../../scenario/parse.ts';
import type { Replication } from '../../scenario/replicate.ts';
import { chartsOf } from '../../scenario/schemes.ts';
import { hashesPerSecond } from '../coins/hash-rate.ts';
import { EXIT } from '../failure.ts';
import { manifest, provenanceOf } from '../manifest.ts';
import { print } from '../output.ts';
import { progress } from '../progress.ts';
import { readScenarioFile, runnableScenario, shown } from '../scenario-files.ts';
import { complaint, summary } from '../summary.ts';
import { malformedNote } from '../traces/scenario-trace.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly replications?: number;
  readonly fidelity?: string;
  readonly set: readonly string[];
  readonly workers?: number;
  readonly quick?: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What the command line changes in the scenario, by the scenario's own rules. */
function changes({ seed, replications, fidelity, set, quick }: RunOptions): ParseOptions {
  const shorthands = { seed, replications: replications?.toString(), fidelity };
  return { overrides: set, shorthands, quick: quick ?? false };
}

const FILES = ['result.json', 'replications.csv', 'report.html', 'manifest.json'];

/** A thread begins by importing everything again, which takes longer than a quick scenario itself. */
function workersFor({ workers, quick }: RunOptions): number {
  return workers ?? (quick ? 1 : availableParallelism());
}

async function compute(scenario: Scenario, options: RunOptions): Promise<Replication[]> {
  const workers = Math.min(workersFor(options), scenario.replications);
  const executor =
    workers === 1 ? inProcess : (await import('../../experiment/executors/workers.ts')).onWorkers(workers);
  const bar = progress(scenario.replications, 'replications', options.quiet ?? false);
  try {
    return await executor.run(scenario, (finished) => bar.update(finished));
  } finally {
    bar.end();
  }
}

/** @param scenario its text as given */
async function write(
  folder: string,
  result: Result,
  replications: Replication[],
  { seconds, scenario }: { readonly seconds: number; readonly scenario: string },
  { renderReport }: typeof import('../../report/page.ts'),
): Promise<void> {
  const measured = result.projections === undefined ? {} : { hashesPerSecond: hashesPerSecond() };
  const provenance = { ...provenanceOf(process.argv.slice(2), FILES), ...measured, scenario };
  const files = new Map([
    ['result.json', `${JSON.stringify(result, null, 2)}\n`],
    ['replications.csv', replicationsCsv(replications)],
    ['report.html', await renderReport(result, provenance)],
  ]);
  files.set('manifest.json', manifest(provenance, result, files, seconds));
  writeFolder(folder, files);
}

/** Who has no summary to read is told on standard error why the exit code is 1. */
function tell(result: Result, report: string, { json, quiet }: RunOptions): void {
  if (json) print(`${JSON.stringify(result, null, 2)}\n`);
  if (json || quiet) process.stderr.write(complaint(result, report));
  else print(summary(result, report));
}

/** @returns the exit code: 1 when a metric left its band */
export async function run(given: string, options: RunOptions): Promise<number> {
  const source = readScenarioFile(given);
  const scenario = runnableScenario(source, changes(options));
  const folder = options.out ?? join('reports', scenario.name);
  assertWritable(folder);
  if (!options.json && !options.quiet) process.stderr.write(malformedNote(scenario));
  // Read while other threads compute.
  const page = import('../../report/page.ts');
  const start = performance.now();
  const replications = await compute(scenario, options);
  const claims = scenario.claims && (await import('../../lecture/claims/list.ts')).claimsOfRun;
  const result = resultSchema.parse(combine(scenario, chartsOf(scenario), replications, claims));
  const seconds = (performance.now() - start) / 1000;
  await write(folder, result, replications, { seconds, scenario: source.text }, await page);
  tell(result, shown(join(folder, 'report.html')), options);
  return result.disagreements.length === 0 ? EXIT.done : EXIT.failed;
}

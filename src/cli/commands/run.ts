/**
 * farthing run: a scenario's replications, their result, and its report.
 * @module
 */
import { join } from 'node:path';
import { combine } from '../../experiment/combine.ts';
import type { Result } from '../../experiment/result.ts';
import { resultSchema } from '../../experiment/result-schema.ts';
import { assertWritable, writeFolder } from '../../experiment/store/folder.ts';
import { replicationsCsv } from '../../experiment/store/replications-csv.ts';
import type { Replication } from '../../scenario/replicate.ts';
import { chartsOf } from '../../scenario/schemes.ts';
import { hashesPerSecond } from '../coins/hash-rate.ts';
import { type ComputingOptions, computeAll } from '../computing.ts';
import { EXIT } from '../failure.ts';
import { assertFiguresMeasured } from '../key-figures.ts';
import { manifest, provenanceOf } from '../manifest.ts';
import { print } from '../output.ts';
import { parseOptionsOf, type ScenarioChanges } from '../scenario-changes.ts';
import { readScenarioFile, runnableScenario, shown } from '../scenario-files.ts';
import { complaint, summary } from '../summary.ts';
import { traceNote } from '../traces/scenario-trace.ts';

export interface RunOptions extends ScenarioChanges, ComputingOptions {
  readonly out?: string;
  readonly json?: boolean;
}

const FILES = ['result.json', 'replications.csv', 'report.html', 'manifest.json'];

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
  const scenario = runnableScenario(source, parseOptionsOf(options));
  const folder = options.out ?? join('reports', scenario.name);
  assertWritable(folder);
  if (!options.quiet) process.stderr.write(traceNote(scenario));
  // Read while other threads compute.
  const page = import('../../report/page.ts');
  const start = performance.now();
  const [replications] = await computeAll([scenario], options);
  const claims = scenario.claims && (await import('../../lecture/claims/list.ts')).claimsOfRun;
  const result = resultSchema.parse(combine(scenario, chartsOf(scenario), replications, claims));
  assertFiguresMeasured(result);
  const seconds = (performance.now() - start) / 1000;
  await write(folder, result, replications, { seconds, scenario: source.text }, await page);
  tell(result, shown(join(folder, 'report.html')), options);
  return result.disagreements.length === 0 ? EXIT.done : EXIT.failed;
}

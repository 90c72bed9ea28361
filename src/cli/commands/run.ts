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
import type { Replication } from '../../scenario/replicate.ts';
import { chartsOf } from '../../scenario/schemes.ts';
import { EXIT } from '../failure.ts';
import { manifest, provenanceOf } from '../manifest.ts';
import { progress } from '../progress.ts';
import { readScenario, shown } from '../scenario-files.ts';
import { summary } from '../summary.ts';

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

/** Options that are shorthand for --set, and so are checked and reported like it. */
function overrides({ seed, replications, fidelity, set }: RunOptions): string[] {
  const shorthand = { seed: seed === undefined ? undefined : JSON.stringify(seed), replications, fidelity };
  return [
    ...set,
    ...Object.entries(shorthand).flatMap(([path, value]) => (value === undefined ? [] : [`${path}=${value}`])),
  ];
}

const FILES = ['result.json', 'replications.csv', 'report.html', 'manifest.json'];

async function compute(scenario: Scenario, options: RunOptions): Promise<Replication[]> {
  const workers = Math.min(options.workers ?? availableParallelism(), scenario.replications);
  const executor =
    workers === 1 ? inProcess : (await import('../../experiment/executors/workers.ts')).onWorkers(workers);
  const bar = progress(scenario.replications, 'replications', options.quiet ?? false);
  try {
    return await executor.run(scenario, (finished) => bar.update(finished));
  } finally {
    bar.end();
  }
}

async function write(folder: string, result: Result, replications: Replication[], seconds: number): Promise<void> {
  const { renderReport } = await import('../../report/page.ts');
  const provenance = provenanceOf(process.argv.slice(2), FILES);
  const files = new Map([
    ['result.json', `${JSON.stringify(result, null, 2)}\n`],
    ['replications.csv', replicationsCsv(replications)],
    ['report.html', await renderReport(result, provenance)],
  ]);
  files.set('manifest.json', manifest(provenance, result, files, seconds));
  writeFolder(folder, files);
}

/** @returns the exit code: 1 when a metric left its band */
export async function run(given: string, options: RunOptions): Promise<number> {
  const scenario = readScenario(given, { overrides: overrides(options), quick: options.quick ?? false });
  const folder = options.out ?? join('reports', scenario.name);
  assertWritable(folder);
  const start = performance.now();
  const replications = await compute(scenario, options);
  const result = resultSchema.parse(combine(scenario, chartsOf(scenario), replications));
  await write(folder, result, replications, (performance.now() - start) / 1000);
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (!options.quiet) process.stdout.write(summary(result, shown(join(folder, 'report.html'))));
  return result.disagreements.length === 0 ? EXIT.done : EXIT.failed;
}

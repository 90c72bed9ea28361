/**
 * farthing claims: what the lecture says, judged by running it; a verdict that is not the recorded one is a failure.
 * @module
 */
import { join } from 'node:path';
import type { ClaimsResult } from '../../experiment/claims-result.ts';
import { combine } from '../../experiment/combine.ts';
import { claimsResultSchema, resultSchema } from '../../experiment/result-schema.ts';
import { assertWritable, writeFolder } from '../../experiment/store/folder.ts';
import type { Claim } from '../../lecture/claims/claim.ts';
import type { Measured } from '../../lecture/claims/evidence.ts';
import { DIRECT_EXPERIMENTS, runDirect, SCENARIO_EXPERIMENTS } from '../../lecture/claims/experiments.ts';
import { CLAIMS, claimsResult } from '../../lecture/claims/list.ts';
import { comparedSpeeds, type Speeds, speedsOf, TIMED } from '../../lecture/claims/timed/validation.ts';
import { printable } from '../../scenario/position.ts';
import { hint } from '../../scenario/suggest.ts';
import { checkedSeed } from '../checked-seed.ts';
import { claimsSummary, recordComplaint, speedsInWords } from '../claims-summary.ts';
import { type ComputingOptions, computeAll } from '../computing.ts';
import { EXIT, Failure, InputError } from '../failure.ts';
import { manifest, provenanceOf } from '../manifest.ts';
import { print } from '../output.ts';
import { readScenarioFile, runnableScenario, shown } from '../scenario-files.ts';

export interface ClaimsOptions extends Omit<ComputingOptions, 'quick'> {
  readonly seed?: string;
  readonly claim: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

const FILES = ['claims.json', 'claims.html', 'manifest.json'];
const SEED = '42';

/** @throws InputError for an id that no claim has */
function askedClaims(ids: readonly string[], all: readonly Claim[]): readonly Claim[] {
  const known = all.map(({ id }) => id);
  const faults = ids.filter((id) => !known.includes(id));
  if (faults.length > 0)
    throw new InputError(faults.map((id) => `--claim ${printable(id)}: there is no such claim${hint(id, known)}`));
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

/** Of all threads of this process: those of the scenarios have ended by then. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * Every experiment behind the claims, once, all scenarios in one queue; and the speeds, where one is about them: they are
 * no part of what is measured, which is the same for the same seed.
 * @throws Failure where theory disagrees
 */
async function measureAll(claims: readonly Claim[], seed: string, options: ClaimsOptions) {
  const needed = new Set(claims.flatMap(({ experiments }) => experiments));
  const asked = SCENARIO_EXPERIMENTS.filter(({ name }) => needed.has(name));
  const scenarios = asked.map(({ scenario, set }) =>
    runnableScenario(readScenarioFile(scenario), { overrides: set, shorthands: { seed: JSON.stringify(seed) } }),
  );
  const runs = await computeAll(scenarios, options);
  const measured = new Map<string, Measured>();
  asked.forEach(({ name }, i) => {
    const result = resultSchema.parse(combine(scenarios[i]!, [], runs[i]!));
    if (result.disagreements.length > 0)
      throw new Failure(`${name}: theory and simulation disagree: ${result.disagreements.join(', ')}`);
    measured.set(name, result);
  });
  for (const direct of DIRECT_EXPERIMENTS)
    if (needed.has(direct.name)) measured.set(direct.name, runDirect(direct, seed));
  if (!needed.has(TIMED.name)) return { measured };
  const speeds = speedsOf(seed, processorTime);
  measured.set(TIMED.name, comparedSpeeds(speeds));
  return { measured, speeds };
}

async function write(
  folder: string,
  result: ClaimsResult,
  { seconds, speeds }: { readonly seconds: number; readonly speeds?: Speeds | undefined },
  { renderClaims }: typeof import('../../report/claims-page.ts'),
): Promise<void> {
  const provenance = provenanceOf(process.argv.slice(2), FILES);
  const files = new Map([
    ['claims.json', `${JSON.stringify(result, null, 2)}\n`],
    ['claims.html', renderClaims(result, provenance, speeds && speedsInWords(speeds))],
  ]);
  files.set('manifest.json', manifest(provenance, result, files, seconds));
  writeFolder(folder, files);
}

/**
 * @param all the claims that there are, with the verdicts on record
 * @returns the exit code: 1 when a verdict differs from the recorded one
 */
export async function claims(options: ClaimsOptions, all: readonly Claim[] = CLAIMS): Promise<number> {
  const asked = askedClaims(options.claim, all);
  const seed = checkedSeed(options.seed ?? SEED);
  const folder = options.out ?? join('reports', 'claims');
  assertWritable(folder);
  // Read while other threads compute.
  const page = import('../../report/claims-page.ts');
  const start = performance.now();
  const { measured, speeds } = await measureAll(asked, seed, options);
  const result = claimsResultSchema.parse(claimsResult(asked, measured, seed));
  await write(folder, result, { seconds: (performance.now() - start) / 1000, speeds }, await page);
  const report = shown(join(folder, 'claims.html'));
  if (options.json) print(`${JSON.stringify(result, null, 2)}\n`);
  else if (!options.quiet) print(claimsSummary(result, report, speeds));
  process.stderr.write(recordComplaint(result));
  return result.differing.length === 0 ? EXIT.done : EXIT.failed;
}

/**
 * Where scenarios are found: by path, or by name in the gallery that ships with the package.
 * @module
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CostTable } from '../economy/bank.ts';
import { systemReason } from '../experiment/store/system-reason.ts';
import type { CoinFile } from '../protocols/micromint/coins.ts';
import { chartNames } from '../report/charts/registry.ts';
import { ADVERSARY_SCHEMAS } from '../scenario/adversaries.ts';
import { type CoinFileUse, coinFileUses, withCoinFiles } from '../scenario/coin-files.ts';
import { TEXT_LENGTH_MAX } from '../scenario/document.ts';
import { fitted } from '../scenario/fitting.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatError, type Objection, type ParseOptions, parseScenario } from '../scenario/parse.ts';
import { printable } from '../scenario/position.ts';
import { objections, SCHEME_SCHEMAS } from '../scenario/schemes.ts';
import { nearest } from '../scenario/suggest.ts';
import { type ReadTrace, withTrace } from '../scenario/trace-files.ts';
import { readBoundedText } from './bounded-text.ts';
import { readScenarioCoins } from './coins/scenario-coins.ts';
import { InputError } from './failure.ts';
import { readScenarioCosts, withCosts } from './scenario-costs.ts';
import { readScenarioTrace } from './traces/scenario-trace.ts';

const GALLERY = fileURLToPath(new URL('../../scenarios/', import.meta.url));

export interface ScenarioFile {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

/** The gallery's files in the order of their names. */
export function galleryFiles(): string[] {
  return readdirSync(GALLERY)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort()
    .map((name) => `${GALLERY}${name}.yaml`);
}

/** A path as a person would type it here. */
export function shown(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') ? path : here;
}

/**
 * @param given a path, or a gallery scenario's name
 * @throws InputError when there is no such file or it cannot be read
 */
export function readScenarioFile(given: string): ScenarioFile {
  const inGallery = `${GALLERY}${given}.yaml`;
  const isFile = existsSync(given) && statSync(given).isFile();
  const path = !isFile && /^[\w-]+$/.test(given) && existsSync(inGallery) ? inGallery : given;
  let text: string | undefined;
  try {
    text = readBoundedText(path, TEXT_LENGTH_MAX);
  } catch (error) {
    throw new InputError(`${printable(given)}: ${systemReason(error)}${galleryHint(given)}`);
  }
  if (text === undefined)
    throw new InputError(`${printable(given)}: more than ${TEXT_LENGTH_MAX} bytes, expected a scenario`);
  return { file: shown(path), text };
}

function galleryHint(given: string): string {
  const meant = nearest(
    given,
    galleryFiles().map((path) => basename(path, '.yaml')),
  );
  const guess = meant === undefined ? '' : `, did you mean ${meant}?`;
  return `${guess}; farthing list names the scenarios of the gallery`;
}

/**
 * A scenario whose coin files and log, if it names any, have not been read: to be looked at, not to be run.
 * @throws InputError with a line for each error
 */
export function readScenario(given: string, options: ParseOptions): Scenario {
  return checkedScenario(readScenarioFile(given), options);
}

/** The same of a file that has been read. */
export function checkedScenario(source: ScenarioFile, options: ParseOptions): Scenario {
  return parsed(source, { ...options, refine: (scenario) => (isUnread(scenario) ? [] : judged(scenario)) });
}

/**
 * A scenario ready to be run: its coin files have been read, and their coins are in it where replications need them; so
 * has its log, whose purchases wait to be read again.
 * @throws InputError with a line for each error
 */
export function readRunnableScenario(given: string, options: ParseOptions): Scenario {
  return runnableScenario(readScenarioFile(given), options);
}

/** The same of a file that has been read. */
export function runnableScenario(source: ScenarioFile, options: ParseOptions): Scenario {
  const folder = dirname(source.file);
  const placeOf = (file: string, isOverride: boolean): string => {
    return isAbsolute(file) || isOverride ? file : join(folder, file);
  };
  let files: readonly CoinFile[] = [];
  let log: ReadTrace | undefined;
  let costs: CostTable | undefined;
  const readOnce = onceForEach((uses: readonly CoinFileUse[], paths: readonly string[], keep: boolean) =>
    readScenarioCoins(uses, { pathOf: (use) => paths[uses.indexOf(use)]!, keep }),
  );
  const refine: ParseOptions['refine'] = (scenario, isOverride) => {
    const uses = coinFileUses(scenario);
    const paths = uses.map(({ file, path }) => placeOf(file, isOverride(path)));
    const read = readOnce(uses, paths, scenario.fidelity === 'real');
    files = read.files;
    const trace = readScenarioTrace(scenario, (key, file) => placeOf(file, isOverride(['demand', 'trace', key])));
    log = trace?.read;
    const table = readScenarioCosts(scenario, (file) => placeOf(file, isOverride(['bank', 'costs'])));
    costs = table?.costs;
    const whole = withLog(scenario, log);
    return [
      ...(isUnread(whole) ? [] : judged(whole)),
      ...(trace?.objections ?? []),
      ...(table?.objections ?? []),
      ...read.objections,
    ];
  };
  const scenario = withCoinFiles(parsed(source, { ...options, refine }), files);
  return withCosts(withLog(scenario, log), costs);
}

function judged(scenario: Scenario): Objection[] {
  return objections(scenario, chartNames);
}

/** Nobody can say what is wrong with a demand before its log has been read. */
function isUnread({ demand }: Scenario): boolean {
  return demand?.trace !== undefined && demand.trace.found === undefined;
}

function withLog(scenario: Scenario, log: ReadTrace | undefined): Scenario {
  if (log === undefined) return scenario;
  const read = withTrace(scenario, log);
  return { ...read, schemes: fitted(read.schemes, SCHEME_SCHEMAS, read) };
}

/** Large files are not read again for every scenario that might have been meant by a faulty one. */
function onceForEach<Given extends readonly unknown[], Got>(read: (...given: Given) => Got): (...given: Given) => Got {
  const known = new Map<string, Got>();
  return (...given) => {
    const key = JSON.stringify(given);
    const got = known.get(key) ?? read(...given);
    known.set(key, got);
    return got;
  };
}

function parsed({ file, text }: ScenarioFile, options: ParseOptions): Scenario {
  const outcome = parseScenario(text, file, options, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in outcome) throw new InputError(outcome.errors.map(formatError));
  return outcome.scenario;
}

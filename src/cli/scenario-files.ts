/**
 * Where scenarios are found: by path, or by name in the gallery that ships with the package.
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartNames } from '../report/charts/registry.ts';
import { ADVERSARY_SCHEMAS } from '../scenario/adversaries.ts';
import type { Scenario } from '../scenario/model.ts';
import { formatError, type ParseOptions, parseScenario } from '../scenario/parse.ts';
import { printable } from '../scenario/position.ts';
import { objections, SCHEME_SCHEMAS } from '../scenario/schemes.ts';
import { InputError, systemReason } from './failure.ts';

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
    .sort()
    .map((name) => GALLERY + name);
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
  try {
    return { file: shown(path), text: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = `${systemReason(error)}; farthing list names the scenarios of the gallery`;
    throw new InputError(`${printable(given)}: ${reason}`);
  }
}

/** @throws InputError with a line for each error */
export function readScenario(given: string, options: ParseOptions): Scenario {
  const { file, text } = readScenarioFile(given);
  const refine = (scenario: Scenario) => objections(scenario, chartNames);
  const parsed = parseScenario(text, file, { ...options, refine }, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new InputError(parsed.errors.map(formatError));
  return parsed.scenario;
}

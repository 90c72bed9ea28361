/**
 * A run's output folder read again: its result, and what each replication measured.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest.ts';
import type { Result } from '../result.ts';
import { resultSchema } from '../result-schema.ts';
import type { Measured } from '../samples.ts';
import { sha256Hex } from './folder.ts';
import { systemReason } from './system-reason.ts';

/** The folder holds no run, or not the run that its manifest names; the message says which file and why. */
export class StoredRunError extends Error {
  override readonly name = 'StoredRunError';
}

interface StoredRun {
  readonly result: Result;
  readonly measured: readonly Measured[];
}

const CSV_HEAD = 'replication,metric,value';

/** @throws StoredRunError */
export function readRun(folder: string): StoredRun {
  const result = resultOf(folder);
  const table = readText(folder, 'replications.csv');
  if (manifestOf(folder).files?.['replications.csv']?.sha256 !== sha256Hex(table))
    throw faultIn(folder, 'replications.csv', 'is not the file that manifest.json names');
  return { result, measured: measuredOf(folder, table) };
}

function faultIn(folder: string, file: string, message: string): StoredRunError {
  return new StoredRunError(`${join(folder, file)}: ${message}`);
}

function readText(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw faultIn(folder, file, `${systemReason(error)}, expected a file that farthing run wrote`);
  }
}

function readJson(folder: string, file: string): unknown {
  try {
    return JSON.parse(readText(folder, file));
  } catch (error) {
    if (error instanceof StoredRunError) throw error;
    throw faultIn(folder, file, 'is no JSON');
  }
}

function resultOf(folder: string): Result {
  const read = resultSchema.safeParse(readJson(folder, 'result.json'));
  if (!read.success) throw faultIn(folder, 'result.json', 'is no result of farthing run');
  const { digest, ...body } = read.data;
  if (digestOf(body) !== digest) throw faultIn(folder, 'result.json', 'has been changed: its digest is another');
  return read.data;
}

type Manifest = { readonly files?: Readonly<Record<string, { readonly sha256?: unknown } | undefined>> };

function manifestOf(folder: string): Manifest {
  const manifest = readJson(folder, 'manifest.json');
  return typeof manifest === 'object' && manifest !== null ? manifest : {};
}

/** Names of metrics hold no comma, so that a line is three parts. */
function measuredOf(folder: string, table: string): Measured[] {
  const [head, ...lines] = table.trimEnd().split('\n');
  if (head !== CSV_HEAD) throw faultIn(folder, 'replications.csv', `expected the columns ${CSV_HEAD}`);
  return lines.map((line) => {
    const [replication, metric, value] = line.split(',');
    return { replication: Number(replication), metric: metric!, value: Number(value) };
  });
}

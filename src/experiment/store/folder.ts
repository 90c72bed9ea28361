/**
 * A run's output folder: every file is written aside and renamed, so that a stop at any instant leaves either the old
 * file or the new one.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { systemReason } from './system-reason.ts';

/** The folder cannot be written, as is plain before the run; the message says which and why. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** The folder could be written before the run and cannot after it; the message says which and why. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** The nearest folder that exists at or above `path`. */
function existing(path: string): string {
  try {
    statSync(path);
    return path;
  } catch {
    return existing(dirname(path));
  }
}

/**
 * Tries, before anything is computed, whether the folder could be written; leaves nothing.
 * @throws OutputError when it cannot
 */
export function assertWritable(folder: string): void {
  const nearest = existing(resolve(folder));
  if (!statSync(nearest).isDirectory()) throw new OutputError(`${folder}: ${nearest} is a file, not a folder`);
  try {
    rmdirSync(mkdtempSync(join(nearest, '.farthing-')));
  } catch (error) {
    throw new OutputError(`${folder}: cannot write in ${nearest}: ${systemReason(error)}`);
  }
}

/** SHA-256 of a text in hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Writes files, in this order, the last one last: the manifest that names the others comes last.
 * @param files name -> content
 * @throws WriteError when a file cannot be written; nothing half-written stays
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const aside = (name: string): string => join(folder, `.${name}.${process.pid}.tmp`);
  const failed = (error: unknown): WriteError => new WriteError(`${folder}: ${systemReason(error)}`);
  try {
    makeFolder(resolve(folder));
    for (const name of files.keys()) assertReplaceable(join(folder, name));
  } catch (error) {
    throw failed(error);
  }
  try {
    for (const [name, content] of files) writeFileSync(aside(name), content);
    for (const name of files.keys()) renameSync(aside(name), join(folder, name));
  } catch (error) {
    for (const name of files.keys()) if (existsSync(aside(name))) rmSync(aside(name));
    throw failed(error);
  }
}

/** Level by level: Node's recursive mkdir never returns where the system refuses a folder that seems possible. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is a file, not a folder`);
    return;
  }
  makeFolder(dirname(path));
  mkdirSync(path);
}

function assertReplaceable(path: string): void {
  if (existsSync(path) && !statSync(path).isFile()) throw new Error(`${path} is in the way and is no file`);
}

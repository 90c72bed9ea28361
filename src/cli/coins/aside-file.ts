/**
 * A file that is written beside its place and put there when it is complete. However the program ends, nothing
 * half-written stays.
 * @module
 */
import { closeSync, existsSync, linkSync, openSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { constants } from 'node:os';

/** Those that end a program which does not listen to them. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A shell gives so much more than the signal's number as the exit code of a program that it ended. */
const SIGNAL_CODES = 128;

/** Where a file is, when its name is a link to it. */
export function placeOf(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}

export class AsideFile {
  readonly descriptor: number;
  /** Its name until it is in its place. */
  readonly name: string;
  readonly #place: string;
  #kept = false;
  readonly #leave = (): void => {
    if (!this.#kept) rmSync(this.name, { force: true });
  };
  readonly #interrupted = (signal: NodeJS.Signals): void => process.exit(SIGNAL_CODES + constants.signals[signal]);

  /** @throws a system error when it cannot be written, as `put` does */
  constructor(file: string) {
    this.#place = placeOf(file);
    // Before there is a file, so that no signal finds the one without the other.
    for (const signal of SIGNALS) process.once(signal, this.#interrupted);
    try {
      const { name, descriptor } = open(this.#place);
      this.name = name;
      this.descriptor = descriptor;
    } catch (error) {
      this.#stopListening();
      throw error;
    }
    process.once('exit', this.#leave);
  }

  /**
   * Puts the complete file into its place; when that fails it is kept where it is.
   * @param force whether a file that is there may be replaced.
   */
  put(force: boolean): void {
    this.#kept = true;
    if (force) renameSync(this.name, this.#place);
    else linkOrRename(this.name, this.#place);
    this.#kept = false;
  }

  /** Leaves nothing behind but a complete file. */
  close(): void {
    this.#stopListening();
    process.removeListener('exit', this.#leave);
    closeSync(this.descriptor);
    this.#leave();
  }

  #stopListening(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#interrupted);
  }
}

/** A name that is free: a process of the same number may have left its file. */
function open(place: string): { readonly name: string; readonly descriptor: number } {
  for (let number = 0; ; number++) {
    const name = `${place}.${process.pid}${number === 0 ? '' : `-${number}`}.tmp`;
    try {
      return { name, descriptor: openSync(name, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Neither replaces a file that is there. */
function linkOrRename(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    // Not every file system has links. Making the file fails when another is there.
    closeSync(openSync(to, 'wx'));
    renameSync(from, to);
  }
}

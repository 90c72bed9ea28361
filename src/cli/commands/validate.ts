/**
 * farthing validate: scenario files checked without being run.
 * @module
 */
import { printable } from '../../scenario/position.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';
import { readRunnableScenario } from '../scenario-files.ts';

/** What is wrong with one file; undefined when nothing is. */
function fault(file: string): string | undefined {
  try {
    readRunnableScenario(file, {});
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** @throws InputError with the faults of all files together */
export function validate(files: readonly string[]): number {
  const faults = files.flatMap((file) => fault(file) ?? []);
  if (faults.length > 0) throw new InputError(faults);
  print(files.map((file) => `${printable(file)}: valid\n`).join(''));
  return EXIT.done;
}

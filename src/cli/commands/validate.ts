/**
 * farthing validate: scenario files checked without being run.
 * @module
 */
import { EXIT, InputError } from '../failure.ts';
import { readScenario } from '../scenario-files.ts';

/** What is wrong with one file; undefined when nothing is. */
function fault(file: string): string | undefined {
  try {
    readScenario(file, {});
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
  process.stdout.write(files.map((file) => `${file}: valid\n`).join(''));
  return EXIT.done;
}

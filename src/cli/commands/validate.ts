/**
 * farthing validate: scenario files checked without being run.
 * @module
 */
import { unsupported } from '../../scenario/schemes.ts';
import { EXIT, InputError } from '../failure.ts';
import { readScenario } from '../scenario-files.ts';

/** What is wrong with one file; undefined when nothing is. */
function fault(file: string): string | undefined {
  try {
    const refusal = unsupported(readScenario(file, {}));
    return refusal === undefined ? undefined : `${file} ${refusal}`;
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

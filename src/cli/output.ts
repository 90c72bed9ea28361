/**
 * What a command prints on standard output, and what becomes of the command when nobody takes it.
 * @module
 */

import { systemReason } from '../experiment/store/system-reason.ts';
import { EXIT } from './failure.ts';

/**
 * Prints, and stops the command that goes on printing where it is no use any more.
 * @throws a system error when the output cannot be written
 */
export function print(text: string): void {
  process.stdout.write(text);
  if (process.stdout.errored) throw process.stdout.errored;
}

/** Ends the program when its output cannot be written: quietly when its reader has seen enough, as `head` does. */
export function watchOutput(): void {
  process.stderr.on('error', () => process.exit(EXIT.failed));
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.cutShort);
    process.stderr.write(`standard output: ${systemReason(error)}\n`);
    process.exit(EXIT.failed);
  });
}

/**
 * How a command fails: exit codes, and errors that are the user's to mend.
 * @module
 */

/**
 * 0 done; 1 an invariant, a theory band or a claim failed, or the output could not be written; 2 bad input; 141 (128 and
 * SIGPIPE, as for other programs) the reader of the output left before its end.
 */
export const EXIT = { done: 0, failed: 1, badInput: 2, cutShort: 141 } as const;

/** Bad input: one clear line or several, each with where, what was expected and what was found. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(lines: string | readonly string[]) {
    super(typeof lines === 'string' ? lines : lines.join('\n'));
  }
}

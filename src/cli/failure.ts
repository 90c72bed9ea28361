/**
 * How a command fails: exit codes, and errors that are the user's to mend.
 * @module
 */

/**
 * 0 done; 1 an invariant, a theory band or a claim failed, coins are bad, the output could not be written, or the machine
 * gave less memory than it promised; 2 bad input; 141 (128 and SIGPIPE, as for other programs) the reader of the output
 * left before its end.
 */
export const EXIT = { done: 0, failed: 1, badInput: 2, cutShort: 141 } as const;

/** Bad input: one clear line or several, each with where, what was expected and what was found. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(lines: string | readonly string[]) {
    super(typeof lines === 'string' ? lines : lines.join('\n'));
  }
}

/** What went wrong on the way and is no mistake of the user's: a full disk, memory that cannot be had. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

const WORKERS_WITHOUT_MEMORY = ['ERR_WORKER_OUT_OF_MEMORY', 'ERR_WORKER_INIT_FAILED'];

/** Whether an error says that memory could not be had, by this thread or by another one. */
export function isOutOfMemory(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return WORKERS_WITHOUT_MEMORY.includes(code) || code === 'ENOMEM';
  return (
    error instanceof RangeError &&
    /allocation failed|allocate|out of memory|invalid (typed array|array buffer) length/i.test(message)
  );
}

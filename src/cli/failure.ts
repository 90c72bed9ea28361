/**
 * How a command fails: exit codes, and errors that are the user's to mend.
 * @module
 */

/** 0 done; 1 an invariant, a theory band or a claim failed; 2 bad input. */
export const EXIT = { done: 0, failed: 1, badInput: 2 } as const;

/** Bad input: one clear line or several, each with where, what was expected and what was found. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(lines: string | readonly string[]) {
    super(typeof lines === 'string' ? lines : lines.join('\n'));
  }
}

/** Why a file or folder could not be used, in the system's own word. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EISDIR: 'is a folder, expected a file',
    ENOTDIR: 'a part of the path is a file, not a folder',
    ENOSPC: 'no space left on the disk',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'too many links',
  };
  return (code && reasons[code]) ?? code ?? (error as Error).message;
}

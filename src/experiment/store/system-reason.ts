/**
 * The system's errors in words.
 * @module
 */

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
    EFBIG: 'the file would be larger than allowed',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'too many links',
    EIO: 'cannot be read or written',
    EINVAL: 'cannot be read or written',
    ENXIO: 'is no file that can be read',
    EBUSY: 'is busy',
    EMFILE: 'too many open files',
    EPIPE: 'its reader has left',
  };
  return (code && reasons[code]) ?? code ?? (error as Error).message;
}

/**
 * A text file read up to a bound: what goes on for ever, as a device or a pipe can, is left in time.
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The text, or undefined when the file has more bytes.
 * @throws a system error when the file cannot be opened or read
 */
export function readBoundedText(file: string, bytesMax: number): string | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(bytesMax + 1);
    let length = 0;
    let read = -1;
    while (read !== 0 && length <= bytesMax) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
      length += read;
    }
    return length > bytesMax ? undefined : bytes.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * A file read from its start to its end through one buffer.
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../../protocols/micromint/coin-file-reader.ts';

const BUFFER_BYTES = 2 ** 20;

export class FileSource implements ByteSource {
  readonly #descriptor: number;
  #buffer = new Uint8Array(BUFFER_BYTES);
  /** What is in the buffer and has not been skipped: from .. to-1. */
  #from = 0;
  #to = 0;

  /** @throws a system error when the file cannot be opened */
  constructor(file: string) {
    this.#descriptor = openSync(file, 'r');
  }

  peek(count: number): Uint8Array {
    if (this.#to - this.#from < count) this.#fetch(count);
    return this.#buffer.subarray(this.#from, Math.min(this.#to, this.#from + count));
  }

  /** @param count no more than the last `peek` gave */
  advance(count: number): void {
    this.#from += count;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fetch(count: number): void {
    const rest = this.#buffer.subarray(this.#from, this.#to);
    const buffer = count > this.#buffer.length ? new Uint8Array(2 * count) : this.#buffer;
    buffer.set(rest);
    this.#buffer = buffer;
    this.#from = 0;
    this.#to = rest.length;
    let read = -1;
    while (this.#to < count && read !== 0) {
      read = readSync(this.#descriptor, buffer, this.#to, buffer.length - this.#to, null);
      this.#to += read;
    }
  }
}

/**
 * Where the purchases of a log wait to be read by every scheme and replication: a file without a name, which is gone
 * when the program ends, however it ends.
 * @module
 */
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class PurchaseSpool {
  readonly #descriptor: number;

  /** @throws a system error when no file can be made, as `write` does when the disk is full */
  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'farthing-'));
    try {
      this.#descriptor = openSync(join(folder, 'purchases'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** By which all threads of this process find it. */
  get name(): string {
    return String(this.#descriptor);
  }

  write(block: Float64Array): void {
    const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written);
  }
}

/**
 * Purchases of a log that lie in an open file of this process, read block by block: memory does not grow with the file.
 * @module
 */
import { readSync } from 'node:fs';
import { PURCHASE_BYTES } from '../../scenario/trace-files.ts';

/** 192 KiB. */
const PURCHASES_PER_BLOCK = 8192;

/** Each block lives until the next one is asked for. @param name - the file's descriptor, which all threads share */
export function* blocksOfFile(name: string): Generator<Float64Array<ArrayBuffer>> {
  const bytes = new Uint8Array(PURCHASE_BYTES * PURCHASES_PER_BLOCK);
  const block = new Float64Array(bytes.buffer);
  for (let position = 0; ; position += bytes.length) {
    const length = readFully(Number(name), bytes, position);
    if (length > 0) yield block.subarray(0, length / Float64Array.BYTES_PER_ELEMENT);
    if (length < bytes.length) return;
  }
}

/** @returns fewer bytes than there is room for only at the end of the file */
function readFully(descriptor: number, bytes: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(descriptor, bytes, filled, bytes.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

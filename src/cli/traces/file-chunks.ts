/**
 * The bytes of a file in chunks, unpacked where the file is packed by gzip, in memory that does not grow with the file.
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { unpackedChunks } from './unpacked-chunks.ts';

const CHUNK_BYTES = 2 ** 18;
/** RFC 1952, section 2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b];

/** Each chunk lives until the next one is asked for. @throws a system error when the file cannot be read */
export function* fileChunks(file: string): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(CHUNK_BYTES);
    for (let read = -1; read !== 0; ) {
      read = readSync(descriptor, bytes, 0, bytes.length, null);
      if (read > 0) yield bytes.subarray(0, read);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The same of what was packed. @throws also Error with the code of zlib when the packed file is damaged */
export function textChunks(file: string): Iterable<Uint8Array> {
  return isPacked(file) ? unpackedChunks(file) : fileChunks(file);
}

function isPacked(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const magic = new Uint8Array(GZIP_MAGIC.length);
    readSync(descriptor, magic, 0, magic.length, 0);
    return GZIP_MAGIC.every((byte, i) => magic[i] === byte);
  } finally {
    closeSync(descriptor);
  }
}

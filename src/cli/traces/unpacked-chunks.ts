/**
 * A file packed by gzip, unpacked chunk by chunk for a caller that does not wait for promises: Node unpacks in streams
 * only, so a thread does it and hands chunks over in shared memory.
 * @module
 */
import { Worker } from 'node:worker_threads';

const CHUNK_BYTES = 2 ** 18;
const ERROR_BYTES = 1000;
/** Whose turn it is, and how many bytes lie there: negative ones are the words of an error. */
const [TURN, LENGTH] = [0, 1];
const [UNPACKER, READER] = [0, 1];

/**
 * The thread's program: a text, since a file of it would be found neither in the source nor beside a bundle. It writes
 * a chunk when it is its turn, and an empty one at the end.
 */
const PROGRAM = `
const { createReadStream } = require('node:fs');
const { createGunzip } = require('node:zlib');
const { pipeline } = require('node:stream/promises');
const { file, turns, bytes } = require('node:worker_threads').workerData;
const hand = (chunk, sign) => {
  bytes.set(chunk);
  turns[${LENGTH}] = sign * chunk.length;
  Atomics.store(turns, ${TURN}, ${READER});
  Atomics.notify(turns, ${TURN});
  Atomics.wait(turns, ${TURN}, ${READER});
};
const handAll = async (chunks) => {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += bytes.length) hand(chunk.subarray(at, at + bytes.length), 1);
};
pipeline(createReadStream(file), createGunzip(), handAll).then(
  () => hand(new Uint8Array(0), 1),
  (error) => hand(new TextEncoder().encode(String(error.code ?? error.message).slice(0, ${ERROR_BYTES})), -1),
);
`;

/** @throws Error whose code says why the file cannot be unpacked */
export function* unpackedChunks(file: string): Generator<Uint8Array> {
  const turns = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const bytes = new Uint8Array(new SharedArrayBuffer(CHUNK_BYTES));
  const worker = new Worker(PROGRAM, { eval: true, workerData: { file, turns, bytes }, execArgv: [] });
  worker.unref();
  try {
    for (;;) {
      Atomics.wait(turns, TURN, UNPACKER);
      const length = turns[LENGTH];
      if (length === 0) return;
      // Decoders of text refuse shared memory.
      const chunk = bytes.slice(0, Math.abs(length));
      if (length < 0) throw damaged(chunk);
      yield chunk;
      Atomics.store(turns, TURN, UNPACKER);
      Atomics.notify(turns, TURN);
    }
  } finally {
    void worker.terminate();
  }
}

/** What is wrong with a packed file, in words; undefined of any other error. */
export function packedReason(error: unknown): string | undefined {
  const reasons: Readonly<Record<string, string>> = {
    Z_BUF_ERROR: 'the packed file ends too early',
    Z_DATA_ERROR: 'the packed file is damaged',
    Z_MEM_ERROR: 'no memory left to unpack it',
  };
  return reasons[(error as NodeJS.ErrnoException).code ?? ''];
}

function damaged(reason: Uint8Array): Error {
  const code = Buffer.from(reason).toString();
  return Object.assign(new Error(code), { code });
}

/**
 * What a bank's operations take on this machine, each measured where a bank would do it: over a socket, in memory, on
 * the disk. What only computes is measured in processor time, which leaves out other programs; what waits for the
 * network or the disk by the wall clock. The median of many rounds stands for all.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Server, type Socket, connect as socketTo } from 'node:net';
import { join } from 'node:path';
import type { Operation } from '../economy/bank.ts';
import { publicKeyOf, sign, verify } from '../protocols/primitives/ed25519.ts';
import { deriveKey, sha256 } from '../protocols/primitives/hash.ts';

/** One operation as it was measured. */
export interface Measurement {
  readonly operation: Operation;
  /** What was done, for a reader. */
  readonly what: string;
  /** Of one operation, over the rounds: the median and the quartiles. */
  readonly microseconds: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly rounds: number;
}

const ROUNDS = 21;
const ROUNDS_WARMING = 5;
const ROUND_MS = 10;
/** Between two looks at the clock. */
const BATCH = 32;
const TRIPS = 1000;
const TRIPS_WARMING = 200;
const WRITES = 100;
const WRITES_MS_MAX = 2000;

const MESSAGE_BYTES = 200;
const HASHED_BYTES = 40;
const SIGNED_BYTES = 144;
const SIGNATURES = 64;
const RECORDS = 2 ** 17;
const KEY_BYTES = 16;

/**
 * All operations, in the order of the cost table.
 * @param folder where the durable write is tried; nothing stays there
 * @throws a system error when the folder cannot be written or no local socket opened
 */
export async function measureCosts(folder: string): Promise<Measurement[]> {
  return [await message(), hash(), signature(), lookUp(), write(folder)];
}

/** The value below which this share of the sorted ones lies. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function measurement(operation: Operation, what: string, times: readonly number[]): Measurement {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    operation,
    what,
    microseconds: quantile(sorted, 0.5),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
    rounds: times.length,
  };
}

/** Microseconds of processor time of one piece of work, in each of several rounds behind some that warm up. */
function timesOf(work: (turn: number) => void): number[] {
  let turn = 0;
  const rounds = Array.from({ length: ROUNDS_WARMING + ROUNDS }, () => {
    const [start, first] = [process.cpuUsage(), turn];
    let used = 0;
    while (used < 1000 * ROUND_MS) {
      for (let i = 0; i < BATCH; i++) work(turn++);
      const { user, system } = process.cpuUsage(start);
      used = user + system;
    }
    return used / (turn - first);
  });
  return rounds.slice(ROUNDS_WARMING);
}

function hash(): Measurement {
  const text = new Uint8Array(HASHED_BYTES);
  const times = timesOf((turn) => {
    text[turn % HASHED_BYTES]++;
    sha256(text);
  });
  return measurement('hash', `SHA-256 of ${HASHED_BYTES} bytes`, times);
}

function signature(): Measurement {
  const secret = deriveKey('calibrate', 'bank', 32);
  const key = publicKeyOf(secret);
  const signed = Array.from({ length: SIGNATURES }, (_, i) => {
    const text = new Uint8Array(SIGNED_BYTES).fill(i);
    return { text, signature: sign(text, secret) };
  });
  const times = timesOf((turn) => {
    const one = signed[turn % SIGNATURES]!;
    if (!verify(one.signature, one.text, key)) throw new Error('a good signature was refused');
  });
  return measurement('signature', `checking an Ed25519 signature of ${SIGNED_BYTES} bytes under a known key`, times);
}

/** The key comes out of a message's bytes, so that its own hash must be made too. */
function lookUp(): Measurement {
  const keys = randomBytes(RECORDS * KEY_BYTES);
  const keyAt = (i: number): string => keys.toString('latin1', i * KEY_BYTES, (i + 1) * KEY_BYTES);
  const records = new Map(Array.from({ length: RECORDS }, (_, i) => [keyAt(i), { account: i }]));
  // An odd step visits every record once, far from the one before.
  const times = timesOf((turn) => {
    if (records.get(keyAt((turn * 48_271) % RECORDS)) === undefined) throw new Error('a record is missing');
  });
  return measurement('lookUp', `finding one of ${RECORDS} records in memory by ${KEY_BYTES} bytes`, times);
}

function write(folder: string): Measurement {
  const own = mkdtempSync(join(folder, '.farthing-calibrate-'));
  try {
    const file = openSync(join(own, 'log'), 'a');
    const record = new Uint8Array(MESSAGE_BYTES);
    const times: number[] = [];
    const begin = performance.now();
    while (times.length < WRITES && performance.now() - begin < WRITES_MS_MAX) {
      const start = performance.now();
      writeSync(file, record);
      fsyncSync(file);
      times.push(1000 * (performance.now() - start));
    }
    closeSync(file);
    return measurement('write', `appending ${MESSAGE_BYTES} bytes to a file and waiting for the disk (fsync)`, times);
  } finally {
    rmSync(own, { recursive: true });
  }
}

async function message(): Promise<Measurement> {
  const server = createServer((socket) => socket.setNoDelay(true).pipe(socket));
  const socket = await connected(server);
  try {
    const text = new Uint8Array(MESSAGE_BYTES);
    const times: number[] = [];
    for (let trip = 0; trip < TRIPS_WARMING + TRIPS; trip++) {
      const start = performance.now();
      await echo(socket, text);
      times.push(1000 * (performance.now() - start));
    }
    const what = `sending ${MESSAGE_BYTES} bytes over a local TCP socket and having them back, both ends in one process`;
    return measurement('message', what, times.slice(TRIPS_WARMING));
  } finally {
    socket.destroy();
    server.close();
  }
}

function connected(server: Server): Promise<Socket> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      const socket = socketTo(address.port, '127.0.0.1');
      socket
        .setNoDelay(true)
        .once('error', reject)
        .once('connect', () => resolve(socket));
    });
  });
}

/** Resolves when as many bytes have come back as were sent. */
function echo(socket: Socket, text: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    let missing = text.length;
    const take = (part: Uint8Array): void => {
      missing -= part.length;
      if (missing > 0) return;
      socket.off('data', take);
      resolve();
    };
    socket.on('data', take);
    socket.write(text);
  });
}

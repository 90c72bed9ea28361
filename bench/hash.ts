/**
 * The minter's hash engines beside the SHA-256 of others on the same 24 bytes, one thread each: @noble/hashes and the
 * one-shot hash of node:crypto.
 *
 * Ours put the ball's number through the permutation first; the peers only hash. All take turns in short rounds; the
 * best round of each counts, because the machine may be shared.
 * @module
 */
import { hash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { type BallEngine, ballHasher } from 'farthing/protocols/primitives/ball-hasher';

const ROUNDS = 100;
const BATCHES = 20;
const PEER_HASHES = 5_000;
const KEY = new Uint8Array(16);
const MESSAGE_BYTES = 24;
const MS_PER_SECOND = 1000;

/** Hashes for some milliseconds and answers how many hashes that were. */
type Hashing = () => number;

function byEngine(engine: BallEngine): Hashing {
  const hasher = ballHasher(KEY, KEY, engine);
  return () => {
    for (let batch = 0; batch < BATCHES; batch++) hasher.hash(batch * hasher.batchMax, hasher.batchMax);
    return BATCHES * hasher.batchMax;
  };
}

function eachMessage(hashOne: (message: Uint8Array) => unknown): Hashing {
  const message = new Uint8Array(MESSAGE_BYTES);
  const view = new DataView(message.buffer);
  return () => {
    for (let i = 0; i < PEER_HASHES; i++) {
      view.setUint32(MESSAGE_BYTES - 4, i);
      hashOne(message);
    }
    return PEER_HASHES;
  };
}

function hashesPerSecond(hashing: Hashing): number {
  const start = performance.now();
  const count = hashing();
  return (count * MS_PER_SECOND) / (performance.now() - start);
}

const OURS = { 'wasm-simd128': byEngine('wasm-simd128'), portable: byEngine('portable') };
const PEERS = {
  '@noble/hashes sha256': eachMessage(sha256),
  'node:crypto hash': eachMessage((message) => hash('sha256', message, 'buffer')),
};

export async function bench(): Promise<BenchRow[]> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, hashing] of Object.entries({ ...OURS, ...PEERS })) {
      best.set(name, Math.max(best.get(name) ?? 0, hashesPerSecond(hashing)));
    }
  }
  return Object.keys(OURS).flatMap((engine) =>
    Object.keys(PEERS).map((peer) => {
      const [value, peerValue] = [best.get(engine)!, best.get(peer)!];
      return { name: `${engine} against ${peer}`, unit: 'hashes/s', value, peer, peerValue, ratio: value / peerValue };
    }),
  );
}

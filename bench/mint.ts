/**
 * The portable minter's balls beside the SHA-256 of others on the same 24 bytes: @noble/hashes and node:crypto.
 *
 * Ours does the minter's whole work for a ball: the permutation, the hash, the filter, the bin and its count. The
 * peers only hash. All take turns in short rounds; the best round of each counts, because the machine may be shared.
 * @module
 */
import { createHash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { throwBalls } from 'farthing/protocols/micromint/mint';
import { derivePeriod, derivePermutation } from 'farthing/protocols/micromint/period';

const ROUNDS = 10;
const BALLS = 200_000;
const PEER_HASHES = 50_000;
const MESSAGE_BYTES = 24;
const MS_PER_SECOND = 1000;

/** Does `count` hashes. */
type Hashing = (count: number) => void;

const period = derivePeriod('bench', 0, { way: 4, bits: 16, filter: 2 });
const permutation = derivePermutation('bench', 0);

const mint: Hashing = (count) => {
  throwBalls(period, permutation, { balls: count });
};

function eachMessage(hash: (message: Uint8Array) => unknown): Hashing {
  const message = new Uint8Array(MESSAGE_BYTES);
  const view = new DataView(message.buffer);
  return (count) => {
    for (let i = 0; i < count; i++) {
      view.setUint32(MESSAGE_BYTES - 4, i);
      hash(message);
    }
  };
}

function hashesPerSecond(work: Hashing, count: number): number {
  const start = performance.now();
  work(count);
  return (count * MS_PER_SECOND) / (performance.now() - start);
}

export async function bench(): Promise<BenchRow[]> {
  const noble = eachMessage(sha256);
  const node = eachMessage((message) => createHash('sha256').update(message).digest());
  let [ours, nobles, nodes] = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.max(ours, hashesPerSecond(mint, BALLS));
    nobles = Math.max(nobles, hashesPerSecond(noble, PEER_HASHES));
    nodes = Math.max(nodes, hashesPerSecond(node, PEER_HASHES));
  }
  const row = (peer: string, peerValue: number): BenchRow => ({
    name: `portable minter against ${peer}`,
    unit: 'hashes/s',
    value: ours,
    peer,
    peerValue,
    ratio: ours / peerValue,
  });
  return [row('@noble/hashes sha256', nobles), row('node:crypto createHash', nodes)];
}

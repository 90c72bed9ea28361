/**
 * The minter on one thread: its hashes beside the SHA-256 of others on the same 24 bytes, and its coins beside those
 * that the others' hashes would make if all the rest of minting cost nothing.
 *
 * A mint hashes, sorts balls into partitions, counts bins and writes the coins' bytes. All take turns in short rounds,
 * in processor time; the best round of each counts, because the machine may be shared.
 * @module
 */
import { createHash, hash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { searchCollisions, soloCrew } from 'farthing/protocols/micromint/collision-search';
import { derivePeriod, derivePermutation } from 'farthing/protocols/micromint/period';
import { planSearch } from 'farthing/protocols/micromint/search-plan';
import { ballHasher } from 'farthing/protocols/primitives/ball-hasher';

const ROUNDS = 6;
const PEER_HASHES = 50_000;
const MESSAGE_BYTES = 24;
const PARAMETERS = { way: 4, bits: 18, filter: 0 };
const BALLS = 4 * 2 ** PARAMETERS.bits;

const period = derivePeriod('bench', 0, PARAMETERS);
const permutation = derivePermutation('bench', 0);
const hasher = ballHasher(period.key, permutation.speckKey);
const plan = planSearch(PARAMETERS, BALLS);

/** A speed: how much per second of processor time. */
type Speed = () => Promise<number>;

async function perSecond(work: () => Promise<number> | number): Promise<number> {
  const begin = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(begin);
  return (1e6 * done) / (user + system);
}

const hashes: Speed = () =>
  perSecond(() => {
    for (let from = 0; from < BALLS; from += hasher.batchMax)
      hasher.hash(from, Math.min(hasher.batchMax, BALLS - from));
    return BALLS;
  });

const coins: Speed = () =>
  perSecond(async () => {
    const crew = soloCrew(period, permutation, hasher, plan);
    const found = await searchCollisions(crew, plan, { balls: BALLS }, { mean: BALLS, sd: 0 }, () => {});
    return found.coins;
  });

function eachMessage(digest: (message: Uint8Array) => unknown): Speed {
  const message = new Uint8Array(MESSAGE_BYTES);
  const view = new DataView(message.buffer);
  return () =>
    perSecond(() => {
      for (let i = 0; i < PEER_HASHES; i++) {
        view.setUint32(MESSAGE_BYTES - 4, i);
        digest(message);
      }
      return PEER_HASHES;
    });
}

const PEERS: Readonly<Record<string, Speed>> = {
  '@noble/hashes sha256': eachMessage(sha256),
  'node:crypto hash': eachMessage((message) => hash('sha256', message, 'buffer')),
  'node:crypto createHash': eachMessage((message) => createHash('sha256').update(message).digest()),
};

/** How many coins so many balls make, on average over the mint. */
async function coinsPerBall(): Promise<number> {
  const crew = soloCrew(period, permutation, hasher, plan);
  const found = await searchCollisions(crew, plan, { balls: BALLS }, { mean: BALLS, sd: 0 }, () => {});
  return found.coins / found.hashes;
}

export async function bench(): Promise<BenchRow[]> {
  const best = { hashes: 0, coins: 0 };
  const peers = new Map(Object.keys(PEERS).map((peer) => [peer, 0]));
  const yieldOfBall = await coinsPerBall();
  for (let round = 0; round < ROUNDS; round++) {
    best.hashes = Math.max(best.hashes, await hashes());
    best.coins = Math.max(best.coins, await coins());
    for (const [peer, speed] of Object.entries(PEERS)) peers.set(peer, Math.max(peers.get(peer) ?? 0, await speed()));
  }
  const rows = (name: string, unit: string, value: number, worth: number): BenchRow[] =>
    [...peers].map(([peer, speed]) => ({
      name,
      unit,
      value,
      peer,
      peerValue: speed * worth,
      ratio: value / speed / worth,
    }));
  return [
    ...rows(`minter: hashes, ${hasher.engine}`, 'hashes/s', best.hashes, 1),
    ...rows(`minter: coins, u = ${PARAMETERS.bits}, k = ${PARAMETERS.way}`, 'coins/s', best.coins, yieldOfBall),
  ];
}

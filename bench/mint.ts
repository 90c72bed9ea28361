/**
 * The minter on one thread: its hashes beside the SHA-256 of others on the same 24 bytes, and its coins beside those
 * that the others' hashes would make if all the rest of minting cost nothing.
 *
 * A mint hashes, deals balls out to partitions, counts bins and writes the coins' bytes; what each of these phases takes
 * stands beside all four together, in a mint of more partitions. All take turns in short rounds, in processor time; the
 * best round of each counts, because the machine may be shared.
 * @module
 */
import { createHash, hash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { CoinWriter } from 'farthing/protocols/micromint/coin-writer';
import { searchCollisions, soloCrew } from 'farthing/protocols/micromint/collision-search';
import { PartitionBins } from 'farthing/protocols/micromint/partition-bins';
import { derivePeriod, derivePermutation } from 'farthing/protocols/micromint/period';
import { RadixPartition } from 'farthing/protocols/micromint/radix-partition';
import { planSearch } from 'farthing/protocols/micromint/search-plan';
import { type BallHasher, ballHasher } from 'farthing/protocols/primitives/ball-hasher';

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

/** Microseconds of processor time so far. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function perSecond(work: () => Promise<number> | number): Promise<number> {
  const begin = used();
  const done = await work();
  return (1e6 * done) / (used() - begin);
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
  'node:crypto hash, hex': eachMessage((message) => hash('sha256', message)),
  'node:crypto createHash': eachMessage((message) => createHash('sha256').update(message).digest()),
};

/** How many coins so many balls make, on average over the mint. */
async function coinsPerBall(): Promise<number> {
  const crew = soloCrew(period, permutation, hasher, plan);
  const found = await searchCollisions(crew, plan, { balls: BALLS }, { mean: BALLS, sd: 0 }, () => {});
  return found.coins / found.hashes;
}

/** A mint of 64 partitions, as long as a few seconds allow: what its phases take tells more of large ones. */
const LARGE = { way: 4, bits: 22, filter: 0 };
const LARGE_BALLS = 4 * 2 ** LARGE.bits;
const LARGE_ROUNDS = 3;
const BINS_GOAL = 'goal < 1/5';

/** Microseconds of processor time by phase. */
interface Phases {
  hashing: number;
  dealing: number;
  bins: number;
  bytes: number;
}

/** The steps of a mint on one thread, in its own order and by its own pieces, each timed. */
function largeMint(): Phases {
  const phases: Phases = { hashing: 0, dealing: 0, bins: 0, bytes: 0 };
  const period = derivePeriod('bench', 0, LARGE);
  const largePlan = planSearch(LARGE, LARGE_BALLS);
  const timed = timedHasher(ballHasher(period.key, permutation.speckKey), phases);
  const throwing = new RadixPartition(period, largePlan, timed, (bytes) => new ArrayBuffer(bytes));
  const begin = used();
  const segments = throwing.throwBalls(0, LARGE_BALLS);
  phases.dealing = used() - begin - phases.hashing;
  const filled = new PartitionBins(largePlan, LARGE_BALLS);
  const writer = new CoinWriter(permutation, LARGE.way);
  for (let partition = 0; partition < 2 ** largePlan.partitionBits; partition++) {
    const start = used();
    filled.fill(segments, partition, LARGE_BALLS - 1);
    const places = filled.completePlaces();
    filled.binsOf(places);
    const counted = used();
    writer.write(filled.balls, filled.stride, places);
    phases.bins += counted - start;
    phases.bytes += used() - counted;
  }
  return phases;
}

/** Adds what hashing takes to the phases. */
function timedHasher(plain: BallHasher, phases: Phases): BallHasher {
  return {
    ...plain,
    hash(from, count) {
      const begin = used();
      const digests = plain.hash(from, count);
      phases.hashing += used() - begin;
      return digests;
    },
  };
}

/** The least that each phase took, beside the sum of these. */
function phaseRows(): BenchRow[] {
  const rounds = Array.from({ length: LARGE_ROUNDS }, largeMint);
  const least = (phase: keyof Phases): number => Math.min(...rounds.map((round) => round[phase])) / 1000;
  const named = {
    hashing: least('hashing'),
    'dealing out': least('dealing'),
    [`bins (${BINS_GOAL})`]: least('bins'),
    "coins' bytes": least('bytes'),
  };
  const all = Object.values(named).reduce((sum, each) => sum + each, 0);
  return Object.entries(named).map(([phase, value]) => ({
    name: `minter, u = ${LARGE.bits}: ${phase}`,
    unit: 'ms',
    value,
    peer: 'all four phases',
    peerValue: all,
    ratio: value / all,
  }));
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
    ...phaseRows(),
  ];
}

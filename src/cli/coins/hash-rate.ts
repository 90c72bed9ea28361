/**
 * How many balls a second one thread of this machine hashes: what turns a theory's hashes into a lecture hall's hours.
 * @module
 */
import { ballHasher } from '../../protocols/primitives/ball-hasher.ts';

const SLICES = 8;
const SLICE_MS = 25;

/** Hashes a second of processor time, of the fastest engine that works here, in the best of some slices. */
export function hashesPerSecond(): number {
  const hasher = ballHasher(new Uint8Array(16), new Uint8Array(16));
  let best = 0;
  for (let slice = 0, from = 0; slice < SLICES; slice++) {
    const start = process.cpuUsage();
    let hashed = 0;
    let elapsed = 0;
    for (; elapsed < SLICE_MS; elapsed = usedMs(start)) {
      hasher.hash(from + hashed, hasher.batchMax);
      hashed += hasher.batchMax;
    }
    from += hashed;
    best = Math.max(best, (1000 * hashed) / elapsed);
  }
  return best;
}

/** Processor time since then: other programs, and those who wait for them, do not count. */
function usedMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

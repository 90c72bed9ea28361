/**
 * Computes replications on worker threads. Which worker computes which replication does not matter: a replication
 * depends on the scenario and its index alone.
 * @module
 */
import { Piscina } from 'piscina';
import type { Replication } from '../../scenario/replicate.ts';
import { InvariantViolation } from '../../sim/invariant.ts';
import type { Executor } from '../executor.ts';
import type { Done, Task } from './task.ts';

/** Parts per worker: small enough to even out, large enough that starting one costs nothing. */
const PARTS_PER_WORKER = 16;

/** @param workers number of threads, at least 1 */
export function onWorkers(workers: number): Executor {
  return {
    async run(scenario, done) {
      const pool = new Piscina({
        filename: new URL(import.meta.url.replace(/workers(\.[jt]s)$/, 'task$1')).href,
        minThreads: workers,
        maxThreads: workers,
      });
      const size = Math.max(1, Math.ceil(scenario.replications / (workers * PARTS_PER_WORKER)));
      let finished = 0;
      const part = async (from: number): Promise<Replication[]> => {
        const to = Math.min(from + size, scenario.replications);
        const outcome: Done = await pool.run({ scenario, from, to } satisfies Task);
        if ('violation' in outcome) throw new InvariantViolation(outcome.violation);
        finished += to - from;
        done(finished);
        return outcome.replications;
      };
      const starts = Array.from({ length: Math.ceil(scenario.replications / size) }, (_, i) => i * size);
      try {
        return (await Promise.all(starts.map(part))).flat();
      } finally {
        await pool.destroy();
      }
    },
  };
}

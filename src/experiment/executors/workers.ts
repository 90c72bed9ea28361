/**
 * Computes replications on worker threads. Which worker computes which replication does not matter: a replication
 * depends on the scenario and its index alone.
 * @module
 */
import { Piscina } from 'piscina';
import type { Scenario } from '../../scenario/model.ts';
import type { Replication } from '../../scenario/replicate.ts';
import { InvariantViolation } from '../../sim/invariant.ts';
import type { Executor } from '../executor.ts';
import type { Done, Task } from './task.ts';

/** Parts per worker: small enough to even out, large enough that starting one costs nothing. */
const PARTS_PER_WORKER = 16;

/** The replications of a scenario in parts of at most this size. */
function partsOf(scenario: Scenario, size: number): Task[] {
  const { replications } = scenario;
  const starts = Array.from({ length: Math.ceil(replications / size) }, (_, i) => i * size);
  return starts.map((from) => ({ scenario, from, to: Math.min(from + size, replications) }));
}

/** @param workers number of threads, at least 1 */
export function onWorkers(workers: number): Executor {
  const runAll: Executor['runAll'] = async (scenarios, done) => {
    const pool = new Piscina({
      filename: new URL(import.meta.url.replace(/workers(\.[jt]s)$/, 'task$1')).href,
      minThreads: workers,
      maxThreads: workers,
    });
    const total = scenarios.reduce((sum, { replications }) => sum + replications, 0);
    const size = Math.max(1, Math.ceil(total / (workers * PARTS_PER_WORKER)));
    let finished = 0;
    const compute = async (part: Task): Promise<Replication[]> => {
      const outcome: Done = await pool.run(part);
      if ('violation' in outcome) throw new InvariantViolation(outcome.violation);
      finished += part.to - part.from;
      done(finished);
      return outcome.replications;
    };
    // Every part enters the queue at once, whichever scenario it belongs to.
    const all = scenarios.map(async (scenario) => (await Promise.all(partsOf(scenario, size).map(compute))).flat());
    try {
      return await Promise.all(all);
    } finally {
      await pool.destroy();
    }
  };
  return { run: async (scenario, done) => (await runAll([scenario], done))[0]!, runAll };
}

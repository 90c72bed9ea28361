/**
 * Computes the replications of several scenarios on as many threads as asked for, and shows how far it is.
 * @module
 */
import { availableParallelism } from 'node:os';
import { inProcess } from '../experiment/executors/in-process.ts';
import type { Scenario } from '../scenario/model.ts';
import type { Replication } from '../scenario/replicate.ts';
import { progress } from './progress.ts';

export interface ComputingOptions {
  readonly workers?: number;
  readonly quick?: boolean;
  readonly quiet?: boolean;
}

/** @returns for each scenario its replications */
export async function computeAll(
  scenarios: readonly Scenario[],
  { workers, quick, quiet }: ComputingOptions,
): Promise<Replication[][]> {
  const total = scenarios.reduce((sum, { replications }) => sum + replications, 0);
  // A thread begins by importing everything again, which takes longer than a quick scenario itself.
  const threads = Math.min(workers ?? (quick ? 1 : availableParallelism()), Math.max(1, total));
  const executor = threads === 1 ? inProcess : (await import('../experiment/executors/workers.ts')).onWorkers(threads);
  const bar = progress(total, 'replications', quiet ?? false);
  try {
    return await executor.runAll(scenarios, (finished) => bar.update(finished));
  } finally {
    bar.end();
  }
}

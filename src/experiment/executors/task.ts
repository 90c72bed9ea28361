/**
 * What a worker thread does: some replications of a scenario.
 * @module
 */
import type { Scenario } from '../../scenario/model.ts';
import { prepare } from '../../scenario/prepare.ts';
import { type Replication, replicate } from '../../scenario/replicate.ts';
import { openPurchasesBy } from '../../scenario/trace-files.ts';
import { InvariantViolation } from '../../sim/invariant.ts';
import { blocksOfFile } from './purchase-file.ts';

export interface Task {
  readonly scenario: Scenario;
  /** Replications from .. to-1. */
  readonly from: number;
  readonly to: number;
}

/** An error loses its class on the way between threads, so a broken invariant travels as its message. */
export type Done = { readonly replications: Replication[] } | { readonly violation: string };

openPurchasesBy(blocksOfFile);

export default async function run({ scenario, from, to }: Task): Promise<Done> {
  await prepare(scenario);
  try {
    return { replications: Array.from({ length: to - from }, (_, i) => replicate(scenario, from + i)) };
  } catch (error) {
    if (error instanceof InvariantViolation) return { violation: error.message };
    throw error;
  }
}

/**
 * What a worker thread does: some replications of a scenario.
 * @module
 */
import type { Scenario } from '../../scenario/model.ts';
import { type Replication, replicate } from '../../scenario/replicate.ts';

export interface Task {
  readonly scenario: Scenario;
  /** Replications from .. to-1. */
  readonly from: number;
  readonly to: number;
}

export default function run({ scenario, from, to }: Task): Replication[] {
  return Array.from({ length: to - from }, (_, i) => replicate(scenario, from + i));
}

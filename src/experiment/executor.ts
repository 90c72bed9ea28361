/**
 * Who computes the replications of a scenario: this process, or workers. The result is the same.
 * @module
 */
import type { Scenario } from '../scenario/model.ts';
import type { Replication } from '../scenario/replicate.ts';

export interface Executor {
  /**
   * Replications 0 .. scenario.replications-1, in that order.
   * @param done is told after each finished part how many replications are finished
   */
  run(scenario: Scenario, done: (finished: number) => void): Promise<Replication[]>;

  /**
   * The same for several scenarios in one queue, so that nobody waits for the last replication of one of them.
   * @param done is told after each finished part how many replications of all scenarios are finished
   * @returns for each scenario its replications, in the order of the scenarios
   */
  runAll(scenarios: readonly Scenario[], done: (finished: number) => void): Promise<Replication[][]>;
}

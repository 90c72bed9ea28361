/**
 * Computes replications one after the other in this process; works in Node and in a browser's worker.
 * @module
 */
import { prepare } from '../../scenario/prepare.ts';
import { type Replication, replicate } from '../../scenario/replicate.ts';
import type { Executor } from '../executor.ts';

export const inProcess: Executor = {
  async run(scenario, done) {
    await prepare(scenario);
    const replications = [];
    for (let index = 0; index < scenario.replications; index++) {
      replications.push(replicate(scenario, index));
      done(index + 1);
    }
    return replications;
  },

  async runAll(scenarios, done) {
    const all: Replication[][] = [];
    let before = 0;
    for (const scenario of scenarios) {
      all.push(await inProcess.run(scenario, (finished) => done(before + finished)));
      before += scenario.replications;
    }
    return all;
  },
};

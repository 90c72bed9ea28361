/**
 * A merchant who hands in what he was paid long after he got it: payable cheques, or coins.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import type { Adversary } from '../adversary.ts';

interface Options {
  /** How long he waits. */
  readonly delay: Microseconds;
}

export const lateDepositor: Adversary<Options, 'deposits'> = {
  kind: 'late-depositor',
  needs: 'deposits',
  role: 'vendor',
  enlist(deposits, gang, { delay }) {
    for (const vendor of gang.members) {
      gang.cheats(vendor);
      deposits.delay(vendor, delay);
    }
    return undefined;
  },
};

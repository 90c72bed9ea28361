/**
 * A merchant who hands in everything that he was paid several times: payable cheques, or coins.
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** How many times more than once. */
  readonly times: number;
}

export const replayingMerchant: Adversary<Options, 'deposits'> = {
  kind: 'replaying-merchant',
  needs: 'deposits',
  role: 'vendor',
  enlist({ replay }, gang, { times }) {
    for (const vendor of gang.members) {
      gang.cheats(vendor);
      replay(vendor, times);
    }
    return undefined;
  },
};

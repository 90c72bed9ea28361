/**
 * A vendor who keeps all that he is handed, and gives neither goods nor change.
 * Source: G95 (vendors may cheat: their customers notice, and complain); what he gives is ours.
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const changeKeeper: Adversary<unknown, 'change'> = {
  kind: 'change-keeper',
  needs: 'change',
  role: 'vendor',
  enlist({ keep }, gang) {
    for (const vendor of gang.members) {
      gang.cheats(vendor);
      keep(vendor);
    }
    return undefined;
  },
};

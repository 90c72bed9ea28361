/**
 * A vendor who refuses what he is paid, sends it back, and claims a copy of it all the same: when its owner spends it
 * elsewhere, he looks like a double-spender.
 * Source: RS96 section 2 (vendors are not trusted); the attack is ours.
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const inventingVendor: Adversary<unknown, 'sales'> = {
  kind: 'inventing-vendor',
  needs: 'sales',
  role: 'vendor',
  enlist({ invent }, gang) {
    for (const vendor of gang.members) {
      gang.cheats(vendor);
      invent(vendor);
    }
    return undefined;
  },
};

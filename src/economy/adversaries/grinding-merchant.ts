/**
 * A merchant who makes proof after proof for one cheque until one of them is payable.
 * Source: MR02 asks for signatures of which there is one only; Ed25519's are not such for a signer who cheats.
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const grindingMerchant: Adversary<unknown, 'selection'> = {
  kind: 'grinding-merchant',
  needs: 'selection',
  role: 'vendor',
  enlist({ grind }, gang) {
    for (const vendor of gang.members) {
      gang.cheats(vendor);
      grind(vendor);
    }
    return undefined;
  },
};

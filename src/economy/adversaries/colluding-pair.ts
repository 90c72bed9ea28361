/**
 * A user and a merchant who together choose cheques until they win, beside the user's honest purchases.
 * Source: the known weakness of MR1 and MR2, for which MR02 defers the selection.
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** Chosen cheques for each honest purchase. */
  readonly perPurchase: number;
}

export const colludingPair: Adversary<Options, 'collusion'> = {
  kind: 'colluding-pair',
  needs: 'collusion',
  role: 'pair',
  enlist({ payChosen }, gang, { perPurchase }, honest) {
    return (user, vendor, price) => {
      honest(user, vendor, price);
      gang.cheats(user);
      for (let i = 0; i < perPurchase; i++) if (!payChosen(user, gang.accompliceOf(user), price)) return;
    };
  },
};

/**
 * A user who stops after so many payments and never comes back: what he has used and not been charged for is lost.
 * Source: the bank's shortfall under MR02's MR2, taken on purpose.
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** Payments that he makes. */
  readonly after: number;
}

export const quitter: Adversary<Options, 'leaving'> = {
  kind: 'quitter',
  needs: 'leaving',
  role: 'user',
  enlist({ leave }, gang, { after }, honest) {
    return (user, vendor, price) => {
      const payments = gang.paymentsOf(user);
      if (payments <= after) {
        honest(user, vendor, price);
        return;
      }
      if (payments === after + 1) {
        gang.cheats(user);
        leave(user);
      }
      gang.declines(user, vendor, price);
    };
  },
};

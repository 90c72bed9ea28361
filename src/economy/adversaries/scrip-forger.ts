/**
 * A user who writes scrip of his own, with an invented stamp, for everything that he wants to buy.
 * Source: G95 (a stamp is a keyed hash that only issuers of the scrip can make).
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const scripForger: Adversary<unknown, 'guessing'> = {
  kind: 'scrip-forger',
  needs: 'guessing',
  role: 'user',
  enlist({ pay }, gang) {
    return (user, vendor, price) => {
      gang.cheats(user);
      pay(user, vendor, price);
    };
  },
};

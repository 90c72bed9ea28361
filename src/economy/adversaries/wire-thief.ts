/**
 * A user who reads what others send and are sent, and buys with the scrip and the change that he finds.
 * Source: G95 (its protocols, by what can be stolen from the wire).
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** Shares of others' requests, and of the replies to them, that he reads: in [0, 1]. */
  readonly requests: number;
  readonly replies: number;
  /** What he does with a purchase for which he has found nothing. */
  readonly otherwise: 'honest' | 'nothing';
}

export const wireThief: Adversary<Options, 'wire'> = {
  kind: 'wire-thief',
  needs: 'wire',
  role: 'user',
  enlist(wire, gang, { requests, replies, otherwise }, honest) {
    for (const user of gang.members) wire.tap(user, { requests, replies });
    const buyOtherwise = otherwise === 'honest' ? honest : gang.declines;
    return (user, vendor, price) => {
      if (wire.pay(user, vendor, price)) gang.cheats(user);
      else buyOtherwise(user, vendor, price);
    };
  },
};

/**
 * A user who reads others' requests alone, sends them once more, and buys with the change in the second answer.
 * Source: the lecture (a request that is repeated within a window gets its answer again); the attack is ours.
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** Share of others' requests that he reads: in [0, 1]. */
  readonly requests: number;
  /** What he does with a purchase for which he has found nothing. */
  readonly otherwise: 'honest' | 'nothing';
}

export const requestReplayer: Adversary<Options, 'wire'> = {
  kind: 'request-replayer',
  needs: 'wire',
  role: 'user',
  enlist(wire, gang, { requests, otherwise }, honest) {
    for (const user of gang.members) wire.tap(user, { requests, replies: 0 });
    const buyOtherwise = otherwise === 'honest' ? honest : gang.declines;
    return (user, vendor, price) => {
      if (wire.pay(user, vendor, price)) gang.cheats(user);
      else buyOtherwise(user, vendor, price);
      // The answer comes too late for this purchase: what it shows is for the next one at this vendor.
      if (wire.resend(user, vendor)) gang.cheats(user);
    };
  },
};

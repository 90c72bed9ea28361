/**
 * A user who has so much money, and goes on paying when he has none left.
 * Source: the lecture's "no risk to the bank" asks for users who can pay.
 * @module
 */
import type { Microdollars } from '../../units.ts';
import type { Adversary } from '../adversary.ts';

interface Options {
  readonly funds: Microdollars;
}

export const insolventUser: Adversary<Options, 'credit'> = {
  kind: 'insolvent-user',
  needs: 'credit',
  role: 'user',
  enlist({ limit }, gang, { funds }) {
    for (const user of gang.members) {
      gang.cheats(user);
      limit(user, funds);
    }
    return undefined;
  },
};

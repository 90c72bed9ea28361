/**
 * A user who copies coins out of honest users' wallets, or those that the broker has not sold yet, and buys with them.
 * Source: RS96 section 2 (coins are bearer instruments: whoever spends a stolen one first is paid for).
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  readonly from: 'users' | 'store';
  /** Coins that he copies at each purchase, at most: of one victim, drawn anew each time. */
  readonly perPurchase: number;
}

export const coinThief: Adversary<Options, 'theft'> = {
  kind: 'coin-thief',
  needs: 'theft',
  role: 'user',
  enlist(theft, gang, { from, perPurchase }) {
    const copyFromUser = (thief: number): number => {
      const victims = gang.honestUsers;
      if (victims.length === 0) return 0;
      return theft.fromUser(thief, victims[Math.floor(gang.draw.next() * victims.length)], perPurchase);
    };
    const copy = from === 'users' ? copyFromUser : (thief: number) => theft.fromStore(thief, perPurchase);
    return (user, vendor, price) => {
      if (copy(user) > 0) gang.cheats(user);
      if (!theft.pay(user, vendor, price)) gang.declines(user, vendor, price);
    };
  },
};

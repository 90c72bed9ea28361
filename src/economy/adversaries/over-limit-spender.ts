/**
 * A user who spends beyond his credit limit at several vendors at once, before the bank sees it; what is beyond he does
 * not pay.
 * Source: RS96 section 4 (a vendor cannot know what a user spends elsewhere).
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** So much more is bought beside each purchase of the demand, of the same price, at vendors drawn like its. */
  readonly perPurchase: number;
}

export const overLimitSpender: Adversary<Options, 'offlineCredit'> = {
  kind: 'over-limit-spender',
  needs: 'offlineCredit',
  role: 'user',
  enlist({ exceed }, gang, { perPurchase }, honest) {
    for (const user of gang.members) exceed(user, () => gang.cheats(user));
    return (user, vendor, price) => {
      honest(user, vendor, price);
      for (let i = 0; i < perPurchase; i++) {
        const other = gang.drawVendor();
        gang.wants(user, other, price);
        honest(user, other, price);
      }
    };
  },
};

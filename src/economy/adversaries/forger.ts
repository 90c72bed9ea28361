/**
 * A user who forges coins from scratch and buys goods with them from honest vendors.
 * Source: RS96 section 3 (large-scale forgery).
 * @module
 */
import type { Microdollars } from '../../units.ts';
import type { Adversary } from '../adversary.ts';
import { hashRate, type SearchOptions, search } from '../searching.ts';

interface Options extends SearchOptions {
  /** What he does with a purchase for which he has too few forged coins. */
  readonly otherwise: 'honest' | 'nothing';
}

export const forger: Adversary<Options, 'forgery'> = {
  kind: 'forger',
  needs: 'forgery',
  role: 'user',
  constants: hashRate,
  enlist(forgery, gang, options, honest) {
    const lastPrices = new Map<number, Microdollars>();
    const pay = (user: number, vendor: number, price: Microdollars): boolean => {
      const paid = forgery.pay(user, vendor, price);
      if (paid) gang.cheats(user);
      return paid;
    };
    /** What is left buys at the price of his last purchase, whatever vendor it may be. */
    const buyOut = (user: number): void => {
      const price = lastPrices.get(user);
      while (price !== undefined && forgery.stock(user) * forgery.faceValue >= price) {
        const vendor = gang.drawVendor();
        gang.wants(user, vendor, price);
        if (pay(user, vendor, price)) continue;
        gang.declines(user, vendor, price);
        return;
      }
    };
    const { count, spent } = gang.usualPurchases(forgery.validity);
    const usualCoins = spent / forgery.faceValue;
    const perPurchase = usualCoins / count;
    search(forgery, gang, options, { fenced: false, splices: false, usualCoins, perPurchase, lastCall: buyOut });
    const buyOtherwise = options.otherwise === 'honest' ? honest : gang.declines;
    return (user, vendor, price) => {
      lastPrices.set(user, price);
      if (!pay(user, vendor, price)) buyOtherwise(user, vendor, price);
    };
  },
};

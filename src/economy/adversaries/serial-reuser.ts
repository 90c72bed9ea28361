/**
 * A user who signs every cheque under the same serial number, the first one that he signed honestly.
 * Source: the cheat that MR02's serial numbers are made to catch.
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const serialReuser: Adversary<unknown, 'serials'> = {
  kind: 'serial-reuser',
  needs: 'serials',
  role: 'user',
  enlist({ next, payNumbered }, gang, _options, honest) {
    const serials = new Map<number, number>();
    return (user, vendor, price) => {
      const serial = serials.get(user);
      if (serial === undefined) {
        serials.set(user, next(user));
        honest(user, vendor, price);
        return;
      }
      gang.cheats(user);
      payNumbered(user, vendor, price, serial);
    };
  },
};

/**
 * A user who uses each serial number several times before he goes on to the next, and so pays for a part of his use.
 * Source: ours; equal payable serial numbers almost never show him, their mean gap does.
 * @module
 */
import type { Adversary } from '../adversary.ts';

interface Options {
  /** How often each serial number is used, from 2. */
  readonly uses: number;
}

export const serialStretcher: Adversary<Options, 'serials'> = {
  kind: 'serial-stretcher',
  needs: 'serials',
  role: 'user',
  enlist({ next, payNumbered }, gang, { uses }, honest) {
    const serials = new Map<number, number>();
    const used = new Map<number, number>();
    return (user, vendor, price) => {
      const times = (used.get(user) ?? 0) % uses;
      used.set(user, times + 1);
      if (times === 0) {
        serials.set(user, next(user));
        honest(user, vendor, price);
        return;
      }
      gang.cheats(user);
      payNumbered(user, vendor, price, serials.get(user)!);
    };
  },
};

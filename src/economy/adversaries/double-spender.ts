/**
 * A user who spends every coin more than once: at several vendors at the same time, or in his next purchases.
 * Source: RS96 section 2 (double-spending is found at settlement, not at the vendor).
 * @module
 */
import type { Microdollars } from '../../units.ts';
import type { Adversary, Gang } from '../adversary.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Capabilities } from '../capabilities.ts';

interface Options {
  /** How often each coin is spent beyond the first time. */
  readonly copies: number;
  /** At once: at vendors drawn like the demand's, beside it. Over the day: in his next purchases, wherever they are. */
  readonly pace: 'at-once' | 'over-the-day';
}

export const doubleSpender: Adversary<Options, 'bearer'> = {
  kind: 'double-spender',
  needs: 'bearer',
  role: 'user',
  enlist(bearer, gang, { copies, pace }, honest) {
    return pace === 'at-once' ? atOnce(bearer, gang, copies, honest) : overTheDay(bearer, gang, copies, honest);
  },
};

/** As soon as coins are on their way, copies of them go to vendors of whom the demand knows nothing. */
function atOnce(bearer: Capabilities['bearer'], gang: Gang, copies: number, honest: Behaviour): Behaviour {
  const present = watched(bearer, gang, (user, price) => {
    for (let i = 0; i < copies; i++) {
      const vendor = gang.drawVendor();
      gang.wants(user, vendor, price);
      if (!present(user, vendor, price)) gang.declines(user, vendor, price);
    }
  });
  return honest;
}

/** A purchase is paid with the last coins again, as often as he copies them; then with new ones. */
function overTheDay(bearer: Capabilities['bearer'], gang: Gang, copies: number, honest: Behaviour): Behaviour {
  const copiesLeft = new Map<number, number>();
  const present = watched(bearer, gang, (user) => copiesLeft.set(user, copies));
  return (user, vendor, price) => {
    const left = copiesLeft.get(user) ?? 0;
    if (left > 0 && present(user, vendor, price)) copiesLeft.set(user, left - 1);
    else honest(user, vendor, price);
  };
}

/**
 * Watches every member.
 * @param spent told of each payment with new coins, never of one with copies
 * @returns presents a member's last coins again, and is false when it cannot: they were of another price, say
 */
function watched(
  bearer: Capabilities['bearer'],
  gang: Gang,
  spent: (user: number, price: Microdollars) => void,
): (user: number, vendor: number, price: Microdollars) => boolean {
  let copying = false;
  for (const user of gang.members)
    bearer.watch(user, (price) => {
      if (!copying) spent(user, price);
    });
  return (user, vendor, price) => {
    copying = true;
    const presented = bearer.presentAgain(user, vendor, price);
    copying = false;
    if (presented) gang.cheats(user);
    return presented;
  };
}

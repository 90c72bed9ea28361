/**
 * What users, vendors and bank of one lottery economy share: the market, the rules, and the lines between them.
 * @module
 */
import { payout, threshold } from '../../../protocols/mr/selection-rate.ts';
import type { Channel } from '../../../sim/network.ts';
import { HOUR, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Accounts } from './accounts.ts';
import type { Charges } from './charges.ts';
import type { Evidence, Signing, Stakes } from './evidence.ts';
import type { MrOptions } from './options.ts';
import type { Post } from './post.ts';

/** Who writes to whom. */
export interface Lines {
  /** User to vendor: a cheque for goods. */
  readonly payments: Channel;
  /** Vendor to bank: a payable cheque. MR3 has none: see its desk. */
  readonly deposits?: Channel;
}

export interface Setting<E extends Signing = Evidence> {
  readonly market: Market;
  readonly options: MrOptions;
  readonly unitValue: Microdollars;
  readonly stakesOf: (price: Microdollars) => Stakes;
  readonly post: Post;
  readonly evidence: E;
  readonly accounts: Accounts;
  readonly charges: Charges;
  /** For each payment: made by the user; checked and made by the vendor. */
  readonly signatures: { readonly user: number; readonly vendor: number };
  /** As long as the network loses nothing, every payable cheque of honest people is decided before its deadline. */
  readonly inTime: boolean;
  /** Opened once everybody is there. */
  lines: Lines;
}

/** A sender whom the network has failed tries again after this pause. */
export const RETRY_AFTER: Microseconds = HOUR;

const TWO_TO_64 = 2 ** 64;

/** What each price means in cheques; prices are few, so each is worked out once. */
export function stakesBy({ selectionRate }: MrOptions, unitValue: Microdollars): (price: Microdollars) => Stakes {
  const known = new Map<Microdollars, Stakes>();
  let last: Microdollars = Number.NaN;
  let lastStakes: Stakes | undefined;
  const workOut = (price: Microdollars): Stakes => {
    const units = price / unitValue;
    const reach = Number(threshold(selectionRate, units)) / TWO_TO_64;
    const pays = payout(selectionRate, unitValue, units);
    if (pays === undefined) throw new RangeError(`v/s is no whole number of micro-dollars at v = ${unitValue}`);
    const stakes = { units, reach, payout: pays };
    known.set(price, stakes);
    return stakes;
  };
  return (price) => {
    if (price === last) return lastStakes!;
    last = price;
    lastStakes = known.get(price) ?? workOut(price);
    return lastStakes;
  };
}

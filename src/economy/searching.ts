/**
 * What all forgers have in common: they search for coins by hashing, which costs, and get rid of so many in a period.
 * Source: RS96 section 3 (large-scale forgery); cost and outlet are ours.
 * @module
 */
import { MICRODOLLARS_PER_USD, type Microseconds } from '../units.ts';
import type { Constant, Gang } from './adversary.ts';
import type { Behaviour } from './behaviour.ts';
import type { Capabilities, Effort } from './capabilities.ts';

export interface SearchOptions {
  /** Of each member. */
  readonly hashesPerSecond: number;
  readonly usdPerHash: number;
  /** He starts so long after a key is known. */
  readonly delay: Microseconds;
  /** Rational: he hashes as long as he expects more from it than it costs; stubborn: to the end, whatever it brings. */
  readonly rule: 'rational' | 'stubborn';
  /** Coins of a period that he can get rid of at most; by default what his usual purchases of a period take. */
  readonly outletCoins?: number;
}

export interface FencingOptions extends SearchOptions {
  /** Coins that go to the accomplice at each purchase, at most. */
  readonly perPurchase: number;
}

type Forgery = Capabilities['forgery'];

/** How a kind of forger gets rid of what he finds. */
interface Outlet extends Pick<Effort, 'perPurchase' | 'fenced' | 'splices' | 'lastCall'> {
  /** Coins of a period that his own habits take, on average. */
  readonly usualCoins: number;
}

/** Every member searches from now on; the gang's costs are his hashes at their price, in whole micro-dollars each. */
export function search(forgery: Forgery, gang: Gang, options: SearchOptions, { usualCoins, ...outlet }: Outlet): void {
  const { hashesPerSecond, usdPerHash, delay, rule, outletCoins = Math.ceil(usualCoins) } = options;
  const effort: Effort = {
    ...outlet,
    ...{ hashesPerSecond, usdPerHash, delay, outletCoins },
    rational: rule === 'rational',
    gang: gang.label,
  };
  for (const user of gang.members) forgery.search(user, effort);
  const costOf = (user: number): number => Math.round(forgery.hashes(user) * usdPerHash * MICRODOLLARS_PER_USD);
  gang.costs(() => gang.members.reduce((sum, user) => sum + costOf(user), 0));
}

/**
 * Every member searches, and gives what he finds to his accomplice: some at each purchase of the demand, which he then
 * declines, and all that is left when a period is about to end.
 * @param splices whether he starts from coins that he has seen
 */
export function searchAndFence(forgery: Forgery, gang: Gang, options: FencingOptions, splices: boolean): Behaviour {
  const fence = (user: number, most: number): void => {
    if (forgery.fence(user, gang.accompliceOf(user), most) > 0) gang.cheats(user);
  };
  search(forgery, gang, options, {
    fenced: true,
    splices,
    perPurchase: options.perPurchase,
    usualCoins: options.perPurchase * gang.usualPurchases(forgery.validity).count,
    lastCall: (user) => fence(user, forgery.stock(user)),
  });
  return (user, vendor, price) => {
    fence(user, options.perPurchase);
    gang.declines(user, vendor, price);
  };
}

export function hashRate({ hashesPerSecond }: SearchOptions): readonly Constant[] {
  return [{ name: 'hash_rate', unit: 'hashes/s', value: hashesPerSecond }];
}

/**
 * What a forger may expect of the coins that he finds under one key: what one brings that he sells, how many he can
 * sell, and until when. He knows the published rules and the demand, and how full wallets are; he reckons neither with
 * a recall nor with other forgers.
 * @source RS96, section 3; the outlet and the last call are ours
 * @module
 */
import { zipfWeights } from '../../../sim/distributions.ts';
import { expectedCoins } from '../../../theory/micromint.ts';
import { poissonAtLeast } from '../../../theory/poisson.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds, SECOND } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import { meanGap } from '../../demand.ts';
import type { MicroMintOptions } from './options.ts';
import type { Setting } from './setting.ts';

/** What is left is spent so long before it is worth nothing. */
const LAST_CALL: Microseconds = 3600 * SECOND;

/** Shortly before the end of a period, or of the demand. */
export function lastCallOf<C>({ market, options, issues }: Setting<C>, period: number): Microseconds {
  const start = issues.startOf(period);
  const end = (Math.floor(start / options.period) + 1) * options.period;
  return Math.min(end, market.duration) - LAST_CALL;
}

/** What the broker gives for a coin that he does not redeem. */
function reimbursed({ lossPolicy, coinValue }: MicroMintOptions): Microdollars {
  return { vendor: 0, broker: coinValue, shared: Math.floor(coinValue / 2) }[lossPolicy];
}

/**
 * The broker's coins of a period as everybody may expect them: how many his mint happens to give nobody else knows, what a
 * coin file holds is settled.
 */
function brokersCoins<C>({ options, issues }: Setting<C>, period: number): number {
  const { hashes, coins } = issues.of(period);
  return hashes === undefined ? coins : expectedCoins(options, options.balls);
}

/**
 * What a forged coin brings: goods for its value; or, through a vendor in league, what the broker pays for it. That is
 * nothing by the exact list unless he bears the loss. By bins he redeems what lies in the bin of a coin that is out: for
 * a splicer that of the coin that he has overheard, for a forger with the chance that his bin is that of a coin in
 * somebody's wallet.
 */
export function worthOf<C>(setting: Setting<C>, effort: Effort, period: number): number {
  const { market, options } = setting;
  const { coinValue, commission, settlement, bits, batch } = options;
  if (!effort.fenced) return coinValue / MICRODOLLARS_PER_USD;
  const [redeemed, otherwise] = [coinValue - commission, reimbursed(options)];
  if (settlement === 'coin') return otherwise / MICRODOLLARS_PER_USD;
  // Whether his coin or the overheard one is redeemed is a matter of who comes first; where both are paid the lesser counts.
  if (effort.splices) return (otherwise > 0 ? Math.min(redeemed, otherwise) : redeemed) / MICRODOLLARS_PER_USD;
  const inWallets = Math.min(brokersCoins(setting, period), (market.demand.users * (batch - 1)) / 2) / 2 ** bits;
  return (inWallets * redeemed + (1 - inWallets) * otherwise) / MICRODOLLARS_PER_USD;
}

export class Prospects<C> {
  readonly #setting: Setting<C>;
  readonly #effort: Effort;
  readonly #period: number;
  /** What a coin brings on average that he tries to sell in time, in dollars. */
  readonly worth: number;
  /** Coins of a purchase at most, of which he must have all; 1 when any number is taken. */
  readonly together: number;
  /** At the last call he sells all that is left. */
  readonly lastCall: Microseconds;

  constructor(setting: Setting<C>, effort: Effort, period: number) {
    this.#setting = setting;
    this.#effort = effort;
    this.#period = period;
    this.together = effort.fenced ? 1 : this.#dearest;
    this.lastCall = lastCallOf(setting, period);
    this.worth = worthOf(setting, effort, period) * this.#accepted * this.#everBuys;
  }

  /** Coins of the dearest purchase. */
  get #dearest(): number {
    const { price } = this.#setting.market.demand;
    return Math.max(...(price.kind === 'constant' ? [price.price] : price.prices)) / this.#setting.options.coinValue;
  }

  get #perDay(): number {
    const { demand, duration } = this.#setting.market;
    return DAY / meanGap(demand, duration);
  }

  /**
   * That the vendor has not seen the bin before, with others' coins: at least, for as many coins as people spend in a
   * period; a vendor in league may be the busiest one, and may have been paid with the very coin that was spliced.
   */
  get #accepted(): number {
    const { market, options } = this.#setting;
    const { users, vendors, zipfExponent } = market.demand;
    const weights = zipfWeights(vendors, zipfExponent);
    if (this.#effort.splices) return 1 - weights[0];
    const days = Math.min(options.period, market.duration) / DAY;
    const wanted = users * this.#perDay * this.#dearest * days;
    const spent = Math.min(brokersCoins(this.#setting, this.#period), wanted);
    const atVendor = this.#effort.fenced ? weights[0] : weights.reduce((sum, weight) => sum + weight * weight, 0);
    return 1 - (atVendor * spent) / 2 ** options.bits;
  }

  /** Who buys goods buys out at the price of his last purchase: nothing when there was none. */
  get #everBuys(): number {
    return this.#effort.fenced ? 1 : poissonAtLeast(1, (this.#perDay * Math.max(0, this.lastCall)) / DAY);
  }

  /** Coins that he can get rid of when he has presented so many: what is in stock included. */
  outletAfter(presented: number): number {
    const { redemptionLimit = Number.POSITIVE_INFINITY, settlement } = this.#setting.options;
    const { outletCoins, fenced } = this.#effort;
    // What the broker redeems of one payer is all that claims can bring.
    const most = fenced && settlement === 'bin' ? Math.min(outletCoins, redemptionLimit) : outletCoins;
    return Math.max(0, Math.floor((most - presented) / this.together) * this.together);
  }

  /** Purchases from one instant to another, on average: under this key there are none before its period. */
  purchasesBetween(from: Microseconds, to: Microseconds): number {
    const start = this.#setting.issues.startOf(this.#period);
    return (this.#perDay * Math.max(0, to - Math.max(from, start))) / DAY;
  }

  /** Disclosures after now, as far as they come before the last call: what is unsold dies then. */
  disclosuresAfter(now: Microseconds): Microseconds[] {
    const next = this.#setting.issues.nextDisclosure(this.#period, now);
    return next === undefined || next >= this.lastCall ? [] : [next, ...this.disclosuresAfter(next)];
  }

  /**
   * A splice is redeemed in the place of the coin that was overheard only before that one is: where the broker settles by
   * bins and pays one of them, both die when the day ends.
   */
  get dieDaily(): boolean {
    const { options } = this.#setting;
    return this.#effort.splices && options.settlement === 'bin' && reimbursed(options) === 0;
  }
}

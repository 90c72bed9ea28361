/**
 * The redemption limit: of one payer the broker redeems so many coins of a period at most. Who paid is what the vendor
 * says.
 * @source the limit is ours: it bounds what a forger can spend under one name
 * @module
 */
import type { MicroMintOptions } from './options.ts';

export class RedemptionLimit {
  readonly #most: number;
  /** Of each period, the coins redeemed of each payer. */
  readonly #redeemed = new Map<number, Map<number, number>>();

  constructor({ redemptionLimit = Number.POSITIVE_INFINITY }: MicroMintOptions) {
    this.#most = redemptionLimit;
  }

  /**
   * One coin more of this payer.
   * @param payer undefined where vendors need not say
   * @returns whether it is within the limit; if not, it does not count
   */
  takes(period: number, payer: number | undefined): boolean {
    if (payer === undefined) return true;
    const ofPeriod = this.#redeemed.get(period) ?? new Map<number, number>();
    this.#redeemed.set(period, ofPeriod);
    const redeemed = ofPeriod.get(payer) ?? 0;
    if (redeemed >= this.#most) return false;
    ofPeriod.set(payer, redeemed + 1);
    return true;
  }
}

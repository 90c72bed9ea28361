/**
 * Where a vendor decides a request whose scrip is good, on numbers alone: at fidelity real after the bytes have been
 * examined, at sampled after the law has been asked, the same decisions either way. The validation changes nothing.
 * Source: G95; the names of the refusals are ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { Order, Purchase } from './order.ts';
import type { Payouts } from './payout.ts';
import type { Shop } from './price-list.ts';
import { PROPERTIES_MAX } from './properties.ts';
import type { Receipt } from './receipts.ts';
import type { Rejection } from './rejection.ts';
import type { Scrip } from './scrip.ts';
import type { Sale, Till } from './till.ts';

/** The same request was charged before, or it may be charged now. */
export type Valid<Goods> =
  | { readonly again: true; readonly receipt: Receipt<Goods> }
  | { readonly again: false; readonly sale: Sale<Goods> };

export interface Charged<Goods> {
  readonly receipt: Receipt<Goods>;
  /** The request came before and was charged then: the same answer, and nothing charged. */
  readonly again: boolean;
}

const TO_NOBODY: Pick<Payouts, 'has'> = { has: () => false };

export class Counter<Goods> {
  readonly till: Till<Goods>;
  readonly #shop: Shop<Goods>;
  readonly #payouts: Pick<Payouts, 'has'>;

  /** @param payouts to whom scrip is paid out; by default to nobody. */
  constructor(till: Till<Goods>, shop: Shop<Goods>, payouts: Pick<Payouts, 'has'> = TO_NOBODY) {
    this.till = till;
    this.#shop = shop;
    this.#payouts = payouts;
  }

  /**
   * What the request would lead to now. Charges nothing.
   * Rejections: `expired`, `already-spent`; of an offer `negative-amount`, `fractional-amount`, `amount-too-large`,
   * `value-too-small` (beyond the scrip's value); `price-above-offer`; those of the shop; `nothing-to-refund`;
   * `unknown-payee`; `out-of-ids`.
   * @param now never less than at the call before.
   */
  validate(scrip: Scrip, order: Order, now: Microseconds): Valid<Goods> | Rejection {
    const known = this.till.validate(scrip, order, now);
    if (typeof known === 'string') return known;
    if (known !== undefined) return { again: true, receipt: known };
    const sale = this.#saleOf(scrip, order, now);
    if (typeof sale === 'string') return sale;
    return this.till.flawOf(sale, scrip) ?? { again: false, sale };
  }

  /** Validates the request and charges what is valid. Rejections: those of `validate`; nothing is charged then. */
  decide(scrip: Scrip, order: Order, now: Microseconds): Charged<Goods> | Rejection {
    const valid = this.validate(scrip, order, now);
    if (typeof valid === 'string') return valid;
    if (valid.again) {
      this.till.repeat(valid.receipt);
      return valid;
    }
    return { again: false, receipt: this.till.charge(scrip, order, valid.sale, now) };
  }

  #saleOf(scrip: Scrip, order: Order, now: Microseconds): Sale<Goods> | Rejection {
    switch (order.verb) {
      case 'buy':
        return this.#purchase(scrip, order, now);
      case 'cash-out':
        return this.#payouts.has(order.payee.broker) ? { price: scrip.value, cashOut: true } : 'unknown-payee';
      case 'deposit':
        return this.#shop.takeIn?.(order.payout, scrip, now) ?? 'not-for-sale';
      case 'refund': {
        const price = this.till.refundable(order.paid, scrip.customer, now);
        return typeof price === 'string' ? price : { price: -price, refundOf: order.paid };
      }
    }
  }

  #purchase(scrip: Scrip, order: Purchase, now: Microseconds): Sale<Goods> | Rejection {
    const flaw = flawOfOffer(order.offer, scrip.value);
    if (flaw !== undefined) return flaw;
    const sale = this.#shop.quote(order, scrip, now);
    if (typeof sale === 'string') return sale;
    if (sale.price > order.offer) return 'price-above-offer';
    const { properties } = scrip;
    const isFull = properties.size === PROPERTIES_MAX;
    if (isFull && sale.subscription !== undefined && !properties.has(sale.subscription.property)) return 'not-for-sale';
    return sale;
  }
}

function flawOfOffer(offer: Microdollars, value: Microdollars): Rejection | undefined {
  if (offer < 0) return 'negative-amount';
  if (offer > Number.MAX_SAFE_INTEGER) return 'amount-too-large';
  if (!Number.isInteger(offer)) return 'fractional-amount';
  return offer > value ? 'value-too-small' : undefined;
}

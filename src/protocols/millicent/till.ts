/**
 * A vendor's memory and arithmetic, on numbers alone: it serves scrip of real bytes and scrip without any alike. To ask
 * it, or to draft a receipt, changes nobody's money; only `book` does, and it charges no scrip twice.
 * Source: G95 (spent scrip, change); the window for replays and refunds is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { dateText } from './date.ts';
import type { IdRange } from './id-range.ts';
import { isSameOrder, type Order } from './order.ts';
import { propertiesText, withProperty } from './properties.ts';
import { hasGoods, type Receipt, Receipts } from './receipts.ts';
import type { Rejection } from './rejection.ts';
import type { Scrip } from './scrip.ts';
import { SpentSet } from './spent-set.ts';

export interface TillOptions {
  /** For the change. */
  readonly ids: IdRange;
  /** So long the same request gets the same answer again; 0 or more. */
  readonly replayWindow: Microseconds;
  /** So long after the payment the price of goods that did not arrive can be asked back; 0 or more. */
  readonly refundWindow: Microseconds;
}

/** What is charged, and what the customer gets for it besides goods. */
export interface Sale<Goods> {
  /** At most what the scrip is worth; negative for a reward. */
  readonly price: Microdollars;
  /** Certified in the change: a subscription that the customer has until an instant at which scrip may expire. */
  readonly subscription?: { readonly property: string; readonly until: Microseconds };
  /** What goes into the receipt, when the vendor gives each only once. */
  readonly goods?: Goods;
  /** The scrip is paid out: there is no change. */
  readonly cashOut?: boolean;
  /** The ID# of the payment that is undone. */
  readonly refundOf?: number;
  /** Told when it is charged. */
  readonly booked?: () => void;
}

/** Whether two pieces of one ID# are one: who holds a secret of the vendor's can make two. */
function isSamePiece(one: Scrip, other: Scrip): boolean {
  const sameFields = one.customer === other.customer && one.value === other.value && one.expires === other.expires;
  return sameFields && propertiesText(one.properties) === propertiesText(other.properties);
}

export class Till<Goods> {
  readonly #ids: IdRange;
  readonly #replayWindow: Microseconds;
  readonly #refundWindow: Microseconds;
  readonly #spent = new SpentSet();
  readonly #receipts: Receipts<Goods>;
  #now: Microseconds = 0;

  /** @throws RangeError when a window is negative. */
  constructor({ ids, replayWindow, refundWindow }: TillOptions) {
    if (!(replayWindow >= 0 && refundWindow >= 0)) {
      throw new RangeError(`a window is at least 0: ${replayWindow}, ${refundWindow}`);
    }
    this.#ids = ids;
    this.#replayWindow = replayWindow;
    this.#refundWindow = refundWindow;
    this.#receipts = new Receipts(Math.max(replayWindow, refundWindow));
  }

  /** How many ID#s and how many receipts it remembers. */
  get remembered(): { readonly spent: number; readonly receipts: number } {
    return { spent: this.#spent.size, receipts: this.#receipts.size };
  }

  /**
   * Whether this scrip may be spent now.
   * @param now never less than at the call before.
   * @returns undefined when it may; the receipt when the same request was charged within the replay window, which gives
   *   the change again, and the goods unless a refund of them is due or paid.
   * Rejections: `expired`, `already-spent`.
   * @throws RangeError when `now` goes back.
   */
  validate(scrip: Scrip, order: Order, now: Microseconds): Receipt<Goods> | Rejection | undefined {
    this.#advance(now);
    const isExpired = now >= scrip.expires;
    // Whatever has a receipt is spent: for scrip that is good, one look is enough.
    if (!isExpired && !this.#spent.has(scrip.id)) return undefined;
    this.#spent.seen(scrip.id, scrip.expires);
    const receipt = this.#receipts.of(scrip.id);
    const isRecent = receipt !== undefined && now - receipt.time <= this.#replayWindow;
    if (isRecent && isSameOrder(receipt.order, order) && isSamePiece(receipt.paid, scrip)) {
      // Nobody gets the price any more: then the goods are to be had again.
      if (receipt.refund === 'due' && this.#isOver(receipt, now)) receipt.refund = 'none';
      return receipt;
    }
    return isExpired ? 'expired' : 'already-spent';
  }

  /**
   * Why scrip that may be spent cannot pay for this sale.
   * Rejections: `value-too-small`, `amount-too-large` (of the change), `out-of-ids` (for the change).
   */
  flawOf(sale: Sale<Goods>, scrip: Scrip): 'value-too-small' | 'amount-too-large' | 'out-of-ids' | undefined {
    const left = scrip.value - sale.price;
    if (left < 0) return 'value-too-small';
    if (left > Number.MAX_SAFE_INTEGER) return 'amount-too-large';
    return sale.cashOut !== true && this.#ids.left === 0 ? 'out-of-ids' : undefined;
  }

  /** What is to be paid back for the payment with this ID#. Rejections: `nothing-to-refund`. */
  refundable(paid: number, customer: number, now: Microseconds): Microdollars | 'nothing-to-refund' {
    const receipt = this.#receipts.of(paid);
    const isDue = receipt?.refund === 'due' && receipt.paid.customer === customer;
    return isDue && !this.#isOver(receipt, now) ? receipt.price : 'nothing-to-refund';
  }

  /**
   * The same request is answered again: with its goods, unless their price is owed, or was paid back. Who sent it is not
   * known where a request can be copied: an answer to a copy is an answer, until it is known not to have arrived.
   */
  repeat(receipt: Receipt<Goods>): void {
    if (hasGoods(receipt)) receipt.answers++;
  }

  /**
   * An answer with the goods of the payment with this ID# did not arrive. When none did, its customer may ask the price
   * back while the refund window lasts. Not so what came with the change, a subscription, nor what was cashed out.
   * @param now never less than at the call before.
   */
  undelivered(paid: number, now: Microseconds): void {
    this.#advance(now);
    const receipt = this.#receipts.of(paid);
    if (receipt === undefined || receipt.refund !== 'none' || receipt.answers === 0) return;
    receipt.answers--;
    const isRefundable = receipt.price > 0 && receipt.change?.properties === receipt.paid.properties;
    if (receipt.answers === 0 && isRefundable && !this.#isOver(receipt, now)) receipt.refund = 'due';
  }

  /** Whether it is too late to ask the price back. */
  #isOver({ time }: Receipt<Goods>, now: Microseconds): boolean {
    return now - time > this.#refundWindow;
  }

  /**
   * The receipt of a payment that is not yet charged, so that all that can fail is done before: with the change, the
   * same CustID#, a new ID#, what is left of the value.
   * @throws Error when the scrip is spent or expired, or cannot pay for it: ask `validate` and `flawOf` before.
   */
  draft(scrip: Scrip, order: Order, sale: Sale<Goods>, now: Microseconds): Receipt<Goods> {
    this.#advance(now);
    const left = scrip.value - sale.price;
    if (now >= scrip.expires || !Number.isSafeInteger(left) || this.flawOf(sale, scrip) !== undefined) {
      throw new Error(`scrip ${scrip.id}, worth ${scrip.value} until ${scrip.expires}, cannot pay ${sale.price}`);
    }
    if (this.#spent.has(scrip.id)) throw new Error(`scrip ${scrip.id} is spent already`);
    const change = sale.cashOut === true ? undefined : this.#changeOf(scrip, left, sale);
    return { paid: scrip, order, price: sale.price, time: now, change, goods: sale.goods, refund: 'none', answers: 1 };
  }

  /** Charges what was drafted last: retires the scrip. @throws Error when it, or the change's ID#, is gone meanwhile: nothing is charged then. */
  book(receipt: Receipt<Goods>, { refundOf, booked }: Sale<Goods>): void {
    const { paid, change } = receipt;
    if (this.#spent.has(paid.id)) throw new Error(`scrip ${paid.id} is spent already`);
    this.#assertNext(change);
    booked?.();
    this.#assertNext(change);
    this.#spent.add(paid.id, paid.expires);
    if (change !== undefined) this.#ids.take();
    this.#receipts.add(receipt);
    if (refundOf !== undefined) this.#receipts.of(refundOf)!.refund = 'paid';
  }

  #assertNext(change: Scrip | undefined): void {
    if (change !== undefined && change.id !== this.#ids.next) throw new Error(`change ${change.id} is not the next`);
  }

  /** Drafts and books. @throws Error as they do. */
  charge(scrip: Scrip, order: Order, sale: Sale<Goods>, now: Microseconds): Receipt<Goods> {
    const receipt = this.draft(scrip, order, sale, now);
    this.book(receipt, sale);
    return receipt;
  }

  /** A subscription outlives no scrip: the change is good at least as long. */
  #changeOf(scrip: Scrip, value: Microdollars, { subscription }: Sale<Goods>): Scrip {
    const { vendor, customer } = scrip;
    const id = this.#ids.next;
    if (subscription === undefined) {
      return { vendor, value, id, customer, expires: scrip.expires, properties: scrip.properties };
    }
    const { property, until } = subscription;
    const properties = withProperty(scrip.properties, property, dateText(until));
    return { vendor, value, id, customer, expires: Math.max(scrip.expires, until), properties };
  }

  #advance(now: Microseconds): void {
    if (now < this.#now) throw new RangeError(`the vendor's time goes back from ${this.#now} to ${now}`);
    this.#now = now;
    this.#spent.forget(now);
    this.#receipts.forget(now);
  }
}

/**
 * A vendor, or a broker, from the bytes of a request to the bytes of its reply: examined, decided, answered.
 * Whatever can fail is done before anything is charged.
 * Source: G95; the lecture (validates scrip and generates change).
 * @module
 */
import type { Microseconds } from '../../units.ts';
import type { Charged, Counter } from './counter.ts';
import type { Examined, Examiner } from './examiner.ts';
import type { Payouts } from './payout.ts';
import { hasGoods, type Receipt } from './receipts.ts';
import type { Rejection } from './rejection.ts';
import { encodeRefusal, encodeReply } from './reply.ts';
import { checkedNonce } from './request.ts';
import type { Stamper } from './stamper.ts';

/** The bytes of what was paid for. Asked again for a request that came before, unless its price is paid back. */
export type GoodsOf<Goods> = (receipt: Receipt<Goods>, examined: Examined) => Uint8Array;

export interface Answered<Goods> {
  readonly reply: Uint8Array;
  readonly outcome: Charged<Goods> | Rejection;
}

const NOTHING = new Uint8Array();

export class Desk<Goods> {
  readonly examiner: Examiner;
  readonly counter: Counter<Goods>;
  readonly #stamper: Stamper;
  readonly #payouts: Payouts | undefined;

  /**
   * @param stamper makes the change: for the ID#s of the counter's till.
   * @param payouts the counter's, when scrip is paid out.
   */
  constructor(examiner: Examiner, counter: Counter<Goods>, stamper: Stamper, payouts?: Payouts) {
    this.examiner = examiner;
    this.counter = counter;
    this.#stamper = stamper;
    this.#payouts = payouts;
  }

  /**
   * Answers a request of any bytes.
   * @param now never less than at the call before.
   * @param nonce of the private protocol: never used before.
   * @throws RangeError when a private request comes and there is no nonce of the right length; whatever `goodsOf` throws.
   *   Nothing is charged then.
   */
  answer(request: Uint8Array, now: Microseconds, goodsOf: GoodsOf<Goods>, nonce?: Uint8Array): Answered<Goods> {
    const examined = this.examiner.examine(request);
    if (typeof examined === 'string') return { reply: encodeRefusal(examined), outcome: examined };
    if (examined.protocol === 'private') checkedNonce(this.examiner.aead!, nonce);
    const { till } = this.counter;
    const valid = this.counter.validate(examined.scrip, examined.order, now);
    if (typeof valid === 'string')
      return { reply: encodeReply(examined, valid, this.examiner.aead, nonce), outcome: valid };
    const receipt = valid.again ? valid.receipt : till.draft(examined.scrip, examined.order, valid.sale, now);
    const reply = this.#serve(examined, receipt, goodsOf, nonce);
    if (valid.again) till.repeat(receipt);
    else till.book(receipt, valid.sale);
    return { reply, outcome: { again: valid.again, receipt } };
  }

  #serve(
    examined: Examined,
    receipt: Receipt<Goods>,
    goodsOf: GoodsOf<Goods>,
    nonce: Uint8Array | undefined,
  ): Uint8Array {
    // A stamp is a function of the body: the change is the same whenever it is stamped.
    const change = receipt.change === undefined ? undefined : this.#stamper.stamp(receipt.change);
    const goods = hasGoods(receipt) ? this.#goods(examined, receipt, goodsOf) : NOTHING;
    return encodeReply(examined, { change, goods }, this.examiner.aead, nonce);
  }

  #goods(examined: Examined, receipt: Receipt<Goods>, goodsOf: GoodsOf<Goods>): Uint8Array {
    const { order } = examined;
    if (order.verb !== 'cash-out') return goodsOf(receipt, examined);
    if (this.#payouts === undefined) throw new Error('the desk has no secrets to pay scrip out with');
    return this.#payouts.write(receipt, order.payee);
  }
}

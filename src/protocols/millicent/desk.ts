/**
 * A vendor, or a broker, from the bytes of a request to the bytes of its reply: examined, decided, answered.
 * Source: G95; the lecture (validates scrip and generates change).
 * @module
 */
import type { Microseconds } from '../../units.ts';
import type { Charged, Counter } from './counter.ts';
import type { Examined, Examiner } from './examiner.ts';
import type { Receipt } from './receipts.ts';
import type { Rejection } from './rejection.ts';
import { encodeRefusal, encodeReply } from './reply.ts';
import { checkedNonce } from './request.ts';
import type { Stamper } from './stamper.ts';

/** The bytes of what was paid for. Asked again for a request that came before. */
export type GoodsOf<Goods> = (receipt: Receipt<string, Goods>, examined: Examined) => Uint8Array;

export interface Answered<Goods> {
  readonly reply: Uint8Array;
  readonly outcome: Charged<string, Goods> | Rejection;
}

export class Desk<Goods> {
  readonly examiner: Examiner;
  readonly counter: Counter<string, Goods>;
  readonly #stamper: Stamper;

  /** @param stamper makes the change: for the ID#s of the counter's till. */
  constructor(examiner: Examiner, counter: Counter<string, Goods>, stamper: Stamper) {
    this.examiner = examiner;
    this.counter = counter;
    this.#stamper = stamper;
  }

  /**
   * Answers a request of any bytes.
   * @param now never less than at the call before.
   * @param nonce of the private protocol: never used before.
   * @throws RangeError when a private request comes and there is no nonce of the right length; nothing is charged then.
   */
  answer(request: Uint8Array, now: Microseconds, goodsOf: GoodsOf<Goods>, nonce?: Uint8Array): Answered<Goods> {
    const examined = this.examiner.examine(request);
    if (typeof examined === 'string') return { reply: encodeRefusal(examined), outcome: examined };
    if (examined.protocol === 'private') checkedNonce(this.examiner.aead!, nonce);
    const outcome = this.counter.decide(examined.scrip, examined.order, examined.orderText, now);
    return { reply: this.#reply(examined, outcome, goodsOf, nonce), outcome };
  }

  #reply(
    examined: Examined,
    outcome: Charged<string, Goods> | Rejection,
    goodsOf: GoodsOf<Goods>,
    nonce: Uint8Array | undefined,
  ): Uint8Array {
    const { aead } = this.examiner;
    if (typeof outcome === 'string') return encodeReply(examined, outcome, aead, nonce);
    const { change } = outcome.receipt;
    // A stamp is a function of the body: the change is the same whenever it is stamped.
    const bytes = change === undefined ? undefined : this.#stamper.stamp(change);
    return encodeReply(examined, { change: bytes, goods: goodsOf(outcome.receipt, examined) }, aead, nonce);
  }
}

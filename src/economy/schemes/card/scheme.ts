/**
 * Paying by card, behind the port: the baseline of a macropayment for every purchase, authorised on-line before the
 * goods are handed over. It has no bytes of its own, so both fidelities are one.
 * @source fees of today and of RS96's time are parameters; who is asked what is ours
 * @module
 */

import type { CardFees } from '../../../protocols/baselines/card.ts';
import type { Metric, Oracle } from '../../../sim/metric.ts';
import type { Channel } from '../../../sim/network.ts';
import type { Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, PaymentScheme, Session } from '../../scheme.ts';
import { CardBank } from './bank.ts';
import { foreseen, measures } from './measures.ts';
import { MESSAGE_BYTES, Post } from './post.ts';

/** Request and answer; the card; two accounts. */
const WORK = { message: 2, lookUp: 1, write: 2 };

export const card: PaymentScheme<CardFees> = {
  name: 'card',
  fidelities: ['real', 'sampled'],
  bankNeeded: 'at every payment',
  // The money moves before the goods.
  prepaid: true,
  capabilities: () => ['credit'],
  charts: ['bank-work', 'bank-load'],
  aftermath: () => 0,
  refuses: () => undefined,
  open: (market, fees) => new CardSession(market, fees),
};

/** Who writes to whom, in the order of the story. */
interface Lines {
  /** User to vendor: the card, for goods. */
  readonly payments: Channel;
  /** Vendor to bank: is it good? */
  readonly requests: Channel;
  /** Bank to vendor: it is, and the money has moved; or it is not. */
  readonly answers: Channel;
}

class CardSession implements Session {
  readonly capabilities: Pick<Capabilities, 'credit'>;
  readonly #market: Market;
  readonly #fees: CardFees;
  readonly #post: Post;
  readonly #bank: CardBank;
  readonly #lines: Lines;
  readonly #authorise: number;

  constructor(market: Market, fees: CardFees) {
    this.#market = market;
    this.#fees = fees;
    this.#post = new Post(market);
    this.#bank = new CardBank(market, fees);
    this.#lines = this.#openLines();
    this.#authorise = market.simulation.register('payment authorised', (slot) => this.#authorised(slot));
    this.capabilities = { credit: { limit: (user, funds) => this.#bank.limit(user, funds) } };
  }

  #openLines(): Lines {
    const post = this.#post;
    const undelivered = (slot: number): void => this.#refuse(slot, 'undelivered');
    return {
      payments: post.line('payment', (slot) => this.#send(slot, this.#lines.requests), undelivered),
      requests: post.line('authorisation request', (slot) => this.#requested(slot), undelivered),
      answers: post.line(
        'authorisation',
        (slot) => this.#answered(slot),
        (slot) => this.#answerLost(slot),
      ),
    };
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#lines.payments.send(this.#post.write(user, vendor, price));
  }

  /** The message goes on. */
  #send(slot: number, line: Channel): void {
    this.#post.slab.retain(slot);
    line.send(slot);
  }

  #requested(slot: number): void {
    this.#post.slab.retain(slot);
    this.#market.bank.transferred(2 * MESSAGE_BYTES);
    this.#market.bank.serve(WORK, this.#authorise, slot);
  }

  #authorised(slot: number): void {
    const { col } = this.#post.slab;
    const approved = this.#bank.authorise(col.user[slot], col.vendor[slot], col.price[slot]);
    col.approved[slot] = approved ? 1 : 0;
    this.#lines.answers.send(slot);
  }

  #answered(slot: number): void {
    const { col } = this.#post.slab;
    if (col.approved[slot] === 1) this.#market.served(col.user[slot], col.vendor[slot], col.price[slot]);
    else this.#refuse(slot, 'declined-by-bank');
  }

  #answerLost(slot: number): void {
    const { col } = this.#post.slab;
    if (col.approved[slot] === 1) this.#bank.reverse(col.user[slot], col.vendor[slot], col.price[slot]);
    this.#refuse(slot, 'undelivered');
  }

  #refuse(slot: number, reason: string): void {
    const { col } = this.#post.slab;
    this.#market.refused(col.user[slot], col.vendor[slot], col.price[slot], reason);
  }

  dayEnd(): void {}

  close(): void {}

  outstanding(): Microdollars {
    return 0;
  }

  holdings(): Microdollars {
    return 0;
  }

  /** The bank keeps its fees, and nothing else. */
  disagreement(): string | undefined {
    const has = this.#market.ledger.cash(this.#market.bankParty);
    const { fee } = this.#bank.counts();
    return has === fee ? undefined : `the bank has ${has} micro-dollars, and took fees of ${fee}`;
  }

  servesAll(): boolean {
    return true;
  }

  forfeited(): Microdollars {
    return 0;
  }

  observe(): void {}

  foresee(metric: string): Oracle | undefined {
    return foreseen(this.#market, this.#fees, WORK, metric);
  }

  metrics(): Metric[] {
    return measures(this.#market, this.#fees, this.#bank.counts());
  }

  curves(): [] {
    return [];
  }
}

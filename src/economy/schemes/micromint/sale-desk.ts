/**
 * The broker sells coins and records who bought which; suspended users get none.
 * @source RS96, section 3
 * @module
 */
import { SOLD_OUT } from '../../../protocols/micromint/broker.ts';
import type { BrokerBooks } from './broker-books.ts';
import { queueAtBank, type Setting } from './setting.ts';
import { BUYER_SUSPENDED, type Suspension } from './suspension.ts';

export class SaleDesk<C> {
  readonly #setting: Setting<C>;
  readonly #books: BrokerBooks<C>;
  readonly #suspension: Suspension;
  readonly #sell: number;
  #orders = 0;

  constructor(setting: Setting<C>, books: BrokerBooks<C>, suspension: Suspension) {
    this.#setting = setting;
    this.#books = books;
    this.#suspension = suspension;
    this.#sell = setting.market.simulation.register('coins sold', (slot) => this.#answer(slot));
  }

  /** An order has come: one message in, one out, and one record of who bought which coins. */
  ordered(slot: number): void {
    this.#orders++;
    queueAtBank(this.#setting, slot, { message: 2, write: 1 }, this.#sell);
  }

  #answer(slot: number): void {
    const { market, issues, post, lines } = this.#setting;
    const user = post.slab.col.user[slot];
    const isSuspended = this.#suspension.has(user);
    const coins = isSuspended ? [] : this.#sellCoins(user, post.slab.col.count[slot]);
    const count = isSuspended ? BUYER_SUSPENDED : coins.length;
    const answer = post.write({ user, period: issues.current, count }, coins);
    market.bank.transferred(post.bytes(answer));
    lines.sales.send(answer);
    post.slab.release(slot);
  }

  /** As many coins as were ordered, or as there are for this buyer. */
  #sellCoins(user: number, ordered: number): C[] {
    const { issues } = this.#setting;
    const issue = issues.of(issues.current);
    const coins: C[] = [];
    while (coins.length < ordered) {
      const number = issue.sell(user);
      if (number === SOLD_OUT) break;
      coins.push(issue.coinAt(number));
    }
    if (coins.length > 0) this.#books.sell(user, coins.length);
    return coins;
  }

  /** Coins that never reached their buyer: the broker takes them back and returns the money. */
  deliveryLost(slot: number): void {
    const { issues, post } = this.#setting;
    const { period, coins } = post.pile(slot);
    if (coins.length === 0) return;
    const issue = issues.of(period);
    for (const coin of coins) issue.register.takeBack(issue.find(coin));
    this.#books.refund(post.slab.col.user[slot], coins.length);
  }

  get orders(): number {
    return this.#orders;
  }
}

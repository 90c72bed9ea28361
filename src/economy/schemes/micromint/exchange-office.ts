/**
 * The broker exchanges unused coins of a period that has ended, by month or by recall, when its grace is over: until
 * then a settlement goes before an exchange.
 * @source RS96, section 3; the precedence is ours
 * @module
 */
import { NOBODY, SOLD_OUT } from '../../../protocols/micromint/broker.ts';
import { ExchangeDesk } from '../../../protocols/micromint/exchange-desk.ts';
import type { BrokerBooks } from './broker-books.ts';
import type { PeriodJobs } from './period-jobs.ts';
import { queueAtBank, type Setting } from './setting.ts';
import type { Suspension } from './suspension.ts';

/** The broker's other rooms. */
interface Rooms<C> {
  readonly books: BrokerBooks<C>;
  readonly jobs: PeriodJobs;
  readonly suspension: Suspension;
}

export class ExchangeOffice<C> {
  readonly #setting: Setting<C>;
  readonly #rooms: Rooms<C>;
  /** Requests of each ended period. */
  readonly #desks = new Map<number, ExchangeDesk>();
  readonly #ask: number;
  readonly #exchange: number;
  #recallCoinsExchanged = 0;

  constructor(setting: Setting<C>, rooms: Rooms<C>) {
    const { simulation } = setting.market;
    this.#setting = setting;
    this.#rooms = rooms;
    this.#ask = simulation.register('exchange asked', (slot) => this.#askExchange(slot));
    this.#exchange = simulation.register('coins exchanged', (slot) => setting.lines.exchanges.send(slot));
  }

  /**
   * Unused coins come back: in vain after the grace, which is no fraud of anybody's. In time they are looked up at once,
   * and decided when vendors can no longer settle their period.
   */
  requested(slot: number): void {
    const { market, options, issues, post } = this.#setting;
    const period = post.slab.col.period[slot];
    if (market.simulation.now > issues.graceEnd(period)) {
      market.incident('returned-too-late', NOBODY);
      return;
    }
    const coins = post.coins(slot).length;
    this.#rooms.jobs.begin(period);
    queueAtBank(this.#setting, slot, { message: 1, hash: coins * options.way, lookUp: coins }, this.#ask);
  }

  #askExchange(slot: number): void {
    const { issues, post } = this.#setting;
    const { period, coins } = post.pile(slot);
    const desk = this.#deskOf(period);
    for (const coin of coins) desk.ask(issues.of(period).find(coin), post.slab.col.user[slot]);
    this.#rooms.jobs.end(period);
    post.slab.release(slot);
  }

  #deskOf(period: number): ExchangeDesk {
    const desk = this.#desks.get(period) ?? new ExchangeDesk(this.#setting.issues.of(period).register);
    this.#desks.set(period, desk);
    return desk;
  }

  /** All that came in time has been settled: whatever of the period is left is exchanged or lapses. */
  decide(period: number): void {
    const { issues, post } = this.#setting;
    const replacements = new Map<number, C[]>();
    this.#deskOf(period).decide((_, user, answer) => {
      if (answer !== 'exchanged') this.#rooms.suspension.report(answer, user);
      else this.#replace(user, period, replacements);
    });
    for (const [user, coins] of replacements) {
      const slot = post.write({ user, period: issues.current }, coins);
      queueAtBank(this.#setting, slot, { message: 1, write: coins.length }, this.#exchange);
      post.slab.release(slot);
    }
    issues.of(period).register.lapse((buyer) => this.#rooms.books.lapse(buyer));
  }

  /** A coin of the running period for the one taken in; its worth in money when there is none, or none for him. */
  #replace(user: number, period: number, replacements: Map<number, C[]>): void {
    const { books, suspension } = this.#rooms;
    const { issues } = this.#setting;
    const issue = issues.of(issues.current);
    const number = suspension.has(user) ? SOLD_OUT : issue.sell(user);
    if (number === SOLD_OUT) {
      books.refund(user, 1);
      return;
    }
    books.exchange();
    if (issues.wasRecalled(period)) this.#recallCoinsExchanged++;
    const coins = replacements.get(user) ?? [];
    coins.push(issue.coinAt(number));
    replacements.set(user, coins);
  }

  get recallCoinsExchanged(): number {
    return this.#recallCoinsExchanged;
  }
}

/**
 * MicroMint's broker: sells coins and records who bought which, redeems deposits by the exact list, exchanges unused
 * coins when the grace of their period is over. Everything he does takes its time at the bank's station.
 * @module
 */

import { NOBODY, SOLD_OUT } from '../../../protocols/micromint/broker.ts';
import { ExchangeDesk } from '../../../protocols/micromint/exchange-desk.ts';
import type { Microdollars } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import type { Counts } from './measures.ts';
import type { Setting } from './setting.ts';

/** A job's second integer, when its deposit came after the grace. */
const LATE = 1;

export class Broker<C> {
  readonly #setting: Setting<C>;
  /** Exchange requests of each ended period, held until its grace is over: settlement goes before exchange. */
  readonly #desks = new Map<number, ExchangeDesk>();
  /** Deposits and exchange requests of each period that wait or are being served. */
  readonly #jobs = new Map<number, number>();
  readonly #graceOver = new Set<number>();
  readonly #sell: number;
  readonly #redeem: number;
  readonly #ask: number;
  readonly #exchange: number;
  readonly #counts = {
    coinsSold: 0,
    coinsRedeemed: 0,
    coinsExchanged: 0,
    coinsLapsed: 0,
    coinsRefused: 0,
    orders: 0,
  };
  #vendorIncome: Microdollars = 0;
  #brokerIncome: Microdollars = 0;

  constructor(setting: Setting<C>) {
    const { simulation } = setting.market;
    this.#setting = setting;
    this.#sell = simulation.register('coins sold', (slot) => this.#sellCoins(slot));
    this.#redeem = simulation.register('deposit redeemed', (slot, late) => this.#redeemDeposit(slot, late === LATE));
    this.#ask = simulation.register('exchange asked', (slot) => this.#askExchange(slot));
    this.#exchange = simulation.register('coins exchanged', (slot) => this.#sendReplacements(slot));
  }

  // ---- sale

  /** An order has come: one message in, one out, and one record of who bought which coins. */
  ordered(slot: number): void {
    this.#counts.orders++;
    this.#queue(slot, { message: 2, write: 1 }, this.#sell);
  }

  #sellCoins(slot: number): void {
    const { market, options, issues, post, lines } = this.#setting;
    const user = post.slab.col.user[slot];
    const issue = issues.of(issues.current);
    const coins: C[] = [];
    const sold = Math.min(post.slab.col.count[slot], issue.register.unsold);
    while (coins.length < sold) coins.push(issue.coinAt(issue.register.sell(user)));
    if (sold > 0) {
      market.ledger.pay(market.userParty(user), market.bankParty, sold * options.coinValue);
      market.ledger.issue(market.bankParty, market.userParty(user), sold * options.coinValue);
      market.bank.macropayment();
      this.#counts.coinsSold += sold;
    }
    this.#reply(lines.sales, user, coins);
    post.slab.release(slot);
  }

  /** Coins that never reached their buyer: the broker takes them back and returns the money. */
  deliveryLost(slot: number): void {
    const { market, options, issues, post } = this.#setting;
    const { period, coins } = post.pile(slot);
    if (coins.length === 0) return;
    const issue = issues.of(period);
    for (const coin of coins) issue.register.takeBack(issue.find(coin));
    this.#refund(post.slab.col.user[slot], coins.length * options.coinValue);
    market.bank.macropayment();
    this.#counts.coinsSold -= coins.length;
  }

  #refund(user: number, amount: Microdollars): void {
    const { ledger, bankParty, userParty } = this.#parties();
    ledger.redeem(bankParty, userParty(user), amount);
    ledger.pay(bankParty, userParty(user), amount);
  }

  // ---- settlement

  /** A vendor's coins have come: k hashes, a look-up and a write for each. */
  deposited(slot: number): void {
    const { market, issues, post } = this.#setting;
    const period = post.slab.col.period[slot];
    const late = market.simulation.now > issues.graceEnd(period) ? LATE : 0;
    this.#begin(period);
    const coins = post.coins(slot).length;
    const work = { message: 1, hash: coins * this.#setting.options.way, lookUp: coins, write: coins };
    this.#queue(slot, work, this.#redeem, late);
  }

  #redeemDeposit(slot: number, late: boolean): void {
    const { market, post } = this.#setting;
    const vendor = post.slab.col.vendor[slot];
    const { period, coins } = post.pile(slot);
    let paid = 0;
    for (const coin of coins) if (this.#redeemCoin(coin, period, vendor, late)) paid++;
    this.#counts.coinsRedeemed += paid;
    this.#counts.coinsRefused += coins.length - paid;
    if (paid > 0) market.bank.macropayment();
    this.#end(period);
    post.slab.release(slot);
  }

  /** @returns whether the vendor is paid; if not, the incident is reported with the buyer whom the record names */
  #redeemCoin(coin: C, period: number, vendor: number, late: boolean): boolean {
    const { market, issues } = this.#setting;
    const issue = issues.of(period);
    const { outcome, coin: number } = issue.settle(coin, vendor, late);
    if (outcome === 'paid') {
      this.#payVendor(issue.register.buyerOf(number), vendor);
      return true;
    }
    const accused =
      outcome === 'invalid' || outcome === 'expired' ? NOBODY : issue.register.accused(outcome, number, vendor);
    market.incident(outcome, accused === NOBODY ? NOBODY : market.userParty(accused));
    return false;
  }

  /** The buyer's claim ends; the vendor gets the coin's worth less the commission, which pays for a service. */
  #payVendor(buyer: number, vendor: number): void {
    const { coinValue, commission } = this.#setting.options;
    const { ledger, bankParty, userParty, vendorParty } = this.#parties();
    ledger.redeem(bankParty, userParty(buyer), coinValue);
    ledger.pay(bankParty, vendorParty(vendor), coinValue - commission);
    ledger.deliver(bankParty, vendorParty(vendor), commission);
    this.#vendorIncome += coinValue - commission;
    this.#brokerIncome += commission;
  }

  // ---- exchange at month end

  /** Unused coins come back. They are looked up at once, and decided when vendors can no longer settle their period. */
  requested(slot: number): void {
    const { market, issues, post } = this.#setting;
    const period = post.slab.col.period[slot];
    if (market.simulation.now > issues.graceEnd(period)) return;
    const coins = post.coins(slot).length;
    this.#begin(period);
    this.#queue(slot, { message: 1, hash: coins * this.#setting.options.way, lookUp: coins }, this.#ask);
  }

  #askExchange(slot: number): void {
    const { issues, post } = this.#setting;
    const { period, coins } = post.pile(slot);
    const desk = this.#deskOf(period);
    for (const coin of coins) desk.ask(issues.of(period).find(coin), post.slab.col.user[slot]);
    this.#end(period);
    post.slab.release(slot);
  }

  #deskOf(period: number): ExchangeDesk {
    const desk = this.#desks.get(period) ?? new ExchangeDesk(this.#setting.issues.of(period).register);
    this.#desks.set(period, desk);
    return desk;
  }

  /** The grace of a period is over: once the jobs that came in time are done, its exchanges are decided. */
  graceEnded(period: number): void {
    this.#begin(period);
    this.#graceOver.add(period);
    this.#end(period);
  }

  #decideExchanges(period: number): void {
    const { market, issues } = this.#setting;
    const replacements = new Map<number, C[]>();
    this.#deskOf(period).decide((_, user, answer) => {
      if (answer !== 'exchanged') market.incident(answer, market.userParty(user));
      else this.#replace(user, replacements);
    });
    for (const [user, coins] of replacements) {
      const slot = this.#setting.post.write({ user, period: issues.current }, coins);
      this.#queue(slot, { message: 1, write: coins.length }, this.#exchange);
      this.#setting.post.slab.release(slot);
    }
    this.#lapse(period);
  }

  /** A coin of the running period for the one taken in; its worth in money when all are sold. */
  #replace(user: number, replacements: Map<number, C[]>): void {
    const { market, options, issues } = this.#setting;
    const issue = issues.of(issues.current);
    const number = issue.register.sell(user);
    if (number === SOLD_OUT) {
      this.#counts.coinsSold--;
      this.#refund(user, options.coinValue);
      market.bank.macropayment();
      return;
    }
    this.#counts.coinsExchanged++;
    const coins = replacements.get(user) ?? [];
    coins.push(issue.coinAt(number));
    replacements.set(user, coins);
  }

  #sendReplacements(slot: number): void {
    this.#setting.lines.exchanges.send(slot);
  }

  /** Coins neither settled nor exchanged in time are worth nothing: the claims of their buyers end. */
  #lapse(period: number): void {
    const { options, issues } = this.#setting;
    const { ledger, bankParty, userParty } = this.#parties();
    const { register } = issues.of(period);
    this.#counts.coinsLapsed += register.lapse((buyer) =>
      ledger.redeem(bankParty, userParty(buyer), options.coinValue),
    );
  }

  // ---- the queue

  #queue(slot: number, work: Work, handler: number, b = 0): void {
    const { market, post } = this.#setting;
    post.slab.retain(slot);
    market.bank.transferred(post.bytes(slot));
    market.bank.serve(work, handler, slot, b);
  }

  #reply(line: { send(slot: number): void }, user: number, coins: readonly C[]): void {
    const { market, issues, post } = this.#setting;
    const slot = post.write({ user, period: issues.current }, coins);
    market.bank.transferred(post.bytes(slot));
    line.send(slot);
  }

  #begin(period: number): void {
    this.#jobs.set(period, (this.#jobs.get(period) ?? 0) + 1);
  }

  #end(period: number): void {
    const left = this.#jobs.get(period)! - 1;
    this.#jobs.set(period, left);
    if (left === 0 && this.#graceOver.has(period)) this.#decideExchanges(period);
  }

  #parties() {
    const { market } = this.#setting;
    return {
      ledger: market.ledger,
      bankParty: market.bankParty,
      userParty: (user: number): number => market.userParty(user),
      vendorParty: (vendor: number): number => market.vendorParty(vendor),
    };
  }

  /** What expired unused. */
  get forfeited(): Microdollars {
    return this.#counts.coinsLapsed * this.#setting.options.coinValue;
  }

  counts(): Omit<Counts, 'coinsOutstanding' | 'dayEndDeposits'> {
    return { ...this.#counts, vendorIncome: this.#vendorIncome, brokerIncome: this.#brokerIncome };
  }
}

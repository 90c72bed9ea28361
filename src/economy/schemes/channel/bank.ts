/**
 * The bank of payment channels: it takes deposits, tells vendors, and pays out by the last voucher. Everything it does
 * takes its time at its station.
 * @module
 */
import { ChannelBook } from '../../../protocols/baselines/channel-book.ts';
import { TimeWeighted } from '../../../sim/statistics.ts';
import type { Microdollars } from '../../../units.ts';
import type { ChannelKey } from './evidence.ts';
import type { Setting } from './setting.ts';

/** Order and announcement; the user's account; the channel, and his money. */
export const OPENING_WORK = { message: 2, lookUp: 1, write: 2 };
/** Voucher and statement; the voucher's signature; the channel; it, and two accounts. */
export const SETTLEMENT_WORK = { message: 2, signature: 1, lookUp: 1, write: 3 };
const UNUSED_WORK = { message: 2, lookUp: 1, write: 3 };

export class ChannelBank<V> {
  readonly #setting: Setting<V>;
  /** Only payees close: no payer has to wait for a dispute. */
  readonly #book = new ChannelBook<string>(0);
  readonly #locked = new TimeWeighted(0, 0);
  readonly #open: number;
  readonly #settle: number;
  readonly #counts = { openings: 0, failedOpenings: 0, settlements: 0, unused: 0, payouts: 0, refunds: 0 };
  #vendorIncome: Microdollars = 0;

  constructor(setting: Setting<V>) {
    const { simulation } = setting.market;
    this.#setting = setting;
    this.#open = simulation.register('channel opened', (slot) => this.#openChannel(slot));
    this.#settle = simulation.register('channel settled', (slot) => this.#settleChannel(slot));
  }

  // ---- opening

  ordered(slot: number): void {
    this.#queue(slot, OPENING_WORK, this.#open);
  }

  #openChannel(slot: number): void {
    const { market, options, evidence, post, lines } = this.#setting;
    const key = post.key(slot);
    const refusal = this.#book.open(evidence.nameOf(key), options.deposit);
    if (refusal !== undefined) throw new RangeError(`user ${key.user} opens a channel twice: ${refusal}`);
    const user = market.userParty(key.user);
    market.ledger.pay(user, market.bankParty, options.deposit + options.openFee);
    market.ledger.issue(market.bankParty, user, options.deposit);
    market.ledger.deliver(market.bankParty, user, options.openFee);
    this.#moved();
    this.#counts.openings++;
    const announcement = post.write(key, post.slab.col.price[slot]);
    market.bank.transferred(post.bytes(announcement));
    lines.announcements.send(announcement);
    post.slab.release(slot);
  }

  /** The vendor cannot be told: the deposit goes back. The bank has done its work, and keeps its fee. */
  announcementLost(slot: number): void {
    const { market, options, evidence, post } = this.#setting;
    const key = post.key(slot);
    const user = market.userParty(key.user);
    this.#book.settle(evidence.nameOf(key), 0, market.simulation.now);
    market.ledger.redeem(market.bankParty, user, options.deposit);
    market.ledger.pay(market.bankParty, user, options.deposit);
    this.#moved();
    this.#counts.failedOpenings++;
  }

  // ---- closing

  settlementOrdered(slot: number): void {
    const isUsed = this.#setting.post.voucher(slot) !== undefined;
    this.#queue(slot, isUsed ? SETTLEMENT_WORK : UNUSED_WORK, this.#settle);
  }

  #settleChannel(slot: number): void {
    const { market, evidence, post, lines } = this.#setting;
    const key = post.key(slot);
    const voucher = post.voucher(slot);
    const total = voucher === undefined ? 0 : evidence.check(key, voucher);
    const settlement =
      typeof total === 'string' ? total : this.#book.settle(evidence.nameOf(key), total, market.simulation.now);
    if (typeof settlement === 'string') market.incident(settlement, market.vendorParty(key.vendor));
    else {
      this.#payOut(key, settlement.toPayee, settlement.toPayer);
      const statement = post.write(key, 0);
      market.bank.transferred(post.bytes(statement));
      lines.statements.send(statement);
    }
    post.slab.release(slot);
  }

  #payOut(key: ChannelKey, toPayee: Microdollars, toPayer: Microdollars): void {
    const { market, options } = this.#setting;
    const { ledger, bankParty } = market;
    const [user, vendor] = [market.userParty(key.user), market.vendorParty(key.vendor)];
    ledger.redeem(bankParty, user, toPayee + toPayer);
    ledger.pay(bankParty, vendor, toPayee);
    ledger.pay(bankParty, user, toPayer);
    ledger.pay(vendor, bankParty, options.closeFee);
    ledger.deliver(bankParty, vendor, options.closeFee);
    this.#counts.settlements++;
    this.#vendorIncome += toPayee - options.closeFee;
    if (toPayee === 0) this.#counts.unused++;
    else {
      this.#counts.payouts++;
      market.bank.macropayment();
    }
    if (toPayer > 0) {
      this.#counts.refunds++;
      market.bank.macropayment();
    }
    this.#note();
  }

  #queue(slot: number, work: Parameters<Setting<V>['market']['bank']['serve']>[0], handler: number): void {
    const { market, post } = this.#setting;
    post.slab.retain(slot);
    market.bank.transferred(post.bytes(slot));
    market.bank.serve(work, handler, slot);
  }

  #moved(): void {
    this.#setting.market.bank.macropayment();
    this.#note();
  }

  /** Beyond the demand's duration nothing is noted. */
  #note(): void {
    const { simulation, duration } = this.#setting.market;
    if (simulation.now <= duration) this.#locked.set(simulation.now, this.#book.held);
  }

  /** The deposits of all open channels. */
  get held(): Microdollars {
    return this.#book.held;
  }

  counts() {
    return {
      ...this.#counts,
      vendorIncome: this.#vendorIncome,
      lockedMean: this.#locked.mean(this.#setting.market.duration),
      lockedMax: this.#locked.max,
    };
  }
}

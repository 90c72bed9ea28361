/**
 * What the parties of a PayWord economy owe each other, and the money that moves: a user owes a vendor for paywords
 * until the broker has decided on them, and the broker from then until he has paid his bill.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { PaywordOptions } from './options.ts';

export class Books {
  readonly #market: Market;
  readonly #options: PaywordOptions;
  #promised: Microdollars = 0;
  #owed: Microdollars = 0;
  #vendorIncome: Microdollars = 0;
  #dishonoured: Microdollars = 0;
  #refused: Microdollars = 0;
  #uncollected: Microdollars = 0;

  constructor(market: Market, options: PaywordOptions) {
    this.#market = market;
    this.#options = options;
  }

  /** The vendor has paywords of the user. */
  promise(user: number, vendor: number, amount: Microdollars): void {
    const { ledger } = this.#market;
    ledger.issue(this.#market.userParty(user), this.#market.vendorParty(vendor), amount);
    this.#promised += amount;
  }

  /** The broker pays the vendor for paywords, less his commission, and the user owes him for them. */
  credit(user: number, vendor: number, credited: Microdollars, dishonoured: Microdollars): void {
    const { ledger, bankParty } = this.#market;
    const [payer, payee] = [this.#market.userParty(user), this.#market.vendorParty(vendor)];
    const commission = (credited / this.#options.unitValue) * this.#options.commission;
    this.#settle(user, vendor, credited + dishonoured);
    ledger.issue(payer, bankParty, credited);
    ledger.pay(bankParty, payee, credited - commission);
    ledger.deliver(bankParty, payee, commission);
    this.#owed += credited;
    this.#vendorIncome += credited - commission;
    this.#dishonoured += dishonoured;
  }

  /** The broker refuses a deposit: the vendor gets nothing for these paywords, now or ever. */
  refuse(user: number, vendor: number, amount: Microdollars): void {
    this.#settle(user, vendor, amount);
    this.#refused += amount;
  }

  #settle(user: number, vendor: number, amount: Microdollars): void {
    this.#market.ledger.redeem(this.#market.userParty(user), this.#market.vendorParty(vendor), amount);
    this.#promised -= amount;
  }

  /** The user's bill, and what he pays of it: the rest is written off. */
  bill(user: number, amount: Microdollars, collected: Microdollars): void {
    const { ledger, bankParty } = this.#market;
    ledger.redeem(this.#market.userParty(user), bankParty, amount);
    ledger.pay(this.#market.userParty(user), bankParty, collected);
    this.#owed -= amount;
    this.#uncollected += amount - collected;
  }

  /** What vendors have in paywords that the broker has not decided on: it may turn out to be worth nothing. */
  get promised(): Microdollars {
    return this.#promised;
  }

  /** What the broker has paid for users and not got back. */
  get owed(): Microdollars {
    return this.#owed;
  }

  counts() {
    return {
      vendorIncome: this.#vendorIncome,
      dishonoured: this.#dishonoured,
      refused: this.#refused,
      uncollected: this.#uncollected,
    };
  }
}

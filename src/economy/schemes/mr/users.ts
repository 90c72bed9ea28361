/**
 * Users of a lottery scheme: they sign a cheque for every purchase, off-line, under their next serial numbers.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Signing } from './evidence.ts';
import type { Setting } from './setting.ts';

export class Users {
  readonly #setting: Setting<Signing>;

  constructor(setting: Setting<Signing>) {
    this.#setting = setting;
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.payNumbered(user, vendor, price, this.#take(user, price));
  }

  /** Signs whatever serial number, and sends the cheque. */
  payNumbered(user: number, vendor: number, price: Microdollars, serial: number): void {
    const { post, evidence, accounts, charges, lines } = this.#setting;
    charges.used(user, price);
    this.#signed(1);
    const slot = post.write(user, vendor, price);
    evidence.write(slot, accounts.identityOf(user), serial);
    lines.payments.send(slot);
  }

  /**
   * A payment that is known to be payable, after so many that nobody but vendors saw, in a message that belongs to the
   * caller: fidelity aggregate.
   */
  writeReaching(user: number, vendor: number, price: Microdollars, unseen: number): number {
    const { post, evidence, accounts, charges, stakesOf } = this.#setting;
    const { units } = stakesOf(price);
    charges.used(user, (unseen + 1) * price);
    this.#signed(unseen + 1);
    const serial = accounts.take(user, (unseen + 1) * units) + unseen * units;
    const slot = post.write(user, vendor, price);
    evidence.write(slot, accounts.identityOf(user), serial);
    return slot;
  }

  /** So many payments that nobody but vendors saw. */
  sign(user: number, count: number, price: Microdollars): void {
    const { accounts, charges, stakesOf } = this.#setting;
    charges.used(user, count * price);
    this.#signed(count);
    accounts.take(user, count * stakesOf(price).units);
  }

  #signed(cheques: number): void {
    const { market, signatures } = this.#setting;
    market.work.users.signature += cheques * signatures.user;
  }

  #take(user: number, price: Microdollars): number {
    return this.#setting.accounts.take(user, this.#setting.stakesOf(price).units);
  }

  /** The vendor never got the cheque: it is signed all the same, and its serial numbers are used. */
  paymentLost(slot: number): void {
    const { col } = this.#setting.post.slab;
    this.#setting.market.refused(col.user[slot], col.vendor[slot], col.price[slot], 'undelivered');
  }
}

/**
 * Forgers: they write scrip of their own, in a customer's name, with a stamp that they have invented.
 * @module
 */
import { expiryAfter } from '../../../protocols/millicent/date.ts';
import { NO_PROPERTIES } from '../../../protocols/millicent/properties.ts';
import type { Microdollars } from '../../../units.ts';
import { payWith } from './copies.ts';
import { customerOf, OWN_IDS, vendorName } from './numbers.ts';
import { brokerOf, type Setting } from './setting.ts';
import type { Users } from './users.ts';

export class Guesses {
  readonly #setting: Setting;
  readonly #users: Users;
  /** Far from those that vendors have given. */
  #id = OWN_IDS.to - 1;

  constructor(setting: Setting, users: Users) {
    this.#setting = setting;
    this.#users = users;
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    const { market, options, evidence } = this.#setting;
    const customer = options.supply === 'licensed' ? customerOf(user, brokerOf(user, options)) : OWN_IDS.to;
    const expires = expiryAfter(market.simulation.now, options.life);
    const fields = { vendor: vendorName(vendor), value: price, id: this.#id--, customer, expires };
    const piece = evidence.guess({ ...fields, properties: NO_PROPERTIES });
    payWith(this.#setting, this.#users, { user, vendor, price }, piece);
  }
}

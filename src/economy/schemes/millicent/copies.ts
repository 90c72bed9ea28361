/**
 * Users who spend twice: they keep a copy of what they present, and present it again.
 * @module
 */
import type { Holding } from '../../../protocols/millicent/grant.ts';
import type { Microdollars } from '../../../units.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';

export class Copies {
  readonly #setting: Setting;
  readonly #users: Users;
  /** Of each watched user, the last piece that he presented to each vendor. */
  readonly #copies = new Map<number, Map<number, Holding>>();
  readonly #watchers = new Map<number, (price: Microdollars) => void>();

  constructor(setting: Setting, users: Users) {
    this.#setting = setting;
    this.#users = users;
    users.onPresenting((user, vendor, piece, price) => {
      this.#copies.get(user)?.set(vendor, piece);
      this.#watchers.get(user)?.(price);
    });
  }

  watch(user: number, presented?: (price: Microdollars) => void): void {
    this.#copies.set(user, new Map());
    if (presented !== undefined) this.#watchers.set(user, presented);
  }

  presentAgain(user: number, vendor: number, price: Microdollars): boolean {
    const copy = this.#copies.get(user)?.get(vendor);
    if (copy === undefined || copy.scrip.value < price) return false;
    payWith(this.#setting, this.#users, { user, vendor, price }, copy);
    return true;
  }
}

/** A purchase that is paid with scrip out of no purse; @param changed is given what comes back */
export function payWith(
  { market }: Setting,
  users: Users,
  { user, vendor, price }: { readonly user: number; readonly vendor: number; readonly price: Microdollars },
  piece: Holding,
  changed: (change: Holding) => void = () => {},
): void {
  users.present(user, vendor, piece, price, (ending) => {
    if (!ending.served) {
      market.refused(user, vendor, price, ending.reason);
      return;
    }
    if (ending.change !== undefined) changed(ending.change);
    market.served(user, vendor, price);
  });
}

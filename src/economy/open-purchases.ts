/**
 * Purchases that have begun and not yet ended: each must end exactly once, served or refused, at the vendor and price
 * at which it began. They go by value, without handles, so that a late duplicate cannot end somebody else's.
 * @module
 */
import { InvariantViolation } from '../sim/invariant.ts';
import type { Microdollars } from '../units.ts';

/** Well-mixed 32 bits of a purchase: sums of them tell multisets of purchases apart. */
function mix(user: number, vendor: number, price: Microdollars): number {
  let h = Math.imul(user + 1, 0x9e3779b1) ^ Math.imul(vendor + 1, 0x85ebca77) ^ Math.imul(price, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

export class OpenPurchases {
  readonly #open: Int32Array;
  #count = 0;
  /** Sum of mix over what has begun, less what has ended: zero when the two are the same purchases. */
  #balance = 0;
  #violation: string | undefined;

  constructor(users: number) {
    this.#open = new Int32Array(users);
  }

  begin(user: number, vendor: number, price: Microdollars): void {
    this.#open[user]++;
    this.#count++;
    this.#balance += mix(user, vendor, price);
  }

  end(user: number, vendor: number, price: Microdollars): void {
    if (--this.#open[user] < 0) this.#complain(user, vendor);
    this.#count--;
    this.#balance -= mix(user, vendor, price);
  }

  #complain(user: number, vendor: number): void {
    this.#violation ??= `a purchase of user ${user} at vendor ${vendor} ended that was not open`;
  }

  /** @throws InvariantViolation when a purchase has ended twice */
  check(): void {
    if (this.#violation !== undefined) throw new InvariantViolation(this.#violation);
  }

  /** @throws InvariantViolation when a purchase has not ended, or has ended as another than it began */
  checkAllEnded(): void {
    if (this.#count !== 0) throw new InvariantViolation(`${this.#count} purchases have not ended`);
    if (this.#balance !== 0) throw new InvariantViolation('purchases ended at another vendor or price than they began');
  }
}

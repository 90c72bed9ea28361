/**
 * Who is who at the bank: identities of users, the numbers of their cheques, their money, and who was expelled.
 *
 * A user has one identity at a time. Identity i is user i's first; those that come later are numbered on.
 * @module
 */
import type { Microdollars } from '../../../units.ts';

export class Accounts {
  /** Of each user: the serial number of the next unit of his identity. */
  readonly #next: Float64Array;
  readonly #first: number;
  /** Of each identity after the first ones: its user; and of those users the identity. */
  readonly #renewed: number[] = [];
  readonly #identities = new Map<number, number>();
  readonly #expelled = new Set<number>();
  /** What a user can pay; absent: whatever he is charged. */
  readonly #funds = new Map<number, Microdollars>();

  constructor(users: number) {
    this.#first = users;
    this.#next = new Float64Array(users).fill(1);
  }

  identityOf(user: number): number {
    return this.#renewed.length === 0 ? user : (this.#identities.get(user) ?? user);
  }

  userOf(identity: number): number {
    return identity < this.#first ? identity : this.#renewed[identity - this.#first];
  }

  /** Serial number of the first unit that an honest cheque of this user would have now. */
  next(user: number): number {
    return this.#next[user];
  }

  /** The user signs so many units more. @returns the serial number of the first of them */
  take(user: number, units: number): number {
    const serial = this.#next[user];
    this.#next[user] = serial + units;
    return serial;
  }

  /** The user goes on under a new identity. @returns it */
  renew(user: number): number {
    const identity = this.#first + this.#renewed.length;
    this.#renewed.push(user);
    this.#identities.set(user, identity);
    this.#next[user] = 1;
    return identity;
  }

  expel(identity: number): void {
    this.#expelled.add(identity);
  }

  isExpelled(identity: number): boolean {
    return this.#expelled.size > 0 && this.#expelled.has(identity);
  }

  limit(user: number, funds: Microdollars): void {
    this.#funds.set(user, funds);
  }

  /** What can be collected of a charge; it is gone from the user's funds. */
  collect(user: number, amount: Microdollars): Microdollars {
    const funds = this.#funds.size > 0 ? this.#funds.get(user) : undefined;
    if (funds === undefined) return amount;
    const paid = Math.min(funds, amount);
    this.#funds.set(user, funds - paid);
    return paid;
  }
}

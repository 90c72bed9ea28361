/**
 * What users have left of their budgets.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import type { Budget } from './pattern.ts';

export class Purses {
  readonly #perDay: Microdollars;
  readonly #inAll: Microdollars;
  readonly #spentInAll: Float64Array;
  readonly #spentToday: Float64Array;
  /** The day that `spentToday` is of. */
  readonly #days: Int32Array;
  #refused = 0;

  constructor(users: number, budget: Budget = {}) {
    this.#perDay = budget.perDay ?? Number.POSITIVE_INFINITY;
    this.#inAll = budget.inAll ?? Number.POSITIVE_INFINITY;
    const count = budget.perDay === undefined && budget.inAll === undefined ? 0 : users;
    this.#spentInAll = new Float64Array(count);
    this.#spentToday = new Float64Array(count);
    this.#days = new Int32Array(count);
  }

  /** Purchases that went beyond a budget. */
  get refused(): number {
    return this.#refused;
  }

  /** Takes the price out of the user's purse; false when it is not there: nothing has happened then. */
  affords(user: number, price: Microdollars, now: Microseconds): boolean {
    if (this.#days.length === 0) return true;
    const day = Math.floor(now / DAY);
    const today = this.#days[user] === day ? this.#spentToday[user] : 0;
    if (today + price > this.#perDay || this.#spentInAll[user] + price > this.#inAll) {
      this.#refused++;
      return false;
    }
    this.#days[user] = day;
    this.#spentToday[user] = today + price;
    this.#spentInAll[user] += price;
    return true;
  }
}

/**
 * What each user has promised today, over all vendors: nobody but he himself knows it in time, and an honest one stays
 * within his credit limit.
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';

export class Budgets {
  readonly #limit: Microdollars;
  readonly #dates: Float64Array;
  readonly #spent: Float64Array;
  /** Users who do not care, and who is told when they go beyond. */
  readonly #reckless = new Map<number, () => void>();
  #refusals = 0;

  constructor(users: number, limit: Microdollars) {
    this.#limit = limit;
    this.#dates = new Float64Array(users).fill(-1);
    this.#spent = new Float64Array(users);
  }

  /** Whether the user promises so much more today. */
  take(user: number, date: Microseconds, amount: Microdollars): boolean {
    if (this.#dates[user] !== date) {
      this.#dates[user] = date;
      this.#spent[user] = 0;
    }
    if (this.#spent[user] + amount > this.#limit) {
      const beyond = this.#reckless.get(user);
      if (beyond === undefined) {
        this.#refusals++;
        return false;
      }
      beyond();
    }
    this.#spent[user] += amount;
    return true;
  }

  /** The vendor did not get or take it. */
  giveBack(user: number, date: Microseconds, amount: Microdollars): void {
    if (this.#dates[user] === date) this.#spent[user] -= amount;
  }

  /** @param beyond called whenever the user promises beyond his limit */
  exceed(user: number, beyond: () => void): void {
    this.#reckless.set(user, beyond);
  }

  /** Purchases from which users have abstained. */
  get refusals(): number {
    return this.#refusals;
  }
}

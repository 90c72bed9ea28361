/**
 * When each user's cheque won last, and where his mark would stand without that win: read from a ledger every simulated
 * minute, so that it hangs on the minute alone and not on what was drawn before.
 * @module
 */
import type { OpenMarket } from '../../../economy/market.ts';

/** Of each user, in the order of the market. */
interface LastWin {
  /** Simulated, when it was billed; minus infinity: he has not won. */
  readonly minutes: Float64Array;
  /** His bill less use as they were then, without this win, in micro-dollars. */
  readonly from: Float64Array;
}

export class LastWins {
  readonly #market: OpenMarket;
  readonly #bills: Float64Array;
  readonly #minutes: Float64Array;
  readonly #from: Float64Array;
  #macropayments = 0;

  constructor(market: OpenMarket) {
    const { users } = market.demand;
    this.#market = market;
    this.#bills = new Float64Array(users);
    this.#minutes = new Float64Array(users).fill(Number.NEGATIVE_INFINITY);
    this.#from = new Float64Array(users);
  }

  /** The market has come to this minute, and was looked at a minute before. */
  look(minute: number): void {
    const { bank, ledger } = this.#market;
    // No money has moved, so nobody was billed.
    if (bank.macropayments === this.#macropayments) return;
    this.#macropayments = bank.macropayments;
    for (let user = 0; user < this.#bills.length; user++) {
      const bill = -ledger.cash(user);
      if (bill === this.#bills[user]) continue;
      this.#minutes[user] = minute;
      this.#from[user] = this.#bills[user] - ledger.goods(user);
      this.#bills[user] = bill;
    }
  }

  /** As it is now. */
  read(): LastWin {
    return { minutes: this.#minutes.slice(), from: this.#from.slice() };
  }
}

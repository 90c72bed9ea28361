/**
 * The customers at fidelity aggregate: nothing reaches a bank here, so every purchase is skipped, and at the end they
 * stand in line. Which bottle is whose is not drawn: the first customer takes all that he bought from the first machine,
 * as far as that has sold so many, and so on. What each machine sells and takes, and what its bottles cost, has its exact
 * law all the same, since a machine does not know its customers; so has what a customer pays where blanks are
 * independent. Where they are spaced a customer who has many bottles in a row pays the same on average, and more evenly.
 * @module
 */
import type { Market, Session, Skippable } from '../../scheme.ts';

/** A demand wants some probability that a payment reaches the bank: at this one no run ever draws one that does. */
const ALMOST_NEVER = 1e-200;

/** So many bottles of one machine for one user, at least one. */
type Serve = (user: number, vendor: number, count: number) => void;

export class SkippedCustomers {
  readonly skippable: Skippable;
  readonly #market: Market;
  /** Bottles that each user has bought and not yet paid for. */
  readonly #bought: Float64Array;

  constructor(market: Market, pay: Session['pay']) {
    this.#market = market;
    this.#bought = new Float64Array(market.demand.users);
    const passOver: Skippable['rest'] = (user, count, price) => {
      this.#bought[user] += count;
      market.servedUnseen(user, count, price);
    };
    this.skippable = {
      reach: () => ALMOST_NEVER,
      payReaching: (user, vendor, price, skipped) => {
        passOver(user, skipped, price);
        pay(user, vendor, price);
      },
      rest: passOver,
    };
  }

  /**
   * Everybody takes and pays his bottles; nothing a second time.
   * @param sold - bottles that a machine owes: what it has sold altogether, less those that are paid
   */
  settle(sold: (vendor: number) => number, serve: Serve): void {
    let vendor = 0;
    let left = sold(vendor);
    for (let user = 0; user < this.#market.demand.users; user++) {
      while (this.#bought[user] > 0) {
        while (left === 0) left = sold(++vendor);
        const count = Math.min(left, this.#bought[user]);
        serve(user, vendor, count);
        this.#bought[user] -= count;
        left -= count;
      }
    }
  }
}

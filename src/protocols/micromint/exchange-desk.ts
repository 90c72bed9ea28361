/**
 * Month end: users hand in unused coins for coins of the next period, and the broker decides only when the vendors'
 * grace is over. Until then settlements go to the register at once, so that the settlement of a coin that was spent
 * before month end has precedence over its exchange, whichever arrived first.
 * Source: RS96, section 3 (coins are exchanged at the end of the month); the precedence is ours.
 * @module
 */
import type { Exchange, Register } from './broker.ts';

export class ExchangeDesk {
  readonly #register: Register;
  readonly #coins: number[] = [];
  readonly #users: number[] = [];

  /** @param register the register of the period that ends. */
  constructor(register: Register) {
    this.#register = register;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.#coins.length;
  }

  /** Takes a request, undecided. @param coin its number, or NOT_MINTED. */
  ask(coin: number, user: number): void {
    this.#coins.push(coin);
    this.#users.push(user);
  }

  /** Decides every waiting request in the order of asking: call when the grace is over. */
  decide(answer: (coin: number, user: number, exchange: Exchange) => void): void {
    const users = this.#users.splice(0);
    this.#coins.splice(0).forEach((coin, i) => {
      answer(coin, users[i], this.#register.exchange(coin, users[i]));
    });
  }
}

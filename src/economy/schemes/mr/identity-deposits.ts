/**
 * What every identity has put down: a defence against fresh identities. It comes back to those who leave after they
 * have been billed at least as much; whoever leaves before, or is caught, forfeits it.
 * Source: ours, after the lecture's remark that user and merchant together can cheat; RS96 and MR02 are silent.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Accounts } from './accounts.ts';

export class IdentityDeposits {
  readonly #market: Market;
  readonly #accounts: Accounts;
  readonly #amount: Microdollars;
  /** Identities whose deposit the bank holds, each with what it has been billed so far. */
  readonly #billed = new Map<number, Microdollars>();
  #forfeited: Microdollars = 0;

  constructor(market: Market, accounts: Accounts, amount: Microdollars) {
    this.#market = market;
    this.#accounts = accounts;
    this.#amount = amount;
  }

  join(identity: number): void {
    if (this.#amount === 0) return;
    const { ledger, bank, bankParty } = this.#market;
    const party = this.#partyOf(identity);
    this.#billed.set(identity, 0);
    ledger.pay(party, bankParty, this.#amount);
    ledger.issue(bankParty, party, this.#amount);
    bank.macropayment();
  }

  bill(identity: number, amount: Microdollars): void {
    if (this.#amount === 0) return;
    const billed = this.#billed.get(identity);
    if (billed !== undefined) this.#billed.set(identity, billed + amount);
  }

  leave(identity: number): void {
    const billed = this.#billed.get(identity);
    if (billed === undefined) return;
    if (billed < this.#amount) {
      this.forfeit(identity);
      return;
    }
    const { ledger, bank, bankParty } = this.#market;
    this.#end(identity);
    ledger.pay(bankParty, this.#partyOf(identity), this.#amount);
    bank.macropayment();
  }

  forfeit(identity: number): void {
    if (!this.#billed.has(identity)) return;
    this.#end(identity);
    this.#forfeited += this.#amount;
  }

  #end(identity: number): void {
    this.#billed.delete(identity);
    this.#market.ledger.redeem(this.#market.bankParty, this.#partyOf(identity), this.#amount);
  }

  #partyOf(identity: number): number {
    return this.#market.userParty(this.#accounts.userOf(identity));
  }

  of(identity: number): Microdollars {
    return this.#billed.has(identity) ? this.#amount : 0;
  }

  get outstanding(): Microdollars {
    return this.#billed.size * this.#amount;
  }

  get forfeited(): Microdollars {
    return this.#forfeited;
  }
}

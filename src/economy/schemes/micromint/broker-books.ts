/**
 * What the broker books: money for coins, coins for money, and how many coins went which way.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Setting } from './setting.ts';

export class BrokerBooks<C> {
  readonly #setting: Setting<C>;
  readonly #counts = {
    coinsSold: 0,
    coinsRedeemed: 0,
    coinsExchanged: 0,
    coinsLapsed: 0,
    coinsRefused: 0,
  };
  #vendorIncome: Microdollars = 0;
  #brokerIncome: Microdollars = 0;
  #reimbursed: Microdollars = 0;

  constructor(setting: Setting<C>) {
    this.#setting = setting;
  }

  /** Coins for money: the buyer has a claim of their worth. */
  sell(user: number, coins: number): void {
    const { market, options } = this.#setting;
    const { ledger, bankParty } = market;
    ledger.pay(market.userParty(user), bankParty, coins * options.coinValue);
    ledger.issue(bankParty, market.userParty(user), coins * options.coinValue);
    market.bank.macropayment();
    this.#counts.coinsSold += coins;
  }

  /** Coins that were never handed over, or cannot be replaced: their money goes back. */
  refund(user: number, coins: number): void {
    const { market, options } = this.#setting;
    const { ledger, bankParty } = market;
    ledger.redeem(bankParty, market.userParty(user), coins * options.coinValue);
    ledger.pay(bankParty, market.userParty(user), coins * options.coinValue);
    market.bank.macropayment();
    this.#counts.coinsSold -= coins;
  }

  /** The buyer's claim ends; the vendor gets the coin's worth less the commission, which pays for a service. */
  redeem(buyer: number, vendor: number): void {
    const { market, options } = this.#setting;
    const { coinValue, commission } = options;
    const { ledger, bankParty } = market;
    ledger.redeem(bankParty, market.userParty(buyer), coinValue);
    ledger.pay(bankParty, market.vendorParty(vendor), coinValue - commission);
    ledger.deliver(bankParty, market.vendorParty(vendor), commission);
    this.#vendorIncome += coinValue - commission;
    this.#brokerIncome += commission;
    this.#counts.coinsRedeemed++;
  }

  refuse(): void {
    this.#counts.coinsRefused++;
  }

  /** What the loss policy gives a vendor for a coin that was refused. */
  reimburse(vendor: number, amount: Microdollars): void {
    const { market } = this.#setting;
    market.ledger.pay(market.bankParty, market.vendorParty(vendor), amount);
    this.#reimbursed += amount;
  }

  exchange(): void {
    this.#counts.coinsExchanged++;
  }

  /** A coin is worth nothing any more: the claim of its buyer ends. */
  lapse(buyer: number): void {
    const { market, options } = this.#setting;
    market.ledger.redeem(market.bankParty, market.userParty(buyer), options.coinValue);
    this.#counts.coinsLapsed++;
  }

  /** Claims that ended without their worth. */
  get forfeited(): Microdollars {
    return this.#counts.coinsLapsed * this.#setting.options.coinValue;
  }

  counts() {
    return {
      ...this.#counts,
      vendorIncome: this.#vendorIncome,
      brokerIncome: this.#brokerIncome,
      reimbursed: this.#reimbursed,
    };
  }
}

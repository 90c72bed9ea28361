/**
 * The bank behind a card: it moves the money of every single payment, on-line, and charges the vendor for it. The fee
 * pays for a service, and may be more than the price.
 * @module
 */
import { type CardFees, cardFee } from '../../../protocols/baselines/card.ts';
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';

export class CardBank {
  readonly #market: Market;
  readonly #fees: CardFees;
  /** What a user can pay; absent: whatever he is asked. */
  readonly #funds = new Map<number, Microdollars>();
  #charged: Microdollars = 0;
  #fee: Microdollars = 0;
  #belowFee = 0;
  #reversals = 0;

  constructor(market: Market, fees: CardFees) {
    this.#market = market;
    this.#fees = fees;
  }

  /** Whether the user has the money; then it is the vendor's. */
  authorise(user: number, vendor: number, price: Microdollars): boolean {
    const funds = this.#funds.get(user) ?? Number.POSITIVE_INFINITY;
    if (funds < price) return false;
    if (funds !== Number.POSITIVE_INFINITY) this.#funds.set(user, funds - price);
    const fee = cardFee(this.#fees, price);
    const { ledger, bankParty } = this.#market;
    ledger.pay(this.#market.userParty(user), bankParty, price);
    ledger.pay(bankParty, this.#market.vendorParty(vendor), price);
    ledger.pay(this.#market.vendorParty(vendor), bankParty, fee);
    ledger.deliver(bankParty, this.#market.vendorParty(vendor), fee);
    this.#market.bank.macropayment();
    this.#charged += price;
    this.#fee += fee;
    if (fee > price) this.#belowFee++;
    return true;
  }

  /** The vendor never learns of it: everything goes back, the fee too. */
  reverse(user: number, vendor: number, price: Microdollars): void {
    const fee = cardFee(this.#fees, price);
    const { ledger, bankParty } = this.#market;
    const funds = this.#funds.get(user);
    if (funds !== undefined) this.#funds.set(user, funds + price);
    ledger.pay(bankParty, this.#market.userParty(user), price);
    ledger.pay(this.#market.vendorParty(vendor), bankParty, price);
    ledger.pay(bankParty, this.#market.vendorParty(vendor), fee);
    ledger.deliver(this.#market.vendorParty(vendor), bankParty, fee);
    this.#market.bank.macropayment();
    this.#charged -= price;
    this.#fee -= fee;
    if (fee > price) this.#belowFee--;
    this.#reversals++;
  }

  /** This user has so much money and no more. */
  limit(user: number, funds: Microdollars): void {
    this.#funds.set(user, funds);
  }

  counts() {
    return { charged: this.#charged, fee: this.#fee, belowFee: this.#belowFee, reversals: this.#reversals };
  }
}

/**
 * The books of a Millicent economy: what brokers and vendors owe in scrip, what brokers owe vendors until day end, and
 * every posting that changes either. Brokers have registers of their own and one account with the ledger, the bank's.
 * Commission and discount pay for a service: who renders it has delivered its worth.
 * @source G95 for who owes whom; the postings are ours
 * @module
 */
import type { Receipt } from '../../../protocols/millicent/receipts.ts';
import type { Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { isWare, userOf } from './numbers.ts';
import { type MillicentOptions, millionthsOf } from './options.ts';
import { type Ended, Register } from './register.ts';

type Charge = Pick<Receipt<Supplied>, 'paid' | 'change' | 'price'>;

export class Books {
  readonly #market: Market;
  readonly #options: MillicentOptions;
  readonly #vendors: readonly Register[];
  readonly #brokers: readonly Register[];
  /** By CustID# of a warehouse's piece: the vendor's name is in the scrip, and no two vendors' pieces meet. */
  readonly #owners: Map<number, number>[];
  /** What each broker owes each vendor for scrip sold under its licence. */
  readonly #due: readonly Float64Array[];
  #scrip: Microdollars = 0;
  #brokerScrip: Microdollars = 0;
  #dueSum: Microdollars = 0;
  readonly #counts = {
    brokerScripSold: 0,
    brokerScripSales: 0,
    brokerScripRefunds: 0,
    exchanges: 0,
    vendorScripSold: 0,
    vendorIncome: 0,
    brokerIncome: 0,
    settlements: 0,
    bulks: 0,
    charged: 0,
    spent: 0,
    expiredInWallets: 0,
    expiredInStore: 0,
    refundedExpired: 0,
    closedOutstanding: 0,
    redeemedClosed: 0,
    keptChange: 0,
    soldTwice: 0,
  };
  /** Claims that ended without their worth. */
  forfeited: Microdollars = 0;

  constructor(market: Market, options: MillicentOptions) {
    const { ledger, bankParty, demand } = market;
    this.#market = market;
    this.#options = options;
    const vendors = Array.from({ length: demand.vendors }, (_, vendor) => vendor);
    this.#vendors = vendors.map((vendor) => new Register(ledger, market.vendorParty(vendor)));
    this.#brokers = Array.from({ length: options.brokers }, () => new Register(ledger, bankParty));
    this.#owners = vendors.map(() => new Map());
    this.#due = this.#brokers.map(() => new Float64Array(demand.vendors));
  }

  /** What all registers say is owed. */
  get outstanding(): Microdollars {
    return this.#scrip + this.#brokerScrip + this.#dueSum;
  }

  get vendorsOwe(): Microdollars {
    return this.#scrip;
  }

  /** In scrip of their own, and to vendors until day end. */
  get brokersOwe(): { readonly scrip: Microdollars; readonly due: Microdollars } {
    return { scrip: this.#brokerScrip, due: this.#dueSum };
  }

  // ---- broker scrip

  /** Money for broker scrip. */
  sell(user: number, broker: number, { value, expires }: Scrip): void {
    const { ledger, bankParty, bank } = this.#market;
    const party = this.#market.userParty(user);
    ledger.pay(party, bankParty, value);
    this.#onBroker(broker, (register) => register.issue(party, value, expires));
    bank.macropayment();
    this.#counts.brokerScripSales++;
    this.#counts.brokerScripSold += value;
  }

  /** Broker scrip that never reached its buyer: his money goes back. */
  takeBack(user: number, broker: number, { value, expires }: Scrip): void {
    const { ledger, bankParty, bank } = this.#market;
    const party = this.#market.userParty(user);
    this.#onBroker(broker, (register) => register.retire(party, value, expires));
    ledger.pay(bankParty, party, value);
    bank.macropayment();
    this.#counts.brokerScripRefunds++;
    this.#counts.brokerScripSold -= value;
  }

  /** ... or does not: the broker keeps both. */
  keepMoney(user: number, broker: number, { value, expires }: Scrip): void {
    this.#onBroker(broker, (register) => register.retire(this.#market.userParty(user), value, expires));
    this.forfeited += value;
  }

  // ---- exchanges

  /** Broker scrip for vendor scrip that the broker has made under a licence. */
  exchangeLicensed(broker: number, vendor: number, charge: Charge, sold: Scrip): void {
    const { ledger, bankParty } = this.#market;
    const vendorParty = this.#market.vendorParty(vendor);
    this.#exchange(broker, charge, sold);
    this.#onVendor(vendor, (register) => register.issue(this.#ownerOf(vendor, sold), sold.value, sold.expires));
    const commission = millionthsOf(sold.value, this.#options.commission);
    const due = sold.value - commission;
    ledger.issue(bankParty, vendorParty, due);
    ledger.deliver(bankParty, vendorParty, commission);
    this.#due[broker][vendor] += due;
    this.#dueSum += due;
    this.#counts.brokerIncome += commission;
  }

  /** Broker scrip for a piece out of the warehouse. */
  exchangeStored(broker: number, vendor: number, charge: Charge, sold: Scrip): void {
    const user = userOf(charge.paid.customer);
    this.#exchange(broker, charge, sold);
    this.#owners[vendor].set(sold.customer, user);
    this.#onVendor(vendor, (register) => {
      register.retire(this.#market.bankParty, sold.value, sold.expires);
      register.issue(this.#market.userParty(user), sold.value, sold.expires);
    });
  }

  /** Broker scrip for a copy of what was sold before: nobody owes anything for it. */
  exchangeForCopy(broker: number, charge: Charge): void {
    this.#chargeAtBroker(broker, charge);
    this.#counts.exchanges++;
    this.#counts.soldTwice++;
    this.forfeited += charge.price;
  }

  #exchange(broker: number, charge: Charge, sold: Scrip): void {
    this.#chargeAtBroker(broker, charge);
    this.#counts.exchanges++;
    this.#counts.vendorScripSold += sold.value;
  }

  #chargeAtBroker(broker: number, { paid, price }: Charge): void {
    const party = this.#market.userParty(userOf(paid.customer));
    this.#onBroker(broker, (register) => register.retire(party, price, paid.expires));
  }

  // ---- warehouse and settlement

  /** A broker buys pieces in bulk. */
  stock(vendor: number, pieces: readonly Scrip[]): void {
    const { ledger, bankParty, bank } = this.#market;
    const party = this.#market.vendorParty(vendor);
    for (const { value, expires } of pieces) {
      const discount = millionthsOf(value, this.#options.discount);
      ledger.pay(bankParty, party, value - discount);
      ledger.deliver(bankParty, party, discount);
      this.#onVendor(vendor, (register) => register.issue(bankParty, value, expires));
      this.#counts.vendorIncome += value - discount;
      this.#counts.brokerIncome += discount;
    }
    bank.macropayment();
    this.#counts.bulks++;
  }

  /** Takes out what is due to the vendor, to be paid when the statement has arrived. */
  dueTo(broker: number, vendor: number): Microdollars {
    const due = this.#due[broker][vendor];
    this.#due[broker][vendor] = 0;
    return due;
  }

  settle(vendor: number, due: Microdollars): void {
    const { ledger, bankParty, bank } = this.#market;
    const party = this.#market.vendorParty(vendor);
    ledger.redeem(bankParty, party, due);
    ledger.pay(bankParty, party, due);
    bank.macropayment();
    this.#dueSum -= due;
    this.#counts.vendorIncome += due;
    this.#counts.settlements++;
  }

  // ---- payments

  /** A vendor was paid; with goods under way, it gives change. */
  charge(vendor: number, { paid, price }: Charge): void {
    this.#onVendor(vendor, (register) => register.retire(this.#ownerOf(vendor, paid), price, paid.expires));
    this.#counts.charged += price;
    this.#counts.spent++;
  }

  /** A vendor keeps all that it was handed, and gives neither goods nor change. */
  keepChange(vendor: number, { paid }: Charge): void {
    this.#onVendor(vendor, (register) => register.retire(this.#ownerOf(vendor, paid), paid.value, paid.expires));
    this.#counts.keptChange += paid.value;
    this.#counts.spent++;
    this.forfeited += paid.value;
  }

  /** A vendor was paid for goods that can no longer arrive. */
  goodsLost(price: Microdollars): void {
    this.forfeited += price;
  }

  // ---- endings

  /** Scrip whose day has come is worth nothing; by the policy its holder is paid. */
  expire(now: Microseconds): void {
    this.#brokers.forEach((register, broker) => {
      const { bankParty } = this.#market;
      for (const ended of this.#onBroker(broker, () => register.expire(now))) this.#expired(bankParty, ended);
    });
    this.#vendors.forEach((register, vendor) => {
      const party = this.#market.vendorParty(vendor);
      for (const ended of this.#onVendor(vendor, () => register.expire(now))) this.#expired(party, ended);
    });
  }

  #expired(issuer: number, { party, worth }: Ended): void {
    const { ledger, bankParty, bank } = this.#market;
    if (party === bankParty) {
      this.#counts.expiredInStore += worth;
      this.forfeited += worth;
      return;
    }
    this.#counts.expiredInWallets += worth;
    if (this.#options.expiryGain === 'issuer') {
      this.forfeited += worth;
      return;
    }
    ledger.pay(issuer, party, worth);
    if (issuer === bankParty) bank.macropayment();
    this.#counts.refundedExpired += worth;
  }

  /** All scrip of a vendor that closes is worth nothing, or its holders are paid by their brokers. */
  close(vendor: number, redeems: boolean): void {
    const { ledger, bankParty, bank } = this.#market;
    for (const { party, worth } of this.#onVendor(vendor, (register) => register.close())) {
      this.#counts.closedOutstanding += worth;
      this.forfeited += worth;
      if (!redeems || party === bankParty) continue;
      ledger.pay(bankParty, party, worth);
      bank.macropayment();
      this.#counts.redeemedClosed += worth;
    }
  }

  // ---- inside

  #ownerOf(vendor: number, { customer }: Scrip): number {
    const user = isWare(customer) ? this.#owners[vendor].get(customer)! : userOf(customer);
    return this.#market.userParty(user);
  }

  /** The user whom a vendor knows by this scrip's CustID#; -1 when nobody has got it. */
  buyerOf(vendor: number, { customer }: Scrip): number {
    return isWare(customer) ? (this.#owners[vendor].get(customer) ?? -1) : userOf(customer);
  }

  #onVendor<T>(vendor: number, posting: (register: Register) => T): T {
    const register = this.#vendors[vendor];
    const before = register.sum;
    const result = posting(register);
    this.#scrip += register.sum - before;
    return result;
  }

  #onBroker<T>(broker: number, posting: (register: Register) => T): T {
    const register = this.#brokers[broker];
    const before = register.sum;
    const result = posting(register);
    this.#brokerScrip += register.sum - before;
    return result;
  }

  counts() {
    return { ...this.#counts };
  }
}

/**
 * Who has put in more than he has got, and for how long: what users have prepaid, what vendors have delivered and not
 * yet been paid for, what the bank has advanced. Read from every posting of cash and goods, so that no scheme has to
 * know of it; gangs are left out, since what they put in is nobody's risk.
 *
 * By double entry the three, and what gangs hold, sum to zero. Amounts stand still between postings, so that their
 * integrals over time are sums; what lasts no time, such as the middle of an event, is no exposure.
 * @module
 */
import type { Metric } from '../sim/metric.ts';
import { Welford } from '../sim/statistics.ts';
import { MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../units.ts';
import type { Market } from './scheme.ts';

/** Integrals over the run, in micro-dollars times microseconds; negative for who was ahead. */
export interface Floats {
  readonly users: number;
  readonly vendors: number;
  readonly bank: number;
}

/** What the bank has taken for its services, in micro-dollars. */
export interface Fees {
  readonly users: Microdollars;
  readonly vendors: Microdollars;
}

export class Exposure {
  readonly #market: Market;
  readonly #byLottery: boolean;
  readonly #bank: number;
  readonly #firstVendor: number;
  /** Payments that are skipped have no time of their own: then only the bank's cash and the fees are known. */
  readonly #seesAll: boolean;
  readonly #isCheat: Uint8Array;
  /** Of each vendor: delivered less paid. */
  readonly #unpaid: Float64Array;
  readonly #fees = { users: 0, vendors: 0 };
  #last: Microseconds = 0;
  /** Sums over users, vendors, and of vendors only those who are behind; the bank's in cash and services, and in cash. */
  #prepaid: Microdollars = 0;
  #unpaidSum: Microdollars = 0;
  #owed: Microdollars = 0;
  #advanced: Microdollars = 0;
  #paidOut: Microdollars = 0;
  #sold: Microdollars = 0;
  #owedMax: Microdollars = 0;
  #uncoveredMax: Microdollars = 0;
  #paidOutMax: Microdollars = 0;
  #prepaidTime = 0;
  #unpaidTime = 0;
  #owedTime = 0;
  #advancedTime = 0;
  /** Of what vendors are owed, up to the end of the demand's duration. */
  #owedTimeOfDemand = 0;

  /**
   * Observes the ledger from now on.
   * @param byLottery vendors are paid for their sales on average only, so that no sale has a delay of its own
   */
  constructor(market: Market, byLottery: boolean) {
    const { demand, bankParty, fidelity, ledger } = market;
    this.#market = market;
    this.#byLottery = byLottery;
    this.#bank = bankParty;
    this.#firstVendor = demand.users;
    this.#seesAll = fidelity !== 'aggregate';
    this.#isCheat = new Uint8Array(bankParty + 2);
    this.#unpaid = new Float64Array(demand.vendors);
    ledger.observe(this);
  }

  /** Leaves a gang's party out, before any time has passed. */
  exclude(party: number): void {
    const { ledger } = this.#market;
    this.#put(party, ledger.cash(party) + ledger.goods(party));
    this.#isCheat[party] = 1;
  }

  paid(from: number, to: number, amount: Microdollars): void {
    this.#advance();
    if (from === this.#bank) this.#paidOut += amount;
    if (to === this.#bank) this.#paidOut -= amount;
    if (this.#seesAll) this.#shift(from, to, amount);
  }

  delivered(from: number, to: number, worth: Microdollars): void {
    if (from === this.#bank) this.#fees[to < this.#firstVendor ? 'users' : 'vendors'] += worth;
    if (!this.#seesAll) return;
    this.#advance();
    this.#shift(from, to, worth);
    if (to < this.#firstVendor && from !== this.#bank) this.#sold += worth;
  }

  #shift(from: number, to: number, amount: Microdollars): void {
    this.#put(from, amount);
    this.#put(to, -amount);
  }

  /** The party has put in so much more. */
  #put(party: number, amount: Microdollars): void {
    if (this.#isCheat[party] === 1) return;
    if (party < this.#firstVendor) this.#prepaid += amount;
    else if (party < this.#bank) this.#wait(party - this.#firstVendor, amount);
    else if (party === this.#bank) this.#advanced += amount;
  }

  /** What one vendor was paid too early is no security to another. */
  #wait(vendor: number, amount: Microdollars): void {
    const before = this.#unpaid[vendor];
    const after = before + amount;
    this.#unpaid[vendor] = after;
    this.#unpaidSum += amount;
    this.#owed += Math.max(0, after) - Math.max(0, before);
  }

  #advance(): void {
    const { now } = this.#market.simulation;
    if (now === this.#last) return;
    if (!this.#seesAll) {
      this.#last = now;
      this.#noteMost();
      return;
    }
    const { duration } = this.#market;
    if (this.#last < duration && now >= duration) {
      this.#pass(duration);
      this.#owedTimeOfDemand = this.#owedTime;
    }
    this.#pass(now);
  }

  #pass(time: Microseconds): void {
    const elapsed = time - this.#last;
    this.#last = time;
    this.#prepaidTime += this.#prepaid * elapsed;
    this.#unpaidTime += this.#unpaidSum * elapsed;
    this.#owedTime += this.#owed * elapsed;
    this.#advancedTime += this.#advanced * elapsed;
    this.#noteMost();
  }

  #noteMost(): void {
    if (this.#owed > this.#owedMax) this.#owedMax = this.#owed;
    const inHand = Math.max(0, -this.#paidOut);
    if (this.#owed - inHand > this.#uncoveredMax) this.#uncoveredMax = this.#owed - inHand;
    if (this.#paidOut > this.#paidOutMax) this.#paidOutMax = this.#paidOut;
  }

  get fees(): Fees {
    return this.#fees;
  }

  /** Up to now, when everything is at rest; undefined where payments were skipped. */
  get floats(): Floats | undefined {
    if (!this.#seesAll) return undefined;
    this.#advance();
    return { users: this.#prepaidTime, vendors: this.#unpaidTime, bank: this.#advancedTime };
  }

  /** When everything is at rest. */
  metrics(): Metric[] {
    this.#advance();
    this.#noteMost();
    const { label, duration } = this.#market;
    const usd = (quantity: string, amount: Microdollars): Metric => ({
      name: `${label}.${quantity}_usd`,
      unit: 'USD',
      value: amount / MICRODOLLARS_PER_USD,
      combine: 'mean',
    });
    const ofVendors = [
      usd('vendors.exposure_max', this.#owedMax),
      usd('vendors.exposure_mean', this.#owedTimeOfDemand / duration),
      // What users have paid in and the bank holds is there for vendors, be it a deposit or the price of coins.
      usd('vendors.uncovered_max', this.#uncoveredMax),
    ];
    return [
      ...this.#spreadOfUsers(),
      ...(this.#seesAll ? ofVendors : []),
      usd('bank.exposure_max', this.#paidOutMax),
      ...(this.#byLottery ? [] : this.#delay()),
      usd('fees.users', this.#fees.users),
      usd('fees.vendors', this.#fees.vendors),
    ];
  }

  /** The spread over honest users of what each has paid beyond what he got and still holds. */
  #spreadOfUsers(): Metric[] {
    const { label, ledger } = this.#market;
    const spread = new Welford();
    for (let user = 0; user < this.#firstVendor; user++)
      if (this.#isCheat[user] === 0) spread.add(-ledger.net(user) / MICRODOLLARS_PER_USD);
    if (spread.count < 2) return [];
    return [{ name: `${label}.users.net_sd_usd`, unit: 'USD', value: spread.sd, combine: 'root-mean-square' }];
  }

  /** Little's law; where all sales are paid for in the end. Negative where vendors are paid before they sell. */
  #delay(): Metric[] {
    const { label, honest, faultless } = this.#market;
    if (!this.#seesAll || !honest || !faultless || this.#sold === 0) return [];
    const value = this.#unpaidTime / this.#sold;
    return [{ name: `${label}.settlement.delay_mean_us`, unit: 'us', value, combine: 'mean' }];
  }
}

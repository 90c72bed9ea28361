/**
 * Double entry over parties: cash, goods and claims move from one party to another, claims are issued and redeemed
 * against the issuer's liabilities. Amounts are whole micro-dollars.
 *
 * That each book sums to zero is a tautology of double entry. What can fail, and is checked after every event: that a
 * claim or a liability is never negative (here), and that the issuer's own register equals its liabilities (market.ts).
 * @module
 */
import type { Microdollars } from '../units.ts';
import { InvariantViolation } from './invariant.ts';

/** Who is told of every posting of cash and of goods. */
export interface PostingObserver {
  paid(from: number, to: number, amount: Microdollars): void;
  delivered(from: number, to: number, worth: Microdollars): void;
}

/** A party's accounts are rows, which lie together in memory: a simulation visits parties at random. */
const ROW = 2;
const CASH = 0;
const GOODS = 1;
const CLAIMS = 0;
const LIABILITIES = 1;

export class Ledger {
  readonly #parties: number;
  /** Cash and goods; claims and liabilities, which not every scheme has. */
  readonly #holdings: Float64Array;
  readonly #debts: Float64Array;
  readonly #nameOf: (party: number) => string;
  #totalLiabilities = 0;
  #violation: string | undefined;
  #observer: PostingObserver | undefined;

  /**
   * @param parties number of parties, known by 0 .. parties-1
   * @param nameOf a party's name in messages
   */
  constructor(parties: number, nameOf: (party: number) => string = (party) => `party ${party}`) {
    this.#parties = parties;
    this.#holdings = new Float64Array(ROW * parties);
    this.#debts = new Float64Array(ROW * parties);
    this.#nameOf = nameOf;
  }

  /**
   * Has every posting of cash and goods told, as soon as it is booked.
   * @throws Error if somebody observes already
   */
  observe(observer: PostingObserver): void {
    if (this.#observer !== undefined) throw new Error('the ledger is observed already');
    this.#observer = observer;
  }

  /** Money changes hands outside the scheme (a macropayment). Cash may be negative: what was brought in from outside. */
  pay(from: number, to: number, amount: Microdollars): void {
    this.#move(CASH, from, to, amount);
    this.#observer?.paid(from, to, amount);
  }

  /** Goods or services of this worth are handed over. */
  deliver(from: number, to: number, worth: Microdollars): void {
    this.#move(GOODS, from, to, worth);
    this.#observer?.delivered(from, to, worth);
  }

  /** The issuer owes the holder this much more. */
  issue(issuer: number, holder: number, amount: Microdollars): void {
    this.#assertPosting(issuer, holder, amount);
    this.#debts[ROW * issuer + LIABILITIES] += amount;
    this.#debts[ROW * holder + CLAIMS] += amount;
    this.#totalLiabilities += amount;
  }

  /** The holder's claim on the issuer ends: it was honoured, exchanged, or it lapsed. */
  redeem(issuer: number, holder: number, amount: Microdollars): void {
    this.#assertPosting(issuer, holder, amount);
    this.#debts[ROW * issuer + LIABILITIES] -= amount;
    this.#debts[ROW * holder + CLAIMS] -= amount;
    this.#totalLiabilities -= amount;
    this.#watch('claims', this.claims(holder), holder);
    this.#watch('liabilities', this.liabilities(issuer), issuer);
  }

  cash(party: number): Microdollars {
    return this.#holdings[ROW * party + CASH];
  }

  goods(party: number): Microdollars {
    return this.#holdings[ROW * party + GOODS];
  }

  claims(party: number): Microdollars {
    return this.#debts[ROW * party + CLAIMS];
  }

  liabilities(party: number): Microdollars {
    return this.#debts[ROW * party + LIABILITIES];
  }

  /** What all issuers together owe. */
  get totalLiabilities(): Microdollars {
    return this.#totalLiabilities;
  }

  /** Cash, goods and claims less liabilities: what the party has gained since the start. */
  net(party: number): Microdollars {
    return this.cash(party) + this.goods(party) + this.claims(party) - this.liabilities(party);
  }

  /** @throws InvariantViolation when a posting has made a claim or a liability negative */
  check(): void {
    if (this.#violation !== undefined) throw new InvariantViolation(this.#violation);
  }

  #move(book: number, from: number, to: number, amount: Microdollars): void {
    this.#assertPosting(from, to, amount);
    this.#holdings[ROW * from + book] -= amount;
    this.#holdings[ROW * to + book] += amount;
  }

  #watch(book: string, amount: Microdollars, party: number): void {
    if (amount < 0) this.#violation ??= `${book} of ${this.#nameOf(party)} are ${amount} micro-dollars`;
  }

  /** A typed array drops what is written beyond its end, so a party that does not exist must be refused here. */
  #assertPosting(one: number, other: number, amount: number): void {
    const parties = this.#parties;
    const known = one >= 0 && one < parties && other >= 0 && other < parties;
    if (!(known && amount >= 0 && Number.isSafeInteger(amount))) this.#refuse(one, other, amount);
  }

  #refuse(one: number, other: number, amount: number): never {
    if (!Number.isSafeInteger(amount) || amount < 0)
      throw new RangeError(`an amount must be a whole number of micro-dollars, not negative; got ${amount}`);
    throw new RangeError(`a posting between ${one} and ${other}: there are ${this.#parties} parties`);
  }
}

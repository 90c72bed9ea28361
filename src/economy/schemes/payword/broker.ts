/**
 * PayWord's broker: issues certificates, decides deposits by one signature check and l hashes for each commitment, pays
 * vendors, bills users once a day, and revokes the certificates of those who promise beyond their limit or do not pay.
 * Everything it does takes its time at the bank's station.
 * @source RS96, section 4; that users are billed daily is ours: so the credit limit is one of a day
 * @module
 */
import { CreditBook } from '../../../protocols/payword/credit-book.ts';
import { DAY, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Deposited } from './evidence.ts';
import { dayOf, queueAtBank, type Setting } from './setting.ts';

/** One message in, one out; the user's account; one signature made; the certificate noted. */
const CERTIFICATE_WORK = { message: 2, lookUp: 1, signature: 1, write: 1 };

export class Broker<L> {
  readonly #setting: Setting<L>;
  readonly #book: CreditBook<string | number>;
  readonly #revoked = new Set<number>();
  /** What a user can pay in all, and what of a single bill; absent: whatever he is billed. */
  readonly #funds = new Map<number, Microdollars>();
  readonly #mostOfBill = new Map<number, Microdollars>();
  readonly #certify: number;
  readonly #decide: number;
  readonly #billed: number;
  #certificates = 0;
  #bills = 0;
  /** The latest arrival of a deposit that was decided. */
  #clock: Microseconds = 0;

  constructor(setting: Setting<L>) {
    const { market, options } = setting;
    this.#setting = setting;
    this.#book = new CreditBook({
      wordValue: options.unitValue,
      depositWindow: options.depositWindow,
      honourOverLimit: options.lossPolicy === 'broker',
    });
    for (let user = 0; user < market.demand.users; user++) this.#book.register(options.limit);
    this.#certify = market.simulation.register('certificate issued', (slot) => this.#issue(slot));
    this.#decide = market.simulation.register('deposit decided', (slot) => this.#decideDeposit(slot));
    this.#billed = market.simulation.register('users billed', () => {});
  }

  // ---- certificates

  requested(slot: number): void {
    queueAtBank(this.#setting, slot, CERTIFICATE_WORK, this.#certify);
  }

  #issue(slot: number): void {
    const { market, options, evidence, post, lines } = this.#setting;
    const user = post.slab.col.user[slot];
    const expires = dayOf(market.simulation.now) + options.certificateLife;
    const letters = this.#revoked.has(user) ? [] : [evidence.certify(user, expires)];
    const answer = post.write({ user, expires }, letters);
    this.#certificates++;
    market.bank.transferred(post.bytes(answer));
    lines.certificates.send(answer);
    post.slab.release(slot);
  }

  // ---- deposits

  /** One message; for each commitment its signature, its record, and two accounts' worth of writing; l hashes in all. */
  deposited(slot: number): void {
    const { market, post } = this.#setting;
    post.slab.col.received[slot] = market.simulation.now;
    const commitments = post.letters(slot).length;
    const work = {
      message: 1,
      signature: commitments,
      hash: post.slab.col.words[slot],
      lookUp: commitments,
      write: 2 * commitments + 1,
    };
    queueAtBank(this.#setting, slot, work, this.#decide);
  }

  /** What counts is when it came: a deposit that waits at the broker is not late. */
  #decideDeposit(slot: number): void {
    const { market, evidence, post } = this.#setting;
    const vendor = post.slab.col.vendor[slot];
    this.#clock = Math.max(this.#clock, post.slab.col.received[slot]);
    let paid: Microdollars = 0;
    for (const letter of post.letters(slot)) {
      const deposited = evidence.read(letter);
      if (typeof deposited === 'string') market.incident(deposited, market.vendorParty(vendor));
      else paid += this.#settle(deposited);
    }
    if (paid > 0) market.bank.macropayment();
    post.slab.release(slot);
  }

  /** @returns what is credited to the vendor */
  #settle({ user, vendor, id, date, index }: Deposited): Microdollars {
    const { market, options, books } = this.#setting;
    const { rejection, credited, dishonoured, caught } = this.#book.deposit(user, id, date, index, this.#clock);
    if (rejection !== undefined) {
      const isUsers = rejection === 'revoked-certificate';
      market.incident(rejection, isUsers ? market.userParty(user) : market.vendorParty(vendor));
      if (rejection !== 'already-deposited') books.refuse(user, vendor, index * options.unitValue);
      return 0;
    }
    books.credit(user, vendor, credited, dishonoured);
    if (caught !== undefined) this.#catch(user, caught);
    return credited;
  }

  /** What vendors take before they have the list, at the end of this day, is honoured. */
  #catch(user: number, reason: string): void {
    const { market } = this.#setting;
    market.incident(reason, market.userParty(user));
    this.#revoked.add(user);
    this.#book.revoke(user, dayOf(market.simulation.now) + DAY);
  }

  // ---- bills

  /** Everybody is billed for what he owes. @returns how many are */
  bill(): number {
    const { market } = this.#setting;
    let bills = 0;
    for (let user = 0; user < this.#book.users; user++) if (this.#billUser(user)) bills++;
    if (bills > 0) market.bank.serve({ write: bills }, this.#billed);
    this.#bills += bills;
    return bills;
  }

  #billUser(user: number): boolean {
    const { market, books } = this.#setting;
    const amount = this.#book.owed(user);
    if (amount === 0) return false;
    const collected = this.#collect(user, amount);
    this.#book.repay(user, amount);
    books.bill(user, amount, collected);
    market.bank.macropayment();
    if (collected < amount) this.#catch(user, 'insolvent');
    return true;
  }

  #collect(user: number, amount: Microdollars): Microdollars {
    const funds = this.#funds.get(user) ?? Number.POSITIVE_INFINITY;
    const collected = Math.min(amount, funds, this.#mostOfBill.get(user) ?? Number.POSITIVE_INFINITY);
    if (this.#funds.has(user)) this.#funds.set(user, funds - collected);
    return collected;
  }

  /** This user has so much money and no more. */
  limitFunds(user: number, funds: Microdollars): void {
    this.#funds.set(user, funds);
  }

  /** Of each bill this user pays so much and no more. */
  limitBills(user: number, most: Microdollars): void {
    this.#mostOfBill.set(user, most);
  }

  get revoked(): ReadonlySet<number> {
    return this.#revoked;
  }

  counts() {
    return {
      certificates: this.#certificates,
      bills: this.#bills,
      revoked: this.#revoked.size,
    };
  }
}

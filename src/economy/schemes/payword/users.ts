/**
 * PayWord's users: they get a certificate from the broker when they need one, sign a commitment to a fresh chain at the
 * first purchase of a day from a vendor, and then pay with paywords, off-line.
 *
 * Payments to one vendor go one at a time: a payword that overtook the one before would pay for both.
 * @source RS96, section 4; that a chain that is used up has a successor on the same day is ours
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';
import { PairQueues } from '../../pair-queues.ts';
import { Budgets } from './budgets.ts';
import type { Chain } from './evidence.ts';
import { wordsOfChain } from './options.ts';
import { dayOf, type Setting } from './setting.ts';

interface Strand<L> {
  readonly chain: Chain<L>;
  readonly date: Microseconds;
  /** The last payword that the vendor has. */
  index: number;
}

interface Certified<L> {
  readonly certificate: L;
  readonly expires: Microseconds;
}

interface Wish {
  readonly vendor: number;
  readonly price: Microdollars;
}

export class Users<L> {
  readonly budgets: Budgets;
  readonly #setting: Setting<L>;
  readonly #queues: PairQueues;
  readonly #words: number;
  readonly #certified = new Map<number, Certified<L>>();
  /** Purchases that wait for a certificate: there are none unless one is on its way. */
  readonly #waiting = new Map<number, Wish[]>();
  /** Of each pair of a user and a vendor with purchases today. */
  readonly #strands = new Map<number, Strand<L>>();
  /** What watched users presented last, and who is told of it. */
  readonly #copies = new Map<number, readonly L[]>();
  readonly #watchers = new Map<number, (price: Microdollars) => void>();
  #unpayable = 0;

  constructor(setting: Setting<L>) {
    const { users, vendors } = setting.market.demand;
    this.#setting = setting;
    this.#words = wordsOfChain(setting.options);
    this.budgets = new Budgets(users, setting.options.limit);
    this.#queues = new PairQueues(vendors, (...purchase) => this.#begin(...purchase));
  }

  /** The user wants goods; he asks for a certificate first when he has none for today. */
  pay(user: number, vendor: number, price: Microdollars): void {
    const { unitValue } = this.#setting.options;
    if (price % unitValue !== 0) this.#refuseUnpayable(user, vendor, price, 'not-whole-paywords');
    else if (price > this.#words * unitValue) this.#refuseUnpayable(user, vendor, price, 'beyond-limit');
    else if (this.#isCertified(user)) this.#queues.join(user, vendor, price);
    else this.#wait(user, vendor, price);
  }

  #refuseUnpayable(user: number, vendor: number, price: Microdollars, reason: string): void {
    this.#unpayable++;
    this.#setting.market.refused(user, vendor, price, reason);
  }

  /** Purchases that no chain could pay. */
  get unpayable(): number {
    return this.#unpayable;
  }

  // ---- certificates

  #isCertified(user: number): boolean {
    const certified = this.#certified.get(user);
    return certified !== undefined && this.#setting.market.simulation.now < certified.expires;
  }

  #wait(user: number, vendor: number, price: Microdollars): void {
    const waiting = this.#waiting.get(user);
    if (waiting !== undefined) {
      waiting.push({ vendor, price });
      return;
    }
    this.#waiting.set(user, [{ vendor, price }]);
    this.#setting.lines.requests.send(this.#setting.post.write({ user }));
  }

  /** A certificate has come; a message without one says that the broker has no more for him. */
  certified(slot: number): void {
    const { post } = this.#setting;
    const user = post.slab.col.user[slot];
    const [certificate] = post.letters(slot);
    if (certificate === undefined) {
      this.#refuseWaiting(user, 'revoked-certificate');
      return;
    }
    this.#certified.set(user, { certificate, expires: post.slab.col.expires[slot] });
    for (const { vendor, price } of this.#takeWaiting(user)) this.pay(user, vendor, price);
  }

  /** Neither request nor certificate can be delivered: whatever waits is refused. */
  requestFailed(slot: number): void {
    this.#refuseWaiting(this.#setting.post.slab.col.user[slot], 'undelivered');
  }

  #refuseWaiting(user: number, reason: string): void {
    for (const { vendor, price } of this.#takeWaiting(user)) this.#setting.market.refused(user, vendor, price, reason);
  }

  #takeWaiting(user: number): Wish[] {
    const waiting = this.#waiting.get(user)!;
    this.#waiting.delete(user);
    return waiting;
  }

  // ---- paywords

  #begin(user: number, vendor: number, price: Microdollars): boolean {
    const { market } = this.#setting;
    if (!this.#isCertified(user)) {
      this.#wait(user, vendor, price);
      return false;
    }
    const date = dayOf(market.simulation.now);
    if (!this.budgets.take(user, date, price)) {
      market.refused(user, vendor, price, 'credit-limit-reached');
      return false;
    }
    this.#present(user, vendor, price, this.#lettersFor(user, vendor, price, date));
    return true;
  }

  /** The next paywords; the commitment before them as long as the vendor has none of its chain. */
  #lettersFor(user: number, vendor: number, price: Microdollars, date: Microseconds): L[] {
    const due = price / this.#setting.options.unitValue;
    const { chain, index } = this.#strandFor(user, vendor, due, date);
    const payment = chain.payment(index + due);
    return index === 0 ? [chain.commitment, payment] : [payment];
  }

  #strandFor(user: number, vendor: number, due: number, date: Microseconds): Strand<L> {
    const pair = this.#pairOf(user, vendor);
    const known = this.#strands.get(pair);
    if (known !== undefined && known.date === date && known.index + due <= this.#words) return known;
    const { certificate } = this.#certified.get(user)!;
    // The whole chain is hashed before its root can be signed.
    this.#setting.market.work.users.hash += this.#words;
    this.#setting.market.work.users.signature += 1;
    const strand = { chain: this.#setting.evidence.chain(user, vendor, certificate, date), date, index: 0 };
    this.#strands.set(pair, strand);
    return strand;
  }

  #present(user: number, vendor: number, price: Microdollars, letters: readonly L[]): void {
    const { lines, post } = this.#setting;
    if (this.#copies.has(user)) this.#copies.set(user, letters);
    lines.payments.send(post.write({ user, vendor, price, awaited: 1 }, letters));
    this.#watchers.get(user)?.(price);
  }

  /** The goods have come, or a refusal; either says which payword the vendor has. */
  answered(slot: number): void {
    const { col } = this.#setting.post.slab;
    if (col.awaited[slot] === 0) return;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const strand = this.#strands.get(this.#pairOf(user, vendor));
    if (strand !== undefined) {
      strand.index = Math.max(strand.index, col.words[slot]);
      if (col.served[slot] === 0) this.budgets.giveBack(user, strand.date, price);
    }
    this.#queues.ended(user, vendor);
  }

  /** The vendor never got the payword: it is still to be spent, and the purchase is off. */
  paymentLost(slot: number): void {
    const { col } = this.#setting.post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    this.#setting.market.refused(user, vendor, price, 'undelivered');
    this.answered(slot);
  }

  /** Chains of days before are worth nothing any more. */
  forgetBefore(date: Microseconds): void {
    for (const [pair, strand] of this.#strands) if (strand.date < date) this.#strands.delete(pair);
  }

  // ---- what only dishonest users do

  /** Keeps copies of what this user presents from now on. */
  watch(user: number, presented?: (price: Microdollars) => void): void {
    this.#copies.set(user, []);
    if (presented !== undefined) this.#watchers.set(user, presented);
  }

  /** Presents the last letters of this user again; false when there are none yet. */
  presentAgain(user: number, vendor: number, price: Microdollars): boolean {
    const letters = this.#copies.get(user) ?? [];
    if (letters.length === 0) return false;
    this.#setting.lines.payments.send(this.#setting.post.write({ user, vendor, price }, letters));
    return true;
  }

  #pairOf(user: number, vendor: number): number {
    return user * this.#setting.market.demand.vendors + vendor;
  }
}

/**
 * PayWord's vendors: they check a commitment at a user's first purchase of the day, then hashes only, off-line, and send
 * the day's last paywords to the broker in one message.
 *
 * A vendor sees its own commitments only, and of those no more than the credit limit of their user is good; what he has
 * promised others it cannot know.
 * @source RS96, section 4; the minute after midnight is ours
 * @module
 */
import type { Rejection } from '../../../protocols/payword/rejection.ts';
import { Priority } from '../../../sim/priority.ts';
import { DAY, type Microseconds } from '../../../units.ts';
import type { Till } from './evidence.ts';
import { UNDER_WAY_MAX } from './options.ts';
import { RETRY_AFTER, type Setting } from './setting.ts';

/** A vendor checks the user's signature, and the broker's on his certificate. */
const CHECKS_OF_COMMITMENT = 2;

/** A payword comes without a commitment, and there is none before it. */
type Refusal = Rejection | 'unknown-commitment';

export class Vendors<L> {
  readonly #setting: Setting<L>;
  /** Of each vendor, by user: his chains, the one that he pays from last. */
  readonly #tills: Map<number, Till<L>[]>[];
  readonly #retry: number;
  /** The broker's list, as of the last day end. */
  #revoked: ReadonlySet<number> = new Set();
  #commitments = 0;
  #words = 0;
  #deposits = 0;

  constructor(setting: Setting<L>) {
    const { market } = setting;
    this.#setting = setting;
    this.#tills = Array.from({ length: market.demand.vendors }, () => new Map());
    this.#retry = market.simulation.register('deposit sent again', (slot) => setting.lines.deposits.send(slot));
  }

  // ---- payments

  paid(slot: number): void {
    const { market, post, lines } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, price, awaited] = [col.user[slot], col.vendor[slot], col.price[slot], col.awaited[slot]];
    const till = this.#tillFor(slot);
    const refusal = typeof till === 'string' ? till : this.#receive(till, slot);
    if (refusal === undefined) market.served(user, vendor, price);
    else market.refused(user, vendor, price, refusal);
    const words = typeof till === 'string' ? 0 : till.index;
    const served = refusal === undefined ? 1 : 0;
    lines.goods.send(post.write({ user, vendor, price, awaited, served, words }));
  }

  /** That of the commitment in the message, or else the one that this user pays from. */
  #tillFor(slot: number): Till<L> | Refusal {
    const { col } = this.#setting.post.slab;
    const tills = this.#tills[col.vendor[slot]].get(col.user[slot]) ?? [];
    const letters = this.#setting.post.letters(slot);
    if (letters.length === 1) return tills.at(-1) ?? 'unknown-commitment';
    const till = this.#accept(letters[0], col.vendor[slot]);
    if (typeof till === 'string') return till;
    const known = tills.find(({ id }) => id === till.id);
    if (known !== undefined) return known;
    this.#tills[col.vendor[slot]].set(col.user[slot], [...tills, till]);
    this.#commitments++;
    return till;
  }

  #accept(commitment: L, vendor: number): Till<L> | Rejection {
    const { evidence, market } = this.#setting;
    const { now } = market.simulation;
    market.work.vendors.signature += CHECKS_OF_COMMITMENT;
    const isRevoked = (user: number): boolean => this.#revoked.has(user);
    const till = evidence.accept(commitment, vendor, now, isRevoked);
    // It may have been signed before midnight.
    return till === 'wrong-date' && now % DAY < UNDER_WAY_MAX
      ? evidence.accept(commitment, vendor, now - (now % DAY) - 1, isRevoked)
      : till;
  }

  #receive(till: Till<L>, slot: number): Rejection | undefined {
    const { market, options, post, books } = this.#setting;
    const { col } = post.slab;
    const due = col.price[slot] / options.unitValue;
    if (this.#wordsOf(slot, till.date) + due > till.creditWords) return 'beyond-limit';
    const { now } = market.simulation;
    const lastInstant = till.date + DAY - 1;
    const paidAt = now <= lastInstant + UNDER_WAY_MAX ? Math.min(now, lastInstant) : now;
    const words = till.receive(post.letters(slot).at(-1)!, due, paidAt);
    if (typeof words === 'string') return words;
    books.promise(col.user[slot], col.vendor[slot], words * options.unitValue);
    this.#words += words;
    market.work.vendors.hash += words;
    return undefined;
  }

  /** What this user has promised this vendor on the same day, over all his chains. */
  #wordsOf(slot: number, date: Microseconds): number {
    const { col } = this.#setting.post.slab;
    const tills = this.#tills[col.vendor[slot]].get(col.user[slot])!;
    return tills.reduce((sum, till) => (till.date === date ? sum + till.index : sum), 0);
  }

  // ---- deposits

  /** Vendors get the list of revoked certificates once a day. */
  listRevoked(users: ReadonlySet<number>): void {
    this.#revoked = new Set(users);
  }

  /**
   * Every vendor sends what it has of commitments of days that began before, in one message.
   * @returns how many messages
   */
  depositBefore(date: Microseconds): number {
    let sent = 0;
    for (let vendor = 0; vendor < this.#tills.length; vendor++) if (this.#deposit(vendor, date)) sent++;
    this.#deposits += sent;
    return sent;
  }

  #deposit(vendor: number, date: Microseconds): boolean {
    const { post, lines } = this.#setting;
    const letters: L[] = [];
    let words = 0;
    for (const till of this.#takeBefore(vendor, date)) {
      const letter = till.deposit();
      if (letter === undefined) continue;
      letters.push(letter);
      words += till.index;
    }
    if (letters.length === 0) return false;
    lines.deposits.send(post.write({ vendor, words }, letters));
    return true;
  }

  #takeBefore(vendor: number, date: Microseconds): Till<L>[] {
    const taken: Till<L>[] = [];
    for (const [user, tills] of this.#tills[vendor]) {
      const kept = tills.filter((till) => till.date >= date);
      taken.push(...tills.filter((till) => till.date < date));
      if (kept.length > 0) this.#tills[vendor].set(user, kept);
      else this.#tills[vendor].delete(user);
    }
    return taken;
  }

  depositLost(slot: number): void {
    const { market, post } = this.#setting;
    post.slab.retain(slot);
    market.simulation.after(RETRY_AFTER, this.#retry, Priority.decision, slot);
  }

  counts() {
    return { commitments: this.#commitments, words: this.#words, deposits: this.#deposits };
  }
}

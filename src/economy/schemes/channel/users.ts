/**
 * Users of payment channels: they open one at the first purchase from a vendor, another one when it is used up or
 * closed, and sign a voucher for every purchase, off-line.
 *
 * Payments to one vendor go one at a time: a voucher that overtook the one before would pay for both.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import { PairQueues } from '../../pair-queues.ts';
import { Answer } from './post.ts';
import { pairOf, type Setting } from './setting.ts';

/** A channel as its user knows it. */
interface Open {
  readonly nonce: number;
  /** Vouchers that the vendor has taken, and what they come to. */
  sequence: number;
  total: Microdollars;
}

/** A voucher that the user waits for an answer to. */
const AWAITED = { awaited: 1, answer: Answer.refused, total: 0 };

/** What was presented, for whoever copies it. */
interface Copy<V> {
  readonly nonce: number;
  readonly voucher: V;
}

export class Users<V> {
  readonly #setting: Setting<V>;
  readonly #queues: PairQueues;
  /** Of each pair: the channel in use, and how many there were. */
  readonly #channels = new Map<number, Open>();
  readonly #nonces = new Map<number, number>();
  /** Of each user: channels that hold a deposit of his, as far as he knows. */
  readonly #deposits: Int32Array;
  readonly #copies = new Map<number, Copy<V> | undefined>();
  readonly #watchers = new Map<number, (price: Microdollars) => void>();
  #unpayable = 0;

  constructor(setting: Setting<V>) {
    const { users, vendors } = setting.market.demand;
    this.#setting = setting;
    this.#deposits = new Int32Array(users);
    this.#queues = new PairQueues(vendors, (...purchase) => this.#begin(...purchase));
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    const { market, options } = this.#setting;
    if (price > options.deposit) {
      this.#unpayable++;
      market.refused(user, vendor, price, 'over-deposit');
    } else this.#queues.join(user, vendor, price);
  }

  /** Purchases that no channel could pay. */
  get unpayable(): number {
    return this.#unpayable;
  }

  #begin(user: number, vendor: number, price: Microdollars): boolean {
    const channel = this.#channels.get(this.#pairOf(user, vendor));
    if (channel !== undefined && channel.total + price <= this.#setting.options.deposit)
      this.#present(user, vendor, price, channel);
    else this.#open(user, vendor, price);
    return true;
  }

  // ---- channels

  #open(user: number, vendor: number, price: Microdollars): void {
    const { lines, post } = this.#setting;
    const pair = this.#pairOf(user, vendor);
    const nonce = this.#nonces.get(pair) ?? 0;
    this.#nonces.set(pair, nonce + 1);
    lines.openings.send(post.write({ user, vendor, nonce }, price));
  }

  /** The channel is ready, and the purchase that waits for it goes on. */
  opened(slot: number): void {
    const { user, vendor, nonce } = this.#setting.post.key(slot);
    const channel = { nonce, sequence: 0, total: 0 };
    this.#channels.set(this.#pairOf(user, vendor), channel);
    this.#deposits[user]++;
    this.#present(user, vendor, this.#setting.post.slab.col.price[slot], channel);
  }

  /** No channel can be had: the purchase that waits for it is refused. */
  openingFailed(slot: number): void {
    const { user, vendor } = this.#setting.post.key(slot);
    this.#setting.market.refused(user, vendor, this.#setting.post.slab.col.price[slot], 'undelivered');
    this.#queues.ended(user, vendor);
  }

  /** What was left of the deposit has come back. */
  closed(slot: number): void {
    const { user, vendor, nonce } = this.#setting.post.key(slot);
    this.#deposits[user]--;
    this.#forget(user, vendor, nonce);
  }

  #forget(user: number, vendor: number, nonce: number): void {
    const pair = this.#pairOf(user, vendor);
    if (this.#channels.get(pair)?.nonce === nonce) this.#channels.delete(pair);
  }

  /** Deposits in all channels of this user. */
  holdings(user: number): Microdollars {
    return this.#deposits[user] * this.#setting.options.deposit;
  }

  // ---- vouchers

  #present(user: number, vendor: number, price: Microdollars, { nonce, sequence, total }: Open): void {
    const { market, lines, post, evidence } = this.#setting;
    const key = { user, vendor, nonce };
    const voucher = evidence.voucher(key, sequence + 1, total + price);
    market.work.users.signature += 1;
    if (this.#copies.has(user)) this.#copies.set(user, { nonce, voucher });
    lines.payments.send(post.write(key, price, voucher, AWAITED));
    this.#watchers.get(user)?.(price);
  }

  /** The goods have come, or a refusal, or word that the channel is closed: then another one is opened. */
  answered(slot: number): void {
    const { market, post } = this.#setting;
    const { col } = post.slab;
    const { user, vendor, nonce } = post.key(slot);
    const isClosed = col.answer[slot] === Answer.closed;
    if (col.awaited[slot] === 0) {
      if (isClosed) market.refused(user, vendor, col.price[slot], 'unknown-channel');
      return;
    }
    if (isClosed) {
      this.#forget(user, vendor, nonce);
      this.#open(user, vendor, col.price[slot]);
      return;
    }
    this.#note(user, vendor, nonce, col.total[slot]);
    this.#queues.ended(user, vendor);
  }

  #note(user: number, vendor: number, nonce: number, total: Microdollars): void {
    const channel = this.#channels.get(this.#pairOf(user, vendor));
    if (channel?.nonce !== nonce || total <= channel.total) return;
    channel.sequence++;
    channel.total = total;
  }

  /** The vendor never got the voucher: it pays for nothing, and the next one takes its place. */
  paymentLost(slot: number): void {
    const { market, post } = this.#setting;
    const { user, vendor } = post.key(slot);
    market.refused(user, vendor, post.slab.col.price[slot], 'undelivered');
    if (post.slab.col.awaited[slot] === 1) this.#queues.ended(user, vendor);
  }

  // ---- what only dishonest users do

  /** Keeps copies of what this user presents from now on. */
  watch(user: number, presented?: (price: Microdollars) => void): void {
    this.#copies.set(user, undefined);
    if (presented !== undefined) this.#watchers.set(user, presented);
  }

  /** Presents the last voucher of this user again; false when there is none yet. */
  presentAgain(user: number, vendor: number, price: Microdollars): boolean {
    const copy = this.#copies.get(user);
    if (copy === undefined) return false;
    const { lines, post } = this.#setting;
    lines.payments.send(post.write({ user, vendor, nonce: copy.nonce }, price, copy.voucher));
    return true;
  }

  #pairOf(user: number, vendor: number): number {
    return pairOf(this.#setting.market, user, vendor);
  }
}

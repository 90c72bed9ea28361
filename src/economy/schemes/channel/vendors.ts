/**
 * Vendors who are paid by vouchers: they check one signature a payment, off-line, keep the last voucher of each channel,
 * and close the channel when it has a successor, when a period ends, and at the end.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { ChannelKey, Till } from './evidence.ts';
import { Answer } from './post.ts';
import { pairOf, RETRY_AFTER, type Setting } from './setting.ts';

/** An open channel. */
interface Open<V> {
  readonly key: ChannelKey;
  readonly till: Till<V>;
}

export class Vendors<V> {
  readonly #setting: Setting<V>;
  readonly #channels = new Map<number, Open<V>>();
  readonly #retry: number;

  constructor(setting: Setting<V>) {
    this.#setting = setting;
    this.#retry = setting.market.simulation.register('settlement sent again', (slot) =>
      setting.lines.settlements.send(slot),
    );
  }

  /** The bank says that a channel is open; one of the same user before it is used up. */
  announced(slot: number): void {
    const { market, evidence, post, lines } = this.#setting;
    const key = post.key(slot);
    const pair = pairOf(market, key.user, key.vendor);
    const before = this.#channels.get(pair);
    if (before !== undefined) this.#settle(before);
    this.#channels.set(pair, { key, till: evidence.till(key) });
    lines.invitations.send(post.write(key, post.slab.col.price[slot]));
  }

  paid(slot: number): void {
    const { market, post, lines } = this.#setting;
    const { col } = post.slab;
    const key = post.key(slot);
    const [price, awaited] = [col.price[slot], col.awaited[slot]];
    const channel = this.#channels.get(pairOf(market, key.user, key.vendor));
    const isKnown = channel !== undefined && channel.key.nonce === key.nonce;
    const answer = isKnown ? this.#receive(channel, slot) : Answer.closed;
    const total = isKnown ? channel.till.total : 0;
    lines.goods.send(post.write(key, price, undefined, { awaited, answer, total }));
  }

  #receive(channel: Open<V>, slot: number): number {
    const { market, post } = this.#setting;
    const { user, vendor } = channel.key;
    const price = post.slab.col.price[slot];
    const paid = channel.till.receive(post.voucher(slot)!, price);
    market.work.vendors.signature += 1;
    if (typeof paid === 'string') {
      market.refused(user, vendor, price, paid);
      return Answer.refused;
    }
    market.served(user, vendor, price);
    return Answer.served;
  }

  /** All channels are closed, used or not. */
  settleAll(): void {
    for (const channel of this.#channels.values()) this.#settle(channel);
    this.#channels.clear();
  }

  #settle({ key, till }: Open<V>): void {
    const { post, lines } = this.#setting;
    lines.settlements.send(post.write(key, 0, till.last));
  }

  settlementLost(slot: number): void {
    const { market, post } = this.#setting;
    post.slab.retain(slot);
    market.simulation.after(RETRY_AFTER, this.#retry, Priority.decision, slot);
  }
}

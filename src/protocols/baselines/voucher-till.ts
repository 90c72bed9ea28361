/**
 * What the payee of a channel checks, off-line, before it serves against a voucher, and what it keeps: the last one.
 * @module
 */
import type { Microdollars } from '../../units.ts';
import type { ChannelRejection } from './channel-rejection.ts';
import { type Channel, channelId, checkVoucher } from './voucher.ts';

export class VoucherTill {
  readonly id: Uint8Array;
  readonly #channel: Channel;
  #sequence = 0;
  #total: Microdollars = 0;
  #last: Uint8Array | undefined;

  /**
   * @param channel one of which the bank has told the payee that it is open.
   * @throws RangeError when a field of it is out of range.
   */
  constructor(channel: Channel) {
    this.#channel = channel;
    this.id = channelId(channel);
  }

  /** What the last voucher says is owed in all. */
  get total(): Microdollars {
    return this.#total;
  }

  /** The last voucher, for the settlement; undefined before the first. */
  get last(): Uint8Array | undefined {
    return this.#last;
  }

  /**
   * Takes a voucher: what it pays beyond the last one, at least the price. Never throws, whatever the bytes.
   * Rejections, each of which leaves everything as it was: those of `checkVoucher`; `replayed-voucher`, `underpaid`
   * (also when the total falls).
   * Costs one signature check.
   * @param price at least 1.
   */
  receive(bytes: Uint8Array, price: Microdollars): Microdollars | ChannelRejection {
    const voucher = checkVoucher(this.#channel, this.id, bytes);
    if (typeof voucher === 'string') return voucher;
    if (voucher.sequence <= this.#sequence) return 'replayed-voucher';
    const paid = voucher.total - this.#total;
    if (paid < price) return 'underpaid';
    this.#sequence = voucher.sequence;
    this.#total = voucher.total;
    this.#last = bytes.slice();
    return paid;
  }
}

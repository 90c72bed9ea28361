/**
 * Evidence: what a voucher is to those who handle it. At fidelity real it is bytes, signed and verified by the protocol
 * library (real-evidence.ts); at sampled it is what the simulator knows (sampled-evidence.ts).
 * @module
 */
import type { ChannelRejection } from '../../../protocols/baselines/channel-rejection.ts';
import type { Microdollars } from '../../../units.ts';

/** One channel of all: those of one pair are numbered. */
export interface ChannelKey {
  readonly user: number;
  readonly vendor: number;
  readonly nonce: number;
}

/** What the vendor keeps of a channel. V: whatever a voucher is. */
export interface Till<V> {
  /** What the last voucher says is owed in all. */
  readonly total: Microdollars;
  /** The last voucher; undefined before the first. */
  readonly last: V | undefined;
  /** What the voucher pays beyond the last one, at least the price. */
  receive(voucher: V, price: Microdollars): Microdollars | ChannelRejection;
}

/** A voucher on the wire at fidelity real: its kind, channel, sequence and total, and the signature. */
export const VOUCHER_BYTES = 138;

export interface Evidence<V> {
  /** The column of a message in which vouchers travel: bytes that anyone may read, or the simulator's own knowledge. */
  readonly column: 'voucher' | 'truth';
  /** The user signs. */
  voucher(channel: ChannelKey, sequence: number, total: Microdollars): V;
  /** The vendor learns that a channel is open. */
  till(channel: ChannelKey): Till<V>;
  /** The bank's check of the last voucher: what is owed in all. */
  check(channel: ChannelKey, voucher: V): Microdollars | ChannelRejection;
  /** Under which name the bank keeps a channel. */
  nameOf(channel: ChannelKey): string;
  /** Bytes of a voucher on the wire. */
  readonly size: number;
}

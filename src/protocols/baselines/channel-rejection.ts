/**
 * Why a voucher, or a step in the life of a channel, is refused.
 * @module
 */

export type ChannelRejection =
  /** The bytes are no encoding of a voucher. */
  | 'malformed'
  /** The sequence or the total is zero or beyond 2^53 - 1. */
  | 'value-out-of-range'
  /** The voucher is one of another channel. */
  | 'wrong-channel'
  /** The voucher is not signed under the payer's key. */
  | 'bad-payer-signature'
  /** The voucher's sequence is not above that of the last one. */
  | 'replayed-voucher'
  /** The voucher's total is above the last one's by less than the price. */
  | 'underpaid'
  /** The total is more than the channel's deposit. */
  | 'over-deposit'
  /** There is a channel of this name, or was. */
  | 'duplicate-channel'
  /** There is no channel of this name. */
  | 'unknown-channel'
  /** The channel has been settled. */
  | 'channel-closed'
  /** The payer has asked for the close already. */
  | 'already-closing'
  /** Nobody has asked for the close. */
  | 'not-closing'
  /** The dispute window is still open. */
  | 'window-open'
  /** The dispute window has ended. */
  | 'window-over'
  /** The payer has owned up to as much or more. */
  | 'stale-voucher';

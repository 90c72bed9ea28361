/**
 * Why a cheque, a deposit or an opening is refused.
 * @module
 */

export type Rejection =
  /** The cheque is not signed under the user's key. */
  | 'bad-user-signature'
  /** The selection proof is none under the key of the merchant (or of the bank that draws for a period). */
  | 'bad-selection-proof'
  /** The lottery number is not below the threshold. */
  | 'not-payable'
  /** The cheque's time is not one that is accepted now: past the deadline, outside the period, or yet to come. */
  | 'late'
  /** The same cheque was deposited before. */
  | 'duplicate'
  /** The cheque is drawn on another bank. */
  | 'wrong-bank'
  /** Nobody of this identity has registered a key. */
  | 'unknown-user'
  /** The user was expelled before the deposit. */
  | 'expelled-user'
  /** The cheque is made out to another merchant, or to one that has registered no key. */
  | 'unknown-merchant'
  /** Another cheque bears one of the same serials, and the bank does not honour it. */
  | 'serial-reused'
  /** Serial and time run against those of another cheque. */
  | 'serial-out-of-order'
  /** The value, a serial or the time is out of range, no whole number of units, or not the price. */
  | 'value-out-of-range'
  /** The bytes are no encoding of a cheque. */
  | 'malformed'
  /** The merchant has committed to no list for the period. */
  | 'root-missing'
  /** The path does not lead from the cheque to the merchant's root. */
  | 'bad-opening';

/**
 * Why a certificate, a commitment, a payment or a deposit is refused.
 * @module
 */

export type Rejection =
  /** The bytes are no encoding of what they are taken for. */
  | 'malformed'
  /** A limit, an index or an instant is zero where it must not be, or beyond 2^53 - 1. */
  | 'value-out-of-range'
  /** The key that a user wants certified is none that has one signature a message. */
  | 'bad-user-key'
  /** The certificate is another broker's. */
  | 'wrong-broker'
  /** The commitment is made out to another vendor. */
  | 'wrong-vendor'
  /** The broker has not issued the certificate. */
  | 'bad-broker-signature'
  /** The commitment is not signed under the certified key. */
  | 'bad-user-signature'
  /** The commitment's day begins when the certificate has expired. */
  | 'certificate-expired'
  /** The broker has revoked the certificate. */
  | 'revoked-certificate'
  /** The commitment promises more than the certificate's credit limit. */
  | 'limit-above-credit'
  /** The commitment's day is over or has not begun. */
  | 'wrong-date'
  /** The payword's index is not above that of the last one. */
  | 'replayed-payword'
  /** The payword's index is above what the commitment's limit covers. */
  | 'beyond-limit'
  /** The payword does not lead to the last one. */
  | 'bad-payword'
  /** The payword is worth less than the price. */
  | 'underpaid'
  /** The deposit comes after its deadline, or before the commitment's day. */
  | 'late'
  /** No payword of the commitment beyond this one is left to pay. */
  | 'already-deposited';

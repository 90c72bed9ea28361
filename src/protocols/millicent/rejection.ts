/**
 * Why scrip, a request or a reply is refused.
 * @module
 */

/** All names, since a reply may say one on the wire. */
export const REJECTIONS = [
  /** The bytes are no canonical writing of scrip, of a request or of a reply. */
  'malformed',
  /** An amount below zero. */
  'negative-amount',
  /** An amount that is no whole number of micro-dollars. */
  'fractional-amount',
  /** An amount beyond 2^53 - 1 micro-dollars. */
  'amount-too-large',
  /** The request comes in a protocol that the vendor does not speak. */
  'wrong-protocol',
  /** The scrip is good at another vendor. */
  'wrong-vendor',
  /** No master scrip secret is in use for this ID#. */
  'unknown-scrip-secret',
  /** Forged: the stamp is not that of the body. */
  'bad-stamp',
  /** No master customer secret is in use for this CustID#. */
  'unknown-customer-secret',
  /** Stolen: whoever made the request does not hold the customer's secret. */
  'bad-request-hmac',
  /** The envelope of the private protocol was not sealed with the customer's secret. */
  'bad-seal',
  /** The scrip's time is over. */
  'expired',
  /** Spent twice: another request came with the same ID#. */
  'already-spent',
  /** The price list knows no price of it for this customer. */
  'not-for-sale',
  /** The price is above what the customer agreed to pay. */
  'price-above-offer',
  /** The customer agreed to pay more than his scrip is worth. */
  'value-too-small',
  /** No purchase of this customer with that ID# waits for a refund. */
  'nothing-to-refund',
  /** The vendor has no account with the broker whom its scrip is to be paid out to. */
  'unknown-payee',
  /** The payout was not made with the secret that broker and vendor share, or was altered. */
  'bad-payout',
  /** The payout is made out to another broker, or to another of its customers. */
  'wrong-payee',
  /** The payout's time is over. */
  'payout-expired',
  /** The broker has given scrip for this payout before. */
  'already-paid-out',
  /** The issuer has no ID# left. */
  'out-of-ids',
  /** The broker has no dealings with this vendor. */
  'unknown-vendor',
  /** The broker has no piece of this value in its warehouse. */
  'sold-out',
  /** The reply was not made with the customer's secret, or answers another request. */
  'bad-reply-hmac',
  /** Somebody says that the vendor refuses, but not with the customer's secret. */
  'unproven-refusal',
  /** The vendor keeps the change. */
  'change-missing',
  /** The change is worth too little, or is not this customer's at this vendor, or is what he paid with. */
  'wrong-change',
  /** The reply to a cash-out brings no payout of that scrip to whom it was to be paid out. */
  'wrong-payout',
] as const;

export type Rejection = (typeof REJECTIONS)[number];

const NAMES: ReadonlySet<string> = new Set(REJECTIONS);

export function isRejection(name: string): name is Rejection {
  return NAMES.has(name);
}

/**
 * Coins of one period: what is kept in a till and travels in a message.
 * @module
 */
export interface Pile<C> {
  readonly period: number;
  readonly coins: readonly C[];
}

/** What a vendor hands in. */
export interface Deposit<C> extends Pile<C> {
  /** Who paid with each coin, as the vendor says; empty where the broker does not ask. */
  readonly payers: readonly number[];
}

/**
 * Coins of one period: what is kept in a till and travels in a message.
 * @module
 */
export interface Pile<C> {
  readonly period: number;
  readonly coins: readonly C[];
}

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
  /** It was sent before, and got lost on the way. */
  readonly lost?: true;
}

/** One deposit for each period of which there are coins: two only when the network held up an older one. */
export function together<C>(deposits: readonly Deposit<C>[]): Deposit<C>[] {
  const byPeriod = new Map<number, { readonly period: number; readonly coins: C[]; readonly payers: number[] }>();
  for (const { period, coins, payers } of deposits) {
    const ofPeriod = byPeriod.get(period) ?? { period, coins: [], payers: [] };
    byPeriod.set(period, ofPeriod);
    for (const coin of coins) ofPeriod.coins.push(coin);
    for (const payer of payers) ofPeriod.payers.push(payer);
  }
  return [...byPeriod.values()];
}

/**
 * Settlement: what the broker answers to a vendor who sends the bytes of a coin.
 * Source: RS96, section 3; the named outcomes and the grace are ours.
 * @module
 */
import type { Redemption, Register } from './broker.ts';
import type { Coin } from './coin.ts';
import { type CoinList, NOT_MINTED } from './coin-list.ts';
import type { Period } from './period.ts';
import { examine } from './vendor.ts';

/** What the broker keeps of one period. */
export interface Book {
  readonly period: Period;
  /** By the exact list; a broker who looks at bins alone would pay for what was spliced. */
  readonly list: Pick<CoinList, 'find'>;
  readonly register: Register;
}

/** The broker's calendar. */
export interface Now {
  /** The index of the period in which users spend now. */
  readonly period: number;
  /** Whether vendors can no longer settle coins of the period before. */
  readonly graceOver: boolean;
}

export interface Settlement {
  readonly outcome: Redemption;
  /** Its number in the period's mint, or NOT_MINTED. */
  readonly coin: number;
}

/**
 * Decides a coin by its bytes and, when it is `paid`, redeems it in its period's register.
 * Besides what the register answers: `expired`, and `invalid` for a coin that `examine` refuses, of a period to come
 * or of one that the broker does not know. Never throws, whatever the bytes and the period that a vendor claims.
 * @param bookOf the broker's book of a period; undefined when he keeps none.
 */
export function settle(
  coin: Coin,
  periodOfCoin: number,
  now: Now,
  bookOf: (period: number) => Book | undefined,
  vendor: number,
): Settlement {
  const oldest = now.graceOver ? now.period : now.period - 1;
  if (periodOfCoin < oldest) return { outcome: 'expired', coin: NOT_MINTED };
  const book = periodOfCoin <= now.period ? bookOf(periodOfCoin) : undefined;
  if (book === undefined || typeof examine(coin, book.period) === 'string') {
    return { outcome: 'invalid', coin: NOT_MINTED };
  }
  const number = book.list.find(coin);
  return { outcome: book.register.redeem(number, vendor), coin: number };
}

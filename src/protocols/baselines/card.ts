/**
 * Paying by card: every payment is a macropayment, for which the vendor is charged a fixed fee and a share of the price.
 * A card has no rules of its own here that could refuse a payment; whether the customer has the money is the economy's.
 * @module
 */
import type { Microdollars } from '../../units.ts';

const MILLION = 1_000_000;

export interface CardFees {
  /** At least 0. */
  readonly fixed: Microdollars;
  /** Millionths of the price, an integer from 0 to 10^6: 29,000 are 2.9 %. */
  readonly share: number;
}

/**
 * What the vendor is charged: fixed + price share / 10^6, the product rounded to the nearest micro-dollar, a half up.
 * Exact: the price is cut so that no product is above 2^53. The fee may be more than the price.
 * @throws RangeError when a number is no integer or out of range.
 */
export function cardFee({ fixed, share }: CardFees, price: Microdollars): Microdollars {
  if (!isAmount(fixed) || !isAmount(price) || !isAmount(share) || share > MILLION) {
    throw new RangeError(`no card fee: ${fixed} and ${share} millionths of ${price}`);
  }
  const millions = Math.floor(price / MILLION);
  const rest = price % MILLION;
  return fixed + millions * share + Math.floor((rest * share + MILLION / 2) / MILLION);
}

function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 0;
}

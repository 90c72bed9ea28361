/**
 * Statistical payment by a draw that everybody trusts: whoever owes a cent hands over a ticket that is worth ten
 * dollars once in a thousand times and void otherwise. What MR does without the trust.
 * Source: the lecture (a 1/1000 chance of $10 for $0.01); after W96 and R97.
 * @module
 */
import type { Microdollars } from '../../units.ts';

/** So many of so many tickets are worth something; more than none, at most all. */
export interface Odds {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * What a ticket pays for a debt of `value` when it wins: value denominator / numerator, so that it is fair on average.
 * @returns undefined when that is not a whole number of micro-dollars, or beyond 2^53 - 1.
 * @throws RangeError when the odds are none.
 */
export function prize(odds: Odds, value: Microdollars): Microdollars | undefined {
  check(odds);
  const scaled = BigInt(value) * odds.denominator;
  const amount = Number(scaled / odds.numerator);
  return scaled % odds.numerator === 0n && Number.isSafeInteger(amount) ? amount : undefined;
}

/**
 * Whether the ticket pays or is void.
 * @param ticket drawn by the trusted party, each integer from 0 to below the denominator as likely as the others.
 * @throws RangeError when the odds are none, or the ticket is none of theirs.
 */
export function draw(odds: Odds, ticket: bigint): 'pays' | 'void' {
  check(odds);
  if (ticket < 0n || ticket >= odds.denominator) throw new RangeError(`no ticket ${ticket} of ${odds.denominator}`);
  return ticket < odds.numerator ? 'pays' : 'void';
}

function check({ numerator, denominator }: Odds): void {
  if (numerator <= 0n || numerator > denominator) throw new RangeError(`no odds: ${numerator} of ${denominator}`);
}

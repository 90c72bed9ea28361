/**
 * What the lottery saves: payments that the bank settles as ordinary ones ("macropayments") per payment made, each
 * merchant's credit and each user's debit counting as one.
 * @source Micali, Rivest, Micropayments Revisited (2002), called MR02; the counts are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';

/** On average per payment made. */
export interface Macropayments {
  readonly credits: number;
  readonly debits: number;
}

/**
 * Every winner one credit and one debit, 2 s in all: MR1; and MR2 when deposits arrive in the order of their serials,
 * since each then exceeds the greatest so far.
 */
export function settledOneByOne(rate: number): Macropayments {
  return { credits: rate, debits: rate };
}

/**
 * MR2 when the winners of each n payments arrive in random order and only a serial above the greatest so far is
 * debited: the records of m shuffled numbers are 1 + 1/2 + ... + 1/m, and over m ~ Bin(n, s) that is the sum of
 * (1 - q^i) / i for i = 1 to n. Exact; in time of the order of n.
 */
export function settledShuffled(rate: number, payments: number): Macropayments {
  const losing = log1p(-rate);
  let records = 0;
  for (let i = payments; i >= 1; i--) records -= expm1(i * losing) / i;
  return { credits: rate, debits: records / payments };
}

/**
 * MR3, and MR2 with one charge per user and period: of n payments the user makes in a period all winners are
 * debited at once, if there are any, (1 - q^n) / n; each is still credited to its merchant.
 */
export function settledTogether(rate: number, payments: number): Macropayments {
  return { credits: rate, debits: -expm1(payments * log1p(-rate)) / payments };
}

/** The cost of settling per payment made, at a fee for each credit and one for each debit; in the unit of the fees. */
export function redemptionCost({ credits, debits }: Macropayments, fees: { credit: number; debit: number }): number {
  return credits * fees.credit + debits * fees.debit;
}

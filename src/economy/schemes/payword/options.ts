/**
 * What a scenario may say about PayWord.
 * @module
 */
import { MINUTE, type Microdollars, type Microseconds } from '../../../units.ts';

/** Who bears what a user has promised beyond his credit limit, and does not pay. */
export type LossPolicy = 'broker' | 'vendor';

export interface PaywordOptions {
  /** v: what one payword is worth, at least 1; every price is a whole number of them. */
  readonly unitValue: Microdollars;
  /** What a user may spend a day, at all vendors together: whole paywords. */
  readonly limit: Microdollars;
  /** n: paywords of a chain at most. */
  readonly chainLength: number;
  /** A certificate covers so many days, that of its issue included: whole days. */
  readonly certificateLife: Microseconds;
  /** What the broker keeps of each payword. */
  readonly commission: Microdollars;
  readonly lossPolicy: LossPolicy;
  /** How long after the end of its day a commitment may be deposited; Infinity: whenever. */
  readonly depositWindow: Microseconds;
}

/** A payment may have been sent before midnight and arrive after: so long vendors wait before they deposit a day. */
export const UNDER_WAY_MAX: Microseconds = MINUTE;

/** Paywords that a chain has: no more than the credit limit pays for. */
export function wordsOfChain({ chainLength, limit, unitValue }: PaywordOptions): number {
  return Math.min(chainLength, limit / unitValue);
}

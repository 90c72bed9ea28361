/**
 * What a scenario may say about the lottery schemes: statistical payment, MR1, MR2, MR3.
 * @module
 */
import { type SelectionRate, selectionRate } from '../../../protocols/mr/selection-rate.ts';
import type { SelectionSuite } from '../../../protocols/mr/terms.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Demand } from '../../demand.ts';

export interface MrOptions {
  /** s: the probability with which a cheque of one unit is payable. */
  readonly selectionRate: SelectionRate;
  /** v: worth of one unit; by default the least price of the demand. Every price is a whole number of units. */
  readonly unitValue?: Microdollars;
  /** How a merchant proves that a cheque is selected. */
  readonly selectionProof: SelectionSuite;
  /** A payable cheque must reach the bank so long after it was written; Infinity: whenever. */
  readonly depositWindow: Microseconds;
  /** What the bank does about cheats. */
  readonly defences: Defences;
  /** What one charge to a user or one payment to a merchant costs the bank. */
  readonly macropaymentFee: Microdollars;
}

/** MR3 beside. */
export interface DeferredOptions extends MrOptions {
  /** So long a merchant lists cheques before he commits to them: whole days. */
  readonly period: Microseconds;
  /** After its end so long for the commitments, as long again for the draw, and as long again for the openings. */
  readonly stage: Microseconds;
  /** How the bank proves its draw: with ecvrf there is one draw only; with ed25519 it can choose. */
  readonly bankProof: SelectionSuite;
}

export interface Defences {
  /** What a user pays when he is caught; 0: nothing. */
  readonly penalty: Microdollars;
  /** A user who is caught can pay nobody any more. */
  readonly expulsion: boolean;
  /** A merchant is paid for a cheque whose serial number was used before: he could not know. */
  readonly honourReused: boolean;
  /** False alarm of one mean-gap test, done at every deposit; 0: no such test. */
  readonly meanGapFalseAlarm: number;
  /** What every identity puts down when it joins; it comes back to those who leave after being billed as much. */
  readonly identityDeposit: Microdollars;
}

/** Up to this false alarm nobody honest is accused in any run that ends. */
export const NEGLIGIBLE_FALSE_ALARM = 1e-6;

/** The mean-gap test accuses some honest users, who are expelled: closed forms do not count those. */
export function expelsHonest({ defences }: MrOptions): boolean {
  return defences.expulsion && defences.meanGapFalseAlarm > NEGLIGIBLE_FALSE_ALARM;
}

/** v under a demand: the option, or the least price. */
export function unitValueOf({ unitValue }: MrOptions, { price }: Demand): Microdollars {
  return unitValue ?? (price.kind === 'constant' ? price.price : Math.min(...price.prices));
}

/** The rate at which a cheque of so many units is payable, as if they were one unit: min(1, j s). */
export function rateOfUnits({ numerator, denominator }: SelectionRate, units: number): SelectionRate {
  const product = numerator * BigInt(units);
  return product >= denominator ? selectionRate(1n, 1n) : selectionRate(product, denominator);
}

/** An exact rate as the nearest double. */
export function rateNumber({ numerator, denominator }: SelectionRate): number {
  return Number(numerator) / Number(denominator);
}

/**
 * Units of the simulation: money and time are integers, and the two cannot be mistaken for each other.
 * @module
 */
declare const unit: unique symbol;
/** A number that says what it counts; a plain number may be given for it, a number of another unit may not. */
type In<Unit extends string> = number & { readonly [unit]?: Unit };

/** An integer number of micro-dollars (1e-6 USD), at most 2^53. */
export type Microdollars = In<'microdollars'>;
/** An integer number of microseconds of simulated time, at most 2^53 (285 years). */
export type Microseconds = In<'microseconds'>;

export const MICRODOLLARS_PER_USD = 1_000_000;

export const SECOND: Microseconds = 1_000_000;
export const MINUTE: Microseconds = 60 * SECOND;
export const HOUR: Microseconds = 60 * MINUTE;
export const DAY: Microseconds = 24 * HOUR;

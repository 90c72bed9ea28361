/**
 * Where a broker gets a vendor's scrip from.
 * Source: G95 (warehouse, licensed production).
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { Rejection } from './rejection.ts';
import type { Scrip } from './scrip.ts';

/** Scrip that goes to a customer. */
export interface Supplied {
  readonly scrip: Scrip;
  /** As its maker wrote it, with the customer's secret; undefined when the broker is its maker. */
  readonly grant: Uint8Array | undefined;
}

/** The next piece, and what takes it out of the supply. */
export interface Next {
  readonly piece: Supplied;
  /** Called once, when the piece is paid for, before another is asked for. */
  take(): void;
}

export interface Supply {
  /** Why there is none of this value for the broker's customer; undefined when there is. Changes nothing. */
  flawOf(value: Microdollars, customer: number, now: Microseconds): Rejection | undefined;
  /** The scrip that is handed out next. Changes nothing. @throws Error when `flawOf` has something against it. */
  next(value: Microdollars, customer: number, now: Microseconds): Next;
}

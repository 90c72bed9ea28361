/**
 * A demand that a server's log gives: the rules by which its lines become purchases, and what reading it has found.
 * Plain data; the log itself lies elsewhere, and so do its purchases.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { TraceColumns, VendorRule } from '../traces/columns.ts';
import type { PriceRule } from '../traces/prices.ts';
import type { MalformedLine, TraceFormat } from '../traces/reader.ts';

export interface TraceDemand {
  /** As the scenario names it. */
  readonly file: string;
  readonly format: TraceFormat;
  readonly user: string;
  readonly vendor: VendorRule;
  readonly columns: Partial<TraceColumns>;
  readonly methods: readonly string[];
  readonly statuses: readonly number[];
  /** A file of prices by patterns of paths, as the scenario names it. */
  readonly prices?: string;
  /** What a path costs that no pattern matches, 0 for nothing. */
  readonly otherwise: Microdollars;
  /** The log is played so many times as fast. */
  readonly scale: number;
  /** Purchases after these are left out. */
  readonly limit?: number;
  /** Whether the first malformed line is an error. */
  readonly strict: boolean;
  /** What was found, once the log has been read. */
  readonly found?: TraceFindings;
  /** The rules of the price file, once it has been read. */
  readonly rules?: readonly PriceRule[];
  /** Where the purchases lie, once the log has been read: a name that whoever runs replications can open. */
  readonly purchases?: string;
}

/** What a log came to. */
export interface TraceFindings {
  /** SHA-256 of the file's bytes, packed or not, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** Lines read: all, unless a limit ended the reading. */
  readonly lines: number;
  readonly requests: number;
  /** Purchases within the duration and the limit, their users, and their vendors. */
  readonly purchases: number;
  readonly users: number;
  readonly vendors: number;
  readonly value: Microdollars;
  /** Each price and how often it was paid, the lowest first. */
  readonly prices: readonly (readonly [price: Microdollars, count: number])[];
  /** Lines within the duration that would be purchases and cost nothing. */
  readonly free: number;
  /**
   * Purchases after the duration, which are left out, and how long after the first line the last of them would be made;
   * 0 where all of them lie so far from the rest of the log that their clocks must be wrong.
   */
  readonly late: number;
  readonly lateAfter: Microseconds;
  /** Lines that came too far out of order to keep their times. */
  readonly moved: number;
  /** When the first line was written, since 1970 in UTC, and how long after it the last purchase was made. */
  readonly first: Microseconds;
  readonly lastAfter: Microseconds;
  readonly malformed: number;
  /** How many lines are malformed, by reason, and the first of them. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly named: readonly MalformedLine[];
}

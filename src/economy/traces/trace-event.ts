/**
 * What every trace becomes, whatever its format.
 * @module
 */
import type { Microseconds } from '../../units.ts';

/** One request that a server answered. */
export interface TraceEvent {
  /** Where it stands in the log, from 1: its last line. */
  readonly line: number;
  /** Since 1970 began in UTC. */
  readonly time: Microseconds;
  /** A pseudonym of 32 hexadecimal digits. */
  readonly user: string;
  readonly vendor: string;
  /** The URL without scheme, host, query and fragment: begins with a slash. */
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly bytes: number;
}

/**
 * Purchases of a log that come after the duration, in a sentence: whoever reads the figures of a day must know that the
 * log holds a month.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import { DAY, HOUR, type Microseconds } from '../units.ts';
import { durationOf, traceFindingsOf } from './charts/lookup.ts';
import { grouped, plain } from './format.ts';

interface Late {
  readonly purchases: number;
  readonly late: number;
  /** How long after the first line the last of them would be made; 0 where only clocks that are wrong say so. */
  readonly lateAfter: Microseconds;
}

/** How many purchases of a log are left out, and how to take them in; undefined when none are. */
export function lateWords({ purchases, late, lateAfter }: Late, duration: Microseconds): string | undefined {
  if (late === 0) return undefined;
  const left = `${grouped(late, 0)} of ${grouped(purchases + late, 0)} purchases of the log come after the duration of ${plain('us', duration)} and are left out`;
  return lateAfter === 0 ? left : `${left}; --set duration=${lengthThatHolds(lateAfter)} takes them in`;
}

/** The same of a result. */
export function latePurchases(result: Result): string | undefined {
  const found = traceFindingsOf(result);
  const duration = durationOf(result);
  return found === undefined || duration === undefined ? undefined : lateWords(found, duration);
}

/** As a scenario writes it: whole hours of what is shorter than two days, else whole days. */
function lengthThatHolds(time: Microseconds): string {
  return time < 2 * DAY ? `${Math.ceil(time / HOUR)}h` : `${Math.ceil(time / DAY)}d`;
}

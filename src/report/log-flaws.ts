/**
 * What keeps a run from being the log's own, in a sentence each: purchases after the duration, since whoever reads the
 * figures of a day must know that the log holds a month; and requests that lost their times, since they come in a crowd.
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

interface Moved {
  readonly requests: number;
  readonly moved: number;
}

/** How many purchases of a log are left out, and how to take them in; undefined when none are. */
export function lateWords({ purchases, late, lateAfter }: Late, duration: Microseconds): string | undefined {
  if (late === 0) return undefined;
  const left = `${grouped(late, 0)} of ${grouped(purchases + late, 0)} purchases of the log come after the duration of ${plain('us', duration)} and are left out`;
  return lateAfter === 0 ? left : `${left}; --set duration=${lengthThatHolds(lateAfter)} takes them in`;
}

/** How many requests of a log do not stand where they were made; undefined when all do. */
export function movedWords({ moved, requests }: Moved): string | undefined {
  if (moved === 0) return undefined;
  return `${grouped(moved, 0)} of ${grouped(requests, 0)} requests of the log came too far out of order and count as made later, in a crowd: sort it by time`;
}

/** A sentence for each, of a result. */
export function logFlaws(result: Result): string[] {
  const found = traceFindingsOf(result);
  const duration = durationOf(result);
  if (found === undefined || duration === undefined) return [];
  return [movedWords(found), lateWords(found, duration)].filter((words) => words !== undefined);
}

/** As a scenario writes it: whole hours of what is shorter than two days, else whole days. */
function lengthThatHolds(time: Microseconds): string {
  return time < 2 * DAY ? `${Math.ceil(time / HOUR)}h` : `${Math.ceil(time / DAY)}d`;
}

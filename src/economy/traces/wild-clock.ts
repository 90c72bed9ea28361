/**
 * Clocks that nobody had set: a few times at the beginning of a log that lie so long before all the others that they
 * cannot be of the same log. Times of purchases count from the first line, so one such line would move all of them.
 * @module
 */
import { DAY, type Microseconds } from '../../units.ts';

/** A log may pause; a clock that is wrong is wrong by more, as a rule by all the years since 1970. */
const GAP_LEAST = 7 * DAY;
/** What more lines than this share have is the log's own time; in a short log one line may be wrong. */
const SHARE_MOST = 0.01;

/**
 * The time of the first line that is not wild: before it there is a gap of more than a week that is also longer than all
 * the time behind it, and few lines.
 * @param times - of the first lines of a log, in any order, at least one
 */
export function firstSoundTime(times: readonly Microseconds[]): Microseconds {
  const sorted = times.toSorted((one, other) => one - other);
  const few = Math.max(1, Math.floor(SHARE_MOST * sorted.length));
  // At the end a clock may run ahead as well: that must not make a gap at the beginning seem short.
  const last = sorted[sorted.length - 1 - few];
  for (let i = Math.min(few, sorted.length - 1 - few); i > 0; i--) {
    const gap = sorted[i] - sorted[i - 1];
    if (gap > GAP_LEAST && gap > last - sorted[i]) return sorted[i];
  }
  return sorted[0];
}

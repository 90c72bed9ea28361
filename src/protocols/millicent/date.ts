/**
 * The day on which scrip expires, as in `19961218`: time is counted from the beginning of 1970 (UTC), and what expires
 * on a day is no longer good from its first microsecond on.
 * Source: the lecture's slide. That scrip expires only between two days is ours: a vendor then remembers spent scrip in
 * a few sets, each forgotten at once.
 * @module
 */
import { DAY, type Microseconds } from '../../units.ts';
import type { TextReader } from './text-reader.ts';

const DIGITS = 8;
/** The last day that begins within 2^53 microseconds. */
const DAY_MAX = Math.floor(Number.MAX_SAFE_INTEGER / DAY);
const DAYS_OF_ERA = 146_097;
const YEARS_OF_ERA = 400;
/** From the first of March of year 0 to the first of January of 1970. */
const EPOCH_DAY = 719_468;

/** The date of these eight digits; undefined when they are none. */
export function parseDate(text: string): Microseconds | undefined {
  const date = /^\d{8}$/.test(text) ? dayOf(Number(text)) : Number.NaN;
  return isExpiry(date * DAY) && dateNumber(date) === Number(text) ? date * DAY : undefined;
}

/** The end of the day in which something that lives so long from now on dies. @throws RangeError beyond 2^53. */
export function expiryAfter(now: Microseconds, life: Microseconds): Microseconds {
  const expires = dayEnd(now + life);
  if (!isExpiry(expires)) throw new RangeError(`no day to expire on: ${life} after ${now}`);
  return expires;
}

/** The end of the day of this time; a midnight ends the day before it. */
export function dayEnd(time: Microseconds): Microseconds {
  return Math.ceil(time / DAY) * DAY;
}

export function isExpiry(time: Microseconds): boolean {
  return time >= 0 && time % DAY === 0 && time <= DAY_MAX * DAY;
}

/** Year, month and day of the month. @param expires see `isExpiry`. */
export function dateText(expires: Microseconds): string {
  return String(dateNumber(expires / DAY)).padStart(DIGITS, '0');
}

/** The dates that were read, when they are in the calendar: scrip expires on few days, and there are not many. */
const daysRead = new Map<number, Microseconds>();

/** Reads a date. Flaws: `malformed`, also when there is no such day or it is out of range. */
export function readDate(reader: TextReader): Microseconds {
  const date = reader.number(DIGITS);
  const known = daysRead.get(date);
  if (known !== undefined) return known;
  const day = dayOf(date);
  // A day that is in no calendar is counted as another one.
  if (!(day >= 0 && day <= DAY_MAX) || dateNumber(day) !== date) {
    reader.fail('malformed');
    return 0;
  }
  const expires = day * DAY;
  daysRead.set(date, expires);
  return expires;
}

/** Days since 1970, by a calendar whose years begin in March, so that the leap day is the last. */
function dayOf(date: number): number {
  const month = Math.floor(date / 100) % 100;
  const year = Math.floor(date / 10_000) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / YEARS_OF_ERA);
  const yearOfEra = year - era * YEARS_OF_ERA;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + (date % 100) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - EPOCH_DAY;
}

/** The date whose eight digits are this number; the inverse of `dayOf`. */
function dateNumber(day: number): number {
  const shifted = day + EPOCH_DAY;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * YEARS_OF_ERA + yearOfEra + (month <= 2 ? 1 : 0);
  return year * 10_000 + month * 100 + dayOfMonth;
}

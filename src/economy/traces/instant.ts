/**
 * Instants as logs write them, in microseconds since 1970 began in UTC: seconds, the Common Log Format's, RFC 3339's.
 * Civil dates are Gregorian; a leap second is the first second of the next minute.
 * @module
 */

import { DAY, HOUR, MINUTE, type Microseconds, SECOND } from '../../units.ts';
import { digitsOf } from './digits.ts';

const SECONDS = /^(\d{1,16})(?:\.(\d+))?$/;
const LOG = /^(\d{2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{2})(\d{2})$/;
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-]\d{2}):(\d{2}))$/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FIRST_YEAR = 1970;
/** In 2255 the microseconds pass 2^53. */
const LAST_YEAR = 2254;
const LEAP_DAYS_BEFORE_1970 = 477;
const FRACTION_DIGITS = 6;

/** The civil time of a place; month and day count from 1. */
interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * `807256800`, `807256800.5`, `01/Aug/1995:02:00:00 -0400` or `1995-08-01T06:00:00Z`; digits beyond the microsecond are
 * cut off.
 * @returns undefined for anything else, for a date that no calendar has, before 1970 and after 2254.
 */
export function parseInstant(text: string): Microseconds | undefined {
  const time = text.includes('/') ? parseLogInstant(text) : (parseSeconds(text) ?? parseRfc3339(text));
  return time !== undefined && Number.isSafeInteger(time) && time >= 0 ? time : undefined;
}

/** Where the seconds stand in an instant of a log, and how long it is. */
const LOG_SECONDS = 18;
const LOG_ZONE = 20;
const LOG_LENGTH = 26;

/** Reads instants that mostly lie in the minute of the one before. */
export class InstantReader {
  #minuteText = '';
  #zoneText = '';
  /** When the minute began; undefined when the texts are those of no instant of a log. */
  #minute: Microseconds | undefined;

  /** As `parseInstant`. */
  read(text: string): Microseconds | undefined {
    const seconds = text.length === LOG_LENGTH ? digitsOf(text.slice(LOG_SECONDS, LOG_ZONE)) : undefined;
    if (seconds === undefined || seconds >= 60) return parseInstant(text);
    const minuteText = text.slice(0, LOG_SECONDS);
    const zoneText = text.slice(LOG_ZONE);
    if (minuteText !== this.#minuteText || zoneText !== this.#zoneText) {
      this.#minuteText = minuteText;
      this.#zoneText = zoneText;
      this.#minute = parseLogInstant(`${minuteText}00${zoneText}`);
    }
    return this.#minute === undefined || this.#minute < 0 ? parseInstant(text) : this.#minute + seconds * SECOND;
  }
}

function parseSeconds(text: string): Microseconds | undefined {
  const whole = digitsOf(text);
  if (whole !== undefined) return whole * SECOND;
  const match = SECONDS.exec(text);
  return match === null ? undefined : Number(match[1]) * SECOND + fraction(match[2]);
}

function parseLogInstant(text: string): Microseconds | undefined {
  const match = LOG.exec(text);
  if (match === null) return undefined;
  const [, day, month, year, hour, minute, second, zoneHours, zoneMinutes] = match;
  return instant(
    civil(year, String(MONTHS.indexOf(month) + 1), day, hour, minute, second),
    zone(zoneHours, zoneMinutes),
  );
}

function parseRfc3339(text: string): Microseconds | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, digits, zoneHours, zoneMinutes] = match;
  const whole = instant(civil(year, month, day, hour, minute, second), zone(zoneHours ?? '+00', zoneMinutes ?? '00'));
  return whole === undefined ? undefined : whole + fraction(digits);
}

function fraction(digits: string | undefined): Microseconds {
  return digits === undefined ? 0 : Number(digits.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0'));
}

function civil(year: string, month: string, day: string, hour: string, minute: string, second: string): Civil {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
}

/** How far the place's clock is ahead of UTC; undefined for hours and minutes that no clock has. */
function zone(hours: string, minutes: string): Microseconds | undefined {
  const ahead = Math.abs(Number(hours)) * HOUR + Number(minutes) * MINUTE;
  if (ahead >= DAY || Number(minutes) >= 60) return undefined;
  return hours.startsWith('-') ? -ahead : ahead;
}

function instant(time: Civil, ahead: Microseconds | undefined): Microseconds | undefined {
  if (ahead === undefined || !isCivil(time)) return undefined;
  const { year, month, day, hour, minute, second } = time;
  const days = daysBeforeYear(year) + daysBeforeMonth(year, month) + day - 1;
  return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND - ahead;
}

function isCivil({ year, month, day, hour, minute, second }: Civil): boolean {
  const inYears = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12;
  return inYears && day >= 1 && day <= daysOfMonth(year, month) && hour < 24 && minute < 60 && second <= 60;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOfMonth(year: number, month: number): number {
  return MONTH_DAYS[month - 1] + (month === 2 && isLeap(year) ? 1 : 0);
}

function daysBeforeMonth(year: number, month: number): number {
  let days = 0;
  for (let earlier = 1; earlier < month; earlier++) days += daysOfMonth(year, earlier);
  return days;
}

/** Days from 1970 to the first of January of the year. */
function daysBeforeYear(year: number): number {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - LEAP_DAYS_BEFORE_1970;
  return (year - FIRST_YEAR) * 365 + leapDays;
}

/**
 * The instant as the Common Log Format writes it, to the second.
 * @param time - from 1970 to 2254
 * @param ahead - how far the place's clock is ahead of UTC, whole minutes of less than a day
 */
export function formatLogInstant(time: Microseconds, ahead: Microseconds): string {
  const local = time + ahead;
  let [year, month, day] = [FIRST_YEAR, 1, Math.floor(local / DAY)];
  while (day >= daysBeforeYear(year + 1)) year++;
  day -= daysBeforeYear(year);
  while (day >= daysOfMonth(year, month)) day -= daysOfMonth(year, month++);
  const [hour, minute, second] = [HOUR, MINUTE, SECOND].map((unit, i) => {
    return two(Math.floor((local % [DAY, HOUR, MINUTE][i]) / unit));
  });
  const away = Math.abs(ahead);
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.floor(away / HOUR))}${two((away % HOUR) / MINUTE)}`;
  return `${two(day + 1)}/${MONTHS[month - 1]}/${year}:${hour}:${minute}:${second} ${offset}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * The kinds of values that scenario files hold, each with its check, its message and its unit: for the scenario's own
 * keys and for the options of schemes.
 *
 * A message that begins with "expected" is completed with what was found. Numbers arrive as doubles that say what the
 * file says (see numerals), so decimals are read exactly from their shortest text.
 * @module
 */
import { z } from 'zod';
import { DAY, HOUR, MICRODOLLARS_PER_USD, MINUTE, type Microdollars, type Microseconds, SECOND } from '../units.ts';
import { decimalText, scaled } from './decimal.ts';
import { alternativesText, nearest } from './suggest.ts';

/** No price above a million dollars: these are micropayments, and sums of them must stay safe integers. */
const USD_MAX = 1_000_000;
const USD_DECIMALS = 6;
const MICROSECONDS_PER_MILLISECOND = 1000;
/** The smallest rate is 1e-12. */
const RATE_DECIMALS = 12;
const FRACTION = /^([0-9]{1,13}) ?\/ ?([0-9]{1,13})$/;
const LABEL = /^[a-z][a-z0-9-]{0,39}$/;
const DURATION = /^[0-9]{1,15}(\.[0-9]{1,15})?[smhd]$/;
const DURATION_OR_NONE = /^(none|[0-9]{1,15}(\.[0-9]{1,15})?[smhd])$/;
const TIME_UNITS: Readonly<Record<string, Microseconds>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** The message of a check, in the form that the report of errors completes. */
function expected(what: string): { error: string } {
  return { error: `expected ${what}` };
}

/** 1, 2, 3, ... up to a largest. */
export function positiveInteger(max: number) {
  const kind = expected('a positive integer');
  return z
    .number(kind)
    .max(max, expected(`a positive integer of at most ${max}`))
    .int(kind)
    .min(1, kind);
}

/** An integer from min to max. */
export function integerBetween(min: number, max: number) {
  const kind = expected(`an integer from ${min} to ${max}`);
  return z.number(kind).max(max, kind).min(min, kind).int(kind);
}

/** A number from min to max, both allowed. */
export function numberBetween(min: number, max: number) {
  const kind = expected(`a number from ${min} to ${max}`);
  return z.number(kind).min(min, kind).max(max, kind);
}

/** A number above zero, up to a largest. */
export function positiveNumber(max: number) {
  const kind = expected(`a number above 0, at most ${max}`);
  return z.number(kind).gt(0, kind).max(max, kind);
}

/** A number strictly inside (0, 1), such as a confidence. */
export function openShare() {
  const kind = expected('a number between 0 and 1, neither of them');
  return z.number(kind).gt(0, kind).lt(1, kind);
}

/** An exact rational in lowest terms; both are integers from 1 to 1e12. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * A rate in (0, 1], exactly: a decimal such as 0.001, or a text such as 1/3. The value is two plain numbers, which
 * survive JSON and structured cloning and become big integers without loss.
 */
export function rate() {
  const kind = expected('a rate above 0, at most 1, such as 0.001 or 1/3');
  const written = z.union([z.number(kind).gt(0, kind).max(1, kind), z.string(kind).regex(FRACTION, kind)], kind);
  return written.transform((value, context): Rational => {
    const [numerator, denominator] = typeof value === 'number' ? decimalParts(value) : fractionParts(value);
    const problem = rateProblem(numerator, denominator);
    if (problem === undefined) return lowestTerms(numerator!, denominator);
    context.addIssue(problem);
    return z.NEVER;
  });
}

/** What is wrong with a numerator, undefined when it is not whole, over a denominator. */
function rateProblem(numerator: bigint | undefined, denominator: bigint): string | undefined {
  if (numerator === undefined) return `expected at most ${RATE_DECIMALS} decimals`;
  if (denominator > 10n ** BigInt(RATE_DECIMALS)) return `expected a denominator of at most 10^${RATE_DECIMALS}`;
  return numerator > 0n && numerator <= denominator ? undefined : 'expected a rate above 0, at most 1';
}

function decimalParts(value: number): [bigint | undefined, bigint] {
  const denominator = 10n ** BigInt(RATE_DECIMALS);
  return [scaled(String(value), Number(denominator)).exact, denominator];
}

function fractionParts(written: string): [bigint, bigint] {
  const [, numerator, denominator] = FRACTION.exec(written)!;
  return [BigInt(numerator!), BigInt(denominator!)];
}

function lowestTerms(numerator: bigint, denominator: bigint): Rational {
  let [divisor, rest] = [denominator, numerator];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: Number(numerator / divisor), denominator: Number(denominator / divisor) };
}

/** A text of bounded length that says something. */
export function text(lengthMax: number) {
  const kind = expected(`a text of 1 to ${lengthMax} characters`);
  return z.string(kind).min(1, kind).max(lengthMax, kind);
}

/** The name of one scheme or mint in the results; `demand` has results of its own. */
export function label() {
  const kind = expected('a label of at most 40 of a-z, 0-9 and -, beginning with a letter, other than demand');
  return z
    .string(kind)
    .regex(LABEL, kind)
    .refine((value) => value !== 'demand', kind);
}

/** A time such as `30d`, `1.5h`: in s, m, h or d, a whole number of microseconds above zero. */
export function duration() {
  const kind = expected('a time such as 30d, 12h, 5m or 1.5s');
  return z.string(kind).regex(DURATION, kind).transform(microsecondsOf);
}

/** A time, or none: JSON has no infinity. */
export function durationOrNone() {
  const kind = expected('a time such as 7d, or none');
  return z
    .string(kind)
    .regex(DURATION_OR_NONE, kind)
    .transform((written, context) => (written === 'none' ? ('none' as const) : microsecondsOf(written, context)));
}

function microsecondsOf(written: string, context: z.core.$RefinementCtx): Microseconds {
  const { exact } = scaled(written.slice(0, -1), TIME_UNITS[written.slice(-1)]!);
  const microseconds = Number(exact ?? 0n);
  if (microseconds > 0 && Number.isSafeInteger(microseconds)) return microseconds;
  context.addIssue('expected a time that is a whole number of microseconds, above 0 and below 285 years');
  return z.NEVER;
}

/** A time in milliseconds from 0 to a day, a whole number of microseconds. */
export function milliseconds() {
  return numberBetween(0, DAY / MICROSECONDS_PER_MILLISECOND).transform((value, context): Microseconds => {
    const { exact } = scaled(String(value), MICROSECONDS_PER_MILLISECOND);
    if (exact !== undefined) return Number(exact);
    context.addIssue('expected milliseconds with at most 3 decimals');
    return z.NEVER;
  });
}

/** An amount above zero in dollars with at most 6 decimals, exactly; the value is in micro-dollars. */
export function usd() {
  const kind = expected(`an amount above 0 and at most ${USD_MAX} usd`);
  return z
    .number(kind)
    .gt(0, kind)
    .max(USD_MAX, kind)
    .transform((value, context): Microdollars => {
      const { exact, below, above } = scaled(String(value), MICRODOLLARS_PER_USD);
      if (exact !== undefined) return Number(exact);
      const near = [below, above].filter((units) => units > 0n).map((units) => decimalText(units, USD_DECIMALS));
      context.addIssue(`expected at most ${USD_DECIMALS} decimals, as ${alternativesText(near)}`);
      return z.NEVER;
    });
}

/** An amount above zero as an integer number of micro-dollars. */
export function microdollars() {
  return integerBetween(1, USD_MAX * MICRODOLLARS_PER_USD);
}

/**
 * A check that of some optional keys exactly one is there, for `superRefine`; `oneOf` are all of them, `missing` those
 * that would do.
 */
export function exactlyOneOf(keys: readonly string[]) {
  return (value: object, context: z.core.$RefinementCtx): void => {
    const given = keys.filter((key) => key in value);
    if (given.length === 1) return;
    const got = given.length === 0 ? 'none of them' : given.join(' and ');
    const message = `expected exactly one of ${alternativesText(keys)}, got ${got}`;
    context.addIssue({ code: 'custom', message, params: { oneOf: keys, missing: given.length === 0 ? keys : [] } });
  };
}

/** The message for a word that is none of those known, with the one that was probably meant. */
export function unknownWord(known: readonly string[], got: unknown): string {
  const meant = typeof got === 'string' && known.length > 1 ? nearest(got, known) : undefined;
  return `expected ${alternativesText(known)}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
}

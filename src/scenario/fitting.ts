/**
 * Options of schemes that a scenario may leave open, since the demand says what they must be: how small a coin is with
 * which every price can be paid, how many coins a broker must mint. A scenario as it was read holds what came of it.
 * @module
 */
import type { z } from 'zod';
import type { Demand, Price } from '../economy/demand.ts';
import { DAY, type Microdollars, type Microseconds } from '../units.ts';
import type { SchemeEntry } from './model.ts';

/** What a scheme's options are fitted to. */
export interface Wanted {
  /** Absent where there is none, and of a log that has not been read. */
  readonly demand?: Demand | undefined;
  readonly duration: Microseconds;
}

type Options = Readonly<Record<string, unknown>>;

/** The options that were left open, as this demand needs them: of those that can be said at all. */
type Fit = (options: Options, wanted: Wanted) => Options;

/** By whose schema how. */
const fits = new WeakMap<z.ZodObject, Fit>();

/** Options that this schema leaves open are fitted so. @returns the schema */
export function fittedBy<Schema extends z.ZodObject>(schema: Schema, fit: Fit): Schema {
  fits.set(schema, fit);
  return schema;
}

/** More coins for one payment than this are no coins of such a demand. */
const UNITS_MAX = 10_000;

/**
 * The schemes of a scenario with what they left open.
 * @param schemas - by the schemes' names
 */
export function fitted(
  schemes: readonly SchemeEntry[],
  schemas: ReadonlyMap<string, z.ZodObject>,
  { demand, duration }: Wanted,
): SchemeEntry[] {
  const isRead = demand?.trace === undefined || demand.trace.found !== undefined;
  const wanted = { demand: isRead ? demand : undefined, duration };
  return schemes.map((entry) => {
    const schema = schemas.get(entry.name);
    const open = schema && fits.get(schema)?.(entry.options, wanted);
    return open === undefined ? entry : { ...entry, options: { ...entry.options, ...open } };
  });
}

export function pricesOf(price: Price): readonly Microdollars[] {
  return price.kind === 'constant' ? [price.price] : price.prices;
}

/**
 * The usual unit where all prices are whole numbers of it; else the greatest that divides it and them, if one payment
 * takes no more than 10,000 and the broker's share of each is whole micro-dollars; else the usual one, for which the
 * prices are then refused.
 * @param isSound whether the scheme can do with such a unit
 */
export function wholeUnit(price: Price, usual: Microdollars, isSound: (unit: Microdollars) => boolean): Microdollars {
  const prices = pricesOf(price);
  const unit = prices.reduce(greatestDivisor, usual);
  const dearest = prices.reduce((most, each) => Math.max(most, each));
  return isSound(unit) && dearest <= UNITS_MAX * unit ? unit : usual;
}

function greatestDivisor(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

/** Standard deviations by which what is asked for may exceed its mean. */
export const SD_MOST = 8;

/**
 * What all users together hardly ever spend more than within such a time: exact of a log, else the mean and eight
 * standard deviations.
 */
export function spentAtMost(demand: Demand, duration: Microseconds, time: Microseconds): Microdollars {
  const { trace, price, arrivals } = demand;
  if (trace?.found !== undefined) return trace.found.value;
  const prices = pricesOf(price);
  const weights = price.kind === 'constant' ? [1] : price.weights;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const moment = (power: (p: number) => number): number =>
    prices.reduce((sum, each, i) => sum + (power(each) * weights[i]) / total, 0);
  const count = purchasesIn(demand, Math.min(duration, time));
  const bursts = arrivals.kind === 'patterned' ? (arrivals.pattern.bursts?.purchases ?? 1) : 1;
  // Of geometric bursts of mean m the number of purchases varies 2 m - 1 times as much as without them.
  const variance = count * (2 * bursts - 1) * moment((p) => p * p);
  return count * moment((p) => p) + SD_MOST * Math.sqrt(variance);
}

/** On average; of a fixed number all may fall into any time, and of hours of the day a part of a day may be the busiest. */
function purchasesIn({ users, arrivals }: Demand, time: Microseconds): number {
  if (arrivals.kind === 'fixed') return users * arrivals.perUser;
  const days = arrivals.kind === 'patterned' ? Math.ceil(time / DAY) : time / DAY;
  return users * arrivals.perUserPerDay * days;
}

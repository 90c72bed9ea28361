/**
 * How often users buy, in a scenario file: at one rate, by the hours of the day, in bursts, or a fixed number of times.
 * @module
 */
import { z } from 'zod';
import { type Bursts, HOURS_OF_DAY, type Pattern, relativeToMean } from '../economy/demand/pattern.ts';
import type { Arrivals } from '../economy/demand.ts';
import { VISITS_BY_HOUR } from '../economy/traces/synthetic-log.ts';
import { SECOND } from '../units.ts';
import { duration, exactlyOneOf, numberBetween, positiveInteger, positiveNumber, usd } from './fields.ts';

const PAYMENTS_MAX = 1_000_000_000;
const HOURLY_MAX = 1_000_000;
const BURST_MAX = 10_000;
const DEFAULT_BURSTS: Bursts = { purchases: 5, gap: 30 * SECOND };

/** Invented days: visitors of a site, and people at work. */
const DAYS: Readonly<Record<'web' | 'office', readonly number[]>> = {
  web: VISITS_BY_HOUR,
  office: [0, 0, 0, 0, 0, 0, 0.05, 0.2, 0.6, 1, 1, 0.9, 0.5, 0.8, 1, 1, 0.8, 0.4, 0.15, 0.05, 0, 0, 0, 0],
};

/** What the file says of when users buy; what belongs to the demand as a whole is added in `arrivalsOf`. */
export function paymentsSchema() {
  return z
    .strictObject({
      perUserPerDay: positiveNumber(PAYMENTS_MAX)
        .optional()
        .describe('Mean number of purchases of a user in a day, until the duration ends.'),
      process: z
        .enum(['poisson', 'diurnal', 'bursty'])
        .optional()
        .describe('How purchases follow each other; with perUserPerDay.'),
      diurnal: dailySchema()
        .optional()
        .describe('How the rate goes with the hour: 24 numbers from midnight on, or web or office; their mean is 1.'),
      burst: burstSchema().optional().describe('What a burst is, with process: bursty.'),
      perUser: positiveInteger(PAYMENTS_MAX)
        .optional()
        .describe('Exactly so many purchases of each user, at exponential gaps of mean duration / n.'),
    })
    .superRefine((payments, context) => {
      exactlyOneOf(['perUserPerDay', 'perUser'])(payments, context);
      for (const [key, message] of misplaced(payments))
        context.addIssue({ code: 'custom', path: [key], message: `expected no ${key} ${message}` });
    })
    .meta({ oneOf: [{ required: ['perUserPerDay'] }, { required: ['perUser'] }] });
}

type Payments = z.output<ReturnType<typeof paymentsSchema>>;

/** Keys that say nothing beside the others, and why. */
function misplaced({ process, perUser, ...rest }: Payments): [string, string][] {
  if (perUser !== undefined)
    return ['process', 'diurnal', 'burst']
      .filter((key) => (key === 'process' ? process : rest[key as 'diurnal' | 'burst']) !== undefined)
      .map((key) => [key, 'beside perUser']);
  return [
    ...(rest.diurnal !== undefined && process === 'poisson' ? [['diurnal', 'with process poisson'] as const] : []),
    ...(rest.burst !== undefined && process !== 'bursty' ? [['burst', 'without process: bursty'] as const] : []),
  ].map(([key, message]) => [key, message]);
}

function dailySchema() {
  const kind = { error: `expected web, office or a list of ${HOURS_OF_DAY} numbers` };
  const hours = z
    .array(numberBetween(0, HOURLY_MAX), kind)
    .length(HOURS_OF_DAY, kind)
    .refine((rates) => rates.some((rate) => rate > 0), { error: 'expected an hour in which somebody buys' });
  return z
    .union([z.enum(['web', 'office']), hours], kind)
    .transform((day): readonly number[] => (typeof day === 'string' ? DAYS[day] : day));
}

function burstSchema() {
  return z
    .strictObject({
      purchases: numberBetween(1, BURST_MAX)
        .default(DEFAULT_BURSTS.purchases)
        .describe('Mean number of purchases of a burst; the number is geometric.'),
      gap: duration().prefault('30s').describe('Mean time between two of them, exponential.'),
    })
    .transform((burst): Bursts => burst);
}

/** What users may spend at most. */
export function budgetSchema() {
  return z
    .strictObject({
      usdPerDay: usd().optional().describe('From midnight to midnight of the simulation, in dollars.'),
      usd: usd().optional().describe('In all, in dollars.'),
    })
    .refine(({ usdPerDay, usd }) => usdPerDay !== undefined || usd !== undefined, {
      error: 'expected usdPerDay or usd, got none of them',
    });
}

/** What of a demand belongs to its users' habits. */
export interface Habits {
  readonly stay?: number | undefined;
  readonly budget?: z.output<ReturnType<typeof budgetSchema>> | undefined;
}

/** Users who do nothing but buy at one rate are the plain ones, for which most theory holds. */
export function arrivalsOf({ perUserPerDay, perUser, process, diurnal, burst }: Payments, habits: Habits): Arrivals {
  if (perUserPerDay === undefined) return { kind: 'fixed', perUser: perUser! };
  const byHour = diurnal ?? (process === 'diurnal' ? DAYS.web : undefined);
  const { stay, budget } = habits;
  const pattern: Pattern = {
    ...(byHour && { byHour: relativeToMean(byHour) }),
    ...(process === 'bursty' && { bursts: burst ?? DEFAULT_BURSTS }),
    ...(stay !== undefined && { meanStay: stay }),
    ...(budget && {
      budget: {
        ...(budget.usdPerDay !== undefined && { perDay: budget.usdPerDay }),
        ...(budget.usd !== undefined && { inAll: budget.usd }),
      },
    }),
  };
  const isPlain = Object.keys(pattern).length === 0;
  return isPlain ? { kind: 'poisson', perUserPerDay } : { kind: 'patterned', perUserPerDay, pattern };
}

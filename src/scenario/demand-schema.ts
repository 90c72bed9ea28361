/**
 * The demand of a scenario file: how many users and vendors, how often a user buys, from whom, at what price.
 * @module
 */
import { z } from 'zod';
import type { Arrivals, Demand, Price } from '../economy/demand.ts';
import { exactlyOneOf, microdollars, numberBetween, positiveInteger, positiveNumber, usd } from './fields.ts';

/** A user takes 300 to 1,400 bytes, a vendor some 500: one market of the largest fits into 16 GiB. */
const USERS_MAX = 10_000_000;
const VENDORS_MAX = 1_000_000;
const PAYMENTS_MAX = 1_000_000_000;
const WEIGHT_MAX = 1_000_000_000;
const PRICES_MAX = 1000;
const ZIPF_EXPONENT_MAX = 10;

/** What users want to buy; the schemes of a scenario all meet the same. */
export function demandSchema() {
  return z
    .strictObject({
      users: positiveInteger(USERS_MAX).describe('Number of users.'),
      vendors: positiveInteger(VENDORS_MAX).describe('Number of vendors.'),
      payments: paymentsSchema().describe('How often each user buys.'),
      price: priceSchema().describe('What one purchase costs.'),
      vendorChoice: vendorChoiceSchema().prefault('uniform').describe('From whom a user buys.'),
    })
    .transform(
      ({ users, vendors, payments, price, vendorChoice }): Demand => ({
        users,
        vendors,
        arrivals: payments,
        price,
        zipfExponent: vendorChoice,
      }),
    );
}

function paymentsSchema() {
  return z
    .strictObject({
      perUserPerDay: positiveNumber(PAYMENTS_MAX)
        .optional()
        .describe('Mean number of purchases of a user in a day, until the duration ends.'),
      process: z.enum(['poisson']).optional().describe('How purchases follow each other; with perUserPerDay.'),
      perUser: positiveInteger(PAYMENTS_MAX)
        .optional()
        .describe('Exactly so many purchases of each user, at exponential gaps of mean duration / n.'),
    })
    .superRefine((payments, context) => {
      exactlyOneOf(['perUserPerDay', 'perUser'])(payments, context);
      if ('process' in payments && 'perUser' in payments)
        context.addIssue({ code: 'custom', path: ['process'], message: 'expected no process beside perUser' });
    })
    .meta({ oneOf: [{ required: ['perUserPerDay'] }, { required: ['perUser'] }] })
    .transform(({ perUserPerDay, perUser }): Arrivals => {
      if (perUserPerDay !== undefined) return { kind: 'poisson', perUserPerDay };
      return { kind: 'fixed', perUser: perUser! };
    });
}

const amount = () => ({
  usd: usd().optional().describe('Dollars, with at most 6 decimals.'),
  microdollars: microdollars().optional().describe('An integer number of millionths of a dollar.'),
});
const AMOUNT_KEYS = ['usd', 'microdollars'];

function priceSchema() {
  const keys = [...AMOUNT_KEYS, 'choice'];
  return z
    .strictObject({
      ...amount(),
      choice: z
        .array(weightedPriceSchema(), { error: 'expected a list of prices, such as { usd: 0.01, weight: 3 }' })
        .min(1, { error: 'expected at least one price' })
        .max(PRICES_MAX, { error: `expected at most ${PRICES_MAX} prices` })
        .optional()
        .describe('Prices drawn in proportion to their weights.'),
    })
    .superRefine(exactlyOneOf(keys))
    .meta({ oneOf: keys.map((key) => ({ required: [key] })) })
    .transform(({ usd, microdollars, choice }): Price => {
      if (choice === undefined) return { kind: 'constant', price: (usd ?? microdollars)! };
      return { kind: 'choice', prices: choice.map(({ price }) => price), weights: choice.map(({ weight }) => weight) };
    });
}

function weightedPriceSchema() {
  return z
    .strictObject({
      ...amount(),
      weight: positiveNumber(WEIGHT_MAX).default(1).describe('How often, against the other weights.'),
    })
    .superRefine(exactlyOneOf(AMOUNT_KEYS))
    .meta({ oneOf: AMOUNT_KEYS.map((key) => ({ required: [key] })) })
    .transform(({ usd, microdollars, weight }) => ({ price: (usd ?? microdollars)!, weight }));
}

/** The value is the exponent of Zipf's law; 0 is uniform. */
function vendorChoiceSchema() {
  const zipf = z.strictObject({
    zipf: numberBetween(0, ZIPF_EXPONENT_MAX).describe('The vendor of rank r is chosen in proportion to r^-zipf.'),
  });
  return z
    .union([z.literal('uniform'), zipf], { error: 'expected uniform or { zipf: exponent }' })
    .transform((choice) => (choice === 'uniform' ? 0 : choice.zipf));
}

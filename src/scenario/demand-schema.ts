/**
 * The demand of a scenario file: how many users and vendors, how often a user buys, from whom, at what price; or a log
 * that says all of it.
 * @module
 */
import { z } from 'zod';
import type { Demand } from '../economy/demand.ts';
import { duration, numberBetween, positiveInteger } from './fields.ts';
import { arrivalsOf, budgetSchema, paymentsSchema } from './payments-schema.ts';
import { priceSchema } from './price-schema.ts';
import { unreadTrace } from './trace-files.ts';
import { traceSchema } from './trace-schema.ts';

/** A user takes 300 to 1,400 bytes, a vendor some 500: one market of the largest fits into 16 GiB. */
const USERS_MAX = 10_000_000;
const VENDORS_MAX = 1_000_000;
const ZIPF_EXPONENT_MAX = 10;

/** What is needed where there is no log, and what is said when it is missing. */
const NEEDED = {
  users: 'expected a positive integer',
  vendors: 'expected a positive integer',
  payments: 'expected a mapping',
  price: 'expected a mapping',
} as const;
/** What a log says, or leaves no room for. */
const OF_SEEDED = [...Object.keys(NEEDED), 'vendorChoice', 'stay', 'budget'];

const TRACE = "A server's log instead of all the other keys: who buys what from whom and when.";
const STAY =
  'Each user comes at an instant that is uniform over the duration, and stays so long on average, exponentially; ' +
  'with perUserPerDay.';

/** What users want to buy; the schemes of a scenario all meet the same. */
export function demandSchema() {
  const shape = z.strictObject({
    users: positiveInteger(USERS_MAX).optional().describe('Number of users.'),
    vendors: positiveInteger(VENDORS_MAX).optional().describe('Number of vendors.'),
    payments: paymentsSchema().optional().describe('How often each user buys.'),
    price: priceSchema().optional().describe('What one purchase costs.'),
    vendorChoice: vendorChoiceSchema().optional().describe('From whom a user buys; by default uniform.'),
    stay: duration().optional().describe(STAY),
    budget: budgetSchema().optional().describe('What each user spends at most; with perUserPerDay.'),
    trace: traceSchema().optional().describe(TRACE),
  });
  return Object.entries(NEEDED)
    .reduce((schema, [key, message]) => {
      // Asked of any mapping, also of one in which something else is wrong.
      return schema.refine((demand) => !isMapping(demand) || 'trace' in demand || key in demand, {
        path: [key],
        error: message,
        when: () => true,
      });
    }, shape)
    .superRefine((demand, context) => {
      const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
      const beside = demand.trace === undefined ? [] : OF_SEEDED.filter((key) => key in demand);
      for (const key of beside) refuse(key, `expected no ${key} beside trace`);
      if (demand.payments?.perUser === undefined) return;
      for (const key of ['stay', 'budget'] as const)
        if (demand[key] !== undefined) refuse(key, `expected no ${key} beside payments.perUser`);
    })
    .meta({ oneOf: [{ required: Object.keys(NEEDED) }, { required: ['trace'] }] })
    .transform(({ users, vendors, payments, price, vendorChoice, stay, budget, trace }): Demand => {
      if (trace !== undefined) return unreadTrace(trace);
      const arrivals = arrivalsOf(payments!, { stay, budget });
      return { users: users!, vendors: vendors!, arrivals, price: price!, zipfExponent: vendorChoice ?? 0 };
    });
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/**
 * PayWord's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { PaywordOptions } from '../economy/schemes/payword/options.ts';
import { DAY, HOUR, MICRODOLLARS_PER_USD, type Microdollars } from '../units.ts';
import { scaled } from './decimal.ts';
import { duration, durationOrNone, numberBetween, positiveInteger, usd } from './fields.ts';

const CHAIN_MAX = 1_000_000;
const LIMIT_USD = 10;

export const paywordSchema = z
  .strictObject({
    unitUsd: usd().prefault(0.01).describe('Worth of a payword in dollars; every price is a whole number of them.'),
    limitUsd: usd()
      .optional()
      .describe(`What a user may spend a day, at all vendors together: whole paywords; by default about ${LIMIT_USD}.`),
    chainLength: positiveInteger(CHAIN_MAX)
      .default(100)
      .describe('Paywords of a chain at most; who needs more on a day makes another chain.'),
    certificateLife: duration().prefault('30d').describe('How many days a certificate covers, in whole days.'),
    commission: numberBetween(0, 1)
      .default(0.1)
      .describe('Share of a payword that the broker keeps; whole micro-dollars of each payword.'),
    lossPolicy: z
      .enum(['broker', 'vendor'], { error: 'expected broker or vendor' })
      .default('vendor')
      .describe('Who bears what a user has promised beyond his limit and does not pay.'),
    depositWindow: durationOrNone()
      .prefault('7d')
      .describe('How long after its day a commitment may be deposited; none: whenever.'),
  })
  .superRefine((read, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const { unitUsd, limitUsd, certificateLife, commission, depositWindow } = read;
    if (limitUsd !== undefined && limitUsd % unitUsd !== 0) refuse('limitUsd', 'expected whole paywords of unitUsd');
    if (certificateLife % DAY !== 0) refuse('certificateLife', 'expected whole days, at least 1d');
    if (depositWindow !== 'none' && depositWindow < HOUR) refuse('depositWindow', 'expected at least 1h');
    if (scaled(String(commission), unitUsd).exact === undefined)
      refuse('commission', `expected a whole number of micro-dollars of each payword, got ${commission} of ${unitUsd}`);
  });

/** As many whole paywords, and at least one. */
function defaultLimit(unit: Microdollars): Microdollars {
  return unit * Math.max(1, Math.floor((LIMIT_USD * MICRODOLLARS_PER_USD) / unit));
}

/** What the schema read, as the scheme wants it. */
export function paywordOptions(read: z.output<typeof paywordSchema>): PaywordOptions {
  const { chainLength, certificateLife, lossPolicy, unitUsd, limitUsd, commission, depositWindow } = read;
  return {
    ...{ chainLength, certificateLife, lossPolicy },
    unitValue: unitUsd,
    limit: limitUsd ?? defaultLimit(unitUsd),
    commission: Number(scaled(String(commission), unitUsd).exact),
    depositWindow: depositWindow === 'none' ? Number.POSITIVE_INFINITY : depositWindow,
  };
}

/**
 * PayWord's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { PaywordOptions } from '../economy/schemes/payword/options.ts';
import { DAY, HOUR, MICRODOLLARS_PER_USD, type Microdollars } from '../units.ts';
import { scaled } from './decimal.ts';
import { duration, durationOrNone, numberBetween, positiveInteger, usd } from './fields.ts';
import { fittedBy, pricesOf, type Wanted, wholeUnit } from './fitting.ts';

const CHAIN_MAX = 1_000_000;
const CHAIN = 100;
const WORD: Microdollars = 10_000;
const LIMIT_USD = 10;

export const paywordSchema = fittedBy(
  z
    .strictObject({
      unitUsd: usd()
        .optional()
        .describe(
          'Worth of a payword in dollars: every price is a whole number of them; by default a cent, or what divides it.',
        ),
      limitUsd: usd()
        .optional()
        .describe(
          `What a user may spend a day, at all vendors together: whole paywords; by default about ${LIMIT_USD}.`,
        ),
      chainLength: positiveInteger(CHAIN_MAX)
        .optional()
        .describe(
          `Paywords of a chain at most; who needs more on a day makes another chain. By default ${CHAIN}, or the dearest price.`,
        ),
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
      const refuse = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      const { unitUsd = WORD, limitUsd, certificateLife, commission, depositWindow } = read;
      if (limitUsd !== undefined && limitUsd % unitUsd !== 0) refuse('limitUsd', 'expected whole paywords of unitUsd');
      if (certificateLife % DAY !== 0) refuse('certificateLife', 'expected whole days, at least 1d');
      if (depositWindow !== 'none' && depositWindow < HOUR) refuse('depositWindow', 'expected at least 1h');
      if (scaled(String(commission), unitUsd).exact === undefined)
        refuse(
          'commission',
          `expected a whole number of micro-dollars of each payword, got ${commission} of ${unitUsd}`,
        );
    }),
  fitToDemand,
);

type Read = z.output<typeof paywordSchema>;

/** Paywords with which every price can be paid, and a chain that is long enough for the dearest. */
function fitToDemand(options: Readonly<Record<string, unknown>>, { demand }: Wanted) {
  if (demand === undefined) return {};
  const { commission, unitUsd, limitUsd, chainLength } = options as Read;
  const isSound = (unit: Microdollars): boolean =>
    scaled(String(commission), unit).exact !== undefined && (limitUsd ?? unit) % unit === 0;
  const unit = unitUsd ?? wholeUnit(demand.price, WORD, isSound);
  const dearest = pricesOf(demand.price).reduce((most, price) => Math.max(most, price));
  return { unitUsd: unit, chainLength: chainLength ?? Math.min(CHAIN_MAX, Math.max(CHAIN, Math.ceil(dearest / unit))) };
}

/** As many whole paywords, and at least one. */
function defaultLimit(unit: Microdollars): Microdollars {
  return unit * Math.max(1, Math.floor((LIMIT_USD * MICRODOLLARS_PER_USD) / unit));
}

/** What the schema read, as the scheme wants it. */
export function paywordOptions(read: Read): PaywordOptions {
  const {
    chainLength = CHAIN,
    certificateLife,
    lossPolicy,
    unitUsd = WORD,
    limitUsd,
    commission,
    depositWindow,
  } = read;
  return {
    ...{ chainLength, certificateLife, lossPolicy },
    unitValue: unitUsd,
    limit: limitUsd ?? defaultLimit(unitUsd),
    commission: Number(scaled(String(commission), unitUsd).exact),
    depositWindow: depositWindow === 'none' ? Number.POSITIVE_INFINITY : depositWindow,
  };
}

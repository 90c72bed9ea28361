/**
 * Millicent's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { MillicentOptions } from '../economy/schemes/millicent/options.ts';
import { DAY } from '../units.ts';
import { scaled } from './decimal.ts';
import { duration, integerBetween, numberBetween, positiveInteger, usd } from './fields.ts';

const BROKERS_MAX = 16;
const VENDORS_MAX = 10_000_000;
const MILLION = 1_000_000;
/** So many pieces at most are bought at once. */
const PIECES_MAX = 100_000;
const COMMISSION = 0.1;
const DISCOUNT = 0.1;
const WAREHOUSE_USD = 5;

function durationOrZero() {
  const error = 'expected a time such as 1h, or 0s';
  return z.union([z.literal('0s').transform(() => 0), duration()], { error });
}

/** A share in millionths. */
function share() {
  return numberBetween(0, 1).transform((value, context): number => {
    const { exact } = scaled(String(value), MILLION);
    if (exact !== undefined) return Number(exact);
    context.addIssue('expected at most 6 decimals');
    return z.NEVER;
  });
}

function closing() {
  const error = 'expected a vendor and a time, such as { vendor: 1, at: 10d }';
  return z.strictObject(
    {
      vendor: positiveInteger(VENDORS_MAX).describe('Which vendor closes, by its rank: 1 sells most.'),
      at: duration().describe('When it closes.'),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? error : undefined) },
  );
}

export const millicentSchema = z
  .strictObject({
    protocol: z
      .enum(['clear', 'secure', 'private'], { error: 'expected clear, secure or private' })
      .default('secure')
      .describe("Payments in the clear, with the customer's HMAC, or encrypted. Exchanges are private unless clear."),
    supply: z
      .enum(['licensed', 'warehouse'], { error: 'expected licensed or warehouse' })
      .default('licensed')
      .describe("Where brokers get vendors' scrip from: made under a licence, or bought in bulk."),
    brokers: integerBetween(1, BROKERS_MAX).default(1).describe('Users are dealt to them in turn.'),
    brokerScripUsd: usd()
      .prefault(5)
      .describe('Broker scrip bought with one macropayment when it cannot pay the next exchange, or as much as that.'),
    vendorScripUsd: usd()
      .prefault(0.25)
      .describe('Scrip exchanged at the first visit and when it cannot pay, or as much as the price.'),
    life: duration().prefault('30d').describe('How long scrip is good at least, in whole days.'),
    replayWindow: durationOrZero()
      .prefault('1h')
      .describe('How long the same request gets the same answer again and is not charged again.'),
    commission: share()
      .optional()
      .describe(`Share of the scrip sold under licence that brokers keep; by default ${COMMISSION}.`),
    discount: share()
      .optional()
      .describe(`By how much scrip for the warehouse is cheaper than its worth; by default ${DISCOUNT}.`),
    warehouseUsd: usd()
      .optional()
      .describe(`Worth of the pieces of one value bought from a vendor at once; by default ${WAREHOUSE_USD}.`),
    expiryGain: z
      .enum(['issuer', 'user'], { error: 'expected issuer or user' })
      .default('issuer')
      .describe('Who has the worth of scrip that expires in a wallet: who issued it, or its holder, who is paid.'),
    closes: closing().optional().describe('A vendor that closes; by default none does.'),
    redeemClosed: z
      .boolean({ error: 'expected true or false' })
      .default(false)
      .describe("Whether brokers pay the holders of a closed vendor's scrip; otherwise it is worth nothing."),
  })
  .superRefine((read, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const { supply, life, commission, discount, warehouseUsd, vendorScripUsd } = read;
    if (life % DAY !== 0) refuse('life', 'expected whole days, at least 1d');
    if (supply === 'warehouse' && commission !== undefined)
      refuse('commission', 'expected none, since the warehouse is bought at a discount');
    if (supply === 'licensed' && discount !== undefined) refuse('discount', 'expected none without a warehouse');
    if (supply === 'licensed' && warehouseUsd !== undefined)
      refuse('warehouseUsd', 'expected none without a warehouse');
    if (supply === 'warehouse' && (warehouseUsd ?? WAREHOUSE_USD * MILLION) / vendorScripUsd > PIECES_MAX)
      refuse('vendorScripUsd', `expected at most ${PIECES_MAX} pieces for warehouseUsd`);
  });

/** What the schema read, as the scheme wants it. */
export function millicentOptions(read: z.output<typeof millicentSchema>): MillicentOptions {
  const { protocol, supply, brokers, life, replayWindow, expiryGain, closes, redeemClosed } = read;
  return {
    ...{ protocol, supply, brokers, life, replayWindow, expiryGain, redeemClosed },
    brokerScrip: read.brokerScripUsd,
    vendorScrip: read.vendorScripUsd,
    commission: read.commission ?? COMMISSION * MILLION,
    discount: read.discount ?? DISCOUNT * MILLION,
    warehouse: read.warehouseUsd ?? WAREHOUSE_USD * MILLION,
    ...(closes && { closes: { vendor: closes.vendor - 1, at: closes.at } }),
  };
}

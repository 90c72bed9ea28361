/**
 * The soft-drink machine's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { SoftDrinkOptions } from '../economy/schemes/soft-drink/scheme.ts';
import { integerBetween, usd } from './fields.ts';

const SLOTS_MAX = 1_000_000;

export const softDrinkSchema = z.strictObject({
  blanks: z
    .enum(['independent', 'spaced'], { error: 'expected independent or spaced' })
    .default('independent')
    .describe('Each slot empty by chance, or exactly one in every block.'),
  slotsPerBlank: integerBetween(2, SLOTS_MAX).default(5).describe('One slot in so many is empty.'),
  coinUsd: usd().prefault(0.05).describe('The one coin that the machine takes, in dollars.'),
});

/** What the schema read, as the scheme wants it. */
export function softDrinkOptions(read: z.output<typeof softDrinkSchema>): SoftDrinkOptions {
  return { blanks: read.blanks, slotsPerBlank: read.slotsPerBlank, coin: read.coinUsd };
}

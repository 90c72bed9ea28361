/**
 * What MicroMint's broker does against fraud, in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { Defences } from '../economy/schemes/micromint/options.ts';
import { duration, integerBetween, numberBetween, positiveInteger, positiveNumber } from './fields.ts';

const COUNT_MAX = 1_000_000_000;
const STAGES_MAX = 16;
const STAGE_BITS_MAX = 16;
/** So many bits of a ball may be fixed; the others number the broker's balls. */
const FIXED_BITS_MAX = 24;
const GROUP_BITS_MAX = 10;
const USD_PER_HASH_MAX = 1;

function durationOrZero() {
  const error = 'expected a time such as 7d, or 0s';
  return z.union([z.literal('0s').transform(() => 0), duration()], { error });
}

function hiddenPredicates() {
  return z
    .strictObject({
      stages: integerBetween(1, STAGES_MAX).describe('Stages, disclosed at equal distances from the start on.'),
      bits: integerBetween(1, STAGE_BITS_MAX).describe('b: bits of a ball that each stage fixes.'),
    })
    .superRefine(({ stages, bits }, context) => {
      if (stages * bits <= FIXED_BITS_MAX) return;
      const message = `expected stages x bits of at most ${FIXED_BITS_MAX}, got ${stages} x ${bits}`;
      context.addIssue({ code: 'custom', path: ['bits'], message });
    });
}

/** What holds of a key that a scenario leaves out: the broker settles by the exact list, and nothing else is on. */
const OFF: Defences = {
  settlement: 'coin',
  lossPolicy: 'vendor',
  recallAfter: 100,
  keyKnownAhead: 0,
  groupBits: 0,
  usdPerHash: 0,
};

/** Keys of the scheme's options. What is left out stays out, so that a result tells only what was set. */
export const defences = {
  settlement: z
    .enum(['coin', 'bin'], { error: 'expected coin or bin' })
    .optional()
    .describe(
      'How the broker tells his coins: coin: by the whole list of balls, the default; bin: by their bin alone.',
    ),
  lossPolicy: z
    .enum(['vendor', 'broker', 'shared'], { error: 'expected vendor, broker or shared' })
    .optional()
    .describe('Who bears a coin that a vendor took in good faith and the broker refuses; by default the vendor.'),
  suspendAfter: positiveInteger(COUNT_MAX)
    .optional()
    .describe('Incidents that name a buyer before he is suspended; by default nobody is.'),
  redemptionLimit: positiveInteger(COUNT_MAX)
    .optional()
    .describe('Coins of one payer that the broker redeems in a period at most; by default all.'),
  recallAt: positiveNumber(1)
    .optional()
    .describe('Share of forged coins among those deposited at which a period is recalled; by default never.'),
  recallAfter: positiveInteger(COUNT_MAX)
    .optional()
    .describe(`Coins deposited before the share of forged ones counts; by default ${OFF.recallAfter}.`),
  keyKnownAhead: durationOrZero()
    .optional()
    .describe('How long before its period a key is known; by default 0s: the broker mints ahead, in secret.'),
  hiddenPredicates: hiddenPredicates()
    .optional()
    .describe('Conditions on the balls of a coin that are disclosed in the course of a period; by default none.'),
  groupBits: integerBetween(0, GROUP_BITS_MAX)
    .optional()
    .describe('g: a coin can be spent by users of one group of 2^g only; by default 0: by everybody.'),
  usdPerHash: numberBetween(0, USD_PER_HASH_MAX)
    .optional()
    .describe('What a hash costs the broker in dollars, such as 1e-15: the price of a recall. By default nothing.'),
};

type Read = z.output<z.ZodObject<typeof defences>>;
/** Whatever else the scheme's schema has read that defences rest on. */
type Beside = { readonly period: number; readonly coinFiles?: unknown };

/** Whether the defences go together with the rest; each objection has the key that should change. */
export function checkDefences(read: Read & Beside, refuse: (path: string, message: string) => void): void {
  const { keyKnownAhead = 0, period } = read;
  if (keyKnownAhead > period) refuse('keyKnownAhead', 'expected at most the period');
  if (read.hiddenPredicates !== undefined && read.coinFiles !== undefined)
    refuse('hiddenPredicates', 'expected none beside coinFiles, whose coins were minted without');
}

/** What the schema read, and what holds of the rest. */
export function defencesOf(read: Read): Defences {
  const set = Object.entries(read).filter(([key, value]) => key in defences && value !== undefined);
  return { ...OFF, ...Object.fromEntries(set) };
}

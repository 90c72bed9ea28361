/**
 * A mint of a scenario file: the collision problem after RS96, and at how many coins it is read.
 * @module
 */
import { z } from 'zod';
import type { MintSpecification } from '../economy/mint-curve.ts';
import type { MintProjection } from '../theory/mint-projection.ts';
import { checkpoints } from './checkpoints.ts';
import { integerBetween, label, numberBetween, positiveInteger } from './fields.ts';

/** u. */
const BITS_MAX = 40;
/** n = u + t: a ball's hash is read from one 64-bit word. */
const HASH_BITS_MAX = 64;
/** n beyond which the replications of a mint would take hours: every bit doubles the hashes. */
const AFFORDABLE_HASH_BITS = 26;
const POINTS_MIN = 2;
const POINTS_MAX = 200;
const REPLICATIONS_MAX = 1_000_000;
const BALLS_PER_BIN_MIN = 0.01;
const BALLS_PER_BIN_MAX = 20;
const ONE_IN_MAX = 1_000_000;
const KNOWN_COINS_MAX = 1_000_000;
/** Not all bins: the last few wait for ever longer. */
const SHARE_MAX = 0.99;

/** What a mint is, run or only projected. */
function parameters() {
  return {
    label: label().describe('Its name in the results.'),
    bits: integerBetween(1, BITS_MAX).describe('u: a good ball falls into one of 2^u bins.'),
    way: integerBetween(2, 8).describe('k: balls of a coin.'),
    filter: integerBetween(0, HASH_BITS_MAX - 1)
      .default(0)
      .describe('t: a ball is good when t further bits have the value of the period.'),
  };
}

/** One mint without a market. */
export function mintSchema() {
  return z
    .strictObject({
      ...parameters(),
      coins: z
        .union([coinListSchema(), spacedSchema()], {
          error: 'expected an ascending list of numbers of coins, or { upToShare: ..., points: ... }',
        })
        .describe('At how many coins the balls thrown so far are read.'),
      replications: positiveInteger(REPLICATIONS_MAX)
        .exactOptional()
        .describe('In how many of the replications it is run, when not in all.'),
      forger: forgerSchema().exactOptional().describe('Who forges its coins, with real hashes at the same parameters.'),
    })
    .superRefine(checkHashBits)
    .superRefine(checkCoins)
    .transform(({ coins, ...mint }): MintSpecification => {
      const read = Array.isArray(coins) ? coins : checkpoints(mint.bits, coins.upToShare, coins.points);
      return { ...mint, coins: read };
    });
}

function forgerSchema() {
  return z.strictObject({
    ballsPerBin: numberBetween(BALLS_PER_BIN_MIN, BALLS_PER_BIN_MAX)
      .default(4)
      .describe('x: so many good balls for each bin the broker throws.'),
    oneIn: oneInSchema(),
    knownCoins: positiveInteger(KNOWN_COINS_MAX)
      .default(1000)
      .describe('Coins of the broker that a splicer has seen, in whose bins he needs one ball more.'),
  });
}

function oneInSchema() {
  return z
    .array(integerBetween(1, ONE_IN_MAX), { error: 'expected a list of whole numbers' })
    .default([10, 100])
    .describe("Forgers who have one in so many of the broker's balls, such as [10, 100].");
}

/** A mint that theory alone speaks of. */
export function projectionSchema() {
  return z
    .strictObject({
      ...parameters(),
      coins: positiveInteger(2 ** BITS_MAX).describe('How many coins the broker mints.'),
      oneIn: oneInSchema(),
    })
    .superRefine(checkProjection)
    .transform((projection): MintProjection => projection);
}

function checkProjection({ bits, filter, coins }: HashBits & { coins: number }, context: z.core.$RefinementCtx): void {
  if (bits + filter > HASH_BITS_MAX) {
    const message = `expected n = bits + filter of at most ${HASH_BITS_MAX}, got ${bits} + ${filter} = ${bits + filter}`;
    context.addIssue({ code: 'custom', path: ['filter'], message });
  }
  if (coins < 2 ** bits) return;
  const message = `expected fewer than 2^${bits} = ${2 ** bits} coins, one of each bin, got ${coins}`;
  context.addIssue({ code: 'custom', path: ['coins'], message });
}

function coinListSchema() {
  return z.array(positiveInteger(2 ** BITS_MAX)).min(1, { error: 'expected at least one number of coins' });
}

function spacedSchema() {
  return z.strictObject({
    upToShare: z
      .number({ error: SHARE_MESSAGE })
      .gt(0, { error: SHARE_MESSAGE })
      .max(SHARE_MAX, { error: SHARE_MESSAGE })
      .describe('The last point, as a share of all bins.'),
    points: integerBetween(POINTS_MIN, POINTS_MAX).describe(
      'How many points, evenly spaced in the logit of the share.',
    ),
  });
}

const SHARE_MESSAGE = `expected a share above 0, at most ${SHARE_MAX}`;

interface HashBits {
  readonly bits: number;
  readonly filter: number;
}

function checkHashBits({ bits, filter }: HashBits, context: z.core.$RefinementCtx): void {
  const refuse = (path: string, most: string): void =>
    context.addIssue({ code: 'custom', path: [path], message: `expected ${most}, beyond which a mint takes too long` });
  if (bits > AFFORDABLE_HASH_BITS) refuse('bits', `at most ${AFFORDABLE_HASH_BITS}`);
  else if (bits + filter > AFFORDABLE_HASH_BITS)
    refuse('filter', `at most ${AFFORDABLE_HASH_BITS - bits} beside ${bits} bits`);
}

function checkCoins({ bits, coins }: { bits: number; coins: unknown }, context: z.core.$RefinementCtx): void {
  if (!Array.isArray(coins) || bits < 1) return;
  const bins = 2 ** bits;
  const complain = (index: number, message: string) =>
    context.addIssue({ code: 'custom', path: ['coins', index], message });
  const tooMany = coins.findIndex((count) => count > bins);
  const notAscending = coins.findIndex((count, index) => index > 0 && count <= coins[index - 1]);
  if (tooMany >= 0) complain(tooMany, `expected at most 2^${bits} = ${bins} coins, one of each bin`);
  if (notAscending > 0) complain(notAscending, `expected more than the ${coins[notAscending - 1]} before it`);
}

/**
 * A mint of a scenario file: the collision problem after RS96, and at how many coins it is read.
 * @module
 */
import { z } from 'zod';
import type { MintSpecification } from '../economy/mint-curve.ts';
import { checkpoints } from './checkpoints.ts';
import { integerBetween, label, positiveInteger } from './fields.ts';

/** u. */
const BITS_MAX = 40;
/** n = u + t: a ball's hash is read from one 64-bit word. */
const HASH_BITS_MAX = 64;
/** n beyond which the portable minter would be at it for hours: every bit doubles the hashes. */
const AFFORDABLE_HASH_BITS = 26;
const POINTS_MIN = 2;
const POINTS_MAX = 200;
/** Not all bins: the last few wait for ever longer. */
const SHARE_MAX = 0.99;

/** One mint without a market. */
export function mintSchema() {
  return z
    .strictObject({
      label: label().describe('Its name in the results.'),
      bits: integerBetween(1, BITS_MAX).describe('u: a good ball falls into one of 2^u bins.'),
      way: integerBetween(2, 8).describe('k: balls of a coin.'),
      filter: integerBetween(0, HASH_BITS_MAX - 1)
        .default(0)
        .describe('t: a ball is good when t further bits have the value of the period.'),
      coins: z
        .union([coinListSchema(), spacedSchema()], {
          error: 'expected an ascending list of numbers of coins, or { upToShare: ..., points: ... }',
        })
        .describe('At how many coins the balls thrown so far are read.'),
    })
    .superRefine(checkHashBits)
    .superRefine(checkCoins)
    .transform(({ coins, ...mint }): MintSpecification => {
      const read = Array.isArray(coins) ? coins : checkpoints(mint.bits, coins.upToShare, coins.points);
      return { ...mint, coins: read };
    });
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
  const n = bits + filter;
  if (n <= AFFORDABLE_HASH_BITS) return;
  const got = `got ${bits} + ${filter} = ${n}`;
  const path = [bits > AFFORDABLE_HASH_BITS ? 'bits' : 'filter'];
  const message =
    n > HASH_BITS_MAX
      ? `expected n = bits + filter of at most ${HASH_BITS_MAX}, ${got}`
      : `expected bits + filter of at most ${AFFORDABLE_HASH_BITS}, beyond which the portable minter takes too long, ${got}`;
  context.addIssue({ code: 'custom', path, message });
}

function checkCoins({ bits, coins }: { bits: number; coins: unknown }, context: z.core.$RefinementCtx): void {
  if (!Array.isArray(coins)) return;
  const bins = 2 ** bits;
  const complain = (index: number, message: string) =>
    context.addIssue({ code: 'custom', path: ['coins', index], message });
  const tooMany = coins.findIndex((count) => count > bins);
  const notAscending = coins.findIndex((count, index) => index > 0 && count <= coins[index - 1]);
  if (tooMany >= 0) complain(tooMany, `expected at most 2^${bits} = ${bins} coins, one of each bin`);
  if (notAscending > 0) complain(notAscending, `expected more than the ${coins[notAscending - 1]} before it`);
}

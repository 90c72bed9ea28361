/**
 * MicroMint's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { MicroMintOptions } from '../economy/schemes/micromint/options.ts';
import type { CoinFile } from '../protocols/micromint/coins.ts';
import type { Parameters } from '../protocols/micromint/parameters.ts';
import { expectedCoins } from '../theory/micromint.ts';
import { DAY } from '../units.ts';
import { scaled } from './decimal.ts';
import { duration, integerBetween, numberBetween, positiveInteger, text, usd } from './fields.ts';

const HASH_BITS_MAX = 64;
const BITS_MAX = 40;
/** What a market mints for itself; larger mints come from files. */
const MINTED_BITS_MAX = 26;
const BALLS_MAX = 2 ** 32;
const BALLS_PER_BIN = 4;
const BATCH_MAX = 1_000_000;

const FILES_MAX = 1000;
const PATH_LENGTH_MAX = 4096;

const COIN_FILES =
  'Files of farthing mint --out whose coins are sold in the first periods, one file a period, in this order; the ' +
  'coins of later periods are minted. Every replication sells the same coins, to another demand. Paths are relative ' +
  "to the scenario's file; those of --set to the folder in which the command runs.";

function coinFiles() {
  const file = text(PATH_LENGTH_MAX).transform((path): CoinFile => ({ file: path }));
  return z
    .array(file, { error: 'expected a list of coin files' })
    .min(1, { error: 'expected at least one coin file' })
    .max(FILES_MAX, { error: `expected at most ${FILES_MAX} coin files` });
}

export const micromintSchema = z
  .strictObject({
    way: integerBetween(2, 8).default(4).describe('k: balls of a coin.'),
    bits: integerBetween(1, BITS_MAX)
      .default(16)
      .describe(`u: a good ball falls into one of 2^u bins; more than ${MINTED_BITS_MAX} only with coinFiles.`),
    filter: integerBetween(0, HASH_BITS_MAX - 1)
      .default(0)
      .describe('t: a ball is good when t further bits have the value of the period.'),
    balls: positiveInteger(BALLS_MAX)
      .optional()
      .describe(`Balls thrown for each period that is minted; by default ${BALLS_PER_BIN} good ones for each bin.`),
    coinFiles: coinFiles().optional().describe(COIN_FILES),
    coinUsd: usd().prefault(0.01).describe('Worth of a coin in dollars; every price is a whole number of coins.'),
    batch: positiveInteger(BATCH_MAX).default(50).describe('Coins bought at once when a wallet cannot pay.'),
    commission: numberBetween(0, 1)
      .default(0.1)
      .describe('Share of a redeemed coin that the broker keeps; whole micro-dollars of each coin.'),
    period: duration().prefault('30d').describe('Validity period of a coin, in whole days.'),
    grace: duration().prefault('1d').describe('How long after its period a coin can still be settled.'),
  })
  .superRefine(({ coinUsd, commission, period, grace, way, bits, filter, balls, coinFiles: files }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (scaled(String(commission), coinUsd).exact === undefined)
      refuse('commission', `expected a whole number of micro-dollars of each coin, got ${commission} of ${coinUsd}`);
    if (period % DAY !== 0) refuse('period', 'expected whole days, at least 1d');
    else if (grace > period) refuse('grace', 'expected at most the period');
    // Too many bits have been refused by themselves: no filter would mend them.
    if (bits > BITS_MAX) return;
    if (bits > MINTED_BITS_MAX && files === undefined)
      return refuse('bits', `expected at most ${MINTED_BITS_MAX} without coinFiles, got ${bits}`);
    if (bits + filter > HASH_BITS_MAX)
      refuse('filter', `expected at most ${HASH_BITS_MAX - bits}, since u + t is at most 64, got ${filter}`);
    else if (balls === undefined && ballsFor(bits, filter) > BALLS_MAX)
      refuse(
        'filter',
        `expected at most ${BALLS_MAX} hashes for 4 good balls a bin, got ${ballsFor(bits, filter)} for u = ${bits}, t = ${filter}`,
      );
    else if (files === undefined) refuseBarren({ way, bits, filter }, balls, refuse);
  });

/** A mint that hardly ever makes a coin sells nothing, and would say nothing of it. What is out of range is said elsewhere. */
function refuseBarren(
  mint: Parameters,
  given: number | undefined,
  refuse: (path: string, message: string) => void,
): void {
  const { bits, filter } = mint;
  const balls = given ?? ballsFor(bits, filter);
  if (bits < 1 || filter < 0 || balls < 1 || balls > BALLS_MAX) return;
  const coins = expectedCoins(mint, balls);
  if (coins >= 1) return;
  const expected = `expected balls for at least one coin, got ${balls} for ${coins.toPrecision(2)} coins`;
  if (given === undefined) refuse('bits', `${expected}, 4 good ones for each bin`);
  else if (expectedCoins(mint, BALLS_MAX) >= 1) refuse('balls', expected);
  else refuse('filter', `expected a filter with which ${BALLS_MAX} balls make a coin, got ${filter}`);
}

function ballsFor(bits: number, filter: number): number {
  return BALLS_PER_BIN * 2 ** (bits + filter);
}

/** What the schema read, as the scheme wants it. */
export function micromintOptions(read: z.output<typeof micromintSchema>): MicroMintOptions {
  const { coinUsd, commission, balls, coinFiles, ...rest } = read;
  return {
    ...rest,
    ...(coinFiles && { coinFiles }),
    coinValue: coinUsd,
    commission: Number(scaled(String(commission), coinUsd).exact),
    balls: balls ?? ballsFor(rest.bits, rest.filter),
  };
}

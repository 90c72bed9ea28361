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
import { checkDefences, defences, defencesOf } from './micromint-defences.ts';

const HASH_BITS_MAX = 64;
const BITS_MAX = 40;
/** What a file may say; the default may be more. How many a mint really throws, the scheme knows. */
const BALLS_MAX = Number.MAX_SAFE_INTEGER;
const BALLS_PER_BIN = 4;
const BATCH_MAX = 1_000_000;

const FILES_MAX = 1000;
const PATH_LENGTH_MAX = 4096;

const COIN_FILES =
  'Files of farthing mint --out whose coins are sold in the first periods, one file a period, in this order; the ' +
  'coins of later periods are minted. Every replication sells the same coins, to another demand. Paths are relative ' +
  "to the scenario's file; those of --set to the folder in which the command runs.";

type Refuse = (path: string, message: string) => void;

function coinFiles() {
  const file = text(PATH_LENGTH_MAX).transform((path): CoinFile => ({ file: path }));
  return z
    .array(file, { error: 'expected a list of coin files' })
    .min(1, { error: 'expected at least one coin file' })
    .max(FILES_MAX, { error: `expected at most ${FILES_MAX} coin files` });
}

const shape = {
  way: integerBetween(2, 8).default(4).describe('k: balls of a coin.'),
  bits: integerBetween(1, BITS_MAX).default(16).describe('u: a good ball falls into one of 2^u bins.'),
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
};

export const micromintSchema = z.strictObject({ ...shape, ...defences }).superRefine((read, context) => {
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [path], message });
  const { coinUsd, commission, period, grace } = read;
  if (scaled(String(commission), coinUsd).exact === undefined)
    refuse('commission', `expected a whole number of micro-dollars of each coin, got ${commission} of ${coinUsd}`);
  if (period % DAY !== 0) refuse('period', 'expected whole days, at least 1d');
  else if (grace > period) refuse('grace', 'expected at most the period');
  checkDefences(read, refuse);
  checkMint(read, refuse);
});

type Mint = Parameters & Pick<z.output<typeof micromintSchema>, 'balls' | 'coinFiles' | 'groupBits'>;

function checkMint({ way, bits, filter, balls, coinFiles: files, groupBits = 0 }: Mint, refuse: Refuse): void {
  // Too many bits have been refused by themselves: no filter would mend them.
  if (bits > BITS_MAX) return;
  if (bits + filter > HASH_BITS_MAX)
    refuse('filter', `expected at most ${HASH_BITS_MAX - bits}, since u + t is at most 64, got ${filter}`);
  else if (files === undefined) refuseBarren({ way, bits, filter }, balls, groupBits, refuse);
}

/** A mint that hardly ever makes a coin sells nothing, and would say nothing of it. What is out of range is said elsewhere. */
function refuseBarren(mint: Parameters, given: number | undefined, groupBits: number, refuse: Refuse): void {
  const { bits, filter } = mint;
  const balls = given ?? ballsFor(bits, filter);
  if (bits < 1 || filter < 0 || balls < 1 || (given ?? 1) > BALLS_MAX) return;
  const coins = expectedCoins(mint, balls);
  if (coins >= 1) {
    refuseEmptyGroups(coins, groupBits, refuse);
    return;
  }
  const expected = `expected balls for at least one coin, got ${balls} for ${coins.toPrecision(2)} coins`;
  if (given === undefined) refuse('bits', `${expected}, 4 good ones for each bin`);
  else if (expectedCoins(mint, BALLS_MAX) >= 1) refuse('balls', expected);
  else refuse('filter', `expected a filter with which ${BALLS_MAX} balls make a coin, got ${filter}`);
}

function refuseEmptyGroups(coins: number, groupBits: number, refuse: Refuse): void {
  if (groupBits < 0 || coins >= 2 ** groupBits) return;
  const got = `got 2^${groupBits} groups for ${coins.toPrecision(2)} coins`;
  refuse('groupBits', `expected at least one coin for each group, ${got}`);
}

function ballsFor(bits: number, filter: number): number {
  return BALLS_PER_BIN * 2 ** (bits + filter);
}

/** What the schema read, as the scheme wants it. */
export function micromintOptions(read: z.output<typeof micromintSchema>): MicroMintOptions {
  const { way, bits, filter, batch, period, grace, coinUsd, commission, balls } = read;
  return {
    ...{ way, bits, filter, batch, period, grace },
    ...defencesOf(read),
    ...(read.coinFiles && { coinFiles: read.coinFiles }),
    coinValue: coinUsd,
    commission: Number(scaled(String(commission), coinUsd).exact),
    balls: balls ?? ballsFor(bits, filter),
  };
}

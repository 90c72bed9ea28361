/**
 * MicroMint's options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { Demand } from '../economy/demand.ts';
import type { MicroMintOptions } from '../economy/schemes/micromint/options.ts';
import type { CoinFile } from '../protocols/micromint/coins.ts';
import type { Parameters } from '../protocols/micromint/parameters.ts';
import { expectedCoins } from '../theory/micromint.ts';
import { DAY, type Microdollars, type Microseconds } from '../units.ts';
import { scaled } from './decimal.ts';
import { duration, integerBetween, numberBetween, positiveInteger, text, usd } from './fields.ts';
import { fittedBy, SD_MOST, spentAtMost, type Wanted, wholeUnit } from './fitting.ts';
import { checkDefences, defences, defencesOf } from './micromint-defences.ts';

const HASH_BITS_MAX = 64;
const BITS_MAX = 40;
/** What a file may say; the default may be more. How many a mint really throws, the scheme knows. */
const BALLS_MAX = Number.MAX_SAFE_INTEGER;
const BALLS_PER_BIN = 4;
const BITS = 16;
const COIN: Microdollars = 10_000;
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
  bits: integerBetween(1, BITS_MAX)
    .optional()
    .describe(`u: a good ball falls into one of 2^u bins; by default ${BITS}, more where the demand needs more coins.`),
  filter: integerBetween(0, HASH_BITS_MAX - 1)
    .default(0)
    .describe('t: a ball is good when t further bits have the value of the period.'),
  balls: positiveInteger(BALLS_MAX)
    .optional()
    .describe(`Balls thrown for each period that is minted; by default ${BALLS_PER_BIN} good ones for each bin.`),
  coinFiles: coinFiles().optional().describe(COIN_FILES),
  coinUsd: usd()
    .optional()
    .describe(
      'Worth of a coin in dollars: every price is a whole number of coins; by default a cent, or what divides it.',
    ),
  batch: positiveInteger(BATCH_MAX).default(50).describe('Coins bought at once when a wallet cannot pay.'),
  commission: numberBetween(0, 1)
    .default(0.1)
    .describe('Share of a redeemed coin that the broker keeps; whole micro-dollars of each coin.'),
  period: duration().prefault('30d').describe('Validity period of a coin, in whole days.'),
  grace: duration().prefault('1d').describe('How long after its period a coin can still be settled.'),
};

export const micromintSchema = fittedBy(
  z.strictObject({ ...shape, ...defences }).superRefine((read, context) => {
    const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [path], message });
    const { coinUsd = COIN, commission, period, grace } = read;
    if (scaled(String(commission), coinUsd).exact === undefined)
      refuse('commission', `expected a whole number of micro-dollars of each coin, got ${commission} of ${coinUsd}`);
    if (period % DAY !== 0) refuse('period', 'expected whole days, at least 1d');
    else if (grace > period) refuse('grace', 'expected at most the period');
    checkDefences(read, refuse);
    checkMint(read, refuse);
  }),
  fitToDemand,
);

interface Mint extends Omit<Parameters, 'bits'> {
  readonly bits?: number | undefined;
  readonly balls?: number | undefined;
  readonly coinFiles?: readonly CoinFile[] | undefined;
  readonly groupBits?: number | undefined;
}

function checkMint({ way, bits = BITS, filter, balls, coinFiles: files, groupBits = 0 }: Mint, refuse: Refuse): void {
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

type Read = z.output<typeof micromintSchema>;

/** Coins with which every price can be paid, and as many of them as this demand asks of a period's mint. */
function fitToDemand(options: Readonly<Record<string, unknown>>, { demand, duration }: Wanted) {
  const read = options as Read;
  // Whose mint is given, by its balls or its coins, has the size that goes with it.
  const isGiven = read.balls !== undefined || read.coinFiles !== undefined;
  if (demand === undefined) return isGiven && read.bits === undefined ? { bits: BITS } : {};
  const coinUsd = read.coinUsd ?? wholeUnit(demand.price, COIN, (unit) => isWhole(read.commission, unit));
  const bits = isGiven ? BITS : bitsFor(read, coinsNeeded(read, coinUsd, demand, duration));
  return { coinUsd, bits: read.bits ?? bits };
}

function isWhole(commission: number, unit: Microdollars): boolean {
  return scaled(String(commission), unit).exact !== undefined;
}

/** Of one period: what is spent, and what lies in wallets, once of this period and once of the coins that it replaces. */
function coinsNeeded({ period, batch }: Read, coin: Microdollars, demand: Demand, duration: Microseconds): number {
  return spentAtMost(demand, duration, period) / coin + 2 * demand.users * batch;
}

/** The fewest bins, from the usual number on, that are hardly ever sold out at four good balls each. */
function bitsFor({ way, filter }: Read, needed: number): number {
  for (let bits = BITS; bits < BITS_MAX && bits + filter < HASH_BITS_MAX; bits++) {
    const coins = expectedCoins({ way, bits, filter }, ballsFor(bits, filter));
    if (coins - SD_MOST * Math.sqrt(coins) >= needed) return bits;
  }
  return Math.max(BITS, Math.min(BITS_MAX, HASH_BITS_MAX - filter));
}

/** What the schema read, as the scheme wants it. */
export function micromintOptions(read: Read): MicroMintOptions {
  const { way, bits = BITS, filter, batch, period, grace, coinUsd = COIN, commission, balls } = read;
  return {
    ...{ way, bits, filter, batch, period, grace },
    ...defencesOf(read),
    ...(read.coinFiles && { coinFiles: read.coinFiles }),
    coinValue: coinUsd,
    commission: Number(scaled(String(commission), coinUsd).exact),
    balls: balls ?? ballsFor(bits, filter),
  };
}

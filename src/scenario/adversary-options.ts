/**
 * The adversaries' options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { Microseconds } from '../units.ts';
import {
  duration,
  durationOrNone,
  integerBetween,
  numberBetween,
  positiveInteger,
  positiveNumber,
  usd,
} from './fields.ts';

const USES_MAX = 1_000_000;
const COPIES_MAX = 1000;
const CHOSEN_MAX = 1000;
const PAYMENTS_MAX = 1_000_000_000;
const TRIES_MAX = 1_000_000;
const COIN_COPIES_MAX = 100;
const COINS_MAX = 1_000_000_000;
const HASHES_PER_SECOND_MAX = 1e18;
const USD_PER_HASH_MAX = 1;
const COPY_EVERY_MAX = 1_000_000;

export const noOptions = z.strictObject({});

export const stretcherOptions = z.strictObject({
  uses: integerBetween(2, USES_MAX).default(2).describe('How often each serial number is used.'),
});

export const pairOptions = z.strictObject({
  perPurchase: integerBetween(1, CHOSEN_MAX).default(1).describe('Chosen cheques beside each honest purchase.'),
});

export const delayOptions = z.strictObject({
  delay: duration().prefault('14d').describe('How long each deposit is held back.'),
});

export const replayOptions = z.strictObject({
  times: integerBetween(1, COPIES_MAX).default(1).describe('How many times more than once.'),
});

export const quitterOptions = z.strictObject({
  after: positiveInteger(PAYMENTS_MAX).describe('Payments that are made before leaving.'),
});

export const overLimitOptions = z.strictObject({
  perPurchase: integerBetween(1, CHOSEN_MAX)
    .default(10)
    .describe('Purchases beside each one of the demand, of its price, at vendors drawn like its.'),
});

export const insolventOptions = z.strictObject({
  fundsUsd: usd().describe('All the money there is, in dollars.'),
});

export const bankOptions = z.strictObject({
  tries: integerBetween(2, TRIES_MAX).default(100).describe('Draws of which the cheapest is published.'),
});

export const doubleSpenderOptions = z.strictObject({
  copies: integerBetween(1, COIN_COPIES_MAX).default(1).describe('How often each coin is spent beyond the first time.'),
  pace: z
    .enum(['at-once', 'over-the-day'], { error: 'expected at-once or over-the-day' })
    .default('at-once')
    .describe('Copies go out beside the payment, to vendors drawn like the demand, or pay for the next purchases.'),
});

/** What all forgers are told. */
const search = {
  hashesPerSecond: positiveNumber(HASHES_PER_SECOND_MAX).describe('Hashes a second of each member, such as 2e10.'),
  usdPerHash: numberBetween(0, USD_PER_HASH_MAX).describe('What a hash costs, power and machine, such as 1.4e-14.'),
  delay: durationOrNone()
    .transform((read): Microseconds => (read === 'none' ? 0 : read))
    .prefault('none')
    .describe('How long after a key is known the search under it begins.'),
  rule: z
    .enum(['rational', 'stubborn'], { error: 'expected rational or stubborn' })
    .default('rational')
    .describe('Rational: hashes as long as more is expected from it than it costs; stubborn: to the end.'),
  outletCoins: positiveInteger(COINS_MAX)
    .exactOptional()
    .describe('Coins of a period that each member gets rid of at most; by default what usual purchases take.'),
};

export const forgerOptions = z.strictObject({
  ...search,
  otherwise: z
    .enum(['honest', 'nothing'], { error: 'expected honest or nothing' })
    .default('nothing')
    .describe('What becomes of a purchase for which there are too few forged coins: paid honestly, or nothing.'),
});

const fencing = {
  ...search,
  perPurchase: positiveInteger(COINS_MAX)
    .default(10)
    .describe('Coins that go to the accomplice at each purchase of the demand, at most; it is then declined.'),
};

export const forgingPairOptions = z.strictObject(fencing);

export const splicerOptions = z.strictObject({
  ...fencing,
  overhears: positiveNumber(1).describe('Share of all coins paid by others that is seen.'),
});

export const thiefOptions = z.strictObject({
  from: z
    .enum(['users', 'store'], { error: 'expected users or store' })
    .default('users')
    .describe("Whose coins are copied: an honest user's, drawn anew at each purchase, or the broker's unsold ones."),
  perPurchase: positiveInteger(COINS_MAX).default(10).describe('Coins that are copied at each purchase, at most.'),
});

/** Of a purchase for which nothing stolen is at hand. */
const otherwise = z
  .enum(['honest', 'nothing'], { error: 'expected honest or nothing' })
  .default('nothing')
  .describe('What becomes of a purchase for which nothing was found: paid honestly, or nothing.');

const requests = numberBetween(0, 1).default(1).describe("Share of others' requests that is read.");

export const wireThiefOptions = z.strictObject({
  requests,
  replies: numberBetween(0, 1).default(1).describe('Share of the replies to others that is read.'),
  otherwise,
});

export const replayerOptions = z.strictObject({ requests, otherwise });

export const brokerOptions = z.strictObject({
  copyEvery: integerBetween(0, COPY_EVERY_MAX)
    .default(10)
    .describe('Of so many pieces of scrip sold, one is a copy of one that was sold before; 0: none is.'),
  refusesRefunds: z
    .boolean({ error: 'expected true or false' })
    .default(false)
    .describe(
      'Whether nobody gets money back, neither for what was lost on its way nor for what a closed vendor owes.',
    ),
});

/**
 * The adversaries' options in a scenario file.
 * @module
 */
import { z } from 'zod';
import { duration, integerBetween, positiveInteger, usd } from './fields.ts';

const USES_MAX = 1_000_000;
const COPIES_MAX = 1000;
const CHOSEN_MAX = 1000;
const PAYMENTS_MAX = 1_000_000_000;
const TRIES_MAX = 1_000_000;

export const noOptions = z.strictObject({});

export const stretcherOptions = z.strictObject({
  uses: integerBetween(2, USES_MAX).default(2).describe('How often each serial number is used.'),
});

export const pairOptions = z.strictObject({
  perPurchase: integerBetween(1, CHOSEN_MAX).default(1).describe('Chosen cheques beside each honest purchase.'),
});

export const delayOptions = z.strictObject({
  delay: duration().prefault('14d').describe('How long a payable cheque is held back.'),
});

export const replayOptions = z.strictObject({
  times: integerBetween(1, COPIES_MAX).default(1).describe('How many times more than once.'),
});

export const quitterOptions = z.strictObject({
  after: positiveInteger(PAYMENTS_MAX).describe('Payments that are made before leaving.'),
});

export const insolventOptions = z.strictObject({
  fundsUsd: usd().describe('All the money there is, in dollars.'),
});

export const bankOptions = z.strictObject({
  tries: integerBetween(2, TRIES_MAX).default(100).describe('Draws of which the cheapest is published.'),
});

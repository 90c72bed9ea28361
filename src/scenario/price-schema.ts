/**
 * What a purchase costs, in a scenario file: one price, a table of them, or a law whose prices are whole units of a step.
 * @module
 */
import ln from '@stdlib/math-base-special-ln';
import { z } from 'zod';
import type { Price } from '../economy/demand.ts';
import { normalOutside } from '../theory/normal.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../units.ts';
import { exactlyOneOf, microdollars, numberBetween, positiveInteger, positiveNumber, usd } from './fields.ts';

const WEIGHT_MAX = 1_000_000_000;
const PRICES_MAX = 1000;
const SIGMA_MIN = 0.01;
const SIGMA_MAX = 5;
/** Prices that are rarer than this among the others are left out: no run meets them. */
const NEGLIGIBLE = 1e-15;

/** An amount, in one of two units. */
export const amount = () => ({
  usd: usd().optional().describe('Dollars, with at most 6 decimals.'),
  microdollars: microdollars().optional().describe('An integer number of millionths of a dollar.'),
});
export const AMOUNT_KEYS = ['usd', 'microdollars'];

export function priceSchema() {
  const keys = [...AMOUNT_KEYS, 'choice', 'uniform', 'lognormal'];
  return z
    .strictObject({
      ...amount(),
      choice: z
        .array(weightedPriceSchema(), { error: 'expected a list of prices, such as { usd: 0.01, weight: 3 }' })
        .min(1, { error: 'expected at least one price' })
        .max(PRICES_MAX, { error: `expected at most ${PRICES_MAX} prices` })
        .optional()
        .describe('Prices drawn in proportion to their weights.'),
      uniform: uniformSchema().optional().describe('Every price from one to another is as likely.'),
      lognormal: lognormalSchema().optional().describe('Many small prices and few large ones.'),
    })
    .superRefine(exactlyOneOf(keys))
    .meta({ oneOf: keys.map((key) => ({ required: [key] })) })
    .transform(({ usd, microdollars, choice, uniform, lognormal }): Price => {
      if (choice !== undefined)
        return {
          kind: 'choice',
          prices: choice.map(({ price }) => price),
          weights: choice.map(({ weight }) => weight),
        };
      return uniform ?? lognormal ?? { kind: 'constant', price: (usd ?? microdollars)! };
    });
}

function weightedPriceSchema() {
  return z
    .strictObject({
      ...amount(),
      weight: positiveNumber(WEIGHT_MAX).default(1).describe('How often, against the other weights.'),
    })
    .superRefine(exactlyOneOf(AMOUNT_KEYS))
    .meta({ oneOf: AMOUNT_KEYS.map((key) => ({ required: [key] })) })
    .transform(({ usd, microdollars, weight }) => ({ price: (usd ?? microdollars)!, weight }));
}

function uniformSchema() {
  return z
    .strictObject({
      fromUsd: usd().describe('The lowest price, in dollars.'),
      stepUsd: usd().describe('From one price to the next, in dollars.'),
      prices: positiveInteger(PRICES_MAX).describe('How many prices there are.'),
    })
    .transform(({ fromUsd, stepUsd, prices }): Price => {
      const table = Array.from({ length: prices }, (_, i) => fromUsd + i * stepUsd);
      return tabled(table, () => 1);
    });
}

function lognormalSchema() {
  return z
    .strictObject({
      meanUsd: usd().describe('Mean in dollars, before prices are rounded and the highest cut off.'),
      sigma: numberBetween(SIGMA_MIN, SIGMA_MAX).describe('Standard deviation of the logarithm.'),
      stepUsd: usd().describe('Every price is a whole number of these, at least one, in dollars.'),
      prices: positiveInteger(PRICES_MAX).default(PRICES_MAX).describe('Nothing costs more than so many steps.'),
    })
    .transform(({ meanUsd, sigma, stepUsd, prices }): Price => {
      const mu = ln(meanUsd) - (sigma * sigma) / 2;
      const below = (price: number): number => normalAtMost((ln(price) - mu) / sigma);
      // What is nearest to a price costs as much, and nothing less than one step.
      return tabled(
        Array.from({ length: prices }, (_, i) => (i + 1) * stepUsd),
        (price) => below(price + stepUsd / 2) - (price === stepUsd ? 0 : below(price - stepUsd / 2)),
      );
    });
}

/** P(Z <= z) of a standard normal Z. */
function normalAtMost(z: number): number {
  return z < 0 ? normalOutside(z) / 2 : 1 - normalOutside(z) / 2;
}

/** Prices as the likely ones of a table, with their mean. */
function tabled(prices: readonly Microdollars[], weightOf: (price: Microdollars) => number): Price {
  const weighted = prices
    .map((price) => ({ price, weight: weightOf(price) }))
    .filter(({ weight }) => weight > NEGLIGIBLE);
  const table = weighted.length > 0 ? weighted : [{ price: prices[prices.length - 1], weight: 1 }];
  const total = table.reduce((sum, { weight }) => sum + weight, 0);
  const meanUsd = table.reduce((sum, { price, weight }) => sum + (price * weight) / total, 0) / MICRODOLLARS_PER_USD;
  return {
    kind: 'choice',
    prices: table.map(({ price }) => price),
    weights: table.map(({ weight }) => weight),
    meanUsd,
  };
}

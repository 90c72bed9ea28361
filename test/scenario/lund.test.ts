/**
 * The course experiment as shipped is as precise as the published one: with the exact standard deviation of the balls
 * to c coins, the 99.9 % interval of the scenario's replications is no wider than the printed one. Fails when somebody
 * saves replications, or changes the cells.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { halfWidth } from '../../src/sim/confidence.ts';
import { goodBallsToCoins } from '../../src/theory/micromint.ts';

/** Coins, and the full width of the 99.9 % interval of the mean, as published (EITN41, exercise B-2, u = 16, k = 2). */
const PUBLISHED = [
  [1, 22],
  [100, 24],
  [10_000, 22],
] as const;

const parsed = parseScenario(
  readFileSync('scenarios/lund-b2.yaml', 'utf8'),
  'lund-b2.yaml',
  {},
  SCHEME_SCHEMAS,
  ADVERSARY_SCHEMAS,
);
if (!('scenario' in parsed)) throw new Error('lund-b2.yaml does not parse');
const { scenario } = parsed;

it('has the published cells and confidence', () => {
  expect(scenario.confidence).toBe(0.999);
  expect(scenario.mints).toMatchObject([{ bits: 16, way: 2, filter: 0, coins: PUBLISHED.map(([coins]) => coins) }]);
});

it.each(PUBLISHED)('is no wider at %i coins than the published %i balls', (coins, width) => {
  const { sd } = goodBallsToCoins({ bits: 16, way: 2, filter: 0 }, coins);
  expect(2 * halfWidth({ count: scenario.replications, sd }, scenario.confidence)!).toBeLessThanOrEqual(width);
});

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

/** Coins, and the full width of the 99.9 % interval of the mean, as published (EITN41, exercise B-2). */
const PUBLISHED = [
  [16, 2, 1, 22],
  [16, 2, 100, 24],
  [16, 2, 10_000, 22],
  [20, 7, 1, 79_671],
  [20, 7, 100, 15_616],
  [20, 7, 10_000, 4783],
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
  const cells = scenario.mints.flatMap(({ bits, way, filter, coins }) => coins.map((c) => [bits, way, filter, c]));
  expect(cells).toEqual(PUBLISHED.map(([bits, way, coins]) => [bits, way, 0, coins]));
});

it.each(PUBLISHED)(
  'for u = %i, k = %i is no wider at %i coins than the published %i balls',
  (bits, way, coins, width) => {
    const { sd } = goodBallsToCoins({ bits, way, filter: 0 }, coins);
    const count = scenario.mints.find((mint) => mint.bits === bits)!.replications ?? scenario.replications;
    expect(2 * halfWidth({ count, sd }, scenario.confidence)!).toBeLessThanOrEqual(width);
  },
);

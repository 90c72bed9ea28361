/** Paired differences on common random numbers: intervals recomputed by hand, and the choice among many metrics. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import {
  armOf,
  commonPairs,
  differenceOf,
  differingAtAll,
  differingMost,
  type Pair,
  pairingOf,
  pairOf,
} from '../../src/experiment/comparison.ts';
import { measuredIn } from '../../src/experiment/samples.ts';
import type { Metric } from '../../src/sim/metric.ts';
import { stream } from '../../src/sim/random.ts';
import { metric, replicationOf, scenarioOf } from './fixtures.ts';

const SCENARIO = scenarioOf();
/** t(0.975; 2) */
const T2 = 4.302652729911275;

/** An arm whose replications measured these. */
function arm(...replications: readonly (readonly Metric[])[]) {
  const made = replications.map((metrics) => replicationOf(metrics));
  return armOf(combine(SCENARIO, [], made), measuredIn(made));
}

/** One metric, one value for each replication. */
function of(values: readonly number[], more: Partial<Metric> = {}) {
  return arm(...values.map((value) => [metric('x.a', value, more)]));
}

function pair(a: readonly number[], b: readonly number[], more: Partial<Pair> = {}): Pair {
  return { metricA: 'x.a', metricB: 'x.a', unit: 'coins', combine: 'mean', a, b, ...more };
}

describe('the difference of two arms', () => {
  it('is the mean of B - A with Student’s interval of the paired differences', () => {
    // Differences 1, 2, 6: mean 3, variance 7. Fails when arms are taken for independent, or A and B are exchanged.
    const [found] = commonPairs(of([10, 20, 30]), of([11, 22, 36]));
    const difference = differenceOf(found!, 0.95);
    expect(difference).toMatchObject({ metricA: 'x.a', metricB: 'x.a', unit: 'coins', a: 20, b: 23, replications: 3 });
    expect(difference.difference).toBeCloseTo(3, 12);
    expect(difference.halfWidth).toBeCloseTo((T2 * Math.sqrt(7)) / Math.sqrt(3), 9);
  });

  it('pairs replications by their index, and leaves out those that only one arm observed', () => {
    const a = arm([metric('x.a', 1)], [metric('x.a', 100)], [metric('x.a', 5)]);
    const b = arm([metric('x.a', 2)], [metric('x.b', 0)], [metric('x.a', 8)], [metric('x.a', 1000)]);
    expect(commonPairs(a, b)).toEqual([pair([1, 5], [2, 8])]);
  });

  it('of one replication has no interval', () => {
    expect(differenceOf(pair([4], [6]), 0.95)).toMatchObject({ difference: 2, halfWidth: null, replications: 1 });
  });

  it('of sums is that of the sums', () => {
    const difference = differenceOf(pair([10, 20, 30], [11, 22, 36], { combine: 'sum' }), 0.95);
    expect(difference).toMatchObject({ a: 60, b: 69, difference: 9 });
    expect(difference.halfWidth).toBeCloseTo(3 * T2 * Math.sqrt(7 / 3), 8);
  });

  const POWER_MEANS = ['root-mean-square', 'harmonic-mean'] as const;
  it.each(POWER_MEANS)('of powers of means is that of the roots, with the interval that a root has: %s', (combined) => {
    // B = 2 A: the difference is A’s root, so its interval must be the one that a result gives A.
    const values = [3, 4, 8];
    const made = values.map((value) => replicationOf([metric('x.a', value, { combine: combined })]));
    const [own] = combine(SCENARIO, [], made).metrics;
    const twice = pair(
      values,
      values.map((x) => 2 * x),
      { combine: combined },
    );
    const difference = differenceOf(twice, 0.95);
    expect(difference.difference).toBeCloseTo(own!.value, 12);
    expect(difference.halfWidth).toBeCloseTo(own!.halfWidth!, 12);
  });

  it('of roots where one side is nothing has the interval of the other', () => {
    const values = [3, 4, 8];
    const made = values.map((value) => replicationOf([metric('x.a', value, { combine: 'root-mean-square' })]));
    const [own] = combine(SCENARIO, [], made).metrics;
    const fromNothing = differenceOf(pair([0, 0, 0], values, { combine: 'root-mean-square' }), 0.95);
    expect(fromNothing.halfWidth).toBeCloseTo(own!.halfWidth!, 12);
  });

  it('is nothing where only sums in another order round off otherwise, and not where a difference is small', () => {
    expect(differenceOf(pair([0.1 + 0.2, 1], [0.3, 1]), 0.95)).toMatchObject({ difference: 0, halfWidth: 0 });
    expect(differenceOf(pair([1, 1], [1 + 1e-9, 1 + 1e-9]), 0.95).difference).toBeCloseTo(1e-9, 15);
    expect(differenceOf(pair([0, 0], [1e-30, 1e-30]), 0.95).difference).toBeCloseTo(1e-30, 40);
  });

  it('is narrower than that of independent arms where both have common luck', () => {
    const { next } = stream('luck', 'values');
    const luck = Array.from({ length: 30 }, next);
    const a = luck.map((u) => 100 * u);
    const b = luck.map((u) => 100 * u + next());
    const paired = differenceOf(pair(a, b), 0.95).halfWidth!;
    const unpaired = differenceOf(pair(a, b.toReversed()), 0.95).halfWidth!;
    expect(paired).toBeLessThan(unpaired / 20);
  });

  it('of metrics that are counted differently does not exist', () => {
    expect(pairOf(of([1]), of([2], { unit: 'USD' }), 'x.a', 'x.a')).toBeUndefined();
    expect(pairOf(of([1]), of([2], { combine: 'max' }), 'x.a', 'x.a')).toBeUndefined();
    expect(pairOf(of([1]), of([2]), 'x.a', 'x.b')).toBeUndefined();
  });
});

describe('the choice of metrics', () => {
  const named = (metricA: string, a: readonly number[], b: readonly number[]): Pair =>
    pair(a, b, { metricA, metricB: metricA });
  const names = (pairs: readonly Pair[]) => pairs.map(({ metricA }) => metricA);

  it('takes those that differ beyond their intervals, the greatest share first, and no number twice', () => {
    const pairs = [
      named('demand.purchases.count', [5, 5, 5], [50, 50, 50]),
      named('x.served_count', [5, 5, 5], [50, 50, 50]),
      named('x.noise', [1, 2, 3], [3, 1, 2]),
      named('x.small', [100, 100, 100], [101, 101, 101]),
      named('x.great', [100, 100, 100], [300, 301, 302]),
      named('x.same', [7, 8, 9], [7, 8, 9]),
    ];
    expect(names(differingMost(pairs, 0.95))).toEqual(['x.great', 'x.small']);
    // The demand was given; alone it is better than nothing.
    expect(names(differingMost(pairs.slice(0, 3), 0.95))).toEqual(['demand.purchases.count']);
    expect(names(differingAtAll(pairs.slice(2, 3), 0.95))).toEqual([]);
    expect(names(differingAtAll([named('x.a', [1, 2, 3], [3, 1, 3])], 0.95))).toEqual(['x.a']);
  });

  it('says nothing of one replication', () => {
    expect(differingMost([named('x.a', [1], [9])], 0.95)).toEqual([]);
    expect(names(differingAtAll([named('x.a', [1], [9])], 0.95))).toEqual(['x.a']);
  });

  it('takes one that does not differ in at most 5 % of comparisons of 20', () => {
    // 100 comparisons of 20 metrics without a difference, 30 nearly normal pairs each (sums of twelve uniforms). At 5 %
    // for all together 5 are wrong; more than 22 are so with a probability below 1e-9. Intervals of 95 % each would be
    // wrong in 64 of 100, and are caught with power above 0.999.
    const { next } = stream('choice', 'values');
    const normal = (): number => Array.from({ length: 12 }, next).reduce((sum, u) => sum + u, -6);
    const thirty = (): number[] => Array.from({ length: 30 }, () => 100 + normal());
    let wrong = 0;
    for (let run = 0; run < 100; run++) {
      const pairs = Array.from({ length: 20 }, (_, i) => named(`x.m${i}`, thirty(), thirty()));
      if (differingMost(pairs, 0.95).length > 0) wrong++;
    }
    expect(wrong).toBeLessThanOrEqual(22);
  });
});

describe('what two arms have in common', () => {
  const drawn = { seed: '1', fidelity: 'sampled', duration: 5, demand: { users: 3, vendors: 2 } };

  it('is every purchase, at one seed, demand and duration', () => {
    const shuffled = { demand: { vendors: 2, users: 3 }, duration: 5, fidelity: 'real', seed: '1' };
    expect(pairingOf(drawn, shuffled)).toBe('same-purchases');
  });

  it('is the streams, at another demand or duration, at aggregate, and for mints alone', () => {
    expect(pairingOf(drawn, { ...drawn, demand: { users: 4, vendors: 2 } })).toBe('same-streams');
    expect(pairingOf(drawn, { ...drawn, duration: 6 })).toBe('same-streams');
    expect(pairingOf(drawn, { ...drawn, fidelity: 'aggregate' })).toBe('same-streams');
    const { demand: _, ...mints } = drawn;
    expect(pairingOf(mints, mints)).toBe('same-streams');
  });

  it('is nothing at another seed', () => {
    expect(pairingOf(drawn, { ...drawn, seed: '2' })).toBe('independent');
  });
});

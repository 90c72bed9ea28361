import { describe, expect, it } from 'vitest';
import { judge, judgeEach } from '../../src/experiment/judge.ts';
import type { Law, Oracle } from '../../src/sim/metric.ts';
import { stream } from '../../src/sim/random.ts';

const metric = { unit: 'coins', combine: 'mean' } as const;

function oracle(kind: Oracle['kind'], value: number, law?: Law): Oracle {
  return { value, formula: 'f', source: 's', kind, ...(law && { law }) };
}

/** n values of this mean whose standard deviation is 1: pairs on both sides of the mean. */
function spreadAround(mean: number, n: number): number[] {
  const side = Math.sqrt((n - 1) / n);
  return Array.from({ length: n }, (_, i) => mean + (i % 2 === 0 ? side : -side));
}

describe('an exact oracle', () => {
  it('agrees when every replication has the value', () => {
    expect(judge([7, 7, 7], metric, oracle('exact', 7))).toEqual({
      value: 7,
      formula: 'f',
      source: 's',
      kind: 'exact',
      z: null,
      agrees: true,
    });
  });

  it('names the first replication that has another, though the mean be right', () => {
    const { agrees, remark } = judge([7, 6, 8], metric, oracle('exact', 7));
    expect([agrees, remark]).toEqual([false, 'replication 1: 6 instead of 7']);
  });

  it('forgives rounding of fractions, nothing else', () => {
    expect(judge([0.1 + 0.2], metric, oracle('exact', 0.3)).agrees).toBe(true);
    expect(judge([0.3 + 1e-9], metric, oracle('exact', 0.3)).agrees).toBe(false);
    expect(judge([1e15 + 1], metric, oracle('exact', 1e15)).agrees).toBe(false);
  });

  it('of a sum is set beside the sum', () => {
    expect(judge([7, 7], { unit: 'coins', combine: 'sum' }, oracle('exact', 7))).toMatchObject({
      value: 14,
      agrees: true,
    });
  });
});

describe('a bound', () => {
  it('holds in every replication or not at all', () => {
    expect(judge([-5, 0, 3], metric, oracle('bound', 3)).agrees).toBe(true);
    const { agrees, remark } = judge([-5, 4, 3], metric, oracle('bound', 3));
    expect([agrees, remark]).toEqual([false, 'replication 1: 4 instead of at most 3']);
  });

  it('can be judged for a maximum, an expectation cannot', () => {
    const greatest = { unit: 'usd', combine: 'max' } as const;
    expect(judge([1, 2], greatest, oracle('bound', 2)).agrees).toBe(true);
    expect(() => judge([1, 2], greatest, oracle('mean', 2))).toThrow(RangeError);
  });
});

describe('a mean of known law', () => {
  // The smallest sums that a two-sided test at 1e-9 refuses, from direct sums of the probabilities.
  const poisson = { name: 'poisson', mean: 4, scale: 1 } as const;
  const binomial = { name: 'binomial', trials: 20, probability: 0.5, scale: 0.05 } as const;

  function greatestAccepted(values: (sum: number) => number[], of: Oracle, from: number): number {
    let sum = from;
    while (judge(values(sum + 1), metric, of).agrees) sum++;
    return sum;
  }

  function tailFrom(chances: readonly number[]): number {
    let [tail, k] = [0, chances.length];
    while (tail + chances[k - 1] < 0.5e-9) tail += chances[--k];
    return k;
  }

  it('poisson: the sum of three replications is Poisson of three times the mean', () => {
    const chances = [Math.exp(-12)];
    for (let k = 1; k < 120; k++) chances.push((chances[k - 1] * 12) / k);
    const found = greatestAccepted((sum) => [sum, 0, 0], oracle('mean', 4, poisson), 12);
    expect(found).toBe(tailFrom(chances) - 1);
  });

  it('binomial: the sum of three shares of 20 is that of 60 trials', () => {
    const chances = [2 ** -60];
    for (let k = 1; k <= 60; k++) chances.push((chances[k - 1] * (61 - k)) / k);
    const found = greatestAccepted((sum) => [sum / 20, 0, 0], oracle('mean', 0.5, binomial), 30);
    expect(found).toBe(tailFrom(chances) - 1);
  });

  it('is judged on the low side too', () => {
    expect(judge([0, 0], metric, oracle('mean', 4, poisson)).agrees).toBe(true);
    expect(judge([0, 0, 0, 0, 0, 0], metric, oracle('mean', 4, poisson)).agrees).toBe(false);
  });

  it('has z in standard errors', () => {
    expect(judge([4, 4, 4, 8], metric, oracle('mean', 4, poisson)).z).toBeCloseTo(1, 12);
    expect(judge([0.75], metric, oracle('mean', 0.5, binomial)).z).toBeCloseTo(Math.sqrt(5), 12);
  });

  it('knows values that such a law cannot give', () => {
    const { agrees, remark } = judge([4.5, 4], metric, oracle('mean', 4, poisson));
    expect([agrees, remark]).toEqual([false, 'values are no multiples of 1, as the law has them']);
  });

  it('takes what happens never or always', () => {
    const never = { ...poisson, mean: 0 };
    expect(judge([0, 0], metric, oracle('mean', 0, never))).toMatchObject({ z: null, agrees: true });
    expect(judge([0, 1], metric, oracle('mean', 0, never)).agrees).toBe(false);
    const always = { ...binomial, probability: 1 };
    expect(judge([1, 1], metric, oracle('mean', 1, always)).agrees).toBe(true);
    expect(judge([1, 0.95], metric, oracle('mean', 1, always)).agrees).toBe(false);
  });

  it('refuses a law whose mean is not the value', () => {
    expect(() => judge([4], metric, oracle('mean', 5, poisson))).toThrow(RangeError);
  });

  it('normal: agrees up to 6.109 standard errors, from one replication on', () => {
    const normal = oracle('mean', 10, { name: 'normal', sd: 3 });
    const at = (z: number) => Array.from({ length: 9 }, () => 10 + z);
    expect(judge(at(6.109), metric, normal)).toMatchObject({ agrees: true });
    expect(judge(at(-6.109), metric, normal).agrees).toBe(true);
    expect(judge(at(6.11), metric, normal).agrees).toBe(false);
    expect(judge(at(-6.11), metric, normal).agrees).toBe(false);
    expect(judge([13], metric, normal).z).toBeCloseTo(1, 12);
  });

  it('normal without spread: only the value itself', () => {
    const sure = oracle('mean', 10, { name: 'normal', sd: 0 });
    expect(judge([10, 10], metric, sure)).toMatchObject({ z: null, agrees: true });
    expect(judge([10, 10.001], metric, sure).agrees).toBe(false);
  });
});

describe('a mean of unknown law', () => {
  it("is judged by Student's t: 8.84 standard errors for thirty replications", () => {
    const at = (t: number) => judge(spreadAround(t / Math.sqrt(30), 30), metric, oracle('mean', 0));
    expect(at(8.84)).toMatchObject({ agrees: true });
    expect(at(8.85).agrees).toBe(false);
    expect(at(-8.85).agrees).toBe(false);
    expect(at(2).z).toBeCloseTo(2, 12);
  });

  it('is not judged below thirty replications, however far off; z is given from two on', () => {
    const { z, agrees, remark } = judge(spreadAround(50, 28), metric, oracle('mean', 0));
    expect([agrees, remark]).toEqual([null, 'needs 30 replications to be judged']);
    expect(z).toBeCloseTo(50 * Math.sqrt(28), 9);
    expect(judge([50], metric, oracle('mean', 0))).toMatchObject({ z: null, agrees: null });
  });

  /** Thirty times this value, but for some that are others. */
  const alike = (value: number, ...others: readonly number[]): number[] =>
    Array.from({ length: 30 }, (_, i) => others[i] ?? value);
  const found = (values: readonly number[], expected: number) => {
    const { agrees, remark } = judge(values, metric, oracle('mean', expected));
    return [agrees, remark];
  };
  const ALIKE = 'too much alike to be judged by their spread';

  it('without spread agrees only with the value itself', () => {
    expect(judge(alike(0.3), metric, oracle('mean', 0.1 + 0.2))).toMatchObject({ z: null, agrees: true });
    expect(found(alike(0.3), 0.31)[0]).toBe(null);
    expect(found(alike(0.3), 0.5)).toEqual([false, 'no spread over replications']);
    expect(found(alike(7), 8)).toEqual([false, 'no spread over replications']);
  });

  // Fails when a count that never happened, or always did, is held against a theory by which that is likely: a share of
  // 7e-5 expected was once called a disagreement because it had been 0 thirty times.
  it('without spread disagrees only when counts are alike by chance less than once in 10^9 times', () => {
    expect(found(alike(0), 7.07e-5)).toEqual([null, ALIKE]);
    expect(found(alike(300), 299.8)).toEqual([null, ALIKE]);
    // (1 - 0.4988)^30 is the false alarm.
    expect(found(alike(0), 0.498)).toEqual([null, ALIKE]);
    expect(found(alike(0), 0.5)[0]).toBe(false);
  });

  it('with a few that differ disagrees only where so few are impossible', () => {
    // Of ten events expected one happened: more than 9 of its own standard errors away, and yet once in 3,000 times.
    expect(found(alike(0, 1), 0.35)).toEqual([null, ALIKE]);
    expect(found(alike(0, 1), 0.9)[0]).toBe(false);
    // Ten that differ are a spread: 0.333 with a standard error of 0.0875.
    expect(found(alike(0, ...new Array<number>(10).fill(1)), 1.2)[0]).toBe(false);
    expect(found(alike(0, ...new Array<number>(10).fill(1)), 1)[0]).toBe(true);
  });

  it('is never refused for rare events that follow their law', () => {
    // 20,000 experiments of thirty replications, with means from 0.001 to 0.5: one refusal in 50,000 of them is a chance
    // of 1e-9 each. Student's t alone refuses hundreds.
    const { next } = stream('judge', 'rare');
    let refused = 0;
    for (let i = 0; i < 20_000; i++) {
      const mean = 0.001 + (0.5 * i) / 20_000;
      const values = Array.from({ length: 30 }, () => (next() < mean ? 1 : 0));
      if (judge(values, metric, oracle('mean', mean)).agrees === false) refused++;
    }
    expect(refused).toBe(0);
  });

  it('is not judged when the theory says that too few events stand behind it', () => {
    const same = Array.from({ length: 30 }, () => 0);
    expect(judge(same, metric, { ...oracle('mean', 0.01), sparse: true })).toMatchObject({ value: 0.01, agrees: null });
  });

  it('does not take rounding for a difference', () => {
    const rounded = Array.from({ length: 30 }, (_, i) => (i === 0 ? 0.1 + 0.2 : 0.3));
    expect(judge(rounded, metric, oracle('mean', 0.3 - 1e-15)).agrees).toBe(true);
  });

  it('catches a shift of 0.2 standard deviations in 5000 replications', () => {
    // The test refuses beyond 6.12 standard errors; a shift of 14.1 is missed with probability below 1e-14.
    const { next } = stream('judge', 'shift');
    const uniform = Array.from({ length: 5000 }, () => Math.sqrt(12) * (next() - 0.5));
    expect(judge(uniform, metric, oracle('mean', 0)).agrees).toBe(true);
    expect(judge(uniform, metric, oracle('mean', 0.2)).agrees).toBe(false);
  });
});

describe('any oracle', () => {
  it('drawn from its own law is consistent by construction, with z all the same', () => {
    const drawn = { ...oracle('mean', 10, { name: 'normal', sd: 3 }), byConstruction: true };
    const { z, agrees, remark } = judge([40], metric, drawn);
    expect([z, agrees, remark]).toEqual([10, null, 'consistent by construction']);
  });

  it.each(['mean', 'exact', 'bound'] as const)('disagrees with a value that is no number: %s', (kind) => {
    const { agrees, remark } = judge([1, Number.NaN], metric, { ...oracle(kind, 1), byConstruction: true });
    expect([agrees, remark]).toEqual([false, 'replication 1: NaN is no value']);
    expect(judge([-Infinity], metric, oracle(kind, 1)).agrees).toBe(false);
  });

  it('needs a replication', () => {
    expect(() => judge([], metric, oracle('exact', 1))).toThrow(RangeError);
  });
});

describe('oracles of each replication', () => {
  it('are met one by one, and shown as their mean', () => {
    const each = [oracle('exact', 3), oracle('exact', 5)];
    expect(judgeEach([3, 5], each)).toMatchObject({ value: 4, agrees: true });
    expect(judgeEach([5, 3], each)).toMatchObject({ agrees: false, remark: 'replication 0: 5 instead of 3' });
    expect(judgeEach([3, Number.NaN], each).agrees).toBe(false);
  });

  it('are one for each value, and no expectations', () => {
    expect(() => judgeEach([1], [])).toThrow(RangeError);
    expect(() => judgeEach([], [])).toThrow(RangeError);
    expect(() => judgeEach([1], [oracle('mean', 1)])).toThrow(RangeError);
  });
});

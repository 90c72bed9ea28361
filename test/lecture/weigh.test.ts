/** How a verdict weighs an estimate: by an interval that misses the truth once in 10^9. */
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/lecture/claims/evidence.ts';
import { exceeds, isAbout, isAbove, isAlways, isBelow, rangeOf, scaled } from '../../src/lecture/claims/weigh.ts';

function estimate(value: number, halfWidth: number | null, replications = 1e6): Estimate {
  return { name: 'x', unit: '1', value, halfWidth, confidence: 0.95, replications };
}

describe('the range of an estimate', () => {
  it('is 6.109 standard errors where there are many replications: fails when the shown interval is used as it is', () => {
    const { low, high } = rangeOf(estimate(0, 1.96));
    expect(high).toBeCloseTo(6.11, 2);
    expect(low).toBeCloseTo(-6.11, 2);
  });

  it('is wider with few replications, as Student has it', () => {
    // t at 5e-10 with 29 degrees over t at 0.025: 9.02 / 2.045.
    const { high } = rangeOf(estimate(0, 1, 30));
    expect(high).toBeGreaterThan(4);
    expect(high).toBeLessThan(5);
  });

  it('is the value itself where nothing varies', () => {
    expect(rangeOf(estimate(3, null))).toEqual({ low: 3, high: 3 });
    expect(rangeOf(estimate(3, 0))).toEqual({ low: 3, high: 3 });
  });
});

describe('a comparison', () => {
  it('asks for certainty: what may be more or less is neither above nor below', () => {
    const vague = estimate(1, 0.5);
    expect([isAbove(vague, 0), isBelow(vague, 2), isAbout(vague, 1)]).toEqual([false, false, false]);
    const sure = estimate(1, 0.01);
    expect([isAbove(sure, 0.9), isBelow(sure, 1.1), isAbout(sure, 1)]).toEqual([true, true, true]);
  });

  it('takes about for within a fifth, or whatever is asked', () => {
    expect(isAbout(estimate(1.15, 0.001), 1)).toBe(true);
    expect(isAbout(estimate(1.25, 0.001), 1)).toBe(false);
    expect(isAbout(estimate(1.04, 0.001), 1, 0.01)).toBe(false);
  });

  it('takes always for every replication: fails when an estimate of it is enough', () => {
    expect(isAlways(estimate(0, 0), 0)).toBe(true);
    expect(isAlways(estimate(0, 0.001), 0)).toBe(false);
    expect(isAlways(estimate(1e-3, 0), 0)).toBe(false);
  });

  it('tells one from another only when their ranges part', () => {
    expect(exceeds(estimate(2, 0.1), estimate(1, 0.1))).toBe(true);
    expect(exceeds(estimate(1.3, 0.1), estimate(1, 0.1))).toBe(false);
  });

  it('keeps the interval in another unit', () => {
    expect(scaled(estimate(2, 0.5), -10, 'y', 'USD')).toMatchObject({
      name: 'y',
      unit: 'USD',
      value: -20,
      halfWidth: 5,
    });
  });
});

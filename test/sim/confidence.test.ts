import { describe, expect, it } from 'vitest';
import { enoughToStop, halfWidth, pairedDifference } from '../../src/sim/confidence.ts';
import { stream } from '../../src/sim/random.ts';
import { Welford } from '../../src/sim/statistics.ts';

describe("half of Student's interval", () => {
  it.each([
    [2, 0.95, 12.7062],
    [3, 0.99, 9.92484],
    [30, 0.95, 2.04523],
    [1_000_000, 0.95, 1.95997],
  ])('of %d observations at %d is t = %d standard errors, as the tables have it', (count, confidence, t) => {
    expect((halfWidth({ count, sd: 1 }, confidence) as number) * Math.sqrt(count)).toBeCloseTo(t, 4);
  });

  it('does not exist below two observations', () => {
    expect(halfWidth({ count: 1, sd: 0 }, 0.95)).toBeNull();
    expect(halfWidth({ count: 0, sd: 0 }, 0.95)).toBeNull();
  });

  it('covers the mean as often as it says', () => {
    // 20,000 intervals of five nearly normal values (sums of twelve uniforms). False alarm 1e-9 at 6.11 standard
    // errors, 0.94 %; the normal quantile in place of Student's covers 88 % and is caught with power above 0.999.
    const { next } = stream('coverage', 'values');
    let covered = 0;
    for (let run = 0; run < 20_000; run++) {
      const values = new Welford();
      for (let i = 0; i < 5; i++) values.add(Array.from({ length: 12 }, next).reduce((sum, u) => sum + u, -6));
      if (Math.abs(values.mean) <= (halfWidth(values, 0.95) as number)) covered++;
    }
    expect(Math.abs(covered / 20_000 - 0.95)).toBeLessThan(0.0094);
  });
});

describe('a paired difference', () => {
  it('cancels what both systems share', () => {
    const shared = [3, 900, -40, 77];
    const { mean, halfWidth: half } = pairedDifference(
      shared.map((x) => x + 2),
      shared,
      0.95,
    );
    expect([mean, half]).toEqual([2, 0]);
  });

  it('is a minus b with the interval of the differences', () => {
    const { mean, halfWidth: half } = pairedDifference([1, 2, 3], [2, 4, 6], 0.95);
    expect(mean).toBe(-2);
    expect(half).toBeCloseTo(4.30265 / Math.sqrt(3), 4);
  });

  it('refuses lists that cannot be paired', () => {
    expect(() => pairedDifference([1], [1, 2], 0.95)).toThrow(RangeError);
    expect(() => pairedDifference([], [], 0.95)).toThrow(RangeError);
  });
});

describe('stopping', () => {
  it('waits for thirty replications, however narrow the interval', () => {
    expect(enoughToStop(29, 0, 1)).toBe(false);
    expect(enoughToStop(30, 1, 1)).toBe(true);
  });

  it('waits for the width that was asked for', () => {
    expect(enoughToStop(1000, 1.01, 1)).toBe(false);
    expect(enoughToStop(1000, null, 1)).toBe(false);
  });
});

/** The broker's calendar: when periods start and end, when keys are known and stages disclosed, with and without recalls. */
import { describe, expect, it } from 'vitest';
import type { Evidence, Issue } from '../../src/economy/schemes/micromint/evidence.ts';
import { Issues } from '../../src/economy/schemes/micromint/issues.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { OPTIONS } from './setting.ts';

/** Evidence of no coins: the calendar needs none. */
const NONE: Evidence<number> = { column: 'truth', issue: () => ({}) as Issue<number> };

function calendar(options: Partial<MicroMintOptions> = {}): Issues<number> {
  return new Issues(NONE, { ...OPTIONS, period: 10 * DAY, grace: DAY, ...options });
}

describe('periods', () => {
  it('follow the months while nothing is recalled', () => {
    const issues = calendar();
    expect([0, 1, 2].map((period) => issues.startOf(period))).toEqual([0, 10 * DAY, 20 * DAY]);
    expect([0, 1, 2].map((period) => issues.graceEnd(period))).toEqual([11 * DAY, 21 * DAY, 31 * DAY]);
    expect(issues.end(10 * DAY, false)).toBe(0);
    expect(issues.current).toBe(1);
    expect([0, 1, 2].map((period) => issues.endOf(period))).toEqual([10 * DAY, 20 * DAY, 30 * DAY]);
    expect(issues.wasRecalled(0)).toBe(false);
  });

  it('end early when recalled; the next ends when the recalled one would have (fails if months shift)', () => {
    const issues = calendar();
    expect(issues.end(4 * DAY + HOUR, true)).toBe(0);
    expect(issues.wasRecalled(0)).toBe(true);
    expect(issues.graceEnd(0)).toBe(5 * DAY + HOUR);
    expect([0, 1, 2, 3].map((period) => issues.startOf(period))).toEqual([0, 4 * DAY + HOUR, 10 * DAY, 20 * DAY]);
    issues.end(6 * DAY, true);
    expect([1, 2, 3].map((period) => issues.endOf(period))).toEqual([6 * DAY, 10 * DAY, 20 * DAY]);
  });

  it('a recall in the instant at which the month ends stands for its end', () => {
    const issues = calendar();
    issues.end(10 * DAY, true);
    expect(issues.endOf(1)).toBe(20 * DAY);
  });
});

describe('keys', () => {
  it('are secret until their period starts, or are known so long before, the first one too', () => {
    const secret = calendar();
    expect([0, 1, 2].map((period) => secret.keyKnownAt(period))).toEqual([0, 10 * DAY, 20 * DAY]);
    const ahead = calendar({ keyKnownAhead: 3 * DAY });
    expect([0, 1, 2].map((period) => ahead.keyKnownAt(period))).toEqual([-3 * DAY, 7 * DAY, 17 * DAY]);
    ahead.end(10 * DAY, false);
    expect([0, 1, 2].map((period) => ahead.keyKnownAt(period))).toEqual([-3 * DAY, 7 * DAY, 17 * DAY]);
  });

  it('at a recall the next key is known at once, and none before it (fails if forgers get a head start)', () => {
    const early = calendar({ keyKnownAhead: 3 * DAY });
    early.end(2 * DAY, true);
    expect([1, 2, 3].map((period) => early.keyKnownAt(period))).toEqual([2 * DAY, 7 * DAY, 17 * DAY]);
    const late = calendar({ keyKnownAhead: 3 * DAY });
    late.end(8 * DAY, true);
    // The key of period 1 had been known for a day; that of period 2 would be by now, but is told at the recall.
    expect([1, 2].map((period) => late.keyKnownAt(period))).toEqual([7 * DAY, 8 * DAY]);
  });
});

describe('stages of hidden predicates', () => {
  const staged = () => calendar({ hiddenPredicates: { stages: 5, bits: 2 } });

  it('are disclosed at equal distances, the first at the start', () => {
    const issues = staged();
    const at = (period: number, days: number) => issues.stageAt(period, days * DAY);
    expect([0, 1.9, 2, 7.9, 8, 10].map((days) => at(0, days))).toEqual([1, 1, 2, 4, 5, 5]);
    expect([0, 9.9, 10, 12].map((days) => at(1, days))).toEqual([0, 0, 1, 2]);
    expect(issues.nextDisclosure(0, 0)).toBe(2 * DAY);
    expect(issues.nextDisclosure(0, 8 * DAY)).toBeUndefined();
    expect(issues.nextDisclosure(1, 8 * DAY)).toBe(10 * DAY);
  });

  it('of a recalled period are disclosed no further; the short one after it has all of its own', () => {
    const issues = staged();
    issues.end(5 * DAY, true);
    expect(issues.stageAt(0, 9 * DAY)).toBe(3);
    expect(issues.nextDisclosure(0, 5 * DAY)).toBeUndefined();
    expect(issues.nextDisclosure(1, 5 * DAY)).toBe(6 * DAY);
    expect(issues.stageAt(1, 9 * DAY)).toBe(5);
  });

  it('there are none without predicates', () => {
    expect(calendar().stageAt(0, 5 * DAY)).toBe(0);
    expect(calendar().nextDisclosure(0, 0)).toBeUndefined();
  });
});

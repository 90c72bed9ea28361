import { describe, expect, it } from 'vitest';
import type { ResultMetric } from '../../src/experiment/result.ts';
import { lateWords } from '../../src/report/log-flaws.ts';
import { refusals } from '../../src/report/refusals.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { fixtureResult } from './fixtures/result.ts';

const result = fixtureResult();
const purchases = result.metrics.find(({ name }) => name === 'demand.purchases.count')!.value;

function refused(reason: string, share: number): ResultMetric {
  const name = `micromint.refused.${reason}_count`;
  const [any] = result.metrics;
  return { ...any!, name, unit: 'refused', value: share * purchases };
}

describe('refused purchases', () => {
  it('are said when they are many, with their reasons (fails when a run that serves nobody looks like success)', () => {
    const metrics = [...result.metrics, refused('sold_out', 0.5), refused('undelivered', 0.25)];
    expect(refusals({ ...result, metrics })).toEqual([
      'micromint refuses 75.0 % of the purchases (sold out, undelivered).',
    ]);
  });

  it('have reasons in words, and say how many of them honest users bear', () => {
    // Fails when a defence that turns honest users away looks as if it met cheats alone.
    const [any] = result.metrics;
    const honest = { ...any!, name: 'micromint.honest_users.refused_count', value: 0.1 * purchases };
    const reasons = ['hidden_predicate', 'wrong_group', 'suspended_user', 'recalled', 'refused_by_vendor'];
    const metrics = [...result.metrics, ...reasons.map((reason) => refused(reason, 0.08)), honest];
    expect(refusals({ ...result, metrics })).toEqual([
      'micromint refuses 40.0 % of the purchases (coins that fail a hidden predicate, coins of another group of users, ' +
        'the buyer is suspended, coins that were recalled, the vendor sends coins back); 25.0 % of those refused are of ' +
        'honest users.',
    ]);
  });

  it('and those that a log has after the duration come first: fails when a month passes for its first day', () => {
    const found = { requests: 2000, purchases: 10, late: 1490, lateAfter: 30.2 * DAY, moved: 0 };
    const resolved = (trace: object) => ({ ...result.scenario, resolved: { duration: DAY, demand: { trace } } });
    const metrics = [...result.metrics, refused('sold_out', 0.5)];
    expect(refusals({ ...result, metrics, scenario: resolved({ found }) })).toEqual([
      '1,490 of 1,500 purchases of the log come after the duration of 1 d and are left out; --set duration=31d takes them in.',
      'micromint refuses 50.0 % of the purchases (sold out).',
    ]);
    expect(refusals({ ...result, scenario: resolved({ found: { ...found, late: 0 } }) })).toEqual([]);
    expect(lateWords({ ...found, lateAfter: 5.5 * HOUR }, HOUR)).toMatch(/duration=6h takes them in$/);
    expect(refusals({ ...result, scenario: resolved({ found: { ...found, late: 0, moved: 1200 } }) })).toEqual([
      '1,200 of 2,000 requests of the log came too far out of order and count as made later, in a crowd: sort it by time.',
    ]);
    // Only clocks that are wrong say how long that would be.
    expect(lateWords({ ...found, lateAfter: 0 }, HOUR)).toMatch(/left out$/);
  });

  it('are not said when they are few or none', () => {
    expect(refusals(result)).toEqual([]);
    expect(refusals({ ...result, metrics: [...result.metrics, refused('sold_out', 0.001)] })).toEqual([]);
  });
});

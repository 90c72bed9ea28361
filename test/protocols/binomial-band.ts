/** A count beside its binomial law: the exact two-sided test at a false alarm of 1e-9. */
import betainc from '@stdlib/math-base-special-betainc';
import { expect } from 'vitest';

const FALSE_ALARM = 1e-9;

/** Expects so many successes that neither so many or more, nor so few or fewer, are rarer than half the false alarm. */
export function expectBinomial(successes: number, trials: number, probability: number): void {
  const more = successes === 0 ? 1 : betainc(probability, successes, trials - successes + 1, true, false);
  const fewer = successes === trials ? 1 : betainc(probability, successes + 1, trials - successes, true, true);
  expect(more).toBeGreaterThan(FALSE_ALARM / 2);
  expect(fewer).toBeGreaterThan(FALSE_ALARM / 2);
}

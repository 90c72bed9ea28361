/** Agreement to a number of digits, for closed forms. */
import { expect } from 'vitest';

/** The relative difference is below this many parts in 1e12. */
export function expectNear(value: number, wanted: number, parts = 10): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(parts * 1e-12 * Math.abs(wanted));
}

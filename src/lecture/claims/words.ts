/**
 * Estimates in the words of a finding, written as reports write them.
 * @module
 */
import { quantity, unitOf } from '../../report/format.ts';
import type { Estimate } from './evidence.ts';

/** "$9.98 ± 0.05", "26.4 ± 0.5 %", "0.500 ± 0.012". */
export function say(estimate: Estimate): string {
  return quantity(wordUnit(unitOf(estimate)), estimate.value, estimate.halfWidth === 0 ? null : estimate.halfWidth);
}

/** A number by theory, or one that follows from it. */
export function sayNumber(unit: string, value: number): string {
  return quantity(unit, value);
}

/** A sentence names these itself. */
const SAID_BY_SENTENCE: ReadonlySet<string> = new Set([
  '1',
  'good balls',
  'refused',
  'checks',
  'look-ups',
  'incidents',
  'cheques',
  'purchases',
  'hashes',
  'exchanges',
  'coins',
]);

function wordUnit(unit: string): string {
  return SAID_BY_SENTENCE.has(unit) ? '' : unit;
}

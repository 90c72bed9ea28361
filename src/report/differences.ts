/**
 * Paired differences in words, for a command line and a report alike.
 * @module
 */
import type { Difference, Pairing } from '../experiment/comparison-result.ts';
import { confidenceWords, grouped, type Style, styleOf, unitOf, write, writeEstimate } from './format.ts';

/** What the replications of two arms share, as the end of a sentence. */
export const PAIRINGS: Readonly<Record<Pairing, string>> = {
  'same-purchases': 'common random numbers: replication by replication the same purchases',
  'same-streams': 'common random numbers: the same random streams, but not the same purchases',
  independent: 'the seeds differ: no common random numbers',
};

/** What stands behind an interval: "95 %, paired, 30 replications". */
export function basisWords(replications: number, confidence: number, pairing: Pairing): string {
  const how = pairing === 'independent' ? 'independent seeds' : 'paired';
  const counted = replications === 1 ? '1 replication' : `${grouped(replications, 0)} replications`;
  return `${confidenceWords(confidence)}, ${how}, ${counted}`;
}

/** Both sides of a difference in one style, with as many digits as tell them apart. */
function styleOfSides({ metricA, unit, a, b, difference, halfWidth }: Difference): Style {
  const greater = Math.max(Math.abs(a), Math.abs(b));
  return styleOf(unitOf({ name: metricA, unit }), greater, halfWidth || Math.abs(difference) || null);
}

function styleOfDifference({ metricA, unit, difference, halfWidth }: Difference): Style {
  return styleOf(unitOf({ name: metricA, unit }), difference, halfWidth);
}

/** A difference with its sign and its half-width: "−1.20 ± 0.10 messages". */
export function signedDifference(one: Difference): string {
  const style = styleOfDifference(one);
  const sign = one.difference > 0 ? '+' : '';
  return `${sign}${writeEstimate(style, one.difference, one.halfWidth === 0 ? null : one.halfWidth)}`;
}

/** Whether the interval leaves both signs possible. */
function mayBeChance({ difference, halfWidth }: Difference): boolean {
  return halfWidth !== null && halfWidth > 0 && Math.abs(difference) <= halfWidth;
}

/** "falls by 1.20 ± 0.10 messages, from 3.40 to 2.20", as the end of a sentence about B instead of A. */
function changeWords(one: Difference): string {
  const { a, b, difference, halfWidth } = one;
  const sides = styleOfSides(one);
  const bare = { ...sides, suffix: '' };
  if (difference === 0 && halfWidth === 0) return `is the same in every replication, ${write(sides, a)} on average`;
  if (difference === 0) return `stays at ${write(sides, a)} on average`;
  const fromTo = `from ${write(bare, a)} to ${write(sides, b)}`;
  if (mayBeChance(one)) return `changes by ${signedDifference(one)}, ${fromTo}, which may be chance`;
  const size = signedDifference({ ...one, difference: Math.abs(difference) }).replace('+', '');
  const certain = halfWidth === 0 ? ' in every replication' : '';
  const unknown = halfWidth === null ? ', of which one replication gives no interval' : '';
  return `${difference < 0 ? 'falls' : 'rises'} by ${size}${certain}, ${fromTo}${unknown}`;
}

/** A difference as a sentence: "With B instead of A, x falls by 1.20 ± 0.10, from 3.40 to 2.20 (95 %, paired, ...)." */
export function differenceSentence(one: Difference, confidence: number, pairing: Pairing): string {
  const { metricA, metricB, combine, replications } = one;
  const basis = basisWords(replications, confidence, pairing);
  const subject = combine === 'max' ? `${metricA}, on average over replications,` : metricA;
  if (metricA === metricB) return `With B instead of A, ${subject} ${changeWords(one)} (${basis}).`;
  return `From A's ${metricA} to B's ${metricB}, the figure ${changeWords(one)} (${basis}).`;
}

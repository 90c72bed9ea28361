/**
 * Means over replications that are means of a power of the values: of the squares, of the inverses.
 * @module
 */
import type { Combine } from '../sim/metric.ts';

type PowerMean = Exclude<Combine, 'mean' | 'max' | 'sum'>;

export interface Power {
  /** What is averaged instead of the value. */
  of(x: number): number;
  /** The value whose power this is. */
  root(mean: number): number;
  /** The root's slope where it is this value: what an interval of the powers' mean is multiplied by. */
  slopeAt(value: number): number;
}

const POWERS: Readonly<Record<PowerMean, Power>> = {
  // Where all are 0 the interval is too, whatever it is multiplied by.
  'root-mean-square': { of: (x) => x * x, root: Math.sqrt, slopeAt: (value) => (value === 0 ? 1 : 1 / (2 * value)) },
  'harmonic-mean': { of: (x) => 1 / x, root: (mean) => 1 / mean, slopeAt: (value) => -value * value },
};

/** The power that is averaged; undefined where values are combined as they are. */
export function powerOf(combine: Combine): Power | undefined {
  return combine in POWERS ? POWERS[combine as PowerMean] : undefined;
}

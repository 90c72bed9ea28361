/**
 * An experiment without a market, with real hashes: what no scenario measures.
 * @module
 */
import type { Metric, Oracle } from '../../../sim/metric.ts';

export interface DirectExperiment {
  readonly name: string;
  /** What is set up, in a line. */
  readonly setting: string;
  readonly replications: number;
  /** What one replication measures; it depends on the seed alone. */
  readonly measure: (seed: string) => Metric[];
}

/** A ratio or a share, with what theory expects of it. */
export function ratio(name: string, value: number, theory?: Oracle): Metric {
  return { name: `direct.${name}`, unit: '1', value, combine: 'mean', ...(theory && { theory }) };
}

/** An expectation that is derived here. */
export function expected(value: number, formula: string): Oracle {
  return { value, formula, source: 'derived', kind: 'mean' };
}

/**
 * The result of a run: what result.json holds and what a report reads, with nothing of the wall clock in it.
 * @module
 */
import type { Combine, Oracle } from '../sim/metric.ts';
import type { ClaimsOfRun } from './claims-result.ts';

/** How a metric stands beside its theory. */
export interface Verdict {
  readonly value: number;
  readonly formula: string;
  readonly source: string;
  readonly kind: Oracle['kind'];
  /** Distance from theory in standard errors of the estimate; null for `exact` and `bound`. */
  readonly z: number | null;
  /** null: consistent by construction, or too few replications to judge. */
  readonly agrees: boolean | null;
  /** Why `agrees` is null, or in which replication an exact value or a bound was missed. */
  readonly remark?: string;
}

export interface ResultMetric {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Half of the confidence interval's width; null where there is none (one replication, a maximum, a sum). */
  readonly halfWidth: number | null;
  readonly confidence: number;
  readonly replications: number;
  readonly combine: Combine;
  readonly theory?: Verdict;
}

export interface ResultCurve {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly x: { readonly quantity: string; readonly unit: string; readonly values: readonly number[] };
  /** Mean over replications, one for each abscissa. */
  readonly values: readonly number[];
  readonly halfWidths: readonly (number | null)[];
  readonly theory?: { readonly values: readonly number[]; readonly formula: string; readonly source: string };
}

/** A mint that was not run: what theory alone says of it. */
export interface ResultProjection {
  readonly label: string;
  readonly figures: readonly {
    readonly name: string;
    readonly unit: string;
    readonly value: number;
    readonly formula: string;
    readonly source: string;
  }[];
  /** Expected hashes against coins. */
  readonly curve: { readonly coins: readonly number[]; readonly hashes: readonly number[] };
}

export interface Result {
  readonly format: 'farthing-result/1';
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly resolved: unknown;
  };
  readonly labels: readonly {
    readonly label: string;
    readonly scheme: string;
    /** When the bank must be within reach while somebody pays; absent where the scheme does not say. */
    readonly bankNeeded?: string;
  }[];
  readonly seed: string;
  readonly fidelity: string;
  readonly replications: number;
  readonly confidence: number;
  readonly metrics: readonly ResultMetric[];
  readonly curves: readonly ResultCurve[];
  /** What theory says beyond what was run; absent when the scenario does not ask. */
  readonly projections?: readonly ResultProjection[];
  /** The lecture's claims, judged where this run bears on them; absent when the scenario does not ask. */
  readonly claims?: ClaimsOfRun;
  /** The charts to draw, by name, in order. */
  readonly charts: readonly string[];
  /** Names of the metrics that left their band; empty when theory and simulation agree. */
  readonly disagreements: readonly string[];
  /** SHA-256, in hex, of the fingerprints of all replications' events. */
  readonly traces: string;
  /** SHA-256, in hex, of everything above as canonical JSON: the same for any number of workers, any Node, any browser. */
  readonly digest: string;
}

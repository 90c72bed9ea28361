/**
 * What a comparison and a sweep say: plain data with nothing of the wall clock in it.
 * @module
 */
import type { ResultMetric } from './result.ts';

/**
 * What replications of one index have in common in two arms: every purchase; the named random streams, with which they
 * make other purchases or none; nothing, since the seeds differ.
 */
export type Pairing = 'same-purchases' | 'same-streams' | 'independent';

/** One metric of B less one of A, over the replications that observed both. */
export interface Difference {
  readonly metricA: string;
  readonly metricB: string;
  readonly unit: string;
  readonly combine: ResultMetric['combine'];
  /** Both sides as a result combines them; of a maximum the mean of the replications' own. */
  readonly a: number;
  readonly b: number;
  /** b - a. */
  readonly difference: number;
  /** Half of Student's interval of the paired differences; null below two replications. */
  readonly halfWidth: number | null;
  readonly replications: number;
}

/** A side of a comparison. */
export interface ComparedSide {
  readonly title: string;
  readonly seed: string;
  readonly fidelity: string;
  readonly replications: number;
  /** Of the side's own result. */
  readonly digest: string;
}

export interface ComparisonResult {
  readonly format: 'farthing-comparison/1';
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly pairing: Pairing;
  readonly confidence: number;
  /** How many metrics both sides have. */
  readonly metrics: number;
  /** Those asked for, or those that differ most beyond their intervals. */
  readonly differences: readonly Difference[];
  /** SHA-256, in hex, of everything above as canonical JSON. */
  readonly digest: string;
}

/** A value that a factor takes, as a scenario file would write it. */
export type FactorValue = string | number | boolean | null;

/** A value of the scenario that is varied. */
export interface SweepFactor {
  /** As `--set` takes it. */
  readonly path: string;
  readonly values: readonly FactorValue[];
}

/** The scenario at one point of the grid. */
export interface SweepArm {
  /** One for each factor. */
  readonly values: readonly FactorValue[];
  readonly seed: string;
  readonly fidelity: string;
  readonly replications: number;
  readonly metrics: readonly ResultMetric[];
  /** What it has in common with the first arm. */
  readonly pairing: Pairing;
  /** This arm (B) less the first one (A), for every metric that both have; none in the first arm. */
  readonly againstFirst: readonly Difference[];
  /**
   * What a payment costs in all under each label (B) less under each one before it (A), on the same purchases. Their
   * intervals hold with the sweep's confidence for all of them in all arms together.
   */
  readonly costDifferences: readonly Difference[];
  /** Names of the metrics that left the band of theory. */
  readonly disagreements: readonly string[];
  /** Of the arm's own result: what `farthing run` with these values has. */
  readonly digest: string;
}

export interface SweepResult {
  readonly format: 'farthing-sweep/1';
  readonly scenario: { readonly name: string; readonly title: string; readonly about: string };
  readonly labels: readonly { readonly label: string; readonly scheme: string }[];
  readonly confidence: number;
  readonly factors: readonly SweepFactor[];
  /** The grid row by row: the last factor changes fastest. */
  readonly arms: readonly SweepArm[];
  /** The metrics to draw. */
  readonly shown: readonly string[];
  /**
   * Why these: they were asked for; they differ most beyond their intervals; or none does so, and they differ most by
   * what may be chance.
   */
  readonly shownBecause: 'asked' | 'differ' | 'may-differ';
  /** SHA-256, in hex, of everything above as canonical JSON: the same for any number of workers. */
  readonly digest: string;
}

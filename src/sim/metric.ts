/**
 * What a replication measures, and what theory says that it should be.
 * @module
 */

/**
 * How the values of the replications become one: their mean (with an interval), their maximum, their sum, the root of
 * the mean of their squares: what a standard deviation needs, whose square has the expectation that theory states; or
 * their harmonic mean: what a rate needs that is one over a mean, such as payments for a second of work.
 */
export type Combine = 'mean' | 'max' | 'sum' | 'root-mean-square' | 'harmonic-mean';

/**
 * The law of one replication's value, where it is known exactly.
 * `normal`: the value has this standard deviation and so many summands that the mean over replications is normal.
 * `poisson`, `binomial`: the value is `scale` times a variable of that law.
 */
export type Law =
  | { readonly name: 'normal'; readonly sd: number }
  | { readonly name: 'poisson'; readonly mean: number; readonly scale: number }
  | { readonly name: 'binomial'; readonly trials: number; readonly probability: number; readonly scale: number };

/** A closed form beside a metric: stated only where its assumptions hold. */
export interface Oracle {
  readonly value: number;
  /** The formula in the field's letters, as the report prints it. */
  readonly formula: string;
  /** Paper and section, or "derived" and where. */
  readonly source: string;
  /** `mean`: the expectation of the metric; `exact`: the metric itself, every time; `bound`: never exceeded. */
  readonly kind: 'mean' | 'exact' | 'bound';
  /** Without a law a `mean` is judged by the spread over replications. */
  readonly law?: Law;
  /** So few events stand behind a replication's value that its spread over replications says nothing. */
  readonly sparse?: boolean;
  /** The metric was drawn from this very law (fidelity sampled or aggregate): agreement shows nothing. */
  readonly byConstruction?: boolean;
}

/** One measured quantity of one replication. */
export interface Metric {
  /** `<label>.<subject>.<quantity>_<unit>`, the scheme's label first. */
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly combine: Combine;
  readonly theory?: Oracle;
}

/** One measured curve of one replication; all replications have the same abscissae. */
export interface Curve {
  /** `<label>.<subject>.<quantity>_<unit>`, as a metric's. */
  readonly name: string;
  /** The quantity as an axis names it ("coins in circulation"). */
  readonly quantity: string;
  readonly unit: string;
  readonly x: { readonly quantity: string; readonly unit: string; readonly values: readonly number[] };
  readonly values: readonly number[];
  /** How the replications' values become one, point by point; by default their mean. */
  readonly combine?: 'mean' | 'root-mean-square';
  /** The closed form at the same abscissae. */
  readonly theory?: { readonly values: readonly number[]; readonly formula: string; readonly source: string };
}

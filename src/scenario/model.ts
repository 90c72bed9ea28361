/**
 * A scenario after reading: every default filled in, every quantity in the simulator's units, plain data only,
 * so that it can be sent to a worker and printed into a result.
 * @module
 */
import type { Microdollars, Microseconds } from '../units.ts';

export type Fidelity = 'real' | 'sampled' | 'aggregate';

export type Price =
  | { readonly kind: 'constant'; readonly price: Microdollars }
  | { readonly kind: 'choice'; readonly prices: readonly Microdollars[]; readonly weights: readonly number[] };

export type Arrivals =
  /** Each user buys in a Poisson process of this rate until the duration ends. */
  | { readonly kind: 'poisson'; readonly perUserPerDay: number }
  /** Each user buys exactly so often, at exponential gaps of mean duration / n, even past the duration. */
  | { readonly kind: 'fixed'; readonly perUser: number };

export interface Demand {
  readonly users: number;
  readonly vendors: number;
  readonly arrivals: Arrivals;
  readonly price: Price;
  /** Vendor of rank r is chosen in proportion to r^-exponent; 0 is uniform. */
  readonly zipfExponent: number;
}

/** A scheme of the scenario: `options` are the scheme's own, checked by its own schema. */
export interface SchemeEntry {
  readonly name: string;
  readonly label: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A mint run by itself, without a market: what a collision costs. */
export interface MintEntry {
  readonly label: string;
  /** u: a good ball falls into one of 2^u bins. */
  readonly bits: number;
  /** k: balls of a coin. */
  readonly way: number;
  /** t: a ball is good when t further bits have the period's value. */
  readonly filter: number;
  /** Numbers of coins at which the balls thrown so far are read, ascending. */
  readonly coins: readonly number[];
}

/** Service times of the bank's operations in simulated microseconds, and what it can do at once. */
export interface BankSpecification {
  readonly servers: number;
  readonly costs: Readonly<Record<string, Microseconds>>;
}

export interface NetworkSpecification {
  readonly latency: Microseconds;
  /** Each message takes latency plus a uniform time below this. */
  readonly jitter: Microseconds;
  /** Probability that a transmission is lost, and that one is delivered twice. */
  readonly loss: number;
  readonly duplication: number;
}

export interface Scenario {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** Markdown: the question, what to look at. */
  readonly about: string;
  readonly seed: string;
  readonly duration: Microseconds;
  readonly replications: number;
  /** Confidence of every interval, in (0, 1). */
  readonly confidence: number;
  readonly fidelity: Fidelity;
  /** Absent when the scenario only mints. */
  readonly demand?: Demand;
  readonly schemes: readonly SchemeEntry[];
  readonly mints: readonly MintEntry[];
  readonly bank: BankSpecification;
  readonly network: NetworkSpecification;
  /** Charts by name; absent: what the schemes and mints declare. */
  readonly charts?: readonly string[];
}

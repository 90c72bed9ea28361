/**
 * A scenario after reading: every default filled in, every quantity in the simulator's units, plain data only,
 * so that it can be sent to a worker and printed into a result.
 * @module
 */
import type { BankSpecification } from '../economy/bank.ts';
import type { Economics } from '../economy/cost.ts';
import type { Demand } from '../economy/demand.ts';
import type { MintSpecification } from '../economy/mint-curve.ts';
import type { Fidelity } from '../economy/scheme.ts';
import type { NetworkFaults } from '../sim/network.ts';
import type { MintProjection } from '../theory/mint-projection.ts';
import type { Microseconds } from '../units.ts';

/** A scheme of the scenario: `options` are the scheme's own, checked by its own schema. */
export interface SchemeEntry {
  readonly name: string;
  readonly label: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A gang of the scenario: `options` are the adversary's own, checked by its own schema. */
export interface AdversaryEntry {
  readonly kind: string;
  /** Its name in the results. */
  readonly label: string;
  /** Members as a share in (0, 1] of all users or vendors, or their number; neither for the bank. */
  readonly share?: number;
  readonly count?: number;
  /** Labels of schemes; absent: every scheme that offers what the adversary exploits. */
  readonly against?: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** The bank, and where its costs come from if they stand in a file of their own. */
export interface ScenarioBank extends BankSpecification {
  /** As the scenario names it; until it has been read, the costs are the default ones, and nothing may be run. */
  readonly costsFile?: { readonly file: string; readonly read?: true };
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
  readonly adversaries: readonly AdversaryEntry[];
  readonly mints: readonly MintSpecification[];
  /** Mints of which only theory speaks. */
  readonly projections?: readonly MintProjection[];
  readonly bank: ScenarioBank;
  readonly network: NetworkFaults;
  /** Prices of what payments use up; absent: the default assumptions. */
  readonly economics?: Economics;
  /** Charts by name; absent: what the schemes and mints declare. */
  readonly charts?: readonly string[];
  /** Key figures by the names of their metrics, in order; absent: the report chooses. */
  readonly figures?: readonly string[];
  /** Whether the report tells of the lecture's claims. */
  readonly claims?: true;
}

/**
 * The lecture's claims after judgement: what claims.json holds, and what a result holds of the claims that its run bears
 * on. Plain data; nothing of the wall clock in it.
 * @module
 */

export const CLAIM_VERDICTS = ['holds', 'holds with a constant', 'holds only if', 'does not hold'] as const;

export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

/** What closed forms say: computed by theory, never typed. */
export interface ClaimTheory {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly formula: string;
  readonly source: string;
}

/** What was simulated, with half of its interval's width where it has one. */
export interface ClaimFigure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly halfWidth: number | null;
}

export interface JudgedClaim {
  readonly id: string;
  /** Its number in the list of claims that the project began with; null for a sentence found later. */
  readonly number: number | null;
  /** The title of the lecture's slide. */
  readonly slide: string;
  /** The claim in our words. */
  readonly says: string;
  /** What was found before, and is expected again. */
  readonly recorded: ClaimVerdict;
  /** null: not measured in this run. */
  readonly verdict: ClaimVerdict | null;
  /** The constant, the condition or the finding, with the figures of this run; empty when not measured. */
  readonly finding: string;
  readonly theory: readonly ClaimTheory[];
  readonly measured: readonly ClaimFigure[];
  /** Names of the experiments behind it, or "this run". */
  readonly experiments: readonly string[];
}

/** What is run to judge claims. */
export interface ClaimExperiment {
  readonly name: string;
  /** What is set up, in a line. */
  readonly setting: string;
  /** The command that runs it, without a seed of its own. */
  readonly command: string;
}

/** The claims that a run can judge, those that it cannot, and who can. */
export interface ClaimsOfRun {
  readonly claims: readonly JudgedClaim[];
  readonly experiments: readonly ClaimExperiment[];
}

export interface ClaimsResult extends ClaimsOfRun {
  readonly format: 'farthing-claims/1';
  readonly seed: string;
  /** Confidence of the intervals shown. */
  readonly confidence: number;
  /** Ids of the claims whose verdict differs from the recorded one. */
  readonly differing: readonly string[];
  /** SHA-256, in hex, of everything above as canonical JSON. */
  readonly digest: string;
}

/** The ids of the claims that were judged otherwise than recorded. */
export function differingFromRecord(claims: readonly JudgedClaim[]): string[] {
  return claims.filter(({ verdict, recorded }) => verdict !== null && verdict !== recorded).map(({ id }) => id);
}

/**
 * A claim of the lecture as a named check. The verdict is never stated by a claim: its judge computes it from what was
 * measured, and what is recorded is only compared with it.
 * @module
 */
import type { ClaimTheory, ClaimVerdict } from '../../experiment/claims-result.ts';
import type { Estimate, Evidence } from './evidence.ts';

export interface Judgement {
  readonly verdict: ClaimVerdict;
  /** The constant, the condition or the finding in a sentence, with figures. */
  readonly finding: string;
  /** What the verdict rests on, in the order in which a reader wants it; their theory comes along. */
  readonly measured: readonly Estimate[];
  /** What theory says beside. */
  readonly theory?: readonly ClaimTheory[];
}

export interface Claim {
  readonly id: string;
  readonly number?: number;
  readonly slide: string;
  readonly says: string;
  readonly recorded: ClaimVerdict;
  readonly experiments: readonly string[];
  /** @throws NotMeasured */
  readonly judge: (evidence: Evidence) => Judgement;
}

/** A number by theory, with where it comes from. */
export function byTheory(name: string, unit: string, value: number, formula: string, source: string): ClaimTheory {
  return { name, unit, value, formula, source };
}

/** The word for a claim that holds when `holds` does, else under a condition when that is shown, else not. */
export function verdictOf(holds: boolean, onlyIf: boolean): ClaimVerdict {
  if (holds) return 'holds';
  return onlyIf ? 'holds only if' : 'does not hold';
}

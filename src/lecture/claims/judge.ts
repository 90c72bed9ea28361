/**
 * Claims before evidence: each judged, or listed as not measured.
 * @module
 */
import type { ClaimFigure, ClaimTheory, JudgedClaim } from '../../experiment/claims-result.ts';
import type { Claim } from './claim.ts';
import { type Estimate, type Evidence, NotMeasured } from './evidence.ts';

/** The claim judged. @throws NotMeasured */
export function judgeClaim(claim: Claim, evidence: Evidence): JudgedClaim {
  const { verdict, finding, measured, theory = [] } = claim.judge(evidence);
  return {
    ...described(claim),
    verdict,
    finding,
    theory: [...measured.flatMap(theoryOf), ...theory],
    measured: measured.map(figureOf),
  };
}

/** The claim judged, or marked as not measured where the evidence does not bear on it. */
export function judgeIfMeasured(claim: Claim, evidence: Evidence): JudgedClaim {
  try {
    return judgeClaim(claim, evidence);
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    return { ...described(claim), verdict: null, finding: '', theory: [], measured: [] };
  }
}

function described({ id, number, slide, says, recorded, experiments }: Claim) {
  return { id, number: number ?? null, slide, says, recorded, experiments };
}

function figureOf({ name, unit, value, halfWidth }: Estimate): ClaimFigure {
  return { name, unit, value, halfWidth };
}

function theoryOf({ name, unit, theory }: Estimate): ClaimTheory[] {
  if (theory === undefined) return [];
  return [{ name, unit, value: theory.value, formula: theory.formula, source: theory.source }];
}

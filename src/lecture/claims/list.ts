/**
 * All claims of the lecture in the order of its slides, and what is made of them: all of them by their experiments, or
 * those on which one run bears.
 * @module
 */
import {
  type ClaimExperiment,
  type ClaimsOfRun,
  type ClaimsResult,
  differingFromRecord,
} from '../../experiment/claims-result.ts';
import { digestOf } from '../../experiment/digest.ts';
import { CHANCE_CLAIMS } from './chance.ts';
import type { Claim } from './claim.ts';
import { Evidence, type Measured } from './evidence.ts';
import { CONFIDENCE, describeExperiment, SCENARIO_EXPERIMENTS } from './experiments.ts';
import { FORGING_CLAIMS } from './forging.ts';
import { IDEAS_CLAIMS } from './ideas.ts';
import { judgeClaim, judgeIfMeasured } from './judge.ts';
import { MILLICENT_CLAIMS } from './millicent.ts';
import { MINTING_CLAIMS } from './minting.ts';
import { MR1_CLAIMS } from './mr1.ts';
import { MR2_CLAIMS } from './mr2.ts';
import { SPENDING_CLAIMS } from './spending.ts';

/** With fewer, intervals that are sure to hold the truth are so wide that they decide nothing. */
const FEWEST_REPLICATIONS = 30;
/** In the place of an experiment's name. */
const THIS_RUN = 'this run';

export const CLAIMS: readonly Claim[] = [
  ...MINTING_CLAIMS,
  ...SPENDING_CLAIMS,
  ...FORGING_CLAIMS,
  ...CHANCE_CLAIMS,
  ...MR1_CLAIMS,
  ...MR2_CLAIMS,
  ...MILLICENT_CLAIMS,
  ...IDEAS_CLAIMS,
];

/** The experiments behind the claims, each once, with a claim that needs it. */
export function experimentsOf(claims: readonly Claim[]): ClaimExperiment[] {
  const needing = new Map<string, string>();
  for (const { id, experiments } of claims)
    for (const name of experiments) if (!needing.has(name)) needing.set(name, id);
  return [...needing].map(([name, claim]) => describeExperiment(name, claim));
}

/** @param measured every experiment behind the claims, by its name */
export function claimsResult(
  claims: readonly Claim[],
  measured: ReadonlyMap<string, Measured>,
  seed: string,
): ClaimsResult {
  const evidence = new Evidence(measured);
  const judged = claims.map((claim) => judgeClaim(claim, evidence));
  const body = {
    format: 'farthing-claims/1' as const,
    seed,
    confidence: CONFIDENCE,
    claims: judged,
    experiments: experimentsOf(claims),
    differing: differingFromRecord(judged),
  };
  return { ...body, digest: digestOf(body) };
}

/** All claims, those judged on which a run of all schemes on one demand bears; the others marked as not measured. */
export function claimsOfRun(run: Measured): ClaimsOfRun {
  const markets = run.replications < FEWEST_REPLICATIONS ? [] : SCENARIO_EXPERIMENTS.filter(({ market }) => market);
  const evidence = new Evidence(new Map(markets.map(({ name }) => [name, run])));
  const claims = CLAIMS.map((claim) => {
    const judged = judgeIfMeasured(claim, evidence);
    return judged.verdict === null ? judged : { ...judged, experiments: [THIS_RUN] };
  });
  return { claims, experiments: experimentsOf(CLAIMS) };
}

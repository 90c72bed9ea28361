/**
 * A sweep: one scenario at every point of a grid of values, all arms on common random numbers.
 * @module
 */
import type { Scenario } from '../scenario/model.ts';
import type { Replication } from '../scenario/replicate.ts';
import { chartsOf } from '../scenario/schemes.ts';
import { combine } from './combine.ts';
import {
  type Arm,
  armOf,
  commonPairs,
  differenceOf,
  differingAtAll,
  differingMost,
  drawnIn,
  type Pair,
  pairingOf,
  pairOf,
} from './comparison.ts';
import type { Difference, FactorValue, SweepArm, SweepFactor, SweepResult } from './comparison-result.ts';
import { digestOf } from './digest.ts';
import type { Result } from './result.ts';
import { measuredIn } from './samples.ts';

/** Charts beyond this number are drawn only when they are asked for. */
const SHOWN_MOST = 4;

/** Every point of the grid, row by row: the last factor changes fastest. */
export function gridOf(factors: readonly SweepFactor[]): FactorValue[][] {
  return factors.reduce<FactorValue[][]>(
    (points, { values }) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}

/** An arm that has been run. */
export interface RunArm {
  readonly values: readonly FactorValue[];
  readonly scenario: Scenario;
  readonly replications: readonly Replication[];
}

/** An arm with its own result, as a run of it alone would have it. */
interface ArmResult extends RunArm {
  readonly result: Result;
}

/**
 * The result of a sweep.
 * @param runs - at least one, in the order of the grid
 * @param metrics - to be shown; none: those that differ most between the first arm and another
 * @param check - refuses an arm's result that cannot be written
 */
export function combineSweep(
  factors: readonly SweepFactor[],
  runs: readonly RunArm[],
  metrics: readonly string[],
  check: (result: Result) => Result,
): SweepResult {
  const arms = runs.map((run) => ({
    ...run,
    result: check(combine(run.scenario, chartsOf(run.scenario), run.replications)),
  }));
  const [first] = arms;
  const costs = arms.map(costPairs);
  const { name, title, about } = first.result.scenario;
  const pairs = pairsWithFirst(arms);
  const { confidence } = first.scenario;
  // By Bonferroni's inequality all intervals hold together.
  const joint = 1 - (1 - confidence) / Math.max(1, costs.flat().length);
  const body = {
    format: 'farthing-sweep/1' as const,
    scenario: { name, title, about },
    labels: labelsOf(arms),
    confidence,
    factors,
    arms: arms.map((arm, i) =>
      sweepArm(arm, first, { againstFirst: pairs[i]!, costs: differencesOf(costs[i]!, joint) }),
    ),
    ...shownOf(metrics, pairs.flat(), confidence),
  };
  return { ...body, digest: digestOf(body) };
}

function labelsOf(arms: readonly ArmResult[]): Result['labels'] {
  const byLabel = new Map(arms.flatMap(({ result }) => result.labels.map((one) => [one.label, one])));
  return [...byLabel.values()];
}

/** Of every arm the pairs with the first one; of the first none. */
function pairsWithFirst(arms: readonly ArmResult[]): Pair[][] {
  const [first, ...others] = arms.map(({ result, replications }) => armOf(result, measuredIn(replications)));
  return [[], ...others.map((arm) => commonPairs(first!, arm))];
}

const COST = 'cost.total_usd_per_payment';

/** What a payment costs under every two labels of an arm, the one that comes first as A. */
function costPairs({ result, replications }: ArmResult): Pair[] {
  const arm: Arm = armOf(result, measuredIn(replications));
  const names = result.labels.map(({ label }) => `${label}.${COST}`);
  return names.flatMap((a, i) => names.slice(i + 1).flatMap((b) => pairOf(arm, arm, a, b) ?? []));
}

function differencesOf(pairs: readonly Pair[], confidence: number): Difference[] {
  return pairs.map((pair) => differenceOf(pair, confidence));
}

interface Compared {
  readonly againstFirst: readonly Pair[];
  readonly costs: readonly Difference[];
}

function sweepArm({ values, result }: ArmResult, first: ArmResult, { againstFirst, costs }: Compared): SweepArm {
  const { seed, fidelity, replications, confidence, metrics, disagreements, digest } = result;
  return {
    values,
    seed,
    fidelity,
    replications,
    metrics,
    pairing: pairingOf(drawnIn(first.result), drawnIn(result)),
    againstFirst: differencesOf(againstFirst, confidence),
    costDifferences: costs,
    disagreements,
    digest,
  };
}

/** What is asked for; else the metrics that differ most between the first arm and any other. */
function shownOf(
  metrics: readonly string[],
  pairs: readonly Pair[],
  confidence: number,
): Pick<SweepResult, 'shown' | 'shownBecause'> {
  if (metrics.length > 0) return { shown: [...metrics], shownBecause: 'asked' };
  const differing = differingMost(pairs, confidence);
  if (differing.length > 0) return { shown: namesOf(differing), shownBecause: 'differ' };
  return { shown: namesOf(differingAtAll(pairs, confidence)), shownBecause: 'may-differ' };
}

function namesOf(pairs: readonly Pair[]): string[] {
  return [...new Set(pairs.map(({ metricA }) => metricA))].slice(0, SHOWN_MOST);
}

/**
 * Replications become a result: means with intervals, maxima, sums, and each metric judged beside its theory.
 * @module
 */

import { withoutCoins } from '../scenario/coin-files.ts';
import type { Scenario, SchemeEntry } from '../scenario/model.ts';
import type { Replication } from '../scenario/replicate.ts';
import { bindScheme } from '../scenario/schemes.ts';
import { withoutPurchases } from '../scenario/trace-files.ts';
import { halfWidth } from '../sim/confidence.ts';
import type { Combine, Curve, Metric, Oracle } from '../sim/metric.ts';
import { Welford } from '../sim/statistics.ts';
import { type MintProjection, projectedHashes, projectMint } from '../theory/mint-projection.ts';
import type { ClaimsOfRun } from './claims-result.ts';
import { digestOf } from './digest.ts';
import { judge, judgeEach } from './judge.ts';
import { powerOf } from './power-mean.ts';
import type { Result, ResultCurve, ResultMetric, ResultProjection, Verdict } from './result.ts';
import { whenAbsent } from './samples.ts';

/** Points of a curve that theory alone draws. */
const PROJECTED_POINTS = 60;

/** A metric over the replications that report it. */
interface Sample {
  readonly metric: Metric;
  readonly values: number[];
  readonly oracles: (Oracle | undefined)[];
}

function labelOf({ name }: Metric): string {
  return name.slice(0, name.indexOf('.'));
}

/** In how many replications each label measured anything. */
function replicationsByLabel(replications: readonly Replication[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { metrics } of replications)
    for (const label of new Set(metrics.map(labelOf))) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function samples(replications: readonly Replication[]): Sample[] {
  const byName = new Map<string, Sample>();
  for (const { metrics } of replications) {
    for (const metric of metrics) {
      const sample = byName.get(metric.name) ?? { metric, values: [], oracles: [] };
      byName.set(metric.name, sample);
      sample.values.push(metric.value);
      sample.oracles.push(metric.theory);
    }
  }
  const takingPart = replicationsByLabel(replications);
  for (const { metric, values, oracles } of byName.values()) {
    const absent = whenAbsent(metric.name);
    const expected = absent === undefined ? 0 : takingPart.get(labelOf(metric))!;
    while (values.length < expected) {
      values.push(absent!);
      oracles.push(undefined);
    }
  }
  return [...byName.values()];
}

function moments(values: readonly number[]): Welford {
  const welford = new Welford();
  for (const value of values) welford.add(value);
  return welford;
}

/**
 * A mean is the same theory in every replication, and judged over all. An exact value or a bound is each replication's
 * own, and judged in those whose assumptions held: a mint that fell short may have left one without theory.
 */
function verdict({ metric, values, oracles }: Sample): Verdict | undefined {
  const stated = values.flatMap((value, i) => (oracles[i] === undefined ? [] : [{ value, oracle: oracles[i] }]));
  if (stated.length === 0) return undefined;
  const [{ oracle }] = stated;
  if (oracle.kind === 'mean') {
    if (stated.some((other) => other.oracle.value !== oracle.value))
      throw new Error(`${metric.name}: its expectation differs between replications`);
    return stated.length === values.length ? judge(values, metric, oracle) : undefined;
  }
  const each = stated.map(({ value }) => value);
  return judgeEach(
    each,
    stated.map((statement) => statement.oracle),
  );
}

/** One value for all replications, and half of its interval's width where it has one. */
function combined(values: readonly number[], combine: Combine, confidence: number) {
  if (combine === 'max') return { value: values.reduce((most, x) => Math.max(most, x)), width: null };
  if (combine === 'sum') return { value: values.reduce((sum, x) => sum + x, 0), width: null };
  const power = powerOf(combine);
  const spread = moments(power === undefined ? values : values.map(power.of));
  const width = halfWidth(spread, confidence);
  if (power === undefined) return { value: spread.mean, width };
  const value = power.root(spread.mean);
  return { value, width: width === null ? width : width * Math.abs(power.slopeAt(value)) };
}

function combineMetric(sample: Sample, confidence: number): ResultMetric {
  const { metric, values } = sample;
  const { name, unit, combine } = metric;
  const { value, width } = combined(values, combine, confidence);
  const theory = verdict(sample);
  return {
    name,
    unit,
    value,
    halfWidth: width,
    confidence,
    replications: values.length,
    combine,
    ...(theory && { theory }),
  };
}

function combineCurve(curves: readonly Curve[], confidence: number): ResultCurve {
  const [{ name, quantity, unit, x, theory, combine: how = 'mean' }] = curves;
  const points = x.values.map((_, i) =>
    combined(
      curves.map(({ values }) => values[i]),
      how,
      confidence,
    ),
  );
  return {
    name,
    quantity,
    unit,
    x,
    values: points.map(({ value }) => value),
    halfWidths: points.map(({ width }) => width),
    ...(theory && { theory }),
  };
}

/** The same curve of all replications that have it, in the order of the first. */
function curvesByName(replications: readonly Replication[]): Curve[][] {
  const byName = new Map<string, Curve[]>();
  for (const curve of replications.flatMap(({ curves }) => curves)) {
    const same = byName.get(curve.name);
    if (same === undefined) byName.set(curve.name, [curve]);
    else same.push(curve);
  }
  return [...byName.values()];
}

function project(mint: MintProjection): ResultProjection {
  return { label: mint.label, figures: projectMint(mint), curve: projectedHashes(mint, PROJECTED_POINTS) };
}

/** What was measured, over all replications: the part of a result that needs no scenario. */
type Combined = Pick<Result, 'confidence' | 'metrics' | 'curves'> & { readonly replications: number };

/** The metrics and curves of all replications. */
export function combineMeasured(replications: readonly Replication[], confidence: number): Combined {
  const metrics = samples(replications).map((sample) => combineMetric(sample, confidence));
  const curves = curvesByName(replications).map((each) => combineCurve(each, confidence));
  return { confidence, replications: replications.length, metrics, curves };
}

function schemeLabel(entry: SchemeEntry): Result['labels'][number] {
  const { bankNeeded } = bindScheme(entry).scheme;
  return { label: entry.label, scheme: entry.name, ...(bankNeeded && { bankNeeded }) };
}

/**
 * The result of all replications of a scenario, in their order.
 * @param claimsOf judges the lecture's claims by what was measured, for a scenario that asks for it
 */
export function combine(
  scenario: Scenario,
  charts: readonly string[],
  replications: readonly Replication[],
  claimsOf?: (measured: Combined) => ClaimsOfRun,
): Result {
  const { name, title, about, seed, fidelity, confidence, schemes, mints, projections } = scenario;
  const measured = combineMeasured(replications, confidence);
  const { metrics, curves } = measured;
  const body = {
    format: 'farthing-result/1' as const,
    scenario: { name, title, about, resolved: withoutPurchases(withoutCoins(scenario)) },
    labels: [
      ...schemes.map(schemeLabel),
      ...mints.map(({ label }) => ({ label, scheme: 'mint' })),
      ...(projections ?? []).map(({ label }) => ({ label, scheme: 'mint' })),
    ],
    seed,
    fidelity,
    replications: replications.length,
    confidence,
    metrics,
    curves,
    ...(projections && { projections: projections.map(project) }),
    ...(scenario.claims && claimsOf && { claims: claimsOf(measured) }),
    charts,
    traces: digestOf(replications.map(({ digests }) => digests)),
    disagreements: metrics.filter(({ theory }) => theory?.agrees === false).map((metric) => metric.name),
  };
  return { ...body, digest: digestOf(body) };
}

/**
 * What each replication measured, metric by metric: what a paired comparison needs and a result's means have lost.
 * @module
 */
import type { Replication } from '../scenario/replicate.ts';

/** One measured value, as a line of replications.csv has it. */
export interface Measured {
  readonly replication: number;
  readonly metric: string;
  readonly value: number;
}

/** The value of one metric in each replication that observed it, by the replication's index. */
export type Sample = ReadonlyMap<number, number>;

export function measuredIn(replications: readonly Replication[]): Measured[] {
  return replications.flatMap(({ metrics }, replication) =>
    metrics.map(({ name, value }) => ({ replication, metric: name, value })),
  );
}

/**
 * What a metric is in a replication that has no value of it, though its scheme or mint took part: a count of what never
 * happened is 0, and a bank with nothing to do has no load at which it saturates. Any other quantity was not observed.
 */
export function whenAbsent(metric: string): number | undefined {
  if (metric.endsWith('count')) return 0;
  return metric.endsWith('saturation_payments_per_second') ? Number.POSITIVE_INFINITY : undefined;
}

/** The sample of every metric, with what it is where it is absent. */
export function samplesOf(measured: readonly Measured[]): Map<string, Sample> {
  const samples = new Map<string, Map<number, number>>();
  const takingPart = new Map<string, Set<number>>();
  for (const { replication, metric, value } of measured) {
    entryOf(samples, metric, () => new Map()).set(replication, value);
    entryOf(takingPart, labelOf(metric), () => new Set()).add(replication);
  }
  for (const [metric, sample] of samples) {
    const absent = whenAbsent(metric);
    if (absent === undefined) continue;
    for (const replication of takingPart.get(labelOf(metric))!)
      if (!sample.has(replication)) sample.set(replication, absent);
  }
  return samples;
}

function labelOf(metric: string): string {
  return metric.slice(0, metric.indexOf('.'));
}

function entryOf<Value>(map: Map<string, Value>, key: string, fresh: () => Value): Value {
  const value = map.get(key) ?? fresh();
  map.set(key, value);
  return value;
}

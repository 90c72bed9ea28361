/**
 * Metrics of one market under its label, each combined by its mean.
 * @module
 */
import type { Metric, Oracle } from '../sim/metric.ts';

/** A metric by its name without the label, beside its closed form where one holds. */
export type MetricOf = (name: string, unit: string, value: number, theory?: Oracle) => Metric;

export function metricOf(label: string): MetricOf {
  return (name, unit, value, theory) => ({
    name: `${label}.${name}`,
    unit,
    value,
    combine: 'mean',
    ...(theory && { theory }),
  });
}

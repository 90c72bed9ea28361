/**
 * What is told of a run whose purchases do not follow the plain laws of demand.
 * @module
 */
import type { Curve, Metric } from '../sim/metric.ts';

interface Told {
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
}

/** Schemes derive their expectations from the plain laws of demand; what must be so in every run holds for any. */
export function withoutExpectations({ metrics, curves }: Told): Told {
  return { metrics: metrics.map(certain), curves: curves.map(bare) };
}

function certain(metric: Metric): Metric {
  const { theory, ...measured } = metric;
  return theory?.kind === 'mean' ? measured : metric;
}

function bare({ theory: _, ...measured }: Curve): Curve {
  return measured;
}

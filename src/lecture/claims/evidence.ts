/**
 * What experiments have measured, as the judges of claims ask for it.
 * @module
 */
import type { ResultCurve, ResultMetric } from '../../experiment/result.ts';

/** What one experiment, or one run, has measured. */
export interface Measured {
  readonly confidence: number;
  readonly replications: number;
  readonly metrics: readonly ResultMetric[];
  readonly curves: readonly ResultCurve[];
}

/** An estimate that a judge weighs: a metric of a result, or a point of a curve. */
export type Estimate = Pick<
  ResultMetric,
  'name' | 'unit' | 'value' | 'halfWidth' | 'confidence' | 'replications' | 'theory'
>;

/** A claim asked for what was not measured: in a run that bears on some claims only, nothing out of the ordinary. */
export class NotMeasured extends Error {
  override readonly name = 'NotMeasured';
}

export class Evidence {
  readonly #measured: ReadonlyMap<string, Measured>;

  /** @param measured by the experiment's name */
  constructor(measured: ReadonlyMap<string, Measured>) {
    this.#measured = measured;
  }

  /** @throws NotMeasured */
  metric(experiment: string, name: string): Estimate {
    const found = this.#of(experiment).metrics.find((metric) => metric.name === name);
    if (found === undefined) throw new NotMeasured(`${experiment}: no ${name}`);
    return found;
  }

  /** The points of a curve, each named after the curve and its abscissa. @throws NotMeasured */
  points(experiment: string, name: string): (Estimate & { readonly x: number })[] {
    const { curves, confidence, replications } = this.#of(experiment);
    const curve = curves.find((each) => each.name === name);
    if (curve === undefined) throw new NotMeasured(`${experiment}: no ${name}`);
    const { x, unit, values, halfWidths } = curve;
    return values.map((value, i) => ({
      name: `${name} at ${x.values[i]} ${x.unit}`,
      x: x.values[i],
      unit,
      value,
      halfWidth: halfWidths[i],
      confidence,
      replications,
    }));
  }

  #of(experiment: string): Measured {
    const measured = this.#measured.get(experiment);
    if (measured === undefined) throw new NotMeasured(experiment);
    return measured;
  }
}

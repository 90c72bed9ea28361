/**
 * How purchases ended, and what was reported as fraud: counted by reason.
 * @module
 */
import type { Metric, Oracle } from '../sim/metric.ts';

export class PurchaseTally {
  readonly #label: string;
  readonly #reasons = new Map<string, number>();
  readonly #incidents = new Map<string, number>();
  served = 0;

  constructor(label: string) {
    this.#label = label;
  }

  refused(reason: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  incident(reason: string): void {
    this.#incidents.set(reason, (this.#incidents.get(reason) ?? 0) + 1);
  }

  /** @param purchases of the demand, when all of them are sure to be served */
  metrics(purchases: number | undefined): Metric[] {
    const theory: Oracle | undefined =
      purchases === undefined
        ? undefined
        : {
            value: purchases,
            formula: 'purchases',
            source: 'honest users, nothing lost, nothing sold out',
            kind: 'exact',
          };
    const served: Metric = {
      name: `${this.#label}.payments.served_count`,
      unit: 'payments',
      value: this.served,
      combine: 'mean',
      ...(theory && { theory }),
    };
    return [served, ...this.#counts('refused', this.#reasons), ...this.#counts('incidents', this.#incidents)];
  }

  #counts(subject: string, counted: ReadonlyMap<string, number>): Metric[] {
    return [...counted].map(([reason, count]) => ({
      name: `${this.#label}.${subject}.${reason.replaceAll('-', '_')}_count`,
      unit: subject,
      value: count,
      combine: 'mean',
    }));
  }
}

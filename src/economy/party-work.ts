/**
 * What users, vendors and the broker's mint compute beside the bank's jobs: signatures made or checked, and hashes. It
 * costs money, not simulated time: each of them has a machine of his own, which is idle most of the time.
 * @module
 */
import type { Metric } from '../sim/metric.ts';

const WORKERS = ['users', 'vendors', 'mint'] as const;
const OPERATIONS = ['signature', 'hash'] as const;
const NAMES = { signature: 'signatures', hash: 'hashes' } as const;

/** Who computes; the mint is the broker's own, away from the machines that answer. */
export type Worker = (typeof WORKERS)[number];
type Operation = (typeof OPERATIONS)[number];
/** How often somebody has done what: who does it counts it. */
type Done = Record<Operation, number>;

export class PartyWork implements Record<Worker, Done> {
  readonly users: Done = { signature: 0, hash: 0 };
  readonly vendors: Done = { signature: 0, hash: 0 };
  readonly mint: Done = { signature: 0, hash: 0 };

  /** For each payment that is served, what somebody does at all. */
  metrics(label: string, payments: number): Metric[] {
    if (payments === 0) return [];
    return WORKERS.flatMap((worker) =>
      OPERATIONS.flatMap((operation): Metric[] => {
        const times = this[worker][operation];
        const what = NAMES[operation];
        const name = `${label}.${worker}.${what}_per_payment`;
        return times === 0 ? [] : [{ name, unit: what, value: times / payments, combine: 'mean' }];
      }),
    );
  }
}

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

export class PartyWork {
  readonly #done: Readonly<Record<Worker, Record<Operation, number>>> = {
    users: { signature: 0, hash: 0 },
    vendors: { signature: 0, hash: 0 },
    mint: { signature: 0, hash: 0 },
  };

  add(worker: Worker, operation: Operation, times: number): void {
    this.#done[worker][operation] += times;
  }

  done(worker: Worker): Readonly<Record<Operation, number>> {
    return this.#done[worker];
  }

  /** For each payment that is served, what somebody does at all. */
  metrics(label: string, payments: number): Metric[] {
    if (payments === 0) return [];
    return WORKERS.flatMap((worker) =>
      OPERATIONS.flatMap((operation): Metric[] => {
        const times = this.#done[worker][operation];
        const what = NAMES[operation];
        const name = `${label}.${worker}.${what}_per_payment`;
        return times === 0 ? [] : [{ name, unit: what, value: times / payments, combine: 'mean' }];
      }),
    );
  }
}

/**
 * The bank's load over the time of a run.
 * @module
 */
import type { Curve } from '../sim/metric.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Microseconds } from '../units.ts';
import type { Bank } from './bank.ts';

/** Curves are read at so many regular instants of the duration, each in the middle of its interval. */
const OBSERVATIONS = 720;
/** A short demand with a long aftermath is read more seldom, so that there are at most so many readings. */
const OBSERVATIONS_MAX = 20_000;

/** Between two readings of the curves of a run. */
export function observationInterval(duration: Microseconds, aftermath: Microseconds): Microseconds {
  return Math.max(1, Math.round(duration / OBSERVATIONS), Math.ceil((duration + aftermath) / OBSERVATIONS_MAX));
}

/** The bank's load read at regular instants: jobs that arrived, share of time busy, and jobs waiting. */
export class BankLoad {
  readonly #bank: Bank;
  readonly #simulation: Simulation;
  readonly #servers: number;
  readonly #interval: Microseconds;
  readonly #times: number[] = [];
  readonly #arrivals: number[] = [];
  readonly #utilisations: number[] = [];
  readonly #queues: number[] = [];
  #last = { time: 0, arrivals: 0, busyTime: 0 };

  /** @param interval between two readings; the first comes after half of it, so that each speaks of its middle */
  constructor(bank: Bank, simulation: Simulation, servers: number, interval: Microseconds) {
    this.#bank = bank;
    this.#simulation = simulation;
    this.#servers = servers;
    this.#interval = interval;
  }

  observe(): void {
    const { now } = this.#simulation;
    const { arrivals, busyTime, queueMax } = this.#bank.station.interval(now);
    const elapsed = now - this.#last.time;
    this.#times.push(now);
    this.#arrivals.push(((arrivals - this.#last.arrivals) * this.#interval) / elapsed);
    this.#utilisations.push((busyTime - this.#last.busyTime) / (elapsed * this.#servers));
    this.#queues.push(queueMax);
    this.#last = { time: now, arrivals, busyTime };
  }

  curves(label: string): Curve[] {
    const x = { quantity: 'time', unit: 'us', values: this.#times };
    return [
      {
        name: `${label}.bank.arrivals_count`,
        quantity: 'jobs arriving per interval',
        unit: 'jobs',
        x,
        values: this.#arrivals,
      },
      { name: `${label}.bank.utilisation_ratio`, quantity: 'utilisation', unit: '1', x, values: this.#utilisations },
      { name: `${label}.bank.queue_count`, quantity: 'longest queue', unit: 'jobs', x, values: this.#queues },
    ];
  }
}

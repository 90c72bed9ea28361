/**
 * The bank (the broker, in MicroMint's words) as a queueing station: what each operation costs in simulated time,
 * and how often each was done.
 * @module
 */
import type { Metric, Oracle } from '../sim/metric.ts';
import { QuantileSketch } from '../sim/quantile-sketch.ts';
import type { Simulation } from '../sim/simulation.ts';
import { Station } from '../sim/station.ts';
import { mg1Wait } from '../theory/queueing.ts';
import { type Microseconds, SECOND } from '../units.ts';

/** The operations that cost the bank time; a cost table gives each its service time. */
export const OPERATIONS = ['message', 'hash', 'signature', 'lookUp', 'write'] as const;
export type Operation = (typeof OPERATIONS)[number];
export type CostTable = Readonly<Record<Operation, Microseconds>>;

/** Service times of the bank's operations in simulated microseconds, and how many jobs it can do at once. */
export interface BankSpecification {
  readonly servers: number;
  readonly costs: CostTable;
}

/** How often a job does each operation. */
export type Work = Partial<Record<Operation, number>>;

export class Bank {
  readonly station: Station;
  readonly #servers: number;
  readonly #costs: CostTable;
  readonly #done: Record<Operation, number> = { message: 0, hash: 0, signature: 0, lookUp: 0, write: 0 };
  readonly #waits = new QuantileSketch();
  #workSum: Microseconds = 0;
  #bytes = 0;
  #macropayments = 0;
  /** As it stood when the scenario's duration was over: service given, and service still owed. */
  #atEnd: { readonly done: Microseconds; readonly left: Microseconds } | undefined;

  constructor(simulation: Simulation, specification: BankSpecification) {
    this.station = new Station(simulation, 'bank', specification.servers);
    this.station.onWait((wait) => this.#waits.add(wait));
    this.#servers = specification.servers;
    this.#costs = specification.costs;
  }

  /** Puts a job into the queue; the handler runs when it is done. */
  serve(work: Work, handler: number, a = 0, b = 0): void {
    const { message = 0, hash = 0, signature = 0, lookUp = 0, write = 0 } = work;
    const done = this.#done;
    done.message += message;
    done.hash += hash;
    done.signature += signature;
    done.lookUp += lookUp;
    done.write += write;
    const service = this.serviceTime(work);
    this.#workSum += service;
    this.station.submit(service, handler, a, b);
  }

  /** How long a server is busy with such a job. */
  serviceTime({ message = 0, hash = 0, signature = 0, lookUp = 0, write = 0 }: Work): Microseconds {
    const costs = this.#costs;
    return (
      message * costs.message +
      hash * costs.hash +
      signature * costs.signature +
      lookUp * costs.lookUp +
      write * costs.write
    );
  }

  /**
   * The closed form of the mean wait where all jobs are alike and arrive in a Poisson process; known for one server.
   * @param rate - jobs per microsecond
   * @param time - for which they arrive
   */
  waitLaw(rate: number, work: Work, time: Microseconds): Oracle | undefined {
    const mean = this.serviceTime(work);
    return this.#servers === 1 ? mg1Wait(rate, { mean, meanSquare: mean * mean }, time) : undefined;
  }

  /**
   * The law of the load that such jobs bring, which arrive in a Poisson process; none where they take no time.
   * @param rate - jobs per microsecond
   * @param time - for which they arrive
   */
  loadLaw(rate: number, work: Work, time: Microseconds): Oracle | undefined {
    const scale = this.serviceTime(work) / (time * this.#servers);
    if (scale === 0) return undefined;
    const mean = rate * time;
    const law = { name: 'poisson' as const, mean, scale };
    return { value: mean * scale, formula: 'lambda E[S] / c', source: 'Poisson arrivals', kind: 'mean', law };
  }

  /** The load at which all servers are busy all the time when every payment brings such a job. */
  saturationLaw(work: Work): Oracle | undefined {
    const service = this.serviceTime(work);
    if (service === 0) return undefined;
    const value = (this.#servers * SECOND) / service;
    return { value, formula: 'c / E[S]', source: 'every payment is one job', kind: 'exact' };
  }

  /** The scenario's duration is over; what it brought may go on to be served. */
  durationEnds(): void {
    const { busyTime } = this.station;
    this.#atEnd = { done: busyTime, left: this.#workSum - busyTime };
  }

  /** A message of this size crossed the bank's line, either way. */
  transferred(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The bank moved real money (a card charge, a bank transfer). */
  macropayment(): void {
    this.#macropayments++;
  }

  get macropayments(): number {
    return this.#macropayments;
  }

  count(operation: Operation): number {
    return this.#done[operation];
  }

  /**
   * The bank's load: per payment served; beside the servers' time in the scenario's duration; and as a queue.
   * @param duration in microseconds
   */
  metrics(label: string, payments: number, duration: Microseconds): Metric[] {
    const per = (quantity: string, unit: string, total: number): Metric[] =>
      payments === 0
        ? []
        : [{ name: `${label}.bank.${quantity}_per_payment`, unit, value: total / payments, combine: 'mean' }];
    return [
      ...per('messages', 'messages', this.count('message')),
      ...per('bytes', 'bytes', this.#bytes),
      ...per('signature_checks', 'checks', this.count('signature')),
      ...per('hashes', 'hashes', this.count('hash')),
      ...per('look_ups', 'look-ups', this.count('lookUp')),
      ...per('writes', 'writes', this.count('write')),
      ...per('macropayments', 'macropayments', this.#macropayments),
      ...this.#loads(label, duration),
      ...this.#saturation(label, payments),
      ...this.#waitMetrics(label),
      { name: `${label}.bank.queue_max_count`, unit: 'jobs', value: this.station.queueMax, combine: 'max' },
    ];
  }

  /**
   * Utilisation is the share of the duration for which servers were busy, never above 1. The offered load is all the work
   * that its payments brought, whenever it was done, beside what the servers can do in the duration: above 1 they cannot
   * keep up, and the backlog that is left at the end grows with the duration.
   */
  #loads(label: string, duration: Microseconds): Metric[] {
    const { done, left } = this.#atEnd ?? { done: this.#workSum, left: 0 };
    const capacity = duration * this.#servers;
    const of = (quantity: string, unit: string, value: number): Metric => ({
      name: `${label}.bank.${quantity}`,
      unit,
      value,
      combine: 'mean',
    });
    return [
      of('utilisation_ratio', '1', done / capacity),
      of('offered_load_ratio', '1', this.#workSum / capacity),
      of('backlog_end_us', 'us', left / this.#servers),
    ];
  }

  /** The load at which all servers would be busy all the time, if every payment cost what it did on average. */
  #saturation(label: string, payments: number): Metric[] {
    if (payments === 0 || this.#workSum === 0) return [];
    const name = `${label}.bank.saturation_payments_per_second`;
    const value = (payments * this.#servers * SECOND) / this.#workSum;
    return [{ name, unit: 'payments/s', value, combine: 'harmonic-mean' }];
  }

  /** Of no job at all there is no wait. */
  #waitMetrics(label: string): Metric[] {
    if (this.station.arrivals === 0) return [];
    const wait = (quantity: string, value: number): Metric => ({
      name: `${label}.bank.wait_${quantity}_us`,
      unit: 'us',
      value,
      combine: 'mean',
    });
    return [
      wait('mean', this.station.waitMean),
      ...[50, 95, 99].map((percentile) => wait(`p${percentile}`, this.#waits.quantile(percentile / 100))),
      // Jobs are done in order, so a job waits as long as what waits before it needs to be worked off.
      { name: `${label}.bank.peak_queue_us`, unit: 'us', value: this.station.waitMax, combine: 'mean' },
    ];
  }
}

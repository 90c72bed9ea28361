/**
 * A station: jobs queue, first come first served, for the first of c servers that is free.
 *
 * A job's service time is given when it is submitted, so that its start and completion are known at once: the only
 * event of a job is its completion. Lindley's recursion (The theory of queues with a single server, 1952): the job
 * starts at the later of its arrival and the earliest time at which a server is free; Kiefer and Wolfowitz (1955) for
 * several servers. Because every server works without a gap from some past moment to the time at which it will be free,
 * what happened up to now follows from those times: busy time, jobs completed, jobs waiting need no event of their own.
 * @module
 */
import type { Microseconds } from '../units.ts';
import { Priority } from './priority.ts';
import { Suspension } from './process.ts';
import type { Simulation } from './simulation.ts';

/** A station's load as a periodic observer reads it. */
interface StationLoad {
  /** Jobs submitted since the station was made. */
  readonly arrivals: number;
  /** Service given since the station was made, in microseconds, over all servers. */
  readonly busyTime: Microseconds;
  /** Jobs waiting now. */
  readonly queueLength: number;
  /** Most jobs waiting at once since the last reading. */
  readonly queueMax: number;
}

export class Station {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #openedAt: Microseconds;
  /** For each server the time at which it has finished all it was given; few servers, so they are searched in turn. */
  readonly #freeAt: Float64Array;
  readonly #starts = new StartTimes();
  #recordWait: ((wait: Microseconds) => void) | undefined;
  #arrivals = 0;
  #serviceSum: Microseconds = 0;
  #waitSum: Microseconds = 0;
  #waitMax: Microseconds = 0;
  #queueMax = 0;
  #queueMaxSinceReading = 0;

  /** @throws RangeError if `servers` is not a positive integer */
  constructor(simulation: Simulation, name: string, servers: number) {
    if (!Number.isInteger(servers) || servers < 1) {
      throw new RangeError(`station ${name} with ${servers} servers: expected a positive integer`);
    }
    this.name = name;
    this.#simulation = simulation;
    this.#openedAt = simulation.now;
    this.#freeAt = new Float64Array(servers).fill(simulation.now);
  }

  /**
   * A job arrives now.
   * @param service its service time, an integer from 0
   * @param handler runs at the completion, among completions
   * @returns the completion time
   * @throws RangeError if the service time is negative or not an integer, or on what `Simulation.at` refuses
   */
  submit(service: Microseconds, handler: number, a = 0, b = 0): Microseconds {
    if (!(service >= 0)) this.#refuse(service);
    const { now } = this.#simulation;
    const server = this.#firstFree();
    const start = Math.max(now, this.#freeAt[server]);
    const completion = start + service;
    this.#simulation.at(completion, handler, Priority.completion, a, b);
    this.#freeAt[server] = completion;
    this.#arrivals++;
    this.#serviceSum += service;
    this.#enqueue(now, start);
    return completion;
  }

  /** For processes: `yield station.request(service)` queues, is served, and goes on at the completion. */
  request(service: Microseconds): Suspension {
    return new Suspension((_simulation, handler, a) => this.submit(service, handler, a));
  }

  /**
   * Has every job's wait recorded when the job arrives, for a quantile sketch.
   * @throws Error if a recorder is attached already
   */
  onWait(record: (wait: Microseconds) => void): void {
    if (this.#recordWait !== undefined) throw new Error(`station ${this.name} records its waits already`);
    this.#recordWait = record;
  }

  /** Jobs submitted so far. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Jobs whose completion time has come, this instant included. */
  get completed(): number {
    const { now } = this.#simulation;
    let inService = 0;
    for (const free of this.#freeAt) if (free > now) inService++;
    return this.#arrivals - this.#starts.countAfter(now) - inService;
  }

  /** Service given up to now, in microseconds, over all servers. */
  get busyTime(): Microseconds {
    return this.#busyTimeUntil(this.#simulation.now);
  }

  /** Share of the servers' time spent in service, from the making of the station to `now` (the present or later). */
  utilisation(now: Microseconds): number {
    const elapsed = now - this.#openedAt;
    return elapsed === 0 ? 0 : this.#busyTimeUntil(now) / (elapsed * this.#freeAt.length);
  }

  /** Mean time from arrival to start of service over all jobs submitted, those that still wait included; 0 if none. */
  get waitMean(): number {
    return this.#arrivals === 0 ? 0 : this.#waitSum / this.#arrivals;
  }

  get waitMax(): Microseconds {
    return this.#waitMax;
  }

  /** Jobs that wait for a server at `now` (the present, or later if nobody else came). */
  queueLength(now: Microseconds): number {
    return this.#starts.countAfter(now);
  }

  /** Most jobs that ever waited at once. */
  get queueMax(): number {
    return this.#queueMax;
  }

  /** What a periodic observer draws; the maximum begins anew with every reading. */
  interval(now: Microseconds): StationLoad {
    const queueLength = this.queueLength(now);
    const queueMax = this.#queueMaxSinceReading;
    this.#queueMaxSinceReading = queueLength;
    return { arrivals: this.#arrivals, busyTime: this.#busyTimeUntil(now), queueLength, queueMax };
  }

  /** All service that was given out, less what lies in the future. */
  #busyTimeUntil(now: Microseconds): Microseconds {
    let ahead = 0;
    for (const free of this.#freeAt) ahead += Math.max(0, free - now);
    return this.#serviceSum - ahead;
  }

  #firstFree(): number {
    const freeAt = this.#freeAt;
    let first = 0;
    for (let server = 1; server < freeAt.length; server++) if (freeAt[server] < freeAt[first]) first = server;
    return first;
  }

  #refuse(service: number): never {
    throw new RangeError(`station ${this.name}: service time ${service} us is negative or no number`);
  }

  #enqueue(now: Microseconds, start: Microseconds): void {
    const wait = start - now;
    this.#recordWait?.(wait);
    if (wait === 0) return;
    this.#waitSum += wait;
    this.#waitMax = Math.max(this.#waitMax, wait);
    this.#starts.dropUntil(now);
    this.#starts.push(start);
    this.#queueMax = Math.max(this.#queueMax, this.#starts.length);
    this.#queueMaxSinceReading = Math.max(this.#queueMaxSinceReading, this.#starts.length);
  }
}

/** When the waiting jobs will start: first come first served, so the times ascend. A ring buffer. */
class StartTimes {
  #ring = new Float64Array(64);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(start: Microseconds): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length++) & (this.#ring.length - 1)] = start;
  }

  /** Forgets the jobs that have started. */
  dropUntil(now: Microseconds): void {
    while (this.#length > 0 && this.#ring[this.#head] <= now) {
      this.#head = (this.#head + 1) & (this.#ring.length - 1);
      this.#length--;
    }
  }

  /** Jobs that start after `now`: a binary search for the first of them. */
  countAfter(now: Microseconds): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ring[(this.#head + middle) & (this.#ring.length - 1)] <= now) low = middle + 1;
      else high = middle;
    }
    return this.#length - low;
  }

  #grow(): void {
    const ring = new Float64Array(2 * this.#ring.length);
    for (let i = 0; i < this.#length; i++) ring[i] = this.#ring[(this.#head + i) & (this.#ring.length - 1)];
    this.#ring = ring;
    this.#head = 0;
  }
}

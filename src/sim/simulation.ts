/**
 * Next-event simulation: a clock that jumps from event to event, in the total order (time, priority, sequence).
 *
 * Handlers are registered once and known by a small integer; an event carries two integers for them, mostly the index
 * of an agent and the slot of a message. Handlers may schedule events at the present instant; such an event comes after
 * the one that is running, whatever its priority.
 *
 * Time is integer microseconds. Whoever draws continuous gaps keeps a running continuous clock and rounds the absolute
 * time, not the gap: rounding gaps biases short ones (a gap drawn below half a microsecond becomes nought), and the
 * errors add up along the process.
 * @module
 */
import type { Microseconds } from '../units.ts';
import { EventQueue, PRIORITIES } from './event-queue.ts';
import { InvariantViolation } from './invariant.ts';

/** What happens at an event; `a` and `b` are the integers given when it was scheduled. */
export type Handler = (a: number, b: number) => void;

export class Simulation {
  /** The present instant; only `run` and `advance` move it. */
  now: Microseconds = 0;

  readonly #queue = new EventQueue();
  readonly #handlers: Handler[] = [];
  readonly #names: string[] = [];
  readonly #checks: (() => void)[] = [];
  #running = false;

  /** Events scheduled and not yet run. */
  get pending(): number {
    return this.#queue.size;
  }

  /** Events run so far, the running one included. */
  get executed(): number {
    return this.#queue.taken;
  }

  /**
   * Makes a handler known.
   * @param name what error messages call it
   * @returns the handler's id, for `at` and `after`
   */
  register(name: string, handler: Handler): number {
    this.#names.push(name);
    return this.#handlers.push(handler) - 1;
  }

  /**
   * Schedules an event.
   * @param time an integer from `now` to 2^53 - 1
   * @param handler the id that `register` returned
   * @param priority one of `Priority`: what happens first within the instant
   * @param a, b int32, handed to the handler
   * @throws RangeError if any of them is not what it must be
   */
  at(time: Microseconds, handler: number, priority: number, a = 0, b = 0): void {
    const sound =
      time >= this.now &&
      Number.isSafeInteger(time) &&
      handler < this.#handlers.length &&
      handler >>> 0 === handler &&
      priority < PRIORITIES &&
      priority >>> 0 === priority &&
      (a | 0) === a &&
      (b | 0) === b;
    if (!sound) this.#refuse(time, handler, priority, a, b);
    this.#queue.push(time, priority, handler, a, b);
  }

  /** Schedules an event `delay` after now: `at(now + delay, ...)`. */
  after(delay: Microseconds, handler: number, priority: number, a = 0, b = 0): void {
    this.at(this.now + delay, handler, priority, a, b);
  }

  /** Adds a check to be run after every event: an invariant, which throws when it is broken. */
  afterEvent(check: () => void): void {
    this.#checks.push(check);
  }

  /**
   * Runs every event with time <= `until`, those included that are scheduled on the way; without `until`, runs until
   * nothing is pending. Afterwards `now` is `until`, if given and finite, else the time of the last event.
   * @throws RangeError if `until` is past or not an integer; Error if called from within a handler;
   *   whatever a handler throws; if a check throws, an Error that names the event, with the check's error as its cause
   */
  run(until: Microseconds = Number.POSITIVE_INFINITY): void {
    this.advance(until);
    if (until !== Number.POSITIVE_INFINITY) this.now = until;
  }

  /**
   * As `run(until)`, but leaves the clock at the last event: a run in pieces is the same as a run at once.
   * @throws as `run` does
   */
  advance(until: Microseconds): void {
    if (this.#running) throw new Error('Simulation.run called while it is running');
    if (!(until >= this.now) || (until !== Number.POSITIVE_INFINITY && !Number.isSafeInteger(until))) {
      throw new RangeError(`run until ${until} us: expected an integer not before now, ${this.now} us`);
    }
    this.#running = true;
    try {
      this.#runEvents(until);
    } finally {
      this.#running = false;
    }
  }

  #runEvents(until: Microseconds): void {
    const queue = this.#queue;
    const handlers = this.#handlers;
    const checks = this.#checks;
    // The limit is finite, so that the queue's "nothing pending", Infinity, lies beyond it.
    const limit = Math.min(until, Number.MAX_SAFE_INTEGER);
    for (queue.settle(); queue.first <= limit; queue.settle()) {
      this.now = queue.first;
      queue.take();
      handlers[queue.handler](queue.a, queue.b);
      if (checks.length > 0) this.#runChecks();
    }
  }

  #runChecks(): void {
    const checks = this.#checks;
    try {
      // By index: an iterator in every event would cost a twentieth of all time.
      for (let i = 0; i < checks.length; i++) checks[i]();
    } catch (cause) {
      const { handler, a, b } = this.#queue;
      const complaint = cause instanceof Error ? cause.message : String(cause);
      const message = `after ${this.#names[handler]} (a ${a}, b ${b}) at ${this.now} us: ${complaint}`;
      throw cause instanceof InvariantViolation
        ? new InvariantViolation(message, { cause })
        : new Error(message, { cause });
    }
  }

  /** Says which argument of `at` is wrong. */
  #refuse(time: Microseconds, handler: number, priority: number, a: number, b: number): never {
    const name = this.#names[handler];
    if (name === undefined) throw new RangeError(`no handler has the id ${handler}`);
    if (time < this.now) throw new RangeError(`${name} at ${time} us: in the past, now is ${this.now} us`);
    if (!Number.isSafeInteger(time)) {
      throw new RangeError(`${name} at ${time} us: expected an integer of at most 2^53 - 1`);
    }
    if (!(Number.isInteger(priority) && priority >= 0 && priority < PRIORITIES)) {
      throw new RangeError(`${name} with priority ${priority}: expected an integer from 0 to ${PRIORITIES - 1}`);
    }
    throw new RangeError(`${name} with a ${a}, b ${b}: expected 32-bit integers`);
  }
}

/**
 * Requests in the order of their times. A server writes a line when a request is answered and dates it when the request
 * came, so that a log is out of order here and there.
 * @module
 */
import { EventQueue } from '../../sim/event-queue.ts';
import type { TraceEvent } from './trace-event.ts';

/**
 * Holds the latest requests back and gives out the earliest of them. A request that comes after a later one was given
 * out is moved to that one's time. A date far in the future waits till the end and delays nobody.
 */
export class TimeOrder {
  readonly #queue = new EventQueue();
  readonly #capacity: number;
  readonly #held: (TraceEvent | undefined)[];
  readonly #free: number[];
  #last = 0;
  #moved = 0;

  /** @param capacity how many requests are held back, at least 1; the memory that this takes. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#held = new Array(capacity + 1).fill(undefined);
    this.#free = Array.from({ length: capacity + 1 }, (_, i) => i);
  }

  /** How many requests were too far out of order. */
  get moved(): number {
    return this.#moved;
  }

  /** Takes a request in, and gives one out when more than `capacity` would be held; those of one time in their order. */
  push(event: TraceEvent): TraceEvent | undefined {
    const slot = this.#free.pop()!;
    this.#held[slot] = event;
    this.#queue.push(event.time, 0, 0, slot, 0);
    return this.#queue.size > this.#capacity ? this.#take() : undefined;
  }

  /** No more requests come: those that are held. */
  *end(): Generator<TraceEvent> {
    while (this.#queue.size > 0) yield this.#take();
  }

  #take(): TraceEvent {
    const time = Math.max(this.#queue.nextTime(), this.#last);
    this.#queue.take();
    const slot = this.#queue.a;
    const event = this.#held[slot]!;
    this.#held[slot] = undefined;
    this.#free.push(slot);
    this.#last = time;
    if (event.time === time) return event;
    this.#moved++;
    return { ...event, time };
  }
}

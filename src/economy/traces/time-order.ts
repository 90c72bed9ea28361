/**
 * Requests in the order of their times. A server writes a line when a request is answered and dates it when the request
 * came, so that a log is out of order here and there.
 * @module
 */
import type { TraceEvent } from './trace-event.ts';

/**
 * Holds the latest requests back and gives out the earliest of them. A request that comes after a later one was given
 * out is moved to that one's time. A date far in the future waits till the end and delays nobody.
 *
 * What is held is a sorted ring, and a request looks for its place from the latest one down: logs are so nearly in order
 * that it is found at once, where a heap of thousands would sift each request through all its levels. In a log that runs
 * backwards it costs `capacity` steps.
 */
export class TimeOrder {
  readonly #capacity: number;
  /** Of a size that is a power of two: places wrap round by a mask. */
  readonly #ring: (TraceEvent | undefined)[];
  readonly #mask: number;
  #first = 0;
  #size = 0;
  #last = 0;
  #moved = 0;

  /** @param capacity how many requests are held back, 1 to 2^30; the memory that this takes. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#mask = 2 ** Math.ceil(Math.log2(capacity + 1)) - 1;
    this.#ring = new Array(this.#mask + 1).fill(undefined);
  }

  /** How many requests were too far out of order. */
  get moved(): number {
    return this.#moved;
  }

  /** Takes a request in, and gives one out when more than `capacity` would be held; those of one time in their order. */
  push(event: TraceEvent): TraceEvent | undefined {
    const ring = this.#ring;
    const mask = this.#mask;
    let place = this.#first + this.#size;
    for (; place > this.#first; place--) {
      const earlier = ring[(place - 1) & mask]!;
      if (earlier.time <= event.time) break;
      ring[place & mask] = earlier;
    }
    ring[place & mask] = event;
    this.#size++;
    return this.#size > this.#capacity ? this.#take() : undefined;
  }

  /** No more requests come: those that are held. */
  *end(): Generator<TraceEvent> {
    while (this.#size > 0) yield this.#take();
  }

  #take(): TraceEvent {
    const event = this.#ring[this.#first]!;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) & this.#mask;
    this.#size--;
    const time = Math.max(event.time, this.#last);
    this.#last = time;
    if (event.time === time) return event;
    this.#moved++;
    return { ...event, time };
  }
}

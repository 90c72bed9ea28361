/**
 * Requests in the order of their times. A server writes a line when a request is answered and dates it when the request
 * came, so that a log is out of order here and there.
 * @module
 */
import { EventQueue } from '../../sim/event-queue.ts';
import type { Microseconds } from '../../units.ts';
import type { TraceEvent } from './trace-event.ts';

/** So many places from the latest request down a new one may find its own: one that has farther to go is a stray. */
const STEPS_MAX = 32;

/**
 * Holds the latest requests back and gives out the earliest of them; those of one time in the order of their lines. A
 * request that comes after a later one was given out is moved to that one's time.
 *
 * Most requests find their place near the latest one, in a sorted ring; the strays lie in a heap, which takes them at
 * any distance, at some times the cost. A date far ahead waits till the end, and delays nobody unless there are as many
 * of them as are held back.
 */
export class TimeOrder {
  readonly #capacity: number;
  readonly #near: SortedRing;
  readonly #strays = new Strays();
  #last: Microseconds;
  #moved = 0;

  /**
   * @param capacity how many requests are held back, 1 to 2^30; the memory that this takes
   * @param from requests before this instant are moved to it
   */
  constructor(capacity: number, from: Microseconds) {
    this.#capacity = capacity;
    this.#near = new SortedRing(capacity + 1);
    this.#last = from;
  }

  /** How many requests were too far out of order. */
  get moved(): number {
    return this.#moved;
  }

  get #size(): number {
    return this.#near.size + this.#strays.size;
  }

  /** Takes a request in, and gives one out when more than `capacity` would be held. */
  push(event: TraceEvent): TraceEvent | undefined {
    if (!this.#near.push(event)) this.#strays.push(event);
    return this.#size > this.#capacity ? this.#take() : undefined;
  }

  /** No more requests come: those that are held. */
  *end(): Generator<TraceEvent> {
    while (this.#size > 0) yield this.#take();
  }

  #take(): TraceEvent {
    // At one time the stray came later: there were too many later requests before it, and they are still there.
    const isStray = this.#strays.nextTime() < this.#near.nextTime();
    const event = isStray ? this.#strays.take() : this.#near.take();
    const time = Math.max(event.time, this.#last);
    this.#last = time;
    if (event.time === time) return event;
    this.#moved++;
    return { ...event, time };
  }
}

/** Requests in order, in places that wrap round. */
class SortedRing {
  readonly #places: (TraceEvent | undefined)[];
  /** Places are a power of two. */
  readonly #mask: number;
  #start = 0;
  size = 0;

  constructor(capacity: number) {
    let places = 1;
    while (places < capacity) places *= 2;
    this.#mask = places - 1;
    this.#places = new Array(this.#mask + 1).fill(undefined);
  }

  /** Infinity when there is none. */
  nextTime(): Microseconds {
    return this.#places[this.#start]?.time ?? Number.POSITIVE_INFINITY;
  }

  /** Puts a request in its place, and says so, unless that is too far from the latest one. */
  push(event: TraceEvent): boolean {
    const places = this.#places;
    const mask = this.#mask;
    const end = this.#start + this.size;
    const nearest = Math.max(this.#start, end - STEPS_MAX);
    let place = end;
    while (place > nearest && places[(place - 1) & mask]!.time > event.time) place--;
    if (place === nearest && nearest > this.#start && places[(nearest - 1) & mask]!.time > event.time) return false;
    for (let to = end; to > place; to--) places[to & mask] = places[(to - 1) & mask];
    places[place & mask] = event;
    this.size++;
    return true;
  }

  /** Call only when there is one. */
  take(): TraceEvent {
    const event = this.#places[this.#start]!;
    this.#places[this.#start] = undefined;
    this.#start = (this.#start + 1) & this.#mask;
    this.size--;
    return event;
  }
}

/** Requests in a heap. */
class Strays {
  readonly #queue = new EventQueue();
  readonly #held: (TraceEvent | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#queue.size;
  }

  /** Infinity when there is none. */
  nextTime(): Microseconds {
    return this.#queue.nextTime();
  }

  push(event: TraceEvent): void {
    const slot = this.#free.pop() ?? this.#held.length;
    this.#held[slot] = event;
    this.#queue.push(event.time, 0, 0, slot, 0);
  }

  /** Call only after `nextTime`, when that was finite. */
  take(): TraceEvent {
    this.#queue.take();
    const slot = this.#queue.a;
    const event = this.#held[slot]!;
    this.#held[slot] = undefined;
    this.#free.push(slot);
    return event;
  }
}

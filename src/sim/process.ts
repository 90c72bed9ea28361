/**
 * Processes: what one actor does, told as a story by a generator that suspends itself (`yield delay(...)`,
 * `yield station.request(...)`) and goes on when its event comes. For notebooks and for singletons; populations are
 * handlers over typed arrays, which are up to four times as fast.
 *
 * The process view of simulation: Dahl and Nygaard, SIMULA (CACM 1966).
 * @module
 */
import type { Microseconds } from '../units.ts';
import { Priority } from './priority.ts';
import type { Simulation } from './simulation.ts';

/** Schedules exactly one event in `simulation`: this handler with this `a`, which resumes the process. */
type Suspend = (simulation: Simulation, handler: number, a: number) => void;

/** What a process yields: how it will be resumed. */
export class Suspension {
  readonly suspend: Suspend;

  constructor(suspend: Suspend) {
    this.suspend = suspend;
  }
}

export type Process = Generator<Suspension, void, void>;

/**
 * Suspends a process for this long; if the delay is negative or not an integer, yielding it throws a RangeError.
 */
export function delay(duration: Microseconds): Suspension {
  return new Suspension((simulation, handler, a) => simulation.after(duration, handler, Priority.decision, a));
}

/** The live processes of a simulation: `a` of their events is their index here. */
class Processes {
  readonly #simulation: Simulation;
  readonly #live: (Process | undefined)[] = [];
  readonly #free: number[] = [];
  /** One handler a name, so that a thousand customers of one name cost one. */
  readonly #handlers = new Map<string, number>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  start(name: string, process: Process): void {
    const index = this.#free.pop() ?? this.#live.length;
    this.#live[index] = process;
    this.#simulation.after(0, this.#handler(name), Priority.decision, index);
  }

  #handler(name: string): number {
    const known = this.#handlers.get(name);
    if (known !== undefined) return known;
    const handler: number = this.#simulation.register(name, (index) => this.#resume(name, handler, index));
    this.#handlers.set(name, handler);
    return handler;
  }

  #resume(name: string, handler: number, index: number): void {
    const { done, value } = this.#live[index]!.next();
    if (done) {
      this.#live[index] = undefined;
      this.#free.push(index);
    } else if ((value as unknown) instanceof Suspension) {
      value.suspend(this.#simulation, handler, index);
    } else {
      throw new TypeError(`process ${name} yielded ${String(value)}: expected delay(...) or station.request(...)`);
    }
  }
}

const processesOf = new WeakMap<Simulation, Processes>();

/**
 * Starts a process at the present instant (its first step is an event of its own, in the order of decisions).
 * An exception in the process leaves `simulation.run`.
 * @param name what error messages call it; several processes may share one
 */
export function start(simulation: Simulation, name: string, story: () => Process): void {
  let processes = processesOf.get(simulation);
  if (processes === undefined) {
    processes = new Processes(simulation);
    processesOf.set(simulation, processes);
  }
  processes.start(name, story());
}

/**
 * MR3's calendar: a period of listing, then one stage each for commitments, for the draw and for the openings. Vendors
 * commit once the first stage is over, when whatever was signed in the period has come; the bank draws a stage later,
 * and decides a stage after that.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { Simulation } from '../../../sim/simulation.ts';
import type { Microseconds } from '../../../units.ts';
import type { Decided } from './float-curve.ts';

/** Commitments, the draw, the openings. */
const STAGES = 3;

interface Steps {
  commit(period: number): void;
  draw(period: number): void;
  settle(period: number): void;
}

export class PeriodClock {
  readonly #simulation: Simulation;
  readonly #stage: Microseconds;
  readonly #period: Microseconds;
  readonly #handlers: readonly number[];
  readonly #started = new Set<number>();

  constructor(simulation: Simulation, period: Microseconds, stage: Microseconds, steps: Steps) {
    this.#simulation = simulation;
    this.#period = period;
    this.#stage = stage;
    this.#handlers = [
      simulation.register('period committed', (number) => steps.commit(number)),
      simulation.register('period drawn', (number) => steps.draw(number)),
      simulation.register('period settled', (number) => steps.settle(number)),
    ];
  }

  /** Everything that was signed before the end of the last period whose openings have been decided. */
  static decidedAt({ period, stage }: { period: Microseconds; stage: Microseconds }): Decided {
    return (time) => Math.max(0, Math.floor((time - STAGES * stage) / period) * period);
  }

  /** Whether a cheque of this period can still be listed. */
  isOpen(period: number): boolean {
    return this.#simulation.now <= this.#commitAt(period);
  }

  /** A cheque of this period has been listed: its end is scheduled, once. */
  start(period: number): void {
    if (this.#started.has(period)) return;
    this.#started.add(period);
    this.#handlers.forEach((handler, step) => {
      this.#simulation.at(this.#commitAt(period) + step * this.#stage, handler, Priority.closing, period);
    });
  }

  #commitAt(period: number): Microseconds {
    return (period + 1) * this.#period + this.#stage;
  }
}

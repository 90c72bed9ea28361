/**
 * The habits of dishonest vendors.
 * @module
 */
import type { Microseconds } from '../../../units.ts';

export interface Habit {
  /** He waits so long before each deposit ... */
  readonly delay: Microseconds;
  /** ... and hands it in so many times more. */
  readonly copies: number;
  /** He refuses good coins, and claims them all the same. */
  readonly invents: boolean;
}

const HONEST: Habit = { delay: 0, copies: 0, invents: false };

export class VendorHabits {
  readonly #habits = new Map<number, Habit>();

  of(vendor: number): Habit {
    return this.#habits.get(vendor) ?? HONEST;
  }

  change(vendor: number, habit: Partial<Habit>): void {
    this.#habits.set(vendor, { ...this.of(vendor), ...habit });
  }
}

/**
 * The broker's jobs of each period that wait or are being served: its exchanges are decided when its grace is over and
 * the last of those that came in time is done.
 * @module
 */
export class PeriodJobs {
  readonly #waiting = new Map<number, number>();
  readonly #graceOver = new Set<number>();
  readonly #allDone: (period: number) => void;

  constructor(allDone: (period: number) => void) {
    this.#allDone = allDone;
  }

  begin(period: number): void {
    this.#waiting.set(period, (this.#waiting.get(period) ?? 0) + 1);
  }

  end(period: number): void {
    const left = this.#waiting.get(period)! - 1;
    this.#waiting.set(period, left);
    if (left === 0 && this.#graceOver.has(period)) this.#allDone(period);
  }

  /** No further job of the period comes in time. */
  graceEnded(period: number): void {
    this.begin(period);
    this.#graceOver.add(period);
    this.end(period);
  }
}

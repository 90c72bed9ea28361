/**
 * Bottles by the number of tries that they took.
 * @module
 */

export class Tally {
  readonly #bottles: number[] = [];
  #total = 0;

  /** @param tries - an integer from 1 */
  add(tries: number, bottles: number): void {
    this.#bottles[tries] = this.at(tries) + bottles;
    this.#total += bottles;
  }

  get total(): number {
    return this.#total;
  }

  /** Bottles that took so many tries. */
  at(tries: number): number {
    return this.#bottles[tries] ?? 0;
  }

  /** Bottles that took so many tries or more. */
  from(tries: number): number {
    return this.#sum((k) => (k >= tries ? 1 : 0));
  }

  /** Mean tries of a bottle; NaN of none. */
  get mean(): number {
    return this.#sum((k) => k) / this.#total;
  }

  /** The root of the unbiased variance, over the bottles less one; 0 below two bottles. */
  get sd(): number {
    const { mean } = this;
    return this.#total < 2 ? 0 : Math.sqrt(this.#sum((k) => (k - mean) * (k - mean)) / (this.#total - 1));
  }

  #sum(of: (tries: number) => number): number {
    return this.#bottles.reduce((sum, bottles, tries) => sum + bottles * of(tries), 0);
  }
}

/**
 * The ID#s that an issuer may still give: each once. They are no secret, so they go up one by one.
 * @module
 */
import type { NumberRange } from './secret-table.ts';

export class IdRange implements NumberRange {
  readonly from: number;
  readonly to: number;
  #next: number;

  /** @throws RangeError when the range is empty or goes beyond 2^53 - 1. */
  constructor({ from, to }: NumberRange) {
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to)) {
      throw new RangeError(`no range of numbers: from ${from} to before ${to}`);
    }
    this.from = from;
    this.to = to;
    this.#next = from;
  }

  get left(): number {
    return this.to - this.#next;
  }

  /** The ID# that is taken next. @throws RangeError when none is left. */
  get next(): number {
    if (this.left === 0) throw new RangeError(`no ID# left before ${this.to}`);
    return this.#next;
  }

  /** Takes the next ID#. @throws RangeError when none is left. */
  take(): number {
    const id = this.next;
    this.#next++;
    return id;
  }
}

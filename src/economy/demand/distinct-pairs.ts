/**
 * Who ever bought from whom: a scheme that has an account for each user and vendor has as many as there are pairs.
 * @module
 */

/** A bit a pair: 32 MiB. */
const PAIRS_MAX = 2 ** 28;

export class DistinctPairs {
  readonly #vendors: number;
  readonly #seen: Uint8Array | undefined;
  #count = 0;

  constructor({ users, vendors }: { readonly users: number; readonly vendors: number }) {
    this.#vendors = vendors;
    if (users * vendors <= PAIRS_MAX) this.#seen = new Uint8Array(Math.ceil((users * vendors) / 8));
  }

  /** Undefined when there may be too many to be counted. */
  get count(): number | undefined {
    return this.#seen === undefined ? undefined : this.#count;
  }

  add(user: number, vendor: number): void {
    if (this.#seen === undefined) return;
    const pair = user * this.#vendors + vendor;
    const bit = 1 << (pair & 7);
    if ((this.#seen[pair >>> 3] & bit) !== 0) return;
    this.#seen[pair >>> 3] |= bit;
    this.#count++;
  }
}

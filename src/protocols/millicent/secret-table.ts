/**
 * Which master secret is in use for an ID# or a CustID#: each for a range of numbers, so that a secret can be licensed,
 * or given up, for its range alone.
 * Source: G95 (the secret is selected by a part of the ID#); ranges are ours.
 * @module
 */
import { HmacKey } from '../primitives/hmac.ts';

/** The numbers from `from` to before `to`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export function isWithin(number: number, { from, to }: NumberRange): boolean {
  return number >= from && number < to;
}

interface Entry {
  readonly range: NumberRange;
  readonly key: HmacKey;
}

export class SecretTable {
  readonly #entries: Entry[] = [];

  /** From now on the secret is in use for the range. @throws RangeError when it is empty or overlaps another. */
  add(range: NumberRange, secret: Uint8Array): this {
    this.#assertFree(range);
    this.#entries.push({ range, key: new HmacKey(secret) });
    return this;
  }

  #assertFree({ from, to }: NumberRange): void {
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to)) {
      throw new RangeError(`no range of numbers: from ${from} to before ${to}`);
    }
    if (this.#entries.some((other) => from < other.range.to && other.range.from < to)) {
      throw new RangeError(`a secret is in use already for numbers from ${from} to before ${to}`);
    }
  }

  /** Whatever was made with the secret for this number and its like is refused from now on. */
  remove(number: number): void {
    const index = this.#entries.findIndex(({ range }) => isWithin(number, range));
    if (index !== -1) this.#entries.splice(index, 1);
  }

  /** The secret in use for the number, ready to make tags; undefined when there is none. */
  keyFor(number: number): HmacKey | undefined {
    for (const { range, key } of this.#entries) if (isWithin(number, range)) return key;
    return undefined;
  }
}

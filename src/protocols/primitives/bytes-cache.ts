/**
 * Things that are made from a few bytes at a price, kept for the next time the same bytes come.
 * @module
 */

/** Keeps at most `capacity` values. What counts is the content of the bytes, whichever array they come in. */
export class BytesCache<Value> {
  readonly #values = new Map<string, Value>();
  readonly #capacity: number;
  readonly #make: (bytes: Uint8Array) => Value;

  /**
   * @param capacity at least 1.
   * @param make must not keep the array, which is the caller's.
   */
  constructor(capacity: number, make: (bytes: Uint8Array) => Value) {
    this.#capacity = capacity;
    this.#make = make;
  }

  get(bytes: Uint8Array): Value {
    // Five times as fast as to spread the bytes, which goes through an iterator.
    const name = String.fromCharCode.apply(null, bytes as unknown as number[]);
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = this.#make(bytes);
    // The one made first goes: if it is in use it comes back at once, and nobody has to note each use.
    if (this.#values.size >= this.#capacity) this.#values.delete(this.#values.keys().next().value!);
    this.#values.set(name, value);
    return value;
  }
}

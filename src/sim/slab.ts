/**
 * A slab: what travels in messages of one kind, as columns; a message is a slot, an event carries the slot's number.
 *
 * A slot is open while somebody holds it: `open` counts one holder, `retain` one more, `release` one less, and at none
 * the slot closes and is used again. A column is declared with its kind: a number; a reference (bytes, coins, whatever
 * is not a number); or the simulator's own truth (who really sent this, whether it is forged), which nobody in the
 * economy can know and which nothing may read at fidelity real. A poisoned slab proves that: when a message is sealed
 * for the wire its truth is overwritten, and the run must come out the same.
 * @module
 */

type Kind = 'number' | 'reference' | 'truth' | 'truth-number';
type Column<K extends Kind> = K extends 'number' | 'truth-number' ? Float64Array : unknown[];
/** Columns by name. */
export type SlabShape = Record<string, Kind>;
type Columns<Shape extends SlabShape> = { readonly [Name in keyof Shape]: Column<Shape[Name]> };

const CAPACITY_FIRST = 64;

export class Slab<const Shape extends SlabShape = Record<never, never>> {
  readonly #shape: readonly (readonly [name: string, kind: Kind])[];
  readonly #poisoned: boolean;
  /** Those that hold references, which are erased when a slot closes, so that nothing holds on to what they refer to. */
  #references: unknown[][] = [];
  #col: Record<string, Float64Array | unknown[]> = {};
  /** Holders of each slot; 0: closed. */
  #holders = new Int32Array(0);
  /** A stack of closed slots: the one closed last is opened first, while it is still in the cache. */
  #closed = new Int32Array(0);
  #closedCount = 0;

  /** @param options.poisoned overwrite the truth columns when a slot is sealed, every number when it closes */
  constructor(shape: Shape, options: { readonly poisoned?: boolean } = {}) {
    this.#shape = Object.entries(shape);
    this.#poisoned = options.poisoned ?? false;
    for (const [name, kind] of this.#shape) this.#col[name] = holdsNumbers(kind) ? new Float64Array(0) : [];
    this.#grow(CAPACITY_FIRST);
  }

  /** The columns, to be indexed by slot. They are replaced when the slab grows: never keep one, go through `col`. */
  get col(): Columns<Shape> {
    return this.#col as Columns<Shape>;
  }

  get openCount(): number {
    return this.#holders.length - this.#closedCount;
  }

  /** @returns a slot with one holder; its numbers are those of an earlier message, its references undefined */
  open(): number {
    if (this.#closedCount === 0) this.#grow(2 * this.#holders.length);
    const slot = this.#closed[--this.#closedCount];
    this.#holders[slot] = 1;
    return slot;
  }

  isOpen(slot: number): boolean {
    return this.#holders[slot] > 0;
  }

  /**
   * One holder more.
   * @throws Error if the slot is closed
   */
  retain(slot: number): void {
    this.#assertOpen(slot, 'retain');
    this.#holders[slot]++;
  }

  /**
   * One holder less; the last one closes the slot.
   * @throws Error if the slot is closed
   */
  release(slot: number): void {
    this.#assertOpen(slot, 'release');
    if (--this.#holders[slot] === 0) this.#close(slot);
  }

  /**
   * The message goes onto the wire: in a poisoned slab its truth is overwritten, in any other nothing happens.
   * @throws Error if the slot is closed
   */
  seal(slot: number): void {
    this.#assertOpen(slot, 'seal');
    if (!this.#poisoned) return;
    for (const [name, kind] of this.#shape) {
      if (kind === 'truth' || kind === 'truth-number') this.#erase(name, kind, slot);
    }
  }

  #assertOpen(slot: number, deed: string): void {
    if (!(this.#holders[slot] > 0)) throw new Error(`${deed} of slot ${slot}, which is closed`);
  }

  /** Frees what references hold. Numbers stay, except in a poisoned slab, where a read after the close must show. */
  #close(slot: number): void {
    this.#closed[this.#closedCount++] = slot;
    const references = this.#references;
    for (let i = 0; i < references.length; i++) references[i][slot] = undefined;
    if (this.#poisoned) this.#poison(slot);
  }

  #poison(slot: number): void {
    for (const [name, kind] of this.#shape) this.#erase(name, kind, slot);
  }

  #erase(name: string, kind: Kind, slot: number): void {
    this.#col[name][slot] = holdsNumbers(kind) ? Number.NaN : undefined;
  }

  #grow(capacity: number): void {
    const from = this.#holders.length;
    const col: Record<string, Float64Array | unknown[]> = {};
    for (const [name, kind] of this.#shape) col[name] = enlarged(this.#col[name], kind, capacity);
    this.#col = col;
    this.#references = this.#shape.flatMap(([name, kind]) => (holdsNumbers(kind) ? [] : [col[name] as unknown[]]));
    const holders = new Int32Array(capacity);
    holders.set(this.#holders);
    this.#holders = holders;
    this.#closed = new Int32Array(capacity);
    for (let slot = capacity - 1; slot >= from; slot--) this.#closed[this.#closedCount++] = slot;
  }
}

function holdsNumbers(kind: Kind): boolean {
  return kind === 'number' || kind === 'truth-number';
}

function enlarged(column: Float64Array | unknown[], kind: Kind, capacity: number): Float64Array | unknown[] {
  if (!holdsNumbers(kind)) return [...column, ...new Array<undefined>(capacity - column.length).fill(undefined)];
  const numbers = new Float64Array(capacity);
  numbers.set(column as Float64Array);
  return numbers;
}

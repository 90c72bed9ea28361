/**
 * The ID#s of scrip that was spent, in memory, until the scrip expires: after that it is refused anyway.
 * Source: G95 (spent numbers are kept until they expire); one bit for each ID#, once in a set of all and once in that of
 * the day on which it is forgotten, is ours: issuers count their ID#s up, so that those which are spent lie close together.
 * @module
 */
import { DAY, type Microseconds } from '../../units.ts';

/** How many ID#s in a row a page holds. */
const PAGE_IDS = 1024;
const WORD_BITS = 32;

/** A page holds the ID#s from its number times `PAGE_IDS` on. */
type Pages = Map<number, Int32Array>;

export class SpentSet {
  readonly #all: Pages = new Map();
  /** By the day on which they are forgotten; each ID# is in one of them. */
  readonly #days = new Map<number, { readonly pages: Pages; size: number }>();
  #earliest: Microseconds = Number.POSITIVE_INFINITY;

  /** How many ID#s it remembers. */
  get size(): number {
    let size = 0;
    for (const day of this.#days.values()) size += day.size;
    return size;
  }

  /**
   * Whether it was spent and is still remembered, on whatever day it is said to expire. A second piece of an ID# that was
   * forgotten before it was first seen is another piece: only who holds a secret of the vendor's can make one.
   */
  has(id: number): boolean {
    return holds(this.#all, id);
  }

  /** @throws Error when it was spent before: nothing may be charged twice. */
  add(id: number, expires: Microseconds): void {
    if (this.has(id)) throw new Error(`scrip ${id} is spent already`);
    put(this.#all, id);
    this.#keepUntil(id, expires);
  }

  /** An ID# that was spent comes again and says that it expires later: it is remembered until then. */
  seen(id: number, expires: Microseconds): void {
    for (const [day, kept] of this.#days) {
      if (!holds(kept.pages, id)) continue;
      if (day * DAY >= expires) return;
      take(kept.pages, id);
      kept.size--;
      this.#keepUntil(id, expires);
      return;
    }
  }

  #keepUntil(id: number, expires: Microseconds): void {
    const day = this.#days.get(expires / DAY) ?? { pages: new Map(), size: 0 };
    put(day.pages, id);
    day.size++;
    this.#days.set(expires / DAY, day);
    if (expires < this.#earliest) this.#earliest = expires;
  }

  /** Forgets what has expired by now. */
  forget(now: Microseconds): void {
    if (now < this.#earliest) return;
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const [day, { pages }] of this.#days) {
      const expires = day * DAY;
      if (expires <= now) {
        for (const [number, page] of pages) this.#forgetPage(number, page);
        this.#days.delete(day);
      } else this.#earliest = Math.min(this.#earliest, expires);
    }
  }

  #forgetPage(number: number, forgotten: Int32Array): void {
    const page = this.#all.get(number)!;
    let isEmpty = true;
    for (let word = 0; word < page.length; word++) {
      page[word] &= ~forgotten[word];
      if (page[word] !== 0) isEmpty = false;
    }
    if (isEmpty) this.#all.delete(number);
  }
}

/** A word is found by the bits above its five; a shift takes its count modulo 32. */
function holds(pages: Pages, id: number): boolean {
  const number = Math.floor(id / PAGE_IDS);
  const page = pages.get(number);
  // The remainder of numbers beyond 32 bits is dear.
  const bit = id - number * PAGE_IDS;
  return page !== undefined && (page[bit >>> 5] & (1 << bit)) !== 0;
}

function put(pages: Pages, id: number): void {
  const number = Math.floor(id / PAGE_IDS);
  const page = pages.get(number) ?? new Int32Array(PAGE_IDS / WORD_BITS);
  const bit = id % PAGE_IDS;
  page[bit >>> 5] |= 1 << bit;
  pages.set(number, page);
}

function take(pages: Pages, id: number): void {
  const page = pages.get(Math.floor(id / PAGE_IDS))!;
  const bit = id % PAGE_IDS;
  page[bit >>> 5] &= ~(1 << bit);
}

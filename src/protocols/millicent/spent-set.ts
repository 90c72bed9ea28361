/**
 * The ID#s of scrip that was spent, in memory, until the scrip expires: after that it is refused anyway.
 * Source: G95 (spent numbers are kept until they expire); a set for each day of expiry, of one bit for each ID#, is ours:
 * issuers count their ID#s up, so that those which are spent lie close together.
 * @module
 */
import { DAY, type Microseconds } from '../../units.ts';

/** How many ID#s in a row a page holds. */
const PAGE_IDS = 1024;
const WORD_BITS = 32;

/** A page holds the ID#s from its number times `PAGE_IDS` on. */
type Pages = Map<number, Int32Array>;

export class SpentSet {
  /** By the day on which they expire: small whole numbers are found sooner than large ones. */
  readonly #days = new Map<number, { readonly pages: Pages; size: number }>();
  #earliest: Microseconds = Number.POSITIVE_INFINITY;

  /** How many ID#s it remembers. */
  get size(): number {
    let size = 0;
    for (const day of this.#days.values()) size += day.size;
    return size;
  }

  has(id: number, expires: Microseconds): boolean {
    const page = this.#days.get(expires / DAY)?.pages.get(Math.floor(id / PAGE_IDS));
    return page !== undefined && hasBit(page, id % PAGE_IDS);
  }

  /** @throws Error when it was spent before: nothing may be charged twice. */
  add(id: number, expires: Microseconds): void {
    const day = this.#days.get(expires / DAY) ?? { pages: new Map(), size: 0 };
    const number = Math.floor(id / PAGE_IDS);
    const page = day.pages.get(number) ?? new Int32Array(PAGE_IDS / WORD_BITS);
    const bit = id % PAGE_IDS;
    if (hasBit(page, bit)) throw new Error(`scrip ${id} is spent already`);
    page[bit >>> 5] |= 1 << bit;
    day.pages.set(number, page);
    day.size++;
    this.#days.set(expires / DAY, day);
    if (expires < this.#earliest) this.#earliest = expires;
  }

  /** Forgets what has expired by now. */
  forget(now: Microseconds): void {
    if (now < this.#earliest) return;
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const day of this.#days.keys()) {
      const expires = day * DAY;
      if (expires <= now) this.#days.delete(day);
      else this.#earliest = Math.min(this.#earliest, expires);
    }
  }
}

/** A word is found by the bits above its five; a shift takes its count modulo 32. */
function hasBit(page: Int32Array, bit: number): boolean {
  return (page[bit >>> 5] & (1 << bit)) !== 0;
}

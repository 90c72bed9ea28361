/**
 * Purchases as numbers, so that they can lie in a file and be read again for every scheme and replication: three doubles
 * each, which hold the time, the price, and user and vendor together.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';

/** Some purchases in the order of their times, three numbers each. */
export type PurchaseBlock = Float64Array<ArrayBuffer>;
/** The same purchases from the first on, each time it is called. */
export type PurchaseSource = () => Iterator<PurchaseBlock>;

export const NUMBERS_PER_PURCHASE = 3;
/** Of most blocks: 96 KiB. */
const PURCHASES_PER_BLOCK = 4096;
/** User and vendor are one number below 2^53. */
const VENDORS_MAX = 2 ** 20;

/** Gathers purchases into blocks. */
export class PurchaseWriter {
  readonly #take: (block: PurchaseBlock) => void;
  #block: PurchaseBlock = new Float64Array(NUMBERS_PER_PURCHASE * PURCHASES_PER_BLOCK);
  #length = 0;

  /** @param take is given each block when it is full; it must not keep it */
  constructor(take: (block: PurchaseBlock) => void) {
    this.#take = take;
  }

  /** @param vendor - below 2^20; @param user - below 2^32 */
  add(time: Microseconds, user: number, vendor: number, price: Microdollars): void {
    const block = this.#block;
    block[this.#length] = time;
    block[this.#length + 1] = price;
    block[this.#length + 2] = user * VENDORS_MAX + vendor;
    this.#length += NUMBERS_PER_PURCHASE;
    if (this.#length === block.length) this.end();
  }

  /** The last block, which may be shorter. */
  end(): void {
    if (this.#length > 0) this.#take(this.#block.subarray(0, this.#length));
    this.#length = 0;
  }
}

/** Walks through purchases one by one. */
export class PurchaseCursor {
  readonly #blocks: Iterator<PurchaseBlock>;
  #block: PurchaseBlock = new Float64Array(0);
  #at = 0;
  time: Microseconds = 0;
  price: Microdollars = 0;
  user = 0;
  vendor = 0;

  constructor(blocks: Iterator<PurchaseBlock>) {
    this.#blocks = blocks;
  }

  /** Goes to the next purchase; false when there is none. */
  next(): boolean {
    while (this.#at === this.#block.length) {
      const { done, value } = this.#blocks.next();
      if (done) return false;
      this.#block = value;
      this.#at = 0;
    }
    this.time = this.#block[this.#at];
    this.price = this.#block[this.#at + 1];
    const parties = this.#block[this.#at + 2];
    this.user = Math.floor(parties / VENDORS_MAX);
    this.vendor = parties % VENDORS_MAX;
    this.#at += NUMBERS_PER_PURCHASE;
    return true;
  }
}

/**
 * The broker's bins while he throws: how many balls each has, and, when coins are wanted, its first k balls.
 *
 * Two layouts, chosen by what is smaller: a place for every one of the 2^u bins, or places only for the bins that
 * were hit, found by an open-addressing table.
 * @module
 */
import { binsOf, type Parameters } from './parameters.ts';

const BYTES_PER_NUMBER = 8;
/** Of the table's cells at most this share is in use. */
const LOAD_MAX = 0.5;
/** Bytes of a place in the sparse layout beside its count and its balls: its bin, and two cells of the table at least. */
const SPARSE_BYTES_PER_PLACE = BYTES_PER_NUMBER + 8;
const FREE = -1;

export interface Capacity {
  readonly sparse: boolean;
  /** Bins that get a place before anything has to grow. */
  readonly places: number;
  readonly bytes: number;
  /** Elements of the longest array. */
  readonly longest: number;
}

/**
 * The smaller layout for so many good balls; a sparse table grows when there are more.
 * @param goodBalls how many are expected at most.
 * @param keepsBalls false: counts only.
 */
export function capacityFor(parameters: Parameters, goodBalls: number, keepsBalls: boolean): Capacity {
  const bins = binsOf(parameters);
  const numbersPerPlace = keepsBalls ? parameters.way : 0;
  const bytesPerPlace = 1 + BYTES_PER_NUMBER * numbersPerPlace;
  const places = powerOfTwoFrom(Math.max(16, goodBalls));
  const sparseBytes = places * (bytesPerPlace + SPARSE_BYTES_PER_PLACE);
  const denseBytes = bins * bytesPerPlace;
  return sparseBytes < denseBytes
    ? { sparse: true, places, bytes: sparseBytes, longest: places * Math.max(1 / LOAD_MAX, numbersPerPlace) }
    : { sparse: false, places: bins, bytes: denseBytes, longest: bins * Math.max(1, numbersPerPlace) };
}

export class BinTable {
  readonly #way: number;
  #counts: Uint8Array;
  /** Ball numbers, k places a bin; empty when only counts are kept. */
  #balls: Float64Array;
  readonly #keepsBalls: boolean;
  readonly #index: BinIndex | undefined;

  constructor(way: number, capacity: Capacity, keepsBalls: boolean) {
    this.#way = way;
    this.#keepsBalls = keepsBalls;
    this.#counts = new Uint8Array(capacity.places);
    this.#balls = new Float64Array(keepsBalls ? capacity.places * way : 0);
    this.#index = capacity.sparse ? new BinIndex(capacity.places) : undefined;
  }

  /**
   * Puts ball number `ball` into its bin; a bin takes its first k balls.
   * @returns whether it is the bin's k-th, which completes the coin.
   */
  add(bin: number, ball: number): boolean {
    const place = this.#index === undefined ? bin : this.#placeOf(this.#index, bin);
    const count = this.#counts[place];
    if (count === this.#way) return false;
    if (this.#keepsBalls) this.#balls[place * this.#way + count] = ball;
    this.#counts[place] = count + 1;
    return count + 1 === this.#way;
  }

  /** The numbers of the balls that a bin has kept, in the order of throwing: k, of which those not yet thrown are 0. */
  ballsOf(bin: number): Float64Array {
    const place = this.#index === undefined ? bin : this.#placeOf(this.#index, bin);
    return this.#balls.slice(place * this.#way, (place + 1) * this.#way);
  }

  /** Takes out the balls that are not to be kept; the others stay in the order of throwing. */
  sift(isKept: (ball: number) => boolean): void {
    const way = this.#way;
    this.#counts.forEach((count, place) => {
      if (count === 0) return;
      const first = place * way;
      const kept = this.#balls.subarray(first, first + count).filter(isKept);
      this.#balls.set(kept, first);
      this.#counts[place] = kept.length;
    });
  }

  /**
   * The bins that have k balls, ascending, with their ball numbers in the order of throwing.
   * @param coins how many such bins there are.
   */
  complete(coins: number): { readonly bins: Float64Array; readonly balls: Float64Array } {
    const places = this.#completePlaces(coins);
    const bins = places.map((place) => this.#index?.binAt(place) ?? place);
    const balls = new Float64Array(coins * this.#way);
    places.forEach((place, coin) => {
      balls.set(this.#balls.subarray(place * this.#way, (place + 1) * this.#way), coin * this.#way);
    });
    return { bins, balls };
  }

  #completePlaces(coins: number): Float64Array {
    const places = new Float64Array(coins);
    let found = 0;
    for (let place = 0; found < coins; place++) {
      if (this.#counts[place] === this.#way) places[found++] = place;
    }
    const index = this.#index;
    return index === undefined ? places : places.sort((a, b) => index.binAt(a) - index.binAt(b));
  }

  #placeOf(index: BinIndex, bin: number): number {
    const place = index.placeOf(bin);
    if (place >= this.#counts.length) {
      this.#counts = copyInto(new Uint8Array(2 * this.#counts.length), this.#counts);
      this.#balls = copyInto(new Float64Array(2 * this.#balls.length), this.#balls);
    }
    return place;
  }
}

/** Numbers the bins that were hit, in the order of their first balls. */
class BinIndex {
  #bins: Float64Array;
  #cells: Int32Array;
  #used = 0;

  constructor(places: number) {
    this.#bins = new Float64Array(places);
    this.#cells = new Int32Array(places / LOAD_MAX).fill(FREE);
  }

  binAt(place: number): number {
    return this.#bins[place];
  }

  /** The place of the bin: a new one when it has none. */
  placeOf(bin: number): number {
    const cell = this.#cellOf(bin);
    if (this.#cells[cell] !== FREE) return this.#cells[cell];
    if (this.#used < this.#bins.length) return this.#occupy(cell, bin);
    this.#grow();
    return this.#occupy(this.#cellOf(bin), bin);
  }

  #occupy(cell: number, bin: number): number {
    this.#bins[this.#used] = bin;
    this.#cells[cell] = this.#used;
    return this.#used++;
  }

  /** The cell that holds the bin, or the free one where it belongs. A bin is a hash itself: its low bits are the start. */
  #cellOf(bin: number): number {
    const mask = this.#cells.length - 1;
    let cell = bin & mask;
    while (this.#cells[cell] !== FREE && this.#bins[this.#cells[cell]] !== bin) cell = (cell + 1) & mask;
    return cell;
  }

  #grow(): void {
    this.#bins = copyInto(new Float64Array(2 * this.#bins.length), this.#bins);
    this.#cells = new Int32Array(2 * this.#cells.length).fill(FREE);
    for (let place = 0; place < this.#used; place++) this.#cells[this.#cellOf(this.#bins[place])] = place;
  }
}

function copyInto<Numbers extends Uint8Array | Float64Array>(target: Numbers, source: Numbers): Numbers {
  target.set(source);
  return target;
}

function powerOfTwoFrom(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}

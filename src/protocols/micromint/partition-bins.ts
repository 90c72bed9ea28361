/**
 * The second phase of a collision search: one partition's balls, read in the order in which they were thrown, fall into
 * their bins, which keep their first k.
 *
 * Of narrow records the rest of the bin is its place, and all places together are small enough for a processor's
 * caches. Of wide ones a place is found by an open-addressing table.
 * @module
 */
import type { BallNumbers } from './coin-writer.ts';
import { GAP_MAX, type Segment } from './radix-partition.ts';
import { CHUNK_WORDS, NARROW_REST_BITS, type SearchPlan, WORD_BALLS_MAX } from './search-plan.ts';

const FREE = -1;
const PLACES_MIN = 256;

export class PartitionBins {
  readonly #plan: SearchPlan;
  readonly #makeNumbers: (length: number) => BallNumbers;
  #counts: Uint8Array;
  #balls: BallNumbers;
  /** Of wide records: the rest of each place's bin, and the table that finds the place. */
  #rests = new Uint32Array(0);
  #cells = new Int32Array(0);
  #places = 0;
  #partition = 0;
  /** Room for the numbers of complete places. */
  #complete = new Uint32Array(0);
  #goodBalls = 0;

  /** @param balls how many are thrown in all: numbers beyond one word take two. */
  constructor(plan: SearchPlan, balls: number) {
    this.#plan = plan;
    this.#makeNumbers = (length) => (balls <= WORD_BALLS_MAX ? new Uint32Array(length) : new Float64Array(length));
    const places = plan.wide ? 0 : 2 ** plan.restBits;
    this.#counts = new Uint8Array(places);
    this.#balls = this.#makeNumbers(places * this.stride);
  }

  /** Balls read, whether their bins kept them or not. */
  get goodBalls(): number {
    return this.#goodBalls;
  }

  /**
   * Reads the balls of a partition anew.
   * @param segments in the order of their balls.
   * @param last the number of the last ball to read.
   */
  fill(segments: readonly Segment[], partition: number, last: number): void {
    this.#partition = partition;
    this.#goodBalls = 0;
    if (this.#plan.wide) this.#openTable(segments);
    else this.#counts.fill(0);
    for (const segment of segments) {
      if (this.#plan.wide) this.#readWide(segment, last);
      else this.#readNarrow(segment, last);
    }
  }

  /** The numbers of the balls that the bins kept: `stride` a place, of which the first k count, in order of throwing. */
  get balls(): BallNumbers {
    return this.#balls;
  }

  /** k and one more, into which goes every ball behind the k-th: quicker than asking of each whether it is one. */
  get stride(): number {
    return this.#plan.parameters.way + 1;
  }

  /** The places with k balls, whose coins they are, in the order of their bins. */
  completePlaces(): Uint32Array {
    const counts = this.#counts;
    const { way } = this.#plan.parameters;
    const places = this.#complete.length < counts.length ? new Uint32Array(counts.length) : this.#complete;
    this.#complete = places;
    let found = 0;
    for (let place = 0; place < counts.length; place++) {
      places[found] = place;
      found += 1 - ((counts[place] - way) >>> 31);
    }
    const rests = this.#rests;
    const complete = places.subarray(0, found);
    return this.#plan.wide ? complete.sort((a, b) => rests[a] - rests[b]) : complete;
  }

  /** The bins of such places. */
  binsOf(places: Uint32Array): Float64Array {
    const first = this.#partition * 2 ** this.#plan.restBits;
    const bins = new Float64Array(places.length);
    const { wide } = this.#plan;
    for (let i = 0; i < places.length; i++) bins[i] = first + (wide ? this.#rests[places[i]] : places[i]);
    return bins;
  }

  #readNarrow(segment: Segment, last: number): void {
    let ball = segment.from - 1;
    for (const [start, end] of this.#runs(segment)) {
      ball = this.#readRun(segment.records, start, end, ball, last);
      if (ball > last) return;
    }
  }

  /**
   * Narrow records from one chunk.
   * @param before the number of the ball before them.
   * @returns the number of their last ball, or of the first beyond `last`.
   */
  #readRun(records: Uint32Array, start: number, end: number, before: number, last: number): number {
    const { way } = this.#plan.parameters;
    const { stride } = this;
    const counts = this.#counts;
    const balls = this.#balls;
    let ball = before;
    let escapes = 0;
    let i = start;
    for (; i < end; i++) {
      const record = records[i];
      const place = record >>> NARROW_REST_BITS;
      const gap = record & GAP_MAX;
      if (gap === 0) {
        ball += place * GAP_MAX;
        escapes++;
        continue;
      }
      ball += gap;
      if (ball > last) break;
      const count = counts[place];
      balls[place * stride + count] = ball;
      counts[place] = count + ((count - way) >>> 31);
    }
    this.#goodBalls += i - start - escapes;
    return ball;
  }

  #readWide(segment: Segment, last: number): void {
    const { records, from } = segment;
    const { way } = this.#plan.parameters;
    for (const [start, end] of this.#runs(segment)) {
      for (let i = start; i < end; i += 2) {
        const ball = from + records[i + 1];
        if (ball > last) return;
        this.#goodBalls++;
        const place = this.#placeOf(records[i]);
        const count = this.#counts[place];
        this.#balls[place * this.stride + count] = ball;
        if (count < way) this.#counts[place] = count + 1;
      }
    }
  }

  /** Where the partition's words stand in the segment's records: from .. to-1, one chunk after the other. */
  *#runs(segment: Segment): Generator<readonly [number, number]> {
    let chunk = segment.first[this.#partition];
    for (let left = segment.words[this.#partition]; left > 0; left -= CHUNK_WORDS) {
      yield [chunk * CHUNK_WORDS, chunk * CHUNK_WORDS + Math.min(left, CHUNK_WORDS)];
      chunk = segment.next[chunk];
    }
  }

  /** An empty table, with a place for every ball at least. */
  #openTable(segments: readonly Segment[]): void {
    let places = PLACES_MIN;
    const words = segments.reduce((sum, segment) => sum + segment.words[this.#partition], 0);
    while (places < words / 2) places *= 2;
    this.#places = 0;
    if (places > this.#rests.length) {
      this.#rests = new Uint32Array(places);
      this.#cells = new Int32Array(2 * places);
      this.#counts = new Uint8Array(places);
      this.#balls = this.#makeNumbers(places * this.stride);
    }
    this.#cells.fill(FREE);
    this.#counts.fill(0);
  }

  /** The place of the bin, a new one when it has none. The rest of a bin is a hash itself: its low bits are the start. */
  #placeOf(rest: number): number {
    const mask = this.#cells.length - 1;
    let cell = rest & mask;
    while (this.#cells[cell] !== FREE) {
      if (this.#rests[this.#cells[cell]] === rest) return this.#cells[cell];
      cell = (cell + 1) & mask;
    }
    this.#rests[this.#places] = rest;
    this.#cells[cell] = this.#places;
    return this.#places++;
  }
}

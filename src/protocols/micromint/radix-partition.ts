/**
 * The first phase of a collision search: a range of balls is thrown in order, and each good ball leaves a record in
 * the partition of its bin. A thread fills segments of its own, so nothing is shared while balls fly.
 *
 * A segment holds a range of balls. A partition's records in it stand in the order of the balls, in a chain of chunks.
 * A narrow record is (rest of the bin << 16 | gap), the gap being the ball's number less that of the good ball before
 * it in the partition, or, of the first, less the number before the segment's first ball. A word with gap 0 is no ball:
 * it is the escape of a gap that needs more than 16 bits, and moves on by 65535 times its high half.
 * A wide record is two words: the rest of the bin, and the ball's number less that of the segment's first.
 * @module
 */
import type { BallHasher } from '../primitives/ball-hasher.ts';
import { wordsOf } from './filter-words.ts';
import type { Period } from './period.ts';
import {
  CHUNK_WORDS,
  chunksFor,
  NARROW_REST_BITS,
  recordWords,
  SEGMENT_WORDS_MAX,
  type SearchPlan,
} from './search-plan.ts';

export interface Segment {
  /** The number of the first ball that was thrown into it. */
  readonly from: number;
  /** The number behind that of the last one. */
  readonly to: number;
  /** Of each partition: its first chunk, when it has any words. */
  readonly first: Uint32Array;
  /** Of each partition: how many words it has. */
  readonly words: Uint32Array;
  /** Of each chunk: the chunk that goes on where it ends. */
  readonly next: Uint32Array;
  readonly records: Uint32Array;
}

/** Gives zeroed memory for a segment: shared, when another thread will read it. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** The widest gap in a narrow record, which is also what one unit of an escape is worth. */
export const GAP_MAX = 0xffff;
/** No segment spans more balls: an escape fits into its word, and all arithmetic into signed words. */
const SEGMENT_BALLS_MAX = GAP_MAX * 2 ** 15;
const CHUNK_MASK = CHUNK_WORDS - 1;
const BYTES_PER_WORD = 4;

export class RadixPartition {
  readonly #plan: SearchPlan;
  readonly #hasher: BallHasher;
  readonly #allocate: Allocate;
  readonly #z: Int32Array;
  readonly #mask: Int32Array;
  /** Of each partition: where its next word goes. */
  readonly #cursors: Int32Array;
  /** Of each partition: the balls that the segment had had after its last one. */
  readonly #nexts: Int32Array;
  readonly #chunksOf: Uint32Array;
  #segment!: Segment;
  #chunks = 0;
  #chunksUsed = 0;

  constructor(period: Period, plan: SearchPlan, hasher: BallHasher, allocate: Allocate) {
    const { z, mask } = wordsOf(period);
    this.#plan = plan;
    this.#hasher = hasher;
    this.#allocate = allocate;
    this.#z = z;
    this.#mask = mask;
    this.#cursors = new Int32Array(2 ** plan.partitionBits);
    this.#nexts = new Int32Array(2 ** plan.partitionBits);
    this.#chunksOf = new Uint32Array(2 ** plan.partitionBits);
  }

  /**
   * Throws balls from .. to-1.
   * @param told hears after each batch how many balls have been thrown.
   * @returns their segments in the order of the balls: one, unless the records outgrow it.
   */
  throwBalls(from: number, to: number, told: (balls: number) => void = () => {}): Segment[] {
    const segments: Segment[] = [];
    for (let ball = from; ball < to; ) {
      this.#open(ball, to);
      const end = Math.min(to, ball + SEGMENT_BALLS_MAX);
      ball = this.#fill(ball, end, (next) => told(next - from));
      segments.push(this.#close(ball));
    }
    return segments;
  }

  /** @returns the first ball that was not taken: `end`, or an earlier one when the segment is full. */
  #fill(from: number, end: number, told: (next: number) => void): number {
    const { batchMax } = this.#hasher;
    const takesAll = this.#plan.parameters.filter === 0 && !this.#plan.wide;
    let ball = from;
    while (ball < end) {
      const count = Math.min(batchMax, end - ball);
      const hashes = this.#hasher.hash(ball, count);
      const offset = ball - from;
      const taken = takesAll ? this.#takeAll(hashes, count, offset) : this.#takeGood(hashes, count, offset);
      ball += taken;
      told(ball);
      if (taken < count) break;
    }
    return ball;
  }

  /**
   * Without a filter every ball is good, and its bin is the hash's first bits.
   * @returns how many of the batch were taken: all, unless the last chunk has been opened.
   */
  #takeAll(hashes: Uint32Array, count: number, offset: number): number {
    const { records } = this.#segment;
    const { partitionBits, restBits } = this.#plan;
    const cursors = this.#cursors;
    const nexts = this.#nexts;
    for (let i = 0; i < count; i++) {
      const bin = hashes[2 * i] | 0;
      const partition = (bin >>> 1) >>> (31 - partitionBits);
      const next = (offset + i + 1) | 0;
      const gap = (next - nexts[partition]) | 0;
      const cursor = cursors[partition];
      const rest = (bin << partitionBits) >>> (32 - restBits);
      if ((cursor & CHUNK_MASK) === 0 || gap > GAP_MAX) {
        this.#take(partition, rest, next);
        if (this.#isFull()) return i + 1;
        continue;
      }
      records[cursor] = (rest << NARROW_REST_BITS) | gap;
      cursors[partition] = cursor + 1;
      nexts[partition] = next;
    }
    return count;
  }

  /** @returns as `takeAll` does. */
  #takeGood(hashes: Uint32Array, count: number, offset: number): number {
    const [z0, z1] = this.#z;
    const [mask0, mask1] = this.#mask;
    const { filter } = this.#plan.parameters;
    const { partitionBits, restBits, wide } = this.#plan;
    for (let i = 0; i < count; i++) {
      const high = hashes[2 * i] | 0;
      const low = hashes[2 * i + 1] | 0;
      if ((((high ^ z0) & mask0) | ((low ^ z1) & mask1)) !== 0) continue;
      const partition = (bitsFrom(filter, high, low) >>> 1) >>> (31 - partitionBits);
      const rest = bitsFrom(filter + partitionBits, high, low) >>> (32 - restBits);
      if (wide) this.#takeWide(partition, rest, offset + i);
      else this.#take(partition, rest, offset + i + 1);
      if (this.#isFull()) return i + 1;
    }
    return count;
  }

  /** @param next how many balls the segment has had with this one */
  #take(partition: number, rest: number, next: number): void {
    const gap = next - this.#nexts[partition];
    if (gap > GAP_MAX) this.#write(partition, Math.floor((gap - 1) / GAP_MAX) << NARROW_REST_BITS);
    this.#write(partition, (rest << NARROW_REST_BITS) | (((gap - 1) % GAP_MAX) + 1));
    this.#nexts[partition] = next;
  }

  #takeWide(partition: number, rest: number, offset: number): void {
    this.#write(partition, rest);
    this.#write(partition, offset);
  }

  #write(partition: number, word: number): void {
    const cursor = this.#cursors[partition];
    const place = (cursor & CHUNK_MASK) === 0 ? this.#openChunk(partition, cursor) : cursor;
    this.#segment.records[place] = word;
    this.#cursors[partition] = place + 1;
  }

  /** Gives the partition its next chunk; before, its cursor stands at the end of its last one. */
  #openChunk(partition: number, cursor: number): number {
    const chunk = this.#chunksUsed++;
    if (this.#chunksOf[partition]++ === 0) this.#segment.first[partition] = chunk;
    else this.#segment.next[cursor / CHUNK_WORDS - 1] = chunk;
    return chunk * CHUNK_WORDS;
  }

  /** A ball's words open one chunk at most, so while one is left there is room for a ball. */
  #isFull(): boolean {
    return this.#chunksUsed === this.#chunks;
  }

  #open(from: number, to: number): void {
    const balls = (to - from) / 2 ** this.#plan.parameters.filter;
    const words = Math.min(SEGMENT_WORDS_MAX, recordWords(this.#plan, balls + 4 * Math.sqrt(balls)));
    const partitions = 2 ** this.#plan.partitionBits;
    this.#chunks = chunksFor(words, this.#plan);
    this.#chunksUsed = 0;
    this.#cursors.fill(0);
    this.#nexts.fill(0);
    this.#chunksOf.fill(0);
    const array = (length: number): Uint32Array => new Uint32Array(this.#allocate(length * BYTES_PER_WORD));
    this.#segment = {
      from,
      to: from,
      first: array(partitions),
      words: array(partitions),
      next: array(this.#chunks),
      records: array(this.#chunks * CHUNK_WORDS),
    };
  }

  #close(to: number): Segment {
    const { words } = this.#segment;
    for (let partition = 0; partition < words.length; partition++) {
      const chunks = this.#chunksOf[partition];
      if (chunks === 0) continue;
      words[partition] = (chunks - 1) * CHUNK_WORDS + ((this.#cursors[partition] - 1) & CHUNK_MASK) + 1;
    }
    return { ...this.#segment, to };
  }
}

/** The 32 bits of the hash that begin at bit `start`, below 64; zeros behind its end. A shift by 32 would be none. */
function bitsFrom(start: number, high: number, low: number): number {
  return start < 32 ? (high << start) | ((low >>> 1) >>> (31 - start)) : low << (start - 32);
}

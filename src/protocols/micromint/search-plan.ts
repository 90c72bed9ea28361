/**
 * How a collision search divides its work: a bin's q high bits name its partition, which one thread counts by itself,
 * and a good ball is kept as a record of the other bits of its bin and of where it stands among the balls.
 *
 * A narrow record is one word: 16 bits of the bin, and a 16-bit gap to the good ball before it in the partition. With
 * more than 2^30 bins, or so many that most stay empty, records are wide: one word of the bin, one of the ball.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import { binsOf, checkParameters, type Parameters } from './parameters.ts';

export interface SearchPlan {
  readonly parameters: Parameters;
  /** q: the high bits of a bin that name its partition; 0 to 14. */
  readonly partitionBits: number;
  /** u - q: the bits of a bin that a record keeps; 1 to 16, of wide records to 32. */
  readonly restBits: number;
  readonly wide: boolean;
}

export const NARROW_REST_BITS = 16;
/** More partitions than these are more places to write at once than a processor's caches keep at hand. */
const PARTITION_BITS_MAX = 14;
const WIDE_REST_BITS = 32;
/** With fewer good balls than this for each bin, a place for every bin would mostly be swept for nothing. */
const DENSE_BALLS_PER_BIN = 1 / 64;
/** Good balls of a partition whose bins are found by a table. */
const WIDE_PARTITION_BITS = 15;
const BYTES_PER_WORD = 4;

/** Records stand in chunks of this many words, each of one partition. */
export const CHUNK_WORDS = 1024;
/** No segment of records is longer, so that it fits into an array and is a fair share of the work. */
export const SEGMENT_WORDS_MAX = 2 ** 26;
/** Partitions that a thread may be ahead of the one whose coins are wanted next. */
export const PARTITIONS_AHEAD = 3;
/** Ball numbers below this fit into one word. */
export const WORD_BALLS_MAX = 2 ** 32;

/**
 * The division for so many good balls; a search that meets more is as right, and slower.
 * @throws RangeError when a parameter is out of range.
 */
export function planSearch(parameters: Parameters, goodBalls: number): SearchPlan {
  checkParameters(parameters);
  const { bits } = parameters;
  const narrowBits = Math.max(0, bits - NARROW_REST_BITS);
  const dense = goodBalls >= binsOf(parameters) * DENSE_BALLS_PER_BIN;
  const wide = narrowBits > PARTITION_BITS_MAX || (narrowBits > 0 && !dense);
  const wanted = Math.ceil(log2(goodBalls)) - WIDE_PARTITION_BITS;
  const wideBits = Math.min(PARTITION_BITS_MAX, Math.max(0, bits - WIDE_REST_BITS, wanted));
  const partitionBits = wide ? wideBits : narrowBits;
  return { parameters, partitionBits, restBits: bits - partitionBits, wide };
}

/** Words that the records of so many good balls take at most, or nearly: a gap beyond 16 bits costs a second word. */
export function recordWords({ parameters, partitionBits, wide }: SearchPlan, goodBalls: number): number {
  // A gap is geometric with mean 2^(t+q): beyond 2^16 with probability e^-8 = 0.0003 at t + q = 13, e^-4 = 0.018 at 14.
  const gapBits = parameters.filter + partitionBits;
  const words = wide || gapBits > 14 ? 2 : 1.02;
  return Math.ceil(goodBalls * words);
}

/** Chunks of a segment that holds so many words whatever their partitions: each may leave a chunk unfinished. */
export function chunksFor(words: number, { partitionBits }: SearchPlan): number {
  return Math.ceil(words / CHUNK_WORDS) + 2 ** partitionBits + 1;
}

/**
 * Bytes that a search needs for the records, the threads' bins, and the coins on their way out.
 * @param hashes balls thrown.
 */
export function searchMemoryBytes(plan: SearchPlan, hashes: number, threads: number): number {
  const { way, filter } = plan.parameters;
  const goodBalls = hashes / 2 ** filter;
  const words = recordWords(plan, goodBalls + 8 * Math.sqrt(goodBalls));
  const segments = Math.max(threads, Math.ceil(words / SEGMENT_WORDS_MAX));
  const chunks = Math.ceil(words / CHUNK_WORDS) + segments * (2 ** plan.partitionBits + 1);
  const records = chunks * (CHUNK_WORDS + 1) * BYTES_PER_WORD + segments * 2 ** plan.partitionBits * 4 * BYTES_PER_WORD;
  const partitionBalls = Math.ceil(goodBalls / 2 ** plan.partitionBits);
  const places = plan.wide ? partitionBalls + 8 * Math.ceil(Math.sqrt(partitionBalls)) : 2 ** plan.restBits;
  const bytesPerBallNumber = hashes <= WORD_BALLS_MAX ? BYTES_PER_WORD : 2 * BYTES_PER_WORD;
  const bins = places * (1 + way * bytesPerBallNumber + (plan.wide ? 5 * BYTES_PER_WORD : BYTES_PER_WORD));
  const coins = Math.min(places, Math.ceil(partitionBalls / way)) * (way + 1) * BYTES_PER_BALL;
  return records + threads * (bins + (PARTITIONS_AHEAD + 1) * coins);
}

function log2(value: number): number {
  let bits = 0;
  while (2 ** bits < value) bits++;
  return bits;
}

/**
 * MicroMint's three numbers: how many balls a coin has, how many bins there are, how few balls are good.
 * Source: RS96, section 3; the ranges are ours.
 * @module
 */

export interface Parameters {
  /** k: the balls of a coin, 2 to 8. */
  readonly way: number;
  /** u: the low bits of the hash, which name one of 2^u bins; 1 to 40. */
  readonly bits: number;
  /** t: the high bits of the hash, which are the period's value for a good ball; at least 0, and u + t at most 64. */
  readonly filter: number;
}

const WAY_MIN = 2;
const WAY_MAX = 8;
const BITS_MAX = 40;
/** n: a bin and a period's value are read from the first 64 bits of the hash. */
export const HASH_BITS_MAX = 64;

/** @throws RangeError naming the first number that is out of range. */
export function checkParameters(parameters: Parameters): void {
  const { way, bits, filter } = parameters;
  if (!isWithin(way, WAY_MIN, WAY_MAX)) throw new RangeError(outOfRange('way (k)', WAY_MIN, WAY_MAX, way));
  if (!isWithin(bits, 1, BITS_MAX)) throw new RangeError(outOfRange('bits (u)', 1, BITS_MAX, bits));
  const filterMax = HASH_BITS_MAX - bits;
  if (!isWithin(filter, 0, filterMax)) {
    throw new RangeError(
      `${outOfRange('filter (t)', 0, filterMax, filter)}: bits and filter (n = u + t) have at most ${HASH_BITS_MAX} together`,
    );
  }
}

/** 2^u: the number of bins. */
export function binsOf(parameters: Parameters): number {
  return 2 ** parameters.bits;
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function outOfRange(name: string, min: number, max: number, value: number): string {
  return `${name}: expected an integer from ${min} to ${max}, got ${value}`;
}

/**
 * The soft-drink machine that takes only one coin, a nickel, and makes the price a little higher by leaving slots
 * empty: who gets a blank pays again. Two lotteries: *independent*, each slot blank by chance; *spaced*, one blank in
 * every block of slots, at a random place of the block, which varies less.
 * Source: the lecture. In the early 1950s one slot in nine was an official blank.
 * @module
 */
import type { Microdollars } from '../../units.ts';

/** What the machine takes a try. */
export const NICKEL: Microdollars = 50_000;

export type Blanks = 'independent' | 'spaced';

export interface Machine {
  readonly blanks: Blanks;
  /** 1/q: one slot in so many is blank, on average or exactly; an integer of at least 2. */
  readonly slotsPerBlank: number;
}

/** Where a spaced machine stands in its block; an independent one has no memory. */
export interface Position {
  /** Slots of the block that are gone, below `slotsPerBlank`. */
  readonly slot: number;
  /** The blank one of the block; undefined as long as the block has not begun. */
  readonly blank: number | undefined;
}

/** Before the first coin, and at the beginning of every block. */
export const FRESH: Position = { slot: 0, blank: undefined };

export interface Try {
  readonly outcome: 'bottle' | 'blank';
  readonly position: Position;
}

/**
 * One coin in.
 * @param uniform from 0 to below 1, a new one for every coin; a spaced machine looks at it where a block begins only.
 * @throws RangeError when the machine or the number is out of range.
 */
export function insertCoin(machine: Machine, position: Position, uniform: number): Try {
  const { blanks, slotsPerBlank } = machine;
  if (!Number.isInteger(slotsPerBlank) || slotsPerBlank < 2) {
    throw new RangeError(`one blank in ${slotsPerBlank} slots: expected an integer of at least 2`);
  }
  if (!(uniform >= 0 && uniform < 1)) throw new RangeError(`expected a number from 0 to below 1, got ${uniform}`);
  const drawn = Math.floor(uniform * slotsPerBlank);
  if (blanks === 'independent') return { outcome: drawn === 0 ? 'blank' : 'bottle', position: FRESH };
  const { slot, blank = drawn } = position;
  const next = slot + 1 === slotsPerBlank ? FRESH : { slot: slot + 1, blank };
  return { outcome: slot === blank ? 'blank' : 'bottle', position: next };
}

/**
 * Many bottles of one machine at once, with the exact law that coin after coin has (fidelity aggregate): what matters of
 * a row of bottles is how many of them took how many tries, and where the machine stands afterwards. The work grows with
 * the logarithm of their number.
 * Source: derived; insertCoin is the machine itself.
 * @module
 */
import { FRESH, type Machine, type Position } from '../../../protocols/statistical/soft-drink.ts';
import { binomialVariate } from '../../../sim/samplers.ts';
import { hypergeometricVariate } from './hypergeometric.ts';

export interface Row {
  /** Bottles by the number of their tries; none at 0. */
  readonly bottles: readonly number[];
  readonly position: Position;
}

/**
 * The next bottles of a machine.
 * @param count - an integer of at least 1
 * @param draw - uniform numbers in [0, 1)
 */
export function bottlesInRow(machine: Machine, position: Position, count: number, draw: () => number): Row {
  return machine.blanks === 'independent'
    ? { bottles: independent(1 / machine.slotsPerBlank, count, draw), position: FRESH }
    : new SpacedRow(machine.slotsPerBlank, draw).take(position, count);
}

/** Of those who still wait, everybody who meets a blank tries again. */
function independent(blank: number, count: number, draw: () => number): number[] {
  const bottles = [0];
  for (let waiting = count; waiting > 0; ) {
    const again = binomialVariate(waiting, blank, draw);
    bottles.push(waiting - again);
    waiting = again;
  }
  return bottles;
}

/** A block that has begun: its next slot, and its blank one. */
interface Block {
  readonly slot: number;
  readonly blank: number;
}

class SpacedRow {
  readonly #slots: number;
  readonly #draw: () => number;
  /** By tries; three are the most. */
  readonly #bottles = [0, 0, 0, 0];
  /** Blanks, one at most, that the next customer has met already, at the end of a block. */
  #met = 0;

  constructor(slotsPerBlank: number, draw: () => number) {
    this.#slots = slotsPerBlank;
    this.#draw = draw;
  }

  /** What is left of the block that has begun, whole blocks, and what remains out of the last one. */
  take(from: Position, count: number): Row {
    let left = count;
    if (from.blank !== undefined) {
      const begun = { slot: from.slot, blank: from.blank };
      const full = this.#slots - begun.slot - (begun.blank >= begun.slot ? 1 : 0);
      const position = this.#serve(begun, Math.min(left, full));
      left -= full;
      if (left <= 0) return { bottles: this.#bottles, position };
      this.#met = position === FRESH ? 0 : 1;
    }
    const perBlock = this.#slots - 1;
    const blocks = Math.ceil(left / perBlock) - 1;
    if (blocks > 0) this.#serveBlocks(blocks);
    const blank = Math.floor(this.#draw() * this.#slots);
    const position = this.#serve({ slot: 0, blank }, left - blocks * perBlock);
    return { bottles: this.#bottles, position };
  }

  /** So many bottles out of one block, at most those that it still has; a blank behind the last one is not met. */
  #serve({ slot, blank }: Block, count: number): Position {
    const isMet = blank >= slot && blank - slot < count;
    if (count > 0) {
      const isFirst = isMet && blank === slot;
      this.#bottles[1 + this.#met + (isFirst ? 1 : 0)]++;
      this.#bottles[2] += isMet && !isFirst ? 1 : 0;
      this.#bottles[1] += count - 1 - (isMet && !isFirst ? 1 : 0);
      this.#met = 0;
    }
    const next = slot + count + (isMet ? 1 : 0);
    return next === this.#slots ? FRESH : { slot: next, blank };
  }

  /**
   * Whole blocks, at least one. A bottle takes three tries where a block that ends with its blank (with probability 1/b,
   * independently of all others) is followed by one that begins with it (which one that does not end with it does with
   * probability 1 / (b-1)). The blocks that do not end with their blank cut the row into gaps, over which those that do
   * are spread: so many of the gaps are empty as a hypergeometric variable says, each as likely as the others.
   */
  #serveBlocks(blocks: number): void {
    const [slots, draw] = [this.#slots, this.#draw];
    const ending = binomialVariate(blocks, 1 / slots, draw);
    const others = blocks - ending;
    const gaps = ending === 0 ? 0 : hypergeometricVariate(others + 1, ending - 1, ending, draw);
    const metNext = draw() * (others + 1) < gaps ? 1 : 0;
    const inner = gaps - metNext;
    // The blank that was met before the first block stands right before another one unless the first gap is filled.
    const isFirstMet = this.#met === 1 && others > 0 && draw() * others >= inner;
    const three = binomialVariate(inner + (isFirstMet ? 1 : 0), 1 / (slots - 1), draw);
    const two = blocks + this.#met - metNext - 2 * three;
    this.#bottles[3] += three;
    this.#bottles[2] += two;
    this.#bottles[1] += blocks * (slots - 1) - two - three;
    this.#met = metNext;
  }
}

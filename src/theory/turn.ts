/**
 * Points of the unit circle, with the same bits in every engine.
 * @module
 */

const TAU = 2 * Math.PI;

/** cos and sin of an angle in turns, to the last bit or two; one object is used again and again. */
export class Turn {
  cos = 1;
  sin = 0;

  /** @param turns - up to 1e8 either way; whole ones make no difference */
  to(turns: number): void {
    const quarters = Math.floor(4 * turns + 0.5);
    const angle = (turns - quarters / 4) * TAU;
    const square = angle * angle;
    // Taylor series up to an eighth of a turn.
    const cos = 1 - (square / 2) * cosTail(square);
    const sin = angle * sinTail(square);
    const quarter = quarters & 3;
    const odd = (quarter & 1) === 1;
    this.cos = odd ? (quarter === 1 ? -sin : sin) : quarter === 2 ? -cos : cos;
    this.sin = odd ? (quarter === 1 ? cos : -cos) : quarter === 2 ? -sin : sin;
  }
}

/** 1 - cos a over half of a^2, by a^2. */
function cosTail(x: number): number {
  const rest = 1 - x * (1 / 90) * (1 - x * (1 / 132) * (1 - x * (1 / 182) * (1 - x * (1 / 240))));
  return 1 - x * (1 / 12) * (1 - x * (1 / 30) * (1 - x * (1 / 56) * rest));
}

/** sin a over a, by a^2. */
function sinTail(x: number): number {
  const rest = 1 - x * (1 / 72) * (1 - x * (1 / 110) * (1 - x * (1 / 156) * (1 - x * (1 / 210))));
  return 1 - x * (1 / 6) * (1 - x * (1 / 20) * (1 - x * (1 / 42) * rest));
}

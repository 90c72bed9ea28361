/**
 * Where a function of an amount is highest.
 * @module
 */

/** From one amount that is tried to the next. */
const STEP = Math.SQRT1_2;
/** So many amounts are tried at least. */
const TRIED_MIN = 8;
/** Golden section: each step leaves this part of the interval; so many leave a hundred-thousandth of it. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const SECTIONS = 24;

interface Highest {
  readonly at: number;
  readonly value: number;
}

/**
 * The highest value between 0 and `end`, of a function with hills that are wide in proportion to where they lie: tried at
 * amounts each 1.4 times the one before, then by golden section about the best of them.
 * @param end above 0
 * @param isNothing whether so little makes no difference: where the search ends
 */
export function highestUpTo(f: (x: number) => number, end: number, isNothing: (x: number) => boolean): Highest {
  let best = { at: end, value: f(end) };
  for (let at = end * STEP, tried = 1; tried < TRIED_MIN || !isNothing(at); at *= STEP, tried++) {
    const value = f(at);
    if (value > best.value) best = { at, value };
  }
  const refined = section(f, best.at * STEP, Math.min(end, best.at / STEP));
  return refined.value > best.value ? refined : best;
}

/** Golden section on one hill. */
function section(f: (x: number) => number, low: number, high: number): Highest {
  let [from, to] = [low, high];
  let [left, right] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)].map((at) => ({ at, value: f(at) }));
  for (let i = 0; i < SECTIONS; i++) {
    if (left.value < right.value) {
      from = left.at;
      left = right;
      const at = from + GOLDEN * (to - from);
      right = { at, value: f(at) };
    } else {
      to = right.at;
      right = left;
      const at = to - GOLDEN * (to - from);
      left = { at, value: f(at) };
    }
  }
  return left.value < right.value ? right : left;
}

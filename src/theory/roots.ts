/**
 * Where a monotone function changes its sign.
 * @module
 */

/**
 * The zero of a function that changes sign once between `low` and `high`, by bisection down to neighbouring doubles.
 * @throws RangeError when both ends have the same sign
 */
export function zeroBetween(f: (x: number) => number, low: number, high: number): number {
  const rising = f(low) < 0;
  if (rising === f(high) < 0) throw new RangeError(`no change of sign between ${low} and ${high}`);
  let [from, to] = [low, high];
  for (;;) {
    const middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) return middle;
    if (f(middle) < 0 === rising) from = middle;
    else to = middle;
  }
}

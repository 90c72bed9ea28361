/**
 * Where a statement about whole numbers stops being true.
 * @module
 */

type Statement = (x: number) => boolean;

/**
 * The largest whole number of which `holds` is true, when it is true up to some number and false beyond: steps that
 * double, away from a guess, then bisection.
 * @param least - taken to be true without asking
 * @param guess - a good one saves time; below `least` it counts as `least`
 */
export function largestWhere(holds: Statement, least: number, guess: number): number {
  const start = Math.max(least, guess);
  return start === least || holds(start) ? upFrom(holds, start) : downFrom(holds, least, start);
}

function upFrom(holds: Statement, start: number): number {
  let low = start;
  for (let step = 1; ; step *= 2) {
    if (!holds(low + step)) return bisect(holds, low, low + step);
    low += step;
  }
}

function downFrom(holds: Statement, least: number, start: number): number {
  let high = start;
  for (let step = 1; ; step *= 2) {
    const low = Math.max(least, high - step);
    if (low === least || holds(low)) return bisect(holds, low, high);
    high = low;
  }
}

/** True of `from`, false of `to`. */
function bisect(holds: Statement, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

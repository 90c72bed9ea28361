/**
 * Hypergeometric variables of any size, by their exact law.
 * @module
 */
import { binomialVariate, gammaVariate } from '../../../sim/samplers.ts';

/**
 * How many marked ones are among so many drawn without replacement.
 *
 * Give everybody a uniform number and take the smallest ones. The number of the middle one among the marked is a Beta
 * variable, and how many others lie below it is binomial: that tells which half of the marked is decided, and the other
 * half is left. The steps are the logarithm of `marked` to base 2.
 * @param marked - of the population, an integer from 0
 * @param others - of the population, an integer from 0
 * @param drawn - an integer from 0 to marked + others
 * @throws RangeError when more are to be drawn than there are
 */
export function hypergeometricVariate(marked: number, others: number, drawn: number, draw: () => number): number {
  if (drawn > marked + others) throw new RangeError(`${drawn} drawn from ${marked} + ${others}`);
  let found = 0;
  let [open, rest, left] = [marked, others, drawn];
  while (open > 0 && left > 0) {
    const middle = Math.ceil(open / 2);
    const below = gammaVariate(middle, draw);
    const above = gammaVariate(open + 1 - middle, draw);
    const passed = binomialVariate(rest, below / (below + above), draw);
    if (middle + passed <= left) {
      found += middle;
      left -= middle + passed;
      open -= middle;
      rest -= passed;
    } else {
      open = middle - 1;
      rest = passed;
    }
  }
  return found;
}

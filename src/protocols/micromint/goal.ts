/**
 * When a mint stops.
 * @module
 */
import { binsOf, type Parameters } from './parameters.ts';

/** After so many hashes, or at the ball that completes the c-th coin. */
export type Goal = { readonly balls: number } | { readonly coins: number };

/** @throws RangeError when the goal is no whole number of at least 1, or asks for more coins than there are bins. */
export function checkGoal(goal: Goal, parameters: Parameters): void {
  const [name, value, max] =
    'balls' in goal ? ['balls', goal.balls, Number.MAX_SAFE_INTEGER] : ['coins', goal.coins, binsOf(parameters)];
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new RangeError(`${name}: expected an integer from 1 to ${max}, got ${value}`);
  }
}

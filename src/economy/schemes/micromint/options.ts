/**
 * What a scenario may say about MicroMint.
 * @module
 */
import type { Parameters } from '../../../protocols/micromint/parameters.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

export interface MicroMintOptions extends Parameters {
  /** Worth of a coin; every price must be a whole number of coins. */
  readonly coinValue: Microdollars;
  /** Balls thrown for each period. */
  readonly balls: number;
  /** A user whose wallet cannot pay buys this many coins at once, or as many times it as the price asks. */
  readonly batch: number;
  /** What the broker keeps of each redeemed coin. */
  readonly commission: Microdollars;
  /** Validity period of a coin, in whole days. */
  readonly period: Microseconds;
  /** After the end of a period vendors may still settle so long; exchanges are decided when it is over. */
  readonly grace: Microseconds;
}

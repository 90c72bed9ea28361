/**
 * What a scenario may say about MicroMint.
 * @module
 */
import type { CoinFile } from '../../../protocols/micromint/coins.ts';
import type { Parameters } from '../../../protocols/micromint/parameters.ts';
import { MINUTE, type Microdollars, type Microseconds } from '../../../units.ts';

export interface MicroMintOptions extends Parameters {
  /** Worth of a coin; every price must be a whole number of coins. */
  readonly coinValue: Microdollars;
  /** The coins of the first periods, minted beforehand; those of later periods are minted. */
  readonly coinFiles?: readonly CoinFile[];
  /** Balls thrown for each period that is minted. */
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

/**
 * A payment may have been sent before midnight and arrive after: so long after the end of a period vendors still take
 * its coins. That is safe, since in the grace a settlement goes before an exchange of its coins.
 */
export function underWayMax({ grace }: MicroMintOptions): Microseconds {
  return Math.min(MINUTE, grace / 2);
}

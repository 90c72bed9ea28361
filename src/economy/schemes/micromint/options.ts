/**
 * What a scenario may say about MicroMint.
 * @module
 */
import type { CoinFile } from '../../../protocols/micromint/coins.ts';
import type { Parameters } from '../../../protocols/micromint/parameters.ts';
import { MINUTE, type Microdollars, type Microseconds } from '../../../units.ts';

/** Who bears a coin that a vendor took in good faith and the broker refuses: the vendor, the broker, or half each. */
export type LossPolicy = 'vendor' | 'broker' | 'shared';

/** How the broker tells his coins at settlement: by the whole list of balls, or by their bin alone. */
export type SettlementBy = 'coin' | 'bin';

/** Conditions on the balls that are disclosed in the course of a period: RS96's hidden predicates. */
export interface HiddenPredicates {
  /** Stages in a period, disclosed at equal distances; the first at its start. */
  readonly stages: number;
  /** b: bits of a ball that each stage fixes. */
  readonly bits: number;
}

/** What the broker does against fraud. */
export interface Defences {
  readonly settlement: SettlementBy;
  readonly lossPolicy: LossPolicy;
  /** A buyer is sold nothing more, and from the next day on no vendor serves him, after so many incidents. */
  readonly suspendAfter?: number;
  /** Of one payer the broker redeems so many coins in a period at most. */
  readonly redemptionLimit?: number;
  /**
   * The period is recalled when such a share of the coins deposited in it was not minted, as he sees it: who settles by
   * bins sees forged coins only in bins that he never filled, and nothing of what is spliced onto his own coins.
   */
  readonly recallAt?: number;
  /** ... but not before so many coins of it have been deposited. */
  readonly recallAfter: number;
  /** How long before its period a key is known; 0: the broker mints ahead, in secret. */
  readonly keyKnownAhead: Microseconds;
  readonly hiddenPredicates?: HiddenPredicates;
  /** g: a coin can be spent only by users of its group, of 2^g; 0: by everybody. */
  readonly groupBits: number;
  /** What a hash costs the broker: the price of a recall. */
  readonly usdPerHash: number;
}

export interface MicroMintOptions extends Parameters, Defences {
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

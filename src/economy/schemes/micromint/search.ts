/**
 * A search for coins under one period's key, by somebody who knows no more than its vendors: from scratch, or for one
 * ball more in the bins of coins that he has seen. His hashes are a Poisson process, so that what falls into different
 * bins is independent; every law of theory/forging.ts is exact for it.
 * @source RS96, section 3 (large-scale forgery); the splicer and the laws are ours
 * @module
 */

export interface SearchPlan {
  /** Whose search it is: its draws and its balls are its own. */
  readonly name: string;
  /** Whether it splices. */
  readonly splices: boolean;
  /** The group in which he can spend; coins of others are thrown away. */
  readonly group: number;
  /** Stages of hidden predicates that are disclosed when it begins. */
  readonly stages: number;
}

export interface Search<C> {
  /**
   * So many hashes more, on average.
   * @returns coins that they brought
   */
  hash(meanHashes: number): number;
  /** He has seen this coin: a splicer may look for another of its bin. */
  learn(coin: C): void;
  /**
   * A further stage is disclosed. Balls that do not pass it are thrown away, in coins and in bins that are none yet; who
   * mints goes on from those that are left, on balls that pass.
   */
  disclosed(stages: number): void;
  /** The coins that he has seen are settled: he throws away what he has spliced, and looks no longer in their bins. */
  forget(): void;
  /** Coins seen of whose bins no ball of his has been hit yet: a splicer's targets. */
  readonly open: number;
  /** Coins found and not yet taken. */
  readonly stock: number;
  /** Takes coins out of the stock, at most so many, any of them. */
  take(most: number): C[];
}

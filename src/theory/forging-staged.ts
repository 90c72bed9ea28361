/**
 * A forger against hidden predicates: what he finds when conditions on the balls are disclosed stage by stage.
 *
 * He keeps the first k balls of each bin. At a disclosure each of them fails with 1 - 2^-b, independently, and is
 * dropped; he goes on from what is left, and a bin gives a coin each time that it comes to hold k balls. His hashes come
 * as a Poisson process, so that bins are independent Markov chains on 0 to k balls: every law here is exact.
 * @source RS96, section 3, for the predicates; the laws are derived here
 * @module
 */
import { binomialAt } from './binomial.ts';
import type { MintParameters, Spread } from './micromint.ts';
import { poissonAt, poissonAtLeast } from './poisson.ts';

/** P(a bin holds i balls) at index i, 0 to k. */
export type BinLaw = readonly number[];

/** A period in which a forger hashes. */
export interface StagedEffort {
  /** Hashes of each stage, on average. */
  readonly hashes: readonly number[];
  /** b: bits of a ball that each stage fixes. */
  readonly predicateBits: number;
  /** Of the coins that he finds, those that he can use, each with this chance. */
  readonly usable?: number;
}

/** A bin that holds so many balls for certain. */
export function binOf(balls: number, way: number): BinLaw {
  return Array.from({ length: way + 1 }, (_, i) => (i === balls ? 1 : 0));
}

/** The same bin after a load of so many good balls a bin: those beyond the k-th are not kept. */
export function afterHashing(bin: BinLaw, load: number): BinLaw {
  const way = bin.length - 1;
  return bin.map((_, balls) => {
    if (balls === way) return bin[way] + fillChance(bin, load);
    let chance = 0;
    for (let i = 0; i <= balls; i++) chance += bin[i] * poissonAt(balls - i, load);
    return chance;
  });
}

/** P(a bin that does not hold k balls comes to hold them) within such a load; precise however small it is. */
export function fillChance(bin: BinLaw, load: number): number {
  const way = bin.length - 1;
  let chance = 0;
  for (let i = 0; i < way; i++) chance += bin[i] * poissonAtLeast(way - i, load);
  return chance;
}

/** The same bin after a disclosure, at which each ball passes with 2^-b. */
export function afterDisclosure(bin: BinLaw, predicateBits: number): BinLaw {
  return bin.map((_, left) => {
    let chance = 0;
    for (let balls = left; balls < bin.length; balls++)
      chance += bin[balls] * binomialAt(left, balls, 2 ** -predicateBits);
    return chance;
  });
}

/**
 * Coins found in all stages together: B sum over stages of P(a bin fills up). A bin that has just filled up holds k
 * balls whatever was before, so that the chance of filling up again is that of one that begins there.
 */
export function stagedCoins(mint: MintParameters, effort: StagedEffort): Spread {
  const { usable = 1 } = effort;
  const loads = effort.hashes.map((hashes) => loadOf(mint, hashes));
  const fills = fillsOf(binOf(0, mint.way), loads, effort.predicateBits);
  let [mean, pairs] = [0, 0];
  for (const [stage, fill] of fills.entries()) {
    const [, ...again] = fillsOf(binOf(mint.way, mint.way), [0, ...loads.slice(stage + 1)], effort.predicateBits);
    mean += usable * fill;
    pairs += 2 * usable * usable * fill * total(again);
  }
  const bins = 2 ** mint.bits;
  return { mean: bins * mean, sd: Math.sqrt(bins * (mean * (1 - mean) + pairs)) };
}

/** P(a bin fills up) in each of these stages, with a disclosure between any two. */
function fillsOf(start: BinLaw, loads: readonly number[], predicateBits: number): number[] {
  let bin = start;
  return loads.map((load, stage) => {
    if (stage > 0) bin = afterDisclosure(bin, predicateBits);
    const fill = fillChance(bin, load);
    bin = afterHashing(bin, load);
    return fill;
  });
}

/** What stages of hashing, a disclosure after each of them, leave in a bin. */
export function keptBalls(mint: MintParameters, { hashes, predicateBits }: StagedEffort): BinLaw {
  return hashes.reduce(
    (bin, ofStage) => afterDisclosure(afterHashing(bin, loadOf(mint, ofStage)), predicateBits),
    binOf(0, mint.way),
  );
}

/** Good balls a bin that so many hashes bring. */
export function loadOf({ bits, filter }: MintParameters, hashes: number): number {
  return hashes * 2 ** -(bits + filter);
}

function total(chances: readonly number[]): number {
  return chances.reduce((sum, chance) => sum + chance, 0);
}

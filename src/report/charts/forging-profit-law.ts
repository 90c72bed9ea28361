/**
 * What a forger expects to make of hashing all the time, at any rate between those of a scenario's gangs: the law that
 * stands beside each of them, drawn in between.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { forgedCoins } from '../../theory/forging.ts';
import { poissonUpTo } from '../../theory/forging-sales.ts';
import { MICRODOLLARS_PER_USD } from '../../units.ts';
import { log2 } from '../format.ts';
import { type Forger, gangAsRun, metricOfGang } from './forgers.ts';
import { optionsOf } from './lookup.ts';

/** A gang with its profit, beside theory where that is known. */
interface Venture extends Forger {
  readonly profit: ResultMetric;
}

/** Profit in dollars at a rate of hashes a second. */
interface ProfitLaw {
  readonly rates: readonly number[];
  at(rate: number): number;
}

/** Points of the line for each power of two. */
const DENSITY = 16;
/** It must pass so near to what is stated of the gangs, as a part of what they earn and spend. */
const PRECISION = 1e-4;

/**
 * The law of one label, through what the result states of those gangs that differ in their rate only: of the greatest
 * number of such. Undefined where there are no two, or where the result's options are not those of the law.
 * @param ventures - of this label
 */
export function profitLawOf(result: Result, label: string, ventures: readonly Venture[]): ProfitLaw | undefined {
  const known = mostAlike(ventures.flatMap((venture) => effortOf(result, venture) ?? []));
  if (known.length < 2) return undefined;
  const [{ seconds, usdPerHash, outletCoins }] = known;
  const coinsOf = coinsLawOf(optionsOf(result, label));
  if (coinsOf === undefined) return undefined;
  const at = (rate: number): number => {
    const hashes = rate * seconds;
    return coinsOf.worth * poissonUpTo(outletCoins, coinsOf.mean(hashes)) - usdPerHash * hashes;
  };
  const passes = known.every(({ rate, theory, costs }) => {
    const size = Math.abs(theory) + costs;
    return Math.abs(at(rate) - theory) <= PRECISION * size;
  });
  return passes ? { rates: ratesBetween(known.map(({ rate }) => rate)), at } : undefined;
}

/** How long a gang hashes, at what cost, how much it gets rid of, and what the result states of its profit. */
interface KnownEffort {
  readonly rate: number;
  readonly seconds: number;
  readonly usdPerHash: number;
  readonly outletCoins: number;
  readonly costs: number;
  readonly theory: number;
}

/** The most gangs that differ in their rate only. */
function mostAlike(efforts: readonly KnownEffort[]): readonly KnownEffort[] {
  const groups = efforts.map((one) =>
    efforts.filter(
      (other) =>
        other.usdPerHash === one.usdPerHash &&
        other.outletCoins === one.outletCoins &&
        Math.round(other.seconds) === Math.round(one.seconds),
    ),
  );
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

/** Undefined where the profit of a gang has no law, or the result does not hold its options. */
function effortOf(result: Result, venture: Venture): KnownEffort | undefined {
  const { rate, gang, profit } = venture;
  const hashes = metricOfGang(result, venture, 'hashes_count')?.value;
  const { usdPerHash, outletCoins } = gangAsRun(result, gang).options;
  if (profit.theory === undefined || hashes === undefined) return undefined;
  if (typeof usdPerHash !== 'number' || typeof outletCoins !== 'number') return undefined;
  const costs = hashes * usdPerHash;
  return { rate, seconds: hashes / rate, usdPerHash, outletCoins, costs, theory: profit.theory.value };
}

/** The coins that so many hashes find, and what one brings. */
function coinsLawOf({ bits, way, filter, coinUsd, groupBits = 0 }: Readonly<Record<string, unknown>>) {
  const numbers = [bits, way, filter, coinUsd, groupBits];
  if (!numbers.every((each) => typeof each === 'number')) return undefined;
  const [u, k, t, microdollars, g] = numbers;
  const mint = { bits: u, way: k, filter: t };
  return {
    worth: microdollars / MICRODOLLARS_PER_USD,
    mean: (hashes: number): number => 2 ** -g * forgedCoins(mint, hashes).mean,
  };
}

/** From the least to the greatest, evenly in the logarithm. */
function ratesBetween(rates: readonly number[]): number[] {
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const steps = Math.ceil(DENSITY * log2(most / least));
  return Array.from({ length: steps + 1 }, (_, i) => least * exp((ln(most / least) * i) / steps));
}

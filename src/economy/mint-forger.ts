/**
 * Broker and forger at the same parameters, both with real hashes: the broker's coins, those of a forger who starts
 * from nothing with a share of the broker's balls, and those of a splicer who only looks for one ball in the bin of a
 * coin that he has seen.
 * @source RS96, section 3; the laws are in theory/micromint.ts
 * @module
 */
import { mint as mintCoins, throwBalls } from '../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation, type Period, type Permutation } from '../protocols/micromint/period.ts';
import { Thrower } from '../protocols/micromint/thrower.ts';
import type { Metric, Oracle } from '../sim/metric.ts';
import { expectedCoins, type MintParameters, type Spread, splicedCoins, varianceOfCoins } from '../theory/micromint.ts';

export interface ForgerSpecification {
  /** x: so many good balls for each bin the broker throws, by expectation. */
  readonly ballsPerBin: number;
  /** Forgers who throw one in so many of the broker's balls. */
  readonly oneIn: readonly number[];
  /** Coins of the broker that the splicer has seen. */
  readonly knownCoins: number;
}

const SOURCE = 'joint law of two bins, derived; after RS96';
/** Nearer to none or to all the number of coins is not near enough to normal for its mean to be judged by its sd. */
const NORMAL_FROM = 30;

/** @param seed of the replication and the mint */
export function runForgers(
  mint: MintParameters & { label: string },
  forger: ForgerSpecification,
  seed: string,
): Metric[] {
  const period = derivePeriod(seed, 0, mint);
  const hashes = brokersHashes(mint, forger.ballsPerBin);
  const minted = mintCoins(period, derivePermutation(seed, 0), { balls: hashes });
  const knownBins = Array.from({ length: Math.min(forger.knownCoins, minted.coins) }, (_, i) => minted.binAt(i));
  const broker = coinMetric(`${mint.label}.broker`, minted.coins, mint, hashes);
  const forgers = forger.oneIn.flatMap((oneIn) => {
    const own = derivePermutation(`${seed}/forger/${oneIn}`, 0);
    return forgerMetrics(mint, period, own, Math.ceil(hashes / oneIn), oneIn, { knownBins, wanted: forger.knownCoins });
  });
  return [broker, ...forgers];
}

function brokersHashes({ bits, filter }: MintParameters, ballsPerBin: number): number {
  return Math.round(ballsPerBin * 2 ** (bits + filter));
}

interface Known {
  readonly knownBins: readonly number[];
  /** How many the splicer would know if the broker had minted enough. */
  readonly wanted: number;
}

function forgerMetrics(
  mint: MintParameters & { label: string },
  period: Period,
  permutation: Permutation,
  hashes: number,
  oneIn: number,
  { knownBins, wanted }: Known,
): Metric[] {
  const { coins } = throwBalls(period, permutation, { balls: hashes });
  const spliced: Metric = {
    name: `${mint.label}.splicer_one_in_${oneIn}.coins.count`,
    unit: 'coins',
    value: binsHit(new Thrower(period, permutation), hashes, new Set(knownBins)),
    combine: 'mean',
    ...(knownBins.length === wanted && {
      theory: oracle(splicedCoins(mint, wanted, hashes), wanted, 'known (1 - (1 - 2^-n)^N)'),
    }),
  };
  return [coinMetric(`${mint.label}.forger_one_in_${oneIn}`, coins, mint, hashes), spliced];
}

/** In how many of the bins one of the first so many balls falls: NOT_GOOD is none of them. */
function binsHit(thrower: Thrower, hashes: number, missed: Set<number>): number {
  const known = missed.size;
  for (let from = 0; from < hashes; from += thrower.batchMax) {
    const count = Math.min(thrower.batchMax, hashes - from);
    const bins = thrower.binsFrom(from, count);
    for (let i = 0; i < count; i++) missed.delete(bins[i]);
  }
  return known - missed.size;
}

function coinMetric(subject: string, coins: number, mint: MintParameters, hashes: number): Metric {
  const law = { mean: expectedCoins(mint, hashes), sd: Math.sqrt(varianceOfCoins(mint, hashes)) };
  const theory = oracle(law, 2 ** mint.bits, 'B P(Bin(N, 2^-n) >= k)');
  return { name: `${subject}.coins.count`, unit: 'coins', value: coins, combine: 'mean', theory };
}

function oracle({ mean, sd }: Spread, most: number, formula: string): Oracle {
  const normal = mean >= NORMAL_FROM && most - mean >= NORMAL_FROM;
  const judged = normal ? { law: { name: 'normal' as const, sd } } : { sparse: true };
  return { value: mean, formula, source: SOURCE, kind: 'mean', ...judged };
}

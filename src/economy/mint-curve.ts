/**
 * A mint by itself: how many good balls each further coin costs, from real hashes, beside the exact law.
 * @module
 */
import { type Reached, throwBalls } from '../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../protocols/micromint/period.ts';
import { Thrower } from '../protocols/micromint/thrower.ts';
import type { Curve, Metric, Oracle } from '../sim/metric.ts';
import { goodBallsToCoins, hashesToCoins } from '../theory/micromint.ts';
import { type ForgerSpecification, runForgers } from './mint-forger.ts';

export interface MintSpecification {
  readonly label: string;
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
  /** Numbers of coins at which the balls thrown so far are read, ascending. */
  readonly coins: readonly number[];
  /** In so many of the scenario's replications it is run, from the first on; absent: in all. */
  readonly replications?: number;
  /** Who forges its coins, at the same parameters. */
  readonly forger?: ForgerSpecification;
}

export interface MintOutcome {
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
}

/**
 * Between these the balls to a coin are near enough to normal that their mean over a few replications is judged by
 * the exact standard deviation; outside by the spread over replications. The first coins come by a skewed law (ten
 * replications would leave a normal band of 1e-9 once in 1e6), the last ones wait for the last bins, which is worse.
 */
const NORMAL_FROM_COINS = 30;
const NORMAL_TO_BINS_LEFT = 100;

const SOURCE = 'c-th smallest of B Gamma(k, 1) variables, derived; after RS96';

/** The law of the balls to a coin costs a millisecond and is the same in every replication. */
const known = new Map<string, ReturnType<typeof goodBallsToCoins>>();

function exactGoodBalls(mint: MintSpecification, coins: number): ReturnType<typeof goodBallsToCoins> {
  const key = `${mint.bits} ${mint.way} ${coins}`;
  const spread = known.get(key) ?? goodBallsToCoins(mint, coins);
  known.set(key, spread);
  return spread;
}

function oracle(spread: { mean: number; sd: number }, mint: MintSpecification, coins: number, formula: string): Oracle {
  const law = { name: 'normal' as const, sd: spread.sd };
  const normal = coins >= NORMAL_FROM_COINS && 2 ** mint.bits - coins >= NORMAL_TO_BINS_LEFT;
  return { value: spread.mean, formula, source: SOURCE, kind: 'mean', ...(normal && { law }) };
}

function seedOf({ label }: MintSpecification, seed: string): string {
  return `${seed}/mint/${label}`;
}

/**
 * The balls that `runMint` throws, one after the other.
 * @param seed of the replication
 */
export function throwerOf(mint: MintSpecification, seed: string): Thrower {
  const mintSeed = seedOf(mint, seed);
  return new Thrower(derivePeriod(mintSeed, 0, mint), derivePermutation(mintSeed, 0));
}

/** @param seed of the replication */
export function runMint(mint: MintSpecification, seed: string): MintOutcome {
  const mintSeed = seedOf(mint, seed);
  const goal = { coins: mint.coins[mint.coins.length - 1] };
  const checkpoints = withPredecessors(mint.coins);
  const all = throwBalls(derivePeriod(mintSeed, 0, mint), derivePermutation(mintSeed, 0), goal, checkpoints).reached;
  const reached = all.filter(({ coins }) => mint.coins.includes(coins));
  const ballsTo = new Map(all.map(({ coins, goodBalls }) => [coins, goodBalls]));
  return {
    metrics: [
      ...reached.flatMap((checkpoint) => checkpointMetrics(mint, checkpoint)),
      ...(mint.forger === undefined ? [] : runForgers(mint, mint.forger, mintSeed)),
    ],
    curves: costCurves(mint, (coins) => (coins === 0 ? 0 : ballsTo.get(coins)!)),
  };
}

/** Each number of coins with the one before it: what the coin itself costs is the difference. */
function withPredecessors(coins: readonly number[]): number[] {
  const all = new Set(coins.flatMap((c) => (c > 1 ? [c - 1, c] : [c])));
  return [...all].sort((a, b) => a - b);
}

function checkpointMetrics(mint: MintSpecification, { coins, goodBalls, hashes }: Reached): Metric[] {
  const name = `${mint.label}.coins_${coins}`;
  const good: Metric = {
    name: `${name}.good_balls`,
    unit: 'good balls',
    value: goodBalls,
    combine: 'mean',
    theory: oracle(exactGoodBalls(mint, coins), mint, coins, 'B E[T(c)], T ~ Gamma(k, 1)'),
  };
  if (mint.filter === 0) return [good];
  const theory = oracle(hashesToCoins(mint, coins), mint, coins, '2^t B E[T(c)], T ~ Gamma(k, 1)');
  return [good, { name: `${name}.hashes`, unit: 'hashes', value: hashes, combine: 'mean', theory }];
}

/** Good balls to the c-th coin: those of a replication, or their expectation. */
type BallsTo = (coins: number) => number;

/**
 * Good balls per coin: of all coins so far, of those since the reading before, and of the very coin that is read. The
 * last is the marginal cost itself, but one coin's balls are few: the mean between two readings is less noisy.
 */
function costCurves(mint: MintSpecification, ballsTo: BallsTo): Curve[] {
  const { coins, label } = mint;
  const expected: BallsTo = (c) => (c === 0 ? 0 : exactGoodBalls(mint, c).mean);
  const curve = (
    name: string,
    quantity: string,
    cost: (balls: BallsTo, c: number, before: number) => number,
    formula: string,
  ): Curve => {
    const read = (balls: BallsTo): number[] => coins.map((c, i) => cost(balls, c, i === 0 ? 0 : coins[i - 1]));
    return {
      name: `${label}.mint.${name}_balls_per_coin`,
      quantity,
      unit: 'good balls',
      x: { quantity: 'coins minted', unit: 'coins', values: coins },
      values: read(ballsTo),
      theory: { values: read(expected), formula, source: SOURCE },
    };
  };
  return [
    curve('average', 'good balls per coin', (balls, c) => balls(c) / c, 'B E[T(c)] / c'),
    curve(
      'between_readings',
      'good balls per coin since the reading before',
      (balls, c, before) => (balls(c) - balls(before)) / (c - before),
      'B (E[T(c2)] - E[T(c1)]) / (c2 - c1)',
    ),
    curve('marginal', 'good balls for the last coin', (balls, c) => balls(c) - balls(c - 1), 'B (E[T(c)] - E[T(c-1)])'),
  ];
}

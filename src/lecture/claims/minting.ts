/**
 * The slides on minting: how many values it takes to find collisions, and what the next one costs.
 * @module
 */
import {
  anyCoinChance,
  cheapestLoad,
  collisionScale,
  firstCoinBalls,
  forgery,
  hashesToCoins,
  type MintParameters,
  RS96_EXAMPLE,
  secondsToFirstCoin,
} from '../../theory/micromint.ts';
import { byTheory, type Claim, type Judgement } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { exceeds, isAbout, isBelow, scaled } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const MINTING = 'Minting Coins in MicroMint';
const WAYS = 'Coins as k-way Collisions';
const SOURCE = 'derived; after RS96';

/** The lecture's mint: ten billion coins, no filter, the smallest number of bins that can hold them. */
const LECTURE: MintParameters = { bits: 34, way: 4, filter: 0 };
const TEN_BILLION = 1e10;
/** An assumption for one machine: 32 million hashes a second, which two cores of 2026 reach in WebAssembly. */
const MACHINE_HASHES_PER_SECOND = 3.2e7;
const SECONDS_PER_MONTH = 30 * 86_400;
const SECONDS_PER_YEAR = 365.25 * 86_400;
const MICROSECONDS_PER_SECOND = 1e6;

/** A law that the lecture states without its constant: with 1, with theory's, or with neither. */
function lawUpToConstant(ratios: readonly Estimate[], constants: readonly number[]): Judgement['verdict'] {
  if (ratios.every((ratio) => isAbout(ratio, 1))) return 'holds';
  return ratios.every((ratio, i) => isAbout(ratio, constants[i]!)) ? 'holds with a constant' : 'does not hold';
}

/** Balls to the first coin as a multiple of B^((k-1)/k), of a mint of 2^14 bins. */
function firstCoin(evidence: Evidence, way: number): { ratio: Estimate; constant: number; exact: number } {
  const mint = { bits: 14, way, filter: 0 };
  const scale = collisionScale(mint);
  const balls = evidence.metric('first-coins', `k${way}.coins_1.good_balls`);
  const ratio = scaled(balls, 1 / scale, `k${way}.first_coin_over_scale.ratio`, '');
  return { ratio, constant: firstCoinBalls(mint) / scale, exact: hashesToCoins(mint, 1).mean / scale };
}

function judgeFirst(evidence: Evidence, ways: readonly number[]): Judgement {
  const found = ways.map((way) => firstCoin(evidence, way));
  const constants = found.map(({ constant }) => constant.toFixed(4)).join(', ');
  const measured = found.map(({ ratio }) => say(ratio)).join(', ');
  return {
    verdict: lawUpToConstant(
      found.map(({ ratio }) => ratio),
      found.map(({ exact }) => exact),
    ),
    finding: `For k = ${ways.join(', ')} the first takes ${constants} times as many in the limit of many bins; measured with 2^14 bins: ${measured} times.`,
    measured: found.map(({ ratio }) => ratio),
    theory: found.flatMap(({ constant, exact }, i) => [
      byTheory(`k = ${ways[i]}, 2^14 bins`, '', exact, 'B E[T(1)] / B^((k-1)/k)', SOURCE),
      byTheory(`k = ${ways[i]}, many bins`, '', constant, 'Gamma(1+1/k) (k!)^(1/k)', SOURCE),
    ]),
  };
}

function judgeSquares(evidence: Evidence): Judgement {
  const ratio = evidence.metric('collisions', 'direct.k2.collisions_per_c_to_the_k');
  return {
    verdict: lawUpToConstant([ratio], [1 / 2]),
    finding: `There are c^2/2 of them: ${say(ratio)} c^2 were counted.`,
    measured: [ratio],
  };
}

/** Sparse bins: c^k/k!. Dense ones: the count of k-subsets goes on, but the coins are one a bin. */
function judgePowers(evidence: Evidence): Judgement {
  const sparse = [3, 4].map((way) => evidence.metric('collisions', `direct.k${way}.collisions_per_c_to_the_k`));
  const dense = evidence.metric('collisions', 'direct.k4-dense.coins_per_c_to_the_k');
  const verdict = lawUpToConstant(sparse, [1 / 6, 1 / 24]);
  const saturates = isBelow(dense, 1 / 24 / 2);
  return {
    verdict: verdict !== 'does not hold' && saturates ? 'holds only if' : verdict,
    finding: `Only while bins are nearly empty, and then with 1/k!: ${say(sparse[0]!)} c^3 and ${say(sparse[1]!)} c^4 were counted. At four balls a bin the mint has ${say(dense)} c^4 coins, one of each bin.`,
    measured: [...sparse, dense],
  };
}

/** What one more coin costs: at the first, at the cheapest, at the last reading of a mint that goes on to the end. */
function costs(evidence: Evidence, way: number) {
  const points = evidence.points('market', `k${way}.mint.between_readings_balls_per_coin`);
  const least = points.reduce((best, point) => (point.value < best.value ? point : best));
  return { first: points[0]!, least, last: points[points.length - 1]! };
}

function judgeCheaper(evidence: Evidence): Judgement {
  const { first, least, last } = costs(evidence, 4);
  const { ballsPerBin, ballsPerCoin } = cheapestLoad(4);
  const falls = exceeds(first, least);
  const rises = exceeds(last, least);
  return {
    verdict: falls ? (rises ? 'holds only if' : 'holds') : 'does not hold',
    finding: `As long as bins are free: from ${say(first)} balls for the first 4-way coin the price falls to ${say(least)}, and then rises to ${say(last)} for the last ones. On average a coin is cheapest, ${ballsPerCoin.toFixed(2)} balls, at ${ballsPerBin.toFixed(2)} balls a bin.`,
    measured: [first, least, last],
    theory: [byTheory('least balls per coin', 'good balls', ballsPerCoin, 'least x / P(Poisson(x) >= 4)', SOURCE)],
  };
}

function judgeFastAfterFirst(evidence: Evidence): Judgement {
  const each = [3, 4].map((way) => costs(evidence, way));
  const holds = each.every(({ first, least }) => exceeds(first, scaled(least, 10, least.name, least.unit)));
  const words = each.map(({ first, least }, i) => `k = ${i + 3}: ${say(first)} balls, later ${say(least)}`);
  return {
    verdict: holds ? 'holds' : 'does not hold',
    finding: `The first coin costs many times as much as the cheapest (${words.join('; ')}).`,
    measured: each.flatMap(({ first, least }) => [first, least]),
  };
}

/** Broker and forger have the same n: one that makes minting easy makes forging easy. */
function judgeTenBillion(evidence: Evidence): Judgement {
  const small = evidence.metric('ten-billion-in-small', 'k4.coins_9537.good_balls');
  const perCoin = scaled(small, 1 / 9537, 'k4.average.balls_per_coin', 'good balls');
  const seconds = (mint: MintParameters, coins: number) => hashesToCoins(mint, coins).mean / MACHINE_HASHES_PER_SECOND;
  const unfiltered = seconds(LECTURE, TEN_BILLION);
  const filtered = seconds(RS96_EXAMPLE, 2 ** 30);
  const forger = secondsToFirstCoin(LECTURE, MACHINE_HASHES_PER_SECOND);
  const asPredicted = isAbout(perCoin, hashesToCoins({ ...LECTURE, bits: 14 }, 9537).mean / 9537, 0.05);
  const easy = asPredicted && unfiltered < SECONDS_PER_MONTH;
  return {
    verdict: easy ? (filtered < SECONDS_PER_MONTH ? 'holds' : 'holds only if') : 'does not hold',
    finding: `Only with n = 34, where ${say(perCoin)} balls a coin make it ${time(unfiltered)} of work at 32 million hashes a second (assumed for one machine), and where a forger has his first coin after ${time(forger)}. At RS96's n = 52 as many hashes as its 2^30 coins take are ${(filtered / SECONDS_PER_YEAR).toFixed(0)} years of that machine.`,
    measured: [small, perCoin],
    theory: [
      byTheory('ten billion coins, n = 34', 's', unfiltered, 'B E[T(c)] / f', SOURCE),
      byTheory("RS96's month, n = 52", 's', filtered, '2^t B E[T(c)] / f', SOURCE),
      byTheory('first forged coin, n = 34', 's', forger, '2^t Gamma(1+1/k) (k!)^(1/k) B^((k-1)/k) / f', SOURCE),
    ],
  };
}

function time(seconds: number): string {
  return sayNumber('us', seconds * MICROSECONDS_PER_SECOND);
}

/** A tenth of the broker's balls make far less than a tenth of his coins. */
function judgeScale(evidence: Evidence): Judgement {
  const broker = evidence.metric('ten-billion-in-small', 'k4.broker.coins.count');
  const forger = evidence.metric('ten-billion-in-small', 'k4.forger_one_in_10.coins.count');
  const law = forgery({ bits: 14, way: 4, filter: 0 }, 4, 0.1);
  const holds = exceeds(scaled(broker, 1 / 50, broker.name, broker.unit), forger);
  return {
    verdict: holds ? 'holds' : 'does not hold',
    finding: `The broker makes ${say(broker)} coins of his balls; a forger with a tenth as many makes ${say(forger)}, by theory ${sayNumber('share', law.shareOfCoins)} as many coins at ${law.unitCostRatio.toFixed(0)} times the cost of each.`,
    measured: [broker, forger],
    theory: [
      byTheory('cost of a forged coin over a minted one', '', law.unitCostRatio, 'share / share of coins', SOURCE),
    ],
  };
}

function judgeAnyCoin(evidence: Evidence): Judgement {
  const { verdict, finding, measured, theory } = judgeFirst(evidence, [3, 4]);
  const chance = anyCoinChance(4, 1);
  return {
    verdict,
    finding: `${finding} At exactly 2^(n(k-1)/k) values there is any 4-way coin with a chance of ${sayNumber('share', chance)}.`,
    measured,
    theory: [...theory!, byTheory('any 4-way coin at c = 1', 'share', chance, '1 - exp(-c^k / k!)', SOURCE)],
  };
}

export const MINTING_CLAIMS: readonly Claim[] = [
  {
    id: 'first-collision',
    slide: MINTING,
    says: 'About 2^(n/2) values are tried until a first two of them collide.',
    recorded: 'holds with a constant',
    experiments: ['first-coins'],
    judge: (evidence) => judgeFirst(evidence, [2]),
  },
  {
    id: 'collisions-grow-as-c-squared',
    number: 1,
    slide: MINTING,
    says: 'c 2^(n/2) values give about c^2 collisions.',
    recorded: 'holds with a constant',
    experiments: ['collisions'],
    judge: judgeSquares,
  },
  {
    id: 'collisions-become-cheaper',
    number: 4,
    slide: MINTING,
    says: 'After the first collision the next ones become cheaper.',
    recorded: 'holds only if',
    experiments: ['market'],
    judge: judgeCheaper,
  },
  {
    id: 'collisions-grow-as-c-to-the-k',
    number: 2,
    slide: WAYS,
    says: 'c 2^(n(k-1)/k) values give about c^k k-way collisions.',
    recorded: 'holds only if',
    experiments: ['collisions'],
    judge: judgePowers,
  },
  {
    id: 'first-k-way-collision',
    number: 3,
    slide: WAYS,
    says: 'About 2^(n(k-1)/k) values are tried until a first k of them collide.',
    recorded: 'holds with a constant',
    experiments: ['first-coins'],
    judge: judgeAnyCoin,
  },
  {
    id: 'slow-first-fast-after',
    slide: WAYS,
    says: 'For k > 2 the first collision comes slowly, the following ones fast.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeFastAfterFirst,
  },
  {
    id: 'ten-billion-coins-a-month',
    number: 5,
    slide: WAYS,
    says: 'A broker easily makes ten billion coins a month on one machine.',
    recorded: 'holds only if',
    experiments: ['ten-billion-in-small'],
    judge: judgeTenBillion,
  },
  {
    id: 'overhead-against-counterfeiting',
    slide: 'Major Ideas',
    says: 'MicroMint has a high overhead, which keeps others from making coins.',
    recorded: 'holds',
    experiments: ['ten-billion-in-small'],
    judge: judgeScale,
  },
];

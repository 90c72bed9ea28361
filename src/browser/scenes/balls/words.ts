/**
 * What is said of balls and bins: the finding of a frame, and the answers to choose from.
 * @module
 */
import type { Result } from '../../../experiment/result.ts';
import { grouped, quantity } from '../../../report/format.ts';
import { firstCoinBalls, goodBallsToCoins } from '../../../theory/micromint.ts';
import type { Option } from '../../scene.ts';
import type { BallsFrame } from './run.ts';

/** From this share of full bins on, what they waste is the news. */
const SATURATED = 0.5;
const NUMBERS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five' };

type Collisions = Pick<BallsFrame, 'bits' | 'way'>;

export function ballsInWords({ filter }: Pick<BallsFrame, 'filter'>): string {
  return filter === 0 ? 'balls' : 'good balls';
}

export function findingOf(frame: BallsFrame): string {
  const { good, coins, first, theory, bits, way, fullest } = frame;
  const balls = ballsInWords(frame);
  const bins = 2 ** bits;
  if (first === null)
    return `${grouped(good, 0)} ${balls} and no coin: the fullest of ${grouped(bins, 0)} bins holds ${fullest} of ${way}.`;
  const told = `First coin after ${grouped(first.good, 0)} ${balls}; theory ${quantity('', theory.first)}.`;
  if (coins === 1) return told;
  const now = `Now ${counted(coins)} for ${grouped(good, 0)} ${balls}: ${quantity('', good / coins)} each`;
  const wasted = quantity('ratio', coins / bins);
  return coins < SATURATED * bins
    ? `${told} ${now}.`
    : `${told} ${now}; ${wasted} of the bins are full and waste what falls in.`;
}

function counted(coins: number): string {
  return coins === 1 ? 'one coin' : `${grouped(coins, 0)} coins`;
}

export function asksOf({ bits, way }: Collisions): string {
  const number = NUMBERS[way] ?? way;
  return `A coin is ${number} balls in one of ${grouped(2 ** bits, 0)} bins. After how many good balls does the first come?`;
}

interface Guess extends Option {
  readonly balls: number;
}

/** Guesses less than so far apart would be the same answer. */
const APART = 1.25;
/** Beyond so many times as many, they are far more. */
const FAR = 4;

/** The true order beside those that one might think of; the true one stands for guesses that come too near to it. */
function guesses({ bits, way }: Collisions): readonly Guess[] {
  const bins = 2 ** bits;
  const number = NUMBERS[way] ?? String(way);
  const truth = goodBallsToCoins({ bits, way, filter: 0 }, 1).mean;
  const guess = (id: string, balls: number, why: string): Guess => ({
    id,
    balls,
    label: `about ${rounded(balls)}: ${why}`,
  });
  const isOneEach = ratio(bins, truth) <= APART;
  const others = [
    guess('pair', firstCoinBalls({ bits, way: 2, filter: 0 }), 'as soon as two balls share a bin'),
    guess('bins', bins, 'one ball for each bin'),
    guess('full', way * bins, `${number} balls for each bin`),
  ].filter(({ balls }) => ratio(balls, truth) > APART);
  const wall = `when ${number} balls happen to share a bin${isOneEach ? ', near one ball for each bin' : ''}`;
  return [...others, guess('wall', truth, wall)].sort((a, b) => a.balls - b.balls);
}

export function optionsFor(collisions: Collisions): readonly Option[] {
  return guesses(collisions).map(({ id, label }) => ({ id, label }));
}

export function answerOf(frame: BallsFrame): { readonly right: string; readonly because: string } {
  const { first, bits, way, theory } = frame;
  const good = first?.good ?? frame.good;
  const right = guesses(frame).reduce((best, each) =>
    ratio(each.balls, good) < ratio(best.balls, good) ? each : best,
  );
  const bins = 2 ** bits;
  const balls = ballsInWords(frame);
  const sooner = `${far(way * bins, good)}sooner than the bins fill`;
  const later = `${far(good, firstCoinBalls({ bits, way: 2, filter: 0 }))}later than two balls meet`;
  const because =
    `The first coin came after ${grouped(good, 0)} ${balls}; theory says ${quantity('', theory.first)}. A bin then held ` +
    `${quantity('', good / bins)} balls on average, but of ${grouped(bins, 0)} bins one had ${NUMBERS[way] ?? way}: ` +
    `${way === 2 ? sooner : `${sooner}, and ${later}`}.`;
  return { right: right.id, because };
}

function far(more: number, fewer: number): string {
  return more > FAR * fewer ? 'far ' : '';
}

function ratio(a: number, b: number): number {
  return Math.max(a / b, b / a);
}

/** The first coin, the one up to which coins were cheapest, and the last that is read. */
export function keyMetrics({ metrics, curves: [average] }: Result): readonly string[] {
  const readings = average.x.values;
  const cheapest = average.values.indexOf(Math.min(...average.values));
  const coins = new Set([1, readings[cheapest], readings[readings.length - 1]]);
  const names = [...coins].flatMap((coin) => [`mint.coins_${coin}.good_balls`, `mint.coins_${coin}.hashes`]);
  return names.filter((name) => metrics.some((metric) => metric.name === name));
}

/** Two digits are enough to guess by. */
function rounded(balls: number): string {
  return grouped(Number(balls.toPrecision(2)), 0);
}

/**
 * What the notebook on coins asks of the mint itself: a first coin in hex, the coins of many mints, the published
 * course experiment.
 * @module
 */
import { hashBall } from '../src/protocols/micromint/ball.ts';
import { ballOf } from '../src/protocols/micromint/coin.ts';
import { mint, throwBalls } from '../src/protocols/micromint/mint.ts';
import type { Parameters } from '../src/protocols/micromint/parameters.ts';
import { derivePeriod, derivePermutation } from '../src/protocols/micromint/period.ts';
import { halfWidth } from '../src/sim/confidence.ts';
import { Welford } from '../src/sim/statistics.ts';

/** A cell of exercise B-2 (EITN41, Lund University): mean balls to c coins, and the full width of its 99.9 % interval. */
interface PublishedCell {
  readonly u: number;
  readonly k: number;
  readonly c: number;
  readonly published: number;
  readonly width: number;
}

export const LUND: readonly PublishedCell[] = [
  { u: 16, k: 2, c: 1, published: 322, width: 22 },
  { u: 16, k: 2, c: 100, published: 3685, width: 24 },
  { u: 16, k: 2, c: 10_000, published: 45_270, width: 22 },
  { u: 20, k: 7, c: 1, published: 493_981, width: 79_671 },
  { u: 20, k: 7, c: 100, published: 1_069_997, width: 15_616 },
  { u: 20, k: 7, c: 10_000, published: 2_420_113, width: 4783 },
];

/** A ball, what its hash begins with, and the bytes that are hashed; all in hex. */
interface ShownBall {
  readonly ball: string;
  readonly hash: string;
  readonly block: string;
}

/** The first coin of the world of this seed, and the balls that it took. */
export function firstCoin(seed: string, parameters: Parameters): { balls: number; coin: ShownBall[] } {
  const period = derivePeriod(seed, 0, parameters);
  const minted = mint(period, derivePermutation(seed, 0), { coins: 1 });
  const coin = minted.coinAt(0);
  const digits = parameters.bits / 4;
  const shown = Array.from({ length: parameters.way }, (_, i) => {
    const ball = hex(ballOf(coin, i));
    const { bin } = hashBall(period, coin, i);
    return { ball, hash: `${Number(bin).toString(16).padStart(digits, '0')}…`, block: hex(period.key) + ball };
  });
  return { balls: minted.hashes, coin: shown };
}

/** Coins of so many mints that throw so many balls each: the mean, and half of its 95 % interval. */
export function meanCoins(mints: number, parameters: Parameters, balls: number): { mean: number; halfWidth: number } {
  const coins = new Welford();
  for (let i = 0; i < mints; i++) {
    const seed = `42/${i}`;
    coins.add(throwBalls(derivePeriod(seed, 0, parameters), derivePermutation(seed, 0), { balls }).coins);
  }
  return { mean: coins.mean, halfWidth: halfWidth(coins, 0.95)! };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

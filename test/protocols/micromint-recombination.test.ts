/**
 * Recombination: a broker who makes two coins of one bin hands out 2k balls of which any k are a coin to a vendor. Two
 * bought coins become C(2k, k) lists. So a bin yields one coin at most, however many balls fall in, and what counts at
 * settlement is the whole list, not that every ball is the broker's.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { NOBODY, Register } from '../../src/protocols/micromint/broker.ts';
import { type Coin, coinToHex } from '../../src/protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../src/protocols/micromint/coin-list.ts';
import { mint } from '../../src/protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { type Book, settle } from '../../src/protocols/micromint/settlement.ts';
import { accept } from '../../src/protocols/micromint/vendor.ts';
import { fromHex } from '../../src/protocols/primitives/bytes.ts';
import { ballNumber, ballsOfHex, hexOfBall, independentHash } from './independent.ts';

const SEED = 'recombination';
const WAY = 3;
const BALLS = 1200;
/** C(6, 3) */
const LISTS = 20;
const MALLORY = 13;
const period = derivePeriod(SEED, 0, { way: WAY, bits: 6, filter: 1 });
const permutation = derivePermutation(SEED, 0);
const now = { period: 0, graceOver: false };

/** The coin of these balls. */
function coinOf(balls: readonly bigint[]): Coin {
  const sorted = [...balls].sort((a, b) => (a < b ? -1 : 1));
  return fromHex(sorted.map(hexOfBall).join(''))!;
}

/** All lists of `count` of these balls. */
function choose(balls: readonly bigint[], count: number): bigint[][] {
  if (count === 0) return [[]];
  return balls.flatMap((ball, i) => choose(balls.slice(i + 1), count - 1).map((rest) => [ball, ...rest]));
}

/** The good balls by their bins, in the order of throwing. */
function ballsByBin(): Map<number, bigint[]> {
  const bins = new Map<number, bigint[]>();
  for (let i = 0; i < BALLS; i++) {
    const ball = ballNumber(permutation, i);
    const { z, bin } = independentHash(period.key, period.parameters, ball);
    if (z === period.z) bins.set(bin, [...(bins.get(bin) ?? []), ball]);
  }
  return bins;
}

/** A broker as he should not be: he makes a second coin of the next k balls of a bin, and pays for balls of his. */
class CarelessBroker {
  readonly coins: Coin[] = [];
  readonly #balls = new Set<bigint>();
  readonly #paid = new Set<string>();

  constructor() {
    for (const balls of ballsByBin().values()) {
      for (let first = 0; first + WAY <= Math.min(balls.length, 2 * WAY); first += WAY) {
        const own = balls.slice(first, first + WAY);
        this.coins.push(coinOf(own));
        for (const ball of own) this.#balls.add(ball);
      }
    }
  }

  /** All balls are mine, and the list was never paid. */
  settle(coin: Coin): 'paid' | 'refused' {
    const hex = coinToHex(coin);
    if (this.#paid.has(hex) || !ballsOfHex(hex).every((ball) => this.#balls.has(ball))) return 'refused';
    this.#paid.add(hex);
    return 'paid';
  }
}

/** What a vendor says who has taken nothing yet: each list goes to a vendor of its own. */
const accepts = (coin: Coin): boolean => accept(coin, 0, period, () => false).accepted;

describe('a broker who makes two coins of a bin', () => {
  const broker = new CarelessBroker();
  const byBin = new Map<number, Coin[]>();

  beforeAll(() => {
    for (const coin of broker.coins) {
      const answer = accept(coin, 0, period, () => false);
      if (answer.accepted) byBin.set(answer.bin, [...(byBin.get(answer.bin) ?? []), coin]);
    }
  });

  it('pays C(2k, k) lists for two coins bought, each of which a vendor takes', () => {
    const pairs = [...byBin.values()].filter((coins) => coins.length === 2);
    expect(pairs.length).toBeGreaterThan(30);
    const lists = choose(
      pairs[0].flatMap((coin) => ballsOfHex(coinToHex(coin))),
      WAY,
    ).map(coinOf);
    expect(new Set(lists.map(coinToHex)).size).toBe(LISTS);
    expect(lists.map(accepts)).toEqual(new Array(LISTS).fill(true));
    expect(lists.map((coin) => broker.settle(coin))).toEqual(new Array(LISTS).fill('paid'));
  });

  it('is not robbed by one coin of a bin: k balls are one list', () => {
    const [coin] = [...byBin.values()].find((coins) => coins.length === 1)!;
    expect(choose(ballsOfHex(coinToHex(coin)), WAY)).toHaveLength(1);
  });
});

describe('our broker', () => {
  const minted = mint(period, permutation, { balls: BALLS });
  const list = new CoinList(minted);
  const byBin = ballsByBin();
  /** The first 2k balls of a bin with so many: one who sees into the mint could have no more. */
  const [bin, balls] = [...byBin].find(([, all]) => all.length >= 2 * WAY)!;
  const lists = choose(balls.slice(0, 2 * WAY), WAY).map(coinOf);

  function openBook(): Book {
    const register = new Register(minted.coins);
    while (register.sell(MALLORY) >= 0);
    return { period, list, register };
  }

  it('makes one coin of a bin, although bins of twice as many balls are common', () => {
    const bins = Array.from({ length: minted.coins }, (_, i) => minted.binAt(i));
    expect(new Set(bins).size).toBe(minted.coins);
    expect([...byBin.values()].filter((all) => all.length >= 2 * WAY).length).toBeGreaterThan(30);
    expect(minted.coins).toBe([...byBin.values()].filter((all) => all.length >= WAY).length);
  });

  it('refuses every list but the coin itself as not minted, pays the coin once, and blames nobody', () => {
    const book = openBook();
    const original = coinToHex(minted.coinAt(list.findBin(bin)));
    expect(lists.map(accepts)).toEqual(new Array(LISTS).fill(true));
    lists.forEach((coin, vendor) => {
      const { outcome, coin: number } = settle(coin, 0, now, () => book, vendor);
      const isOriginal = coinToHex(coin) === original;
      expect(outcome).toBe(isOriginal ? 'paid' : 'not-minted');
      expect(number === NOT_MINTED).toBe(!isOriginal);
      expect(book.register.accused(outcome, number, vendor)).toBe(NOBODY);
    });
    expect(book.register.redeemed).toBe(1);
  });

  it('sells nobody two coins that mix: vendors refuse balls of two bins', () => {
    const two = [0, 1].flatMap((i) => ballsOfHex(coinToHex(minted.coinAt(i))));
    expect(choose(two, WAY).map(coinOf).filter(accepts)).toHaveLength(2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY, Register } from '../../src/protocols/micromint/broker.ts';
import { type Coin, coinToHex } from '../../src/protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../src/protocols/micromint/coin-list.ts';
import type { Coins } from '../../src/protocols/micromint/coins.ts';
import { Forge } from '../../src/protocols/micromint/forge.ts';
import { mint } from '../../src/protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { settle } from '../../src/protocols/micromint/settlement.ts';
import { SpliceForge } from '../../src/protocols/micromint/splice-forge.ts';
import { accept } from '../../src/protocols/micromint/vendor.ts';
import { expectBinomial } from './binomial-band.ts';
import { ballNumber, ballsOfHex, hexOfBall, independentHash } from './independent.ts';

const SEED = 'forge';
const SHOP = 1;
const HONEST = 4;
const coinsOf = (minted: Coins): Coin[] => Array.from({ length: minted.coins }, (_, i) => minted.coinAt(i));
const hexes = (coins: readonly Coin[]): string[] => coins.map(coinToHex);
const binOf = (coin: Coin, period: Parameters<typeof accept>[2]): number => {
  const answer = accept(coin, period.index, period, () => false);
  if (!answer.accepted) throw new Error(answer.reason);
  return answer.bin;
};

describe('a forge', () => {
  // Fails when a piece forgets balls of those before it, throws one twice, or loses a coin that nobody has taken yet.
  it('makes in pieces the coins that one mint of all the balls makes, however they are cut and taken', () => {
    const pieces = fc.array(fc.record({ balls: fc.nat(900), takes: fc.boolean() }), { minLength: 1, maxLength: 12 });
    const shape = fc.record({
      way: fc.integer({ min: 2, max: 4 }),
      bits: fc.integer({ min: 2, max: 10 }),
      filter: fc.nat(2),
    });
    fc.assert(
      fc.property(pieces, shape, fc.nat(1e6), (cuts, parameters, seed) => {
        const period = derivePeriod(String(seed), 0, parameters);
        const permutation = derivePermutation(String(seed), 1);
        const forge = new Forge(period, permutation);
        const taken: Coin[] = [];
        let [balls, completed] = [0, 0];
        for (const cut of cuts) {
          completed += forge.throw(cut.balls);
          balls += cut.balls;
          if (cut.takes) taken.push(...forge.takeCoins());
        }
        taken.push(...forge.takeCoins());
        const once = balls === 0 ? [] : coinsOf(mint(period, permutation, { balls }));
        expect(hexes(taken).sort()).toEqual(hexes(once).sort());
        expect([completed, forge.takeCoins()]).toEqual([once.length, []]);
      }),
      { numRuns: 60 },
    );
  });

  it('grows beyond the room it has at first, in many bins and in few', () => {
    for (const bits of [14, 40]) {
      const period = derivePeriod(SEED, 0, { way: 2, bits, filter: 0 });
      const permutation = derivePermutation(SEED, 2);
      const forge = new Forge(period, permutation);
      for (let i = 0; i < 10; i++) forge.throw(1000);
      const once = coinsOf(mint(period, permutation, { balls: 10_000 }));
      expect(hexes(forge.takeCoins()).sort()).toEqual(hexes(once).sort());
      expect(once.length > 1000).toBe(bits === 14);
    }
  });
});

describe('a splicer', () => {
  const parameters = { way: 3, bits: 8, filter: 2 };
  const period = derivePeriod(SEED, 0, parameters);
  const broker = mint(period, derivePermutation(SEED, 0), { balls: 4000 });
  const list = new CoinList(broker);

  function splicer(known: readonly Coin[], permutation = derivePermutation(SEED, 7)): SpliceForge {
    const forge = new SpliceForge(period, permutation);
    for (const coin of known) forge.learn(coin);
    return forge;
  }

  it('makes one variant of each coin that he knows: vendors take it, the list does not have it, nobody is blamed', () => {
    const known = coinsOf(broker).slice(0, 100);
    const forge = splicer(known);
    expect(broker.coins).toBeGreaterThan(150);
    expect(forge.throw(30_000)).toBe(100);
    const variants = forge.takeCoins();
    expect([variants.length, forge.throw(30_000), forge.takeCoins()]).toEqual([100, 0, []]);
    expect(new Set(variants.map((coin) => binOf(coin, period)))).toEqual(
      new Set(known.map((coin) => binOf(coin, period))),
    );
    const book = { period, list, register: new Register(broker.coins) };
    while (book.register.sell(HONEST) >= 0);
    for (const variant of variants) {
      expect(list.find(variant)).toBe(NOT_MINTED);
      const { outcome, coin } = settle(variant, 0, { period: 0, graceOver: false }, () => book, SHOP);
      expect([outcome, book.register.accused(outcome, coin, SHOP)]).toEqual(['not-minted', NOBODY]);
      // By its bin it would be the honest buyer's coin.
      expect(book.register.buyerOf(list.findBin(binOf(variant, period)))).toBe(HONEST);
    }
  });

  it('puts the first ball that the coin has not in the place of its last, and the same in any pieces', () => {
    const own = derivePermutation(SEED, 7);
    const known = coinsOf(broker).slice(0, 20);
    const forge = splicer(known, own);
    for (let left = 30_000; left > 0; left -= 1500) forge.throw(1500);
    const expected = known.map((coin) => {
      const balls = ballsOfHex(coinToHex(coin));
      const bin = binOf(coin, period);
      for (let i = 0; ; i++) {
        const ball = ballNumber(own, i);
        const hash = independentHash(period.key, parameters, ball);
        if (hash.z !== period.z || hash.bin !== bin || balls.includes(ball)) continue;
        const spliced = [balls[0], balls[1], ball].sort((a, b) => (a < b ? -1 : 1));
        return spliced.map(hexOfBall).join('');
      }
    });
    expect(hexes(forge.takeCoins()).sort()).toEqual(expected.sort());
  });

  // The broker's own order: the first three balls of a bin are its coin's, so the fourth is the first that counts.
  it('does not count a ball that the coin has already', () => {
    const known = coinsOf(broker);
    const forge = splicer(known, derivePermutation(SEED, 0));
    forge.throw(4000);
    const variants = forge.takeCoins();
    const originals = new Set(hexes(known));
    expect(variants.length).toBeGreaterThan(100);
    expect(variants.length).toBeLessThan(known.length);
    for (const variant of variants) {
      expect(originals.has(coinToHex(variant))).toBe(false);
      expect(accept(variant, 0, period, () => false).accepted).toBe(true);
    }
  });

  it('looks for one coin a bin, from when it is learnt, and for none that is not well made', () => {
    const coin = broker.coinAt(0);
    const forge = splicer([broker.coinAt(0).reverse(), new Uint8Array(24), coin.subarray(8), new Uint8Array()]);
    expect(forge.throw(30_000)).toBe(0);
    forge.learn(coin);
    coin.fill(0);
    const variant = splicer([broker.coinAt(0)]);
    variant.throw(30_000);
    forge.learn(variant.takeCoins()[0]);
    forge.learn(broker.coinAt(0));
    expect([forge.throw(30_000), forge.throw(30_000)]).toEqual([1, 0]);
    expect(binOf(forge.takeCoins()[0], period)).toBe(broker.binAt(0));
  });

  it('looks no longer for what it has forgotten, until it learns it again', () => {
    const forge = splicer([broker.coinAt(0)]);
    forge.forget();
    expect(forge.throw(30_000)).toBe(0);
    forge.learn(broker.coinAt(0));
    expect(forge.throw(30_000)).toBe(1);
  });

  // Bins are independent but for the number of balls, which is fixed: the count varies a little less than a binomial,
  // so the false alarm of 1e-9 is an upper bound. Half or twice the rate would be 100 or more of the 256 coins away.
  it('meets each known coin at the rate of one ball in 2^n', () => {
    const balls = 700;
    const full = mint(period, derivePermutation(SEED, 0), { balls: 20_000 });
    expect(full.coins).toBe(256);
    const hit = 1 - (1 - 1 / 1024) ** balls;
    expectBinomial(splicer(coinsOf(full)).throw(balls), full.coins, hit);
  });
});

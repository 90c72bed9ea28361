/**
 * The vectors were made once by the minter itself and by a search with node:crypto for the odd balls; here node:crypto
 * hashes every ball of every well-formed vector again, so that they do not rest on the code that they check.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coinFromHex, coinToHex } from '../../src/protocols/micromint/coin.ts';
import { mint } from '../../src/protocols/micromint/mint.ts';
import type { Parameters } from '../../src/protocols/micromint/parameters.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { accept, examine } from '../../src/protocols/micromint/vendor.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { ballsOfHex, independentHash } from './independent.ts';

interface AcceptingVector {
  readonly period: number;
  readonly coin: string;
  readonly bin: number;
}

interface RejectingVector {
  readonly what: string;
  readonly period: number;
  readonly claimedPeriod: number;
  readonly coin: string;
  readonly reason: string;
  readonly seen?: readonly number[];
}

interface Vectors {
  readonly seed: string;
  readonly periods: readonly (Parameters & { readonly index: number; readonly key: string; readonly z: string })[];
  readonly mints: readonly {
    readonly period: number;
    readonly goal: { readonly coins: number };
    readonly hashes: number;
    readonly goodBalls: number;
    readonly sha256OfCoins: string;
  }[];
  readonly accepting: readonly AcceptingVector[];
  readonly rejecting: readonly RejectingVector[];
  readonly spliced: AcceptingVector;
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('vectors/micromint.json', import.meta.url), 'utf8'));
const periodOf = (index: number) => derivePeriod(vectors.seed, index, vectors.periods[index]);
const coinOf = (hex: string) => coinFromHex(hex) as Uint8Array;
const seenNothing = () => false;

describe('vectors', () => {
  it.each(vectors.periods)('period $index has the key and the z that its seed gives', ({ index, key, z }) => {
    expect(toHex(periodOf(index).key)).toBe(key);
    expect(periodOf(index).z.toString(16)).toBe(z);
  });

  it.each(vectors.mints)('a mint of period $period makes the coins on record', (vector) => {
    const minted = mint(periodOf(vector.period), derivePermutation(vectors.seed, vector.period), vector.goal);
    const digest = createHash('sha256');
    for (let i = 0; i < minted.coins; i++) digest.update(minted.coinAt(i));
    expect(minted).toMatchObject({ hashes: vector.hashes, goodBalls: vector.goodBalls, coins: vector.goal.coins });
    expect(digest.digest('hex')).toBe(vector.sha256OfCoins);
  });

  it.each([...vectors.accepting, vectors.spliced])('accepted: $coin', ({ period: index, coin, bin }) => {
    const period = periodOf(index);
    const balls = ballsOfHex(coin);
    expect(balls).toHaveLength(period.parameters.way);
    for (const ball of balls)
      expect(independentHash(period.key, period.parameters, ball)).toEqual({ z: period.z, bin });
    expect(accept(coinOf(coin), index, period, seenNothing)).toEqual({ accepted: true, bin });
  });

  it.each(vectors.rejecting)('$reason: $what', ({ period: index, claimedPeriod, coin, reason, seen }) => {
    const period = periodOf(index);
    const known = new Set<number>(seen);
    const answer = accept(coinOf(coin), claimedPeriod, period, (bin) => known.has(bin));
    expect(answer).toEqual({ accepted: false, reason });
    // The odd ball is what the vector says that it is, by node:crypto.
    const hashes = ballsOfHex(coin).map((ball) => independentHash(period.key, period.parameters, ball));
    const good = hashes.length > 0 && hashes.every(({ z }) => z === period.z);
    const oneBin = new Set(hashes.map(({ bin }) => bin)).size === 1;
    if (reason === 'wrong-z') expect(good).toBe(false);
    if (reason === 'wrong-bin') expect([good, oneBin]).toEqual([true, false]);
    const formOnly = ['wrong-ball-count', 'unsorted', 'repeated-ball', 'wrong-period', 'seen-before'];
    if (formOnly.includes(reason)) expect([good, oneBin]).toEqual([true, true]);
  });

  it('hold a case of every rejection', () => {
    const reasons = new Set(vectors.rejecting.map(({ reason }) => reason));
    const all = ['malformed', 'wrong-ball-count', 'unsorted', 'repeated-ball', 'wrong-z', 'wrong-bin'];
    expect(reasons).toEqual(new Set([...all, 'wrong-period', 'seen-before']));
  });
});

describe('a vendor', () => {
  const period = derivePeriod('vendor', 0, { way: 3, bits: 9, filter: 6 });
  const minted = mint(period, derivePermutation('vendor', 0), { coins: 30 });

  // Three random balls are a coin with probability (2^-6)^3 2^-18 = 2^-36 a case.
  it('neither throws at random bytes nor takes them, whatever their length and the period claimed', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: 24, maxLength: 24 }));
    const claim = fc.oneof(fc.constant(0), fc.double());
    fc.assert(
      fc.property(bytes, claim, (coin, claimed) => {
        expect(accept(coin, claimed, period, seenNothing).accepted).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a coin with any one bit turned', () => {
    fc.assert(
      fc.property(fc.nat(minted.coins - 1), fc.nat(24 * 8 - 1), (i, bit) => {
        const coin = minted.coinAt(i);
        coin[bit >> 3] ^= 1 << (bit & 7);
        expect(accept(coin, 0, period, seenNothing).accepted).toBe(false);
      }),
    );
  });

  it('asks for the bin only when the coin is well made', () => {
    const asked: number[] = [];
    const seen = (bin: number) => asked.push(bin) > 0;
    expect(accept(minted.coinAt(0).reverse(), 0, period, seen).accepted).toBe(false);
    expect(asked).toEqual([]);
    expect(accept(minted.coinAt(0), 0, period, seen)).toEqual({ accepted: false, reason: 'seen-before' });
    expect(asked).toEqual([minted.binAt(0)]);
  });

  it('reads a coin that lies inside a longer buffer', () => {
    const buffer = new Uint8Array(40);
    buffer.set(minted.coinAt(1), 5);
    expect(examine(buffer.subarray(5, 29), period)).toBe(minted.binAt(1));
  });
});

describe('a coin as text', () => {
  it('comes back from its digits, and junk is named', () => {
    const hex = vectors.accepting[0].coin;
    expect(coinToHex(coinOf(hex))).toBe(hex);
    expect(coinToHex(coinOf(hex.toUpperCase()))).toBe(hex);
    for (const junk of ['xyz', '0', ' 00', '-1']) expect(coinFromHex(junk)).toBe('malformed');
  });
});

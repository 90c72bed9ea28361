import { describe, expect, it } from 'vitest';
import { COINS_ABREAST, coinImages, placeOf } from '../../src/protocols/primitives/coin-images.ts';
import { Speck64 } from '../../src/protocols/primitives/speck64.ts';

const speckKey = Uint8Array.from({ length: 16 }, (_, i) => 251 - 13 * i);
const cipher = new Speck64(speckKey);
const WORD = 2 ** 32;

function imageOf(number: number): bigint {
  const ball = new Int32Array(2);
  cipher.encrypt(Math.floor(number / WORD), number, ball);
  return (BigInt(ball[0]! >>> 0) << 32n) | BigInt(ball[1]! >>> 0);
}

const permutation = {
  permute: (index: number, ball: Int32Array) => cipher.encrypt(Math.floor(index / WORD), index, ball),
};

/** Each coin's images in ascending order, as hexadecimal digits. */
function expected(coins: readonly (readonly number[])[]): string {
  return coins
    .flatMap((coin) => coin.map(imageOf).sort((one, other) => (one < other ? -1 : 1)))
    .map((image) => image.toString(16).padStart(16, '0'))
    .join('');
}

function written(coins: readonly (readonly number[])[], way: number, by: Parameters<typeof coinImages>[0]): string {
  const images = coinImages(by, way);
  for (const [c, coin] of coins.entries()) {
    for (const [i, number] of coin.entries()) {
      images.highs[placeOf(c, i, way)] = Math.floor(number / WORD);
      images.lows[placeOf(c, i, way)] = number;
    }
  }
  return Buffer.from(images.write(coins.length)).toString('hex');
}

describe.each([2, 3, 4, 5, 6, 7, 8])('coins of %i balls', (way) => {
  // Fails when a lane, a comparator or a byte is out of its place, or four coins are taken where fewer are left.
  it('are their images in order, by vectors and one by one, for any number of coins', () => {
    const { coinsMax, highs } = coinImages({ ...permutation, speckKey }, way);
    // Rows are shared by vectors only: Node has them.
    expect(coinImages({ ...permutation, speckKey }, way).highs).toBe(highs);
    expect(coinImages(permutation, way).highs).not.toBe(highs);
    expect(coinsMax % COINS_ABREAST).toBe(0);
    for (const count of [1, 2, 3, 4, 5, 63, coinsMax]) {
      // Numbers of one word and of two.
      const coins = Array.from({ length: count }, (_, c) =>
        Array.from({ length: way }, (_, i) => ((c * way + i) * 0x9e3779b97) % 2 ** (i % 2 === 0 ? 53 : 31)),
      );
      expect(written(coins, way, { ...permutation, speckKey })).toBe(expected(coins));
      expect(written(coins, way, permutation)).toBe(expected(coins));
    }
  });
});

describe('images that agree in their first word', () => {
  // Among 300,000 images some ten pairs do. Fails when the second word does not decide.
  it('are ordered by their second one, whichever number comes first', () => {
    const seen = new Map<bigint, number>();
    const pairs: [number, number][] = [];
    for (let number = 0; number < 300_000; number++) {
      const high = imageOf(number) >> 32n;
      const other = seen.get(high);
      if (other !== undefined) pairs.push([other, number]);
      seen.set(high, number);
    }
    expect(pairs.length).toBeGreaterThan(2);
    const coins = pairs.flatMap(([one, other]) => [
      [one, other, 7],
      [other, 7, one],
    ]);
    expect(written(coins, 3, { ...permutation, speckKey })).toBe(expected(coins));
  });
});

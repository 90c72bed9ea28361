/**
 * Where a period's coins come from: the first periods' from coin files, in their order, the others' from the mint.
 * A file's coins are sold under the key by which they were minted; the index of their period is that of its place.
 * @module
 */
import { type Coins, coinsInMemory } from '../../../protocols/micromint/coins.ts';
import { mint, throwBalls } from '../../../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../../protocols/micromint/period.ts';
import type { MicroMintOptions } from './options.ts';

/** What the coins cost; undefined when they come from a file, which does not say. */
interface Cost {
  readonly goodBalls: number | undefined;
}

/**
 * The coins of a period.
 * @throws Error when they are to come from a file whose coins have not been read
 */
export function coinsOf(seed: string, index: number, options: MicroMintOptions): { readonly coins: Coins } & Cost {
  const file = options.coinFiles?.[index];
  if (file !== undefined) {
    if (file.stored === undefined) throw new Error(`${file.file}: its coins have not been read`);
    const { period, bins, balls } = file.stored;
    return { coins: coinsInMemory({ ...period, index }, bins, balls), goodBalls: undefined };
  }
  const minted = mint(derivePeriod(seed, index, options), derivePermutation(seed, index), { balls: options.balls });
  return { coins: minted, goodBalls: minted.goodBalls };
}

/**
 * The number of coins of a period.
 * @throws Error when they are to come from a file that has not been read
 */
export function coinCountOf(seed: string, index: number, options: MicroMintOptions): { readonly coins: number } & Cost {
  const file = options.coinFiles?.[index];
  if (file === undefined)
    return throwBalls(derivePeriod(seed, index, options), derivePermutation(seed, index), { balls: options.balls });
  if (file.coins === undefined) throw new Error(`${file.file}: it has not been read`);
  return { coins: file.coins, goodBalls: undefined };
}

/**
 * Where a period's coins come from: the first periods' from coin files, in their order, the others' from the mint.
 * A file's coins are sold under the key by which they were minted; the index of their period is that of its place.
 *
 * A mint of more than MINTED_BITS_MAX bits or THROWN_MAX balls is not thrown: at fidelity sampled its coins are counted
 * by their exact mean and variance, which for so many bins is all that their number has: a normal law, rounded, or, of
 * few coins, Poisson's.
 * @module
 */
import { type Coins, coinsInMemory } from '../../../protocols/micromint/coins.ts';
import { derivePredicates, type Predicates, taggedPermutation } from '../../../protocols/micromint/hidden-predicate.ts';
import { mint, throwBalls } from '../../../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation, type Permutation } from '../../../protocols/micromint/period.ts';
import { stream } from '../../../sim/random.ts';
import { normalVariate, poissonVariate } from '../../../sim/samplers.ts';
import { expectedCoins, varianceOfCoins } from '../../../theory/micromint.ts';
import type { MicroMintOptions } from './options.ts';

/** What is minted in a run, ball by ball. */
export const MINTED_BITS_MAX = 26;
export const THROWN_MAX = 2 ** 32;
/** Fewer coins than these in so many bins are a Poisson number, and skewed. */
const NORMAL_FROM_COINS = 1000;

/** What the coins cost, good balls among the hashes; undefined when they come from a file, which does not say. */
interface Cost {
  readonly hashes: number | undefined;
  readonly goodBalls: number | undefined;
}

const UNKNOWN: Cost = { hashes: undefined, goodBalls: undefined };

/** Whether the balls of each period are thrown, one by one. */
export function isThrown({ bits, balls }: Pick<MicroMintOptions, 'bits' | 'balls'>): boolean {
  return bits <= MINTED_BITS_MAX && balls <= THROWN_MAX;
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
    return { coins: coinsInMemory({ ...period, index }, bins, balls), ...UNKNOWN };
  }
  const minted = mint(derivePeriod(seed, index, options), permutationOf(seed, index, options), {
    balls: options.balls,
  });
  return { coins: minted, hashes: minted.hashes, goodBalls: minted.goodBalls };
}

/**
 * The number of coins of a period.
 * @throws Error when they are to come from a file that has not been read
 */
export function coinCountOf(seed: string, index: number, options: MicroMintOptions): { readonly coins: number } & Cost {
  const file = options.coinFiles?.[index];
  if (file !== undefined) {
    if (file.coins === undefined) throw new Error(`${file.file}: it has not been read`);
    return { coins: file.coins, ...UNKNOWN };
  }
  if (!isThrown(options)) return drawnCount(seed, index, options);
  return throwBalls(derivePeriod(seed, index, options), permutationOf(seed, index, options), { balls: options.balls });
}

function drawnCount(seed: string, index: number, options: MicroMintOptions): { readonly coins: number } & Cost {
  const { balls, bits, filter } = options;
  const draw = stream(seed, `period/${index}/coins`);
  const mean = expectedCoins(options, balls);
  const uniform = (): number => draw.next();
  const drawn =
    mean < NORMAL_FROM_COINS
      ? poissonVariate(mean, uniform)
      : Math.round(mean + Math.sqrt(varianceOfCoins(options, balls)) * normalVariate(uniform));
  const coins = Math.min(2 ** bits, Math.max(0, drawn));
  return { coins, hashes: balls, goodBalls: Math.round(balls * 2 ** -filter) };
}

/** The hidden predicates of a period, where there are some. */
export function predicatesOf(
  seed: string,
  index: number,
  { hiddenPredicates }: MicroMintOptions,
): Predicates | undefined {
  return hiddenPredicates && derivePredicates(seed, index, hiddenPredicates);
}

/** The broker's balls; with hidden predicates they pass all of them. */
function permutationOf(seed: string, index: number, options: MicroMintOptions): Permutation {
  const predicates = predicatesOf(seed, index, options);
  return predicates === undefined
    ? derivePermutation(seed, index)
    : taggedPermutation(`${seed}/${index}`, predicates, predicates.keys.length);
}

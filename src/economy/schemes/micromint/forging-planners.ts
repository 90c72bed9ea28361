/**
 * How far forgers hash: the stubborn on and on, the rational as long as what more hashes are expected to bring exceeds
 * what they cost. What is found and cannot be sold in time brings nothing.
 * @source the rule is ours
 * @module
 */
import { bestEffortFrom, bestEffortInStage, coinsFrom, type Outlook } from '../../../theory/forging-plans.ts';
import { afterHashing, type BinLaw, keptBalls, loadOf } from '../../../theory/forging-staged.ts';
import { poissonAtLeast } from '../../../theory/poisson.ts';
import { DAY, HOUR, type Microseconds, SECOND } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import { Prospects } from './forging-prospects.ts';
import type { MicroMintOptions } from './options.ts';
import type { Setting } from './setting.ts';

/** Where a forger is. */
export interface Position {
  readonly at: Microseconds;
  /** Nothing is hashed under this key any more from then on. */
  readonly until: Microseconds;
  /** Hashes of each stage so far, of the present one last. */
  readonly hashes: readonly number[];
  readonly stock: number;
  readonly presented: number;
  /** Coins seen in whose bins he may still splice. */
  readonly open: number;
}

/** How far to go before one looks again. */
export interface Stride {
  /** None: he waits. */
  readonly hashes: number;
  /** Whether he will not look again in this stage, whatever he has found and sold by then. */
  readonly isLast: boolean;
}

export type Planner = (position: Position) => Stride;

const FOREVER: Stride = { hashes: Number.POSITIVE_INFINITY, isLast: true };
const WAITS: Stride = { hashes: 0, isLast: false };

export function plannerOf<C>(setting: Setting<C>, effort: Effort, period: number): Planner {
  if (!effort.rational) return () => FOREVER;
  const prospects = new Prospects(setting, effort, period);
  return effort.splices
    ? (position) => splicingStride(position, effort, prospects, setting.options)
    : (position) => mintingStride(position, effort, prospects, setting.options);
}

/** An outlet that is so many standard deviations away is no concern. */
const FAR_SD = 8;
/** He looks again after such a part of his plan, or of all that he has hashed if that is more. */
const PLAN_PART = 1 / 8;
const HASHED_PART = 1 / 1024;

function mintingStride<C>(
  position: Position,
  effort: Effort,
  prospects: Prospects<C>,
  options: MicroMintOptions,
): Stride {
  const { at, until, hashes, stock, presented } = position;
  const disclosures = prospects.disclosuresAfter(at);
  const hashesUntil = (end: Microseconds, from = at): number =>
    (Math.max(0, end - from) / SECOND) * effort.hashesPerSecond;
  const outlook: Outlook = {
    mint: options,
    worth: prospects.worth,
    costPerHash: effort.usdPerHash,
    outletCoins: prospects.outletAfter(presented),
    hashesMax: hashesUntil(disclosures[0] ?? until),
    usable: 2 ** -options.groupBits,
    stock,
    together: prospects.together,
  };
  const bin = binAfter(hashes, options);
  if (disclosures.length > 0) {
    const { hashes: planned } = bestEffortInStage(bin, outlook, {
      purchasesAfter: (more) =>
        prospects.purchasesBetween(at + (more / effort.hashesPerSecond) * SECOND, disclosures[0]),
      perPurchase: effort.perPurchase,
      predicateBits: options.hiddenPredicates!.bits,
      disclosures: disclosures.length,
      lastHashesMax: hashesUntil(until, disclosures[disclosures.length - 1]),
    });
    return strideOf(planned, hashes);
  }
  const { hashes: planned } = bestEffortFrom(bin, outlook);
  const found = coinsFrom(bin, outlook, planned);
  const isFree = stock + found + FAR_SD * (Math.sqrt(found) + 1) <= outlook.outletCoins;
  return isFree ? { hashes: planned, isLast: true } : strideOf(planned, hashes);
}

function strideOf(planned: number, hashes: readonly number[]): Stride {
  if (planned === 0) return WAITS;
  return {
    hashes: Math.min(planned, Math.max(PLAN_PART * planned, HASHED_PART * hashes[hashes.length - 1])),
    isLast: false,
  };
}

/** What a bin holds after so many hashes of each stage. */
function binAfter(hashes: readonly number[], options: MicroMintOptions): BinLaw {
  const predicateBits = options.hiddenPredicates?.bits ?? 0;
  const kept = keptBalls(options, { hashes: hashes.slice(0, -1), predicateBits });
  return afterHashing(kept, loadOf(options, hashes[hashes.length - 1]));
}

/** A splicer looks again when he expects to have found such a part of a coin, or after such a part of what time is left. */
const COIN_PART = 1 / 4;
const TIME_PART = 1 / 8;

function splicingStride<C>(
  { at, stock, presented, open }: Position,
  effort: Effort,
  prospects: Prospects<C>,
  options: MicroMintOptions,
): Stride {
  const { hashesPerSecond, usdPerHash, perPurchase } = effort;
  const coinsPerHash = open * 2 ** -(options.bits + options.filter + options.groupBits);
  if (coinsPerHash === 0 || stock >= prospects.outletAfter(presented)) return WAITS;
  const death = Math.min(
    prospects.disclosuresAfter(at)[0] ?? Number.POSITIVE_INFINITY,
    prospects.dieDaily ? (Math.floor(at / DAY) + 1) * DAY : Number.POSITIVE_INFINITY,
  );
  const isCalled = prospects.lastCall <= death;
  const seconds = Math.min(
    COIN_PART / (coinsPerHash * hashesPerSecond),
    Math.min(HOUR, isCalled ? HOUR : TIME_PART * (death - at)) / SECOND,
  );
  const purchases = prospects.purchasesBetween(at + seconds * SECOND, death);
  // What is found next is sold after all that is in stock.
  const sold = isCalled ? 1 : poissonAtLeast(Math.ceil((stock + 1) / perPurchase), purchases);
  if (coinsPerHash * prospects.worth * sold <= usdPerHash) return WAITS;
  return { hashes: seconds * hashesPerSecond, isLast: false };
}

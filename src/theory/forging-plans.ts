/**
 * How far it pays a forger to hash, from wherever he is: with bins that hold balls already, coins in stock and an outlet
 * that is partly used, to the end of a period or to a disclosure at which most of what is unsold dies.
 *
 * Each plan is to hash so much more in a row and then to sell. Who reconsiders on the way gains at least what his plan
 * promises. Worth and cost are in one unit of money.
 * @source the predicates are those of RS96, section 3; the plans are derived here
 * @module
 */
import type { Plan, Venture } from './forging.ts';
import { expectedSales, poissonUpTo } from './forging-sales.ts';
import { afterDisclosure, afterHashing, type BinLaw, fillChance, loadOf } from './forging-staged.ts';
import { highestUpTo } from './highest.ts';

/** A venture in the midst of it: `outletCoins` says how many coins he can still sell, those in stock included. */
export interface Outlook extends Venture {
  /** Of the coins that he finds, those that he can use, each with this chance. */
  readonly usable: number;
  readonly stock: number;
  /** Coins of a purchase, at most: of fewer than these that are left over he sells none; 1 when any number is taken. */
  readonly together: number;
}

const STAYS_AWAY: Plan = { hashes: 0, profit: 0 };
/** An effort that finds fewer coins than these on average is none. */
const LITTLE = 1e-3;

/** Usable coins that so many hashes more bring, on average. */
export function coinsFrom(bin: BinLaw, { mint, usable }: Outlook, hashes: number): number {
  return usable * 2 ** mint.bits * fillChance(bin, loadOf(mint, hashes));
}

/**
 * The best effort from bins like this when all that the outlet takes is sold in the end, in profit worth
 * E min(found, outlet left) - cost; none when none pays. Coins against hashes may have several inflections here, so that
 * no closed form tells where to stop.
 */
export function bestEffortFrom(bin: BinLaw, outlook: Outlook): Plan {
  const room = outlook.outletCoins - outlook.stock;
  return bestOf(bin, outlook, (hashes) => {
    const sold = poissonUpTo(room, coinsFrom(bin, outlook, hashes));
    return outlook.worth * inWholePurchases(sold, outlook) - outlook.costPerHash * hashes;
  });
}

/** A stage of hidden predicates that is not the last one. */
export interface Stage {
  /** Purchases from after so many hashes more until the disclosure, on average. */
  readonly purchasesAfter: (hashes: number) => number;
  /** Coins that a purchase takes, on average. */
  readonly perPurchase: number;
  /** b: bits of a ball that each stage fixes. */
  readonly predicateBits: number;
  /** Disclosures to come, from the one at this stage's end to that at which the last stage begins. */
  readonly disclosures: number;
  /** Hashes for which the last stage has time. */
  readonly lastHashesMax: number;
}

/**
 * The best effort in such a stage: of what is found then, he counts what the purchases before the disclosure take, and
 * the balls that are left for the last stage; against it stands to do nothing until the last stage, for which all of the
 * outlet is left. None when waiting is better.
 * @returns the plan, with its profit beyond that of waiting
 */
export function bestEffortInStage(bin: BinLaw, outlook: Outlook, stage: Stage): Plan {
  const { worth, costPerHash, stock, outletCoins } = outlook;
  const { perPurchase } = stage;
  const unhurried = expectedSales({ found: 0, stock, outletCoins, purchases: stage.purchasesAfter(0), perPurchase });
  const waiting = profitInLastStage(bin, outlook, stage, unhurried);
  return bestOf(bin, outlook, (hashes) => {
    const found = coinsFrom(bin, outlook, hashes);
    const purchases = stage.purchasesAfter(hashes);
    // What is in stock goes on being sold while he hashes.
    const sold = Math.max(unhurried, expectedSales({ found, stock, outletCoins, purchases, perPurchase }));
    const later = profitInLastStage(afterHashing(bin, loadOf(outlook.mint, hashes)), outlook, stage, sold);
    return worth * inWholePurchases(sold - unhurried, outlook) - costPerHash * hashes + later - waiting;
  });
}

/** What the last stage promises when he does nothing before, and so many coins have been sold until then. */
function profitInLastStage(bin: BinLaw, outlook: Outlook, stage: Stage, sold: number): number {
  let kept = bin;
  for (let i = 0; i < stage.disclosures; i++) kept = afterDisclosure(kept, stage.predicateBits);
  const outletCoins = outlook.outletCoins - sold;
  return bestEffortFrom(kept, { ...outlook, outletCoins, stock: 0, hashesMax: stage.lastHashesMax }).profit;
}

function bestOf(bin: BinLaw, outlook: Outlook, profit: (hashes: number) => number): Plan {
  const { hashesMax, outletCoins, stock, worth } = outlook;
  if (!(hashesMax > 0 && outletCoins > stock && worth > 0)) return STAYS_AWAY;
  const { at, value } = highestUpTo(profit, hashesMax, (hashes) => coinsFrom(bin, outlook, hashes) < LITTLE);
  return value > 0 ? { hashes: at, profit: value } : STAYS_AWAY;
}

/** Of so many coins more that would be sold one by one those that are, at least, when coins only go together. */
function inWholePurchases(coins: number, { stock, together }: Outlook): number {
  const over = stock % together;
  return Math.max(0, coins - Math.max(0, Math.min(coins, together - 1 - over)));
}

/**
 * How many coins a forger sells of those that he finds: within an outlet, and at purchases that come as a Poisson
 * process until his coins die. What he finds is taken for a Poisson number, too.
 * @source derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import { poissonAtLeast, poissonAtMost } from './poisson.ts';

/** So many standard deviations beyond the mean there is nothing left. */
const FAR_SD = 8;
/** exp(-mean) is no longer a number of full precision somewhat beyond. */
const MEAN_MAX = 700;

/** E min(X, cap) of a Poisson number X; of a cap that is no whole number too. */
export function poissonUpTo(cap: number, mean: number): number {
  if (cap <= 0) return 0;
  if (mean + farFrom(mean) <= cap) return mean;
  if (mean - farFrom(mean) >= cap) return cap;
  const whole = Math.floor(cap);
  return mean * poissonAtMost(whole - 1, mean) + cap * poissonAtLeast(whole + 1, mean);
}

function farFrom(mean: number): number {
  return FAR_SD * (Math.sqrt(mean) + 1);
}

/** What comes to be for sale, and who takes it. */
export interface Sale {
  /** Coins found, on average, beside those in stock. */
  readonly found: number;
  readonly stock: number;
  /** Coins that he can get rid of at most, those in stock included. */
  readonly outletCoins: number;
  /** Purchases after the last coin has been found, on average; coins that each takes. */
  readonly purchases: number;
  readonly perPurchase: number;
}

/** E min(stock + found, outlet, what the purchases take) = sum over j of P(stock + found >= j) P(purchases take j). */
export function expectedSales({ found, stock, outletCoins, purchases, perPurchase }: Sale): number {
  const taken = perPurchase * (purchases + farFrom(purchases));
  const most = Math.floor(Math.min(outletCoins, stock + found + farFrom(found), taken));
  const isFound = survival(found, most - stock);
  const isTaken = survival(purchases, Math.ceil(most / perPurchase));
  let sold = 0;
  for (let coin = 1; coin <= most; coin++)
    sold += (coin <= stock ? 1 : isFound[coin - stock]) * isTaken[Math.ceil(coin / perPurchase)];
  return sold;
}

/** P(X >= j) of a Poisson number at index j; beyond some mean that of a number which X nearly always exceeds. */
function survival(mean: number, upTo: number): number[] {
  if (mean > MEAN_MAX) {
    const surely = mean - farFrom(mean);
    return Array.from({ length: Math.max(0, upTo) + 1 }, (_, j) => (j <= surely ? 1 : 0));
  }
  const chances = [1];
  let [term, left] = [exp(-mean), 1];
  for (let j = 1; j <= upTo; j++) {
    left = Math.max(0, left - term);
    term *= mean / j;
    chances.push(left);
  }
  return chances;
}

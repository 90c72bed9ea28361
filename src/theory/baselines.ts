/**
 * Payment channels: how much money lies in them. How often they are opened is the law of exchanges (millicent.ts): one
 * for each pair of a user and a vendor, and one more when it is used up.
 * @source derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';

/**
 * Open channels of a user on average over a period in which his purchases are Poisson, when each is opened at the first
 * purchase from its vendor and closed at the period's end, and one that is used up has a successor: the sum over vendors
 * of 1 - (1 - exp(-a)) / a, a the purchases of the period from that vendor.
 * @param weights - each vendor's share of the purchases, adding up to 1
 * @param purchases - of the user in the period, on average
 */
export function openChannels(weights: readonly number[], purchases: number): number {
  return weights.reduce((sum, weight) => sum + openShare(weight * purchases), 0);
}

/** Share of the period after a first event: small a by the series, where the difference would lose its digits. */
function openShare(a: number): number {
  return a < 1e-4 ? a / 2 - (a * a) / 6 : 1 + expm1(-a) / a;
}

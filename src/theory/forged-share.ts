/**
 * What share of coins is forged, estimated from the first reports: inverse sampling, day by day.
 * @source J. B. S. Haldane, "On a method of estimating frequencies" (1945), for inverse sampling; the average over a
 * day's orders is ours
 * @module
 */

/** Coins handed in for one day, and how many of them were reported as minted by nobody. */
export interface DayOfCoins {
  readonly deposited: number;
  readonly reported: number;
}

/**
 * The share that is estimated from so many first reports. Whole days are counted, since a vendor in league hands in
 * earlier in the day than others; within the day of the last of these reports coins are taken in any order, and the
 * estimates (reports - 1) / (coins - 1) of all orders are averaged. Where each coin is forged with the same chance,
 * whatever the day, the estimate is unbiased. With fewer reports in all it is the plain share.
 * @param days in their order
 * @param reports at least 2
 * @returns undefined without a coin
 */
export function forgedShare(days: readonly DayOfCoins[], reports: number): number | undefined {
  const before = { deposited: 0, reported: 0 };
  for (const { deposited, reported } of days) {
    if (before.reported + reported >= reports)
      return averageOverOrders(
        { deposited, reported },
        reports - before.reported,
        (coins) => (reports - 1) / (before.deposited + coins - 1),
      );
    before.deposited += deposited;
    before.reported += reported;
  }
  return before.deposited === 0 ? undefined : before.reported / before.deposited;
}

/** The mean of a function of the place of a day's n-th report, when every order is equally likely. */
function averageOverOrders({ deposited, reported }: DayOfCoins, nth: number, f: (place: number) => number): number {
  let chance = 1;
  for (let i = 0; i < nth; i++) chance *= (reported - i) / (deposited - i);
  let mean = 0;
  for (let place = nth; chance > 0; place++) {
    mean += chance * f(place);
    chance *= (place / (place - nth + 1)) * ((deposited - place - reported + nth) / (deposited - place));
  }
  return mean;
}

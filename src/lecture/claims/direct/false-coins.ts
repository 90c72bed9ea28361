/**
 * Coins of three kinds before a vendor: minted, one ball repeated k times, and those of months whose key is not out yet.
 * @module
 */
import { BYTES_PER_BALL, hashBall } from '../../../protocols/micromint/ball.ts';
import type { Coin } from '../../../protocols/micromint/coin.ts';
import { mint } from '../../../protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation, type Period } from '../../../protocols/micromint/period.ts';
import { accept, examine } from '../../../protocols/micromint/vendor.ts';
import { concatenate } from '../../../protocols/primitives/bytes.ts';
import type { Metric } from '../../../sim/metric.ts';
import { type DirectExperiment, ratio } from './measure.ts';

const PARAMETERS = { bits: 12, way: 4, filter: 0 };
const COINS_OF_A_MONTH = 20;
const LATER_MONTHS = 3;

export const FALSE_COINS: DirectExperiment = {
  name: 'false-coins',
  setting: 'real coins, one ball repeated four times, and coins of later months, before a vendor, 30 times',
  replications: 30,
  measure,
};

function measure(seed: string): Metric[] {
  const months = Array.from({ length: LATER_MONTHS + 1 }, (_, index) => derivePeriod(seed, index, PARAMETERS));
  const present = months[0];
  const coins = mintFor(present, seed);
  const later = months.slice(1).flatMap((period) => mintFor(period, seed).map((coin) => ({ coin, period })));
  const repeated = coins.map((coin) => concatenate(...Array(PARAMETERS.way).fill(coin.subarray(0, BYTES_PER_BALL))));
  const takes = (coin: Coin): boolean => accept(coin, present.index, present, () => false).accepted;
  return [
    ratio('minted.accepted.share', shareOf(coins, takes)),
    ratio(
      'repeated.equal_hashes.share',
      shareOf(repeated, (coin) => hashesAreEqual(coin, present)),
    ),
    ratio('repeated.accepted.share', shareOf(repeated, takes)),
    ratio(
      'later.valid_when_their_month_comes.share',
      shareOf(later, ({ coin, period }) => isWellMade(coin, period)),
    ),
    ratio(
      'later.valid_under_present_key.share',
      shareOf(later, ({ coin }) => isWellMade(coin, present)),
    ),
  ];
}

function mintFor(period: Period, seed: string): Coin[] {
  const minted = mint(period, derivePermutation(seed, period.index), { coins: COINS_OF_A_MONTH });
  return Array.from({ length: minted.coins }, (_, i) => minted.coinAt(i));
}

/** What is left of verification where only hashes are compared. */
function hashesAreEqual(coin: Coin, period: Period): boolean {
  const bins = Array.from({ length: PARAMETERS.way }, (_, i) => hashBall(period, coin, i).bin);
  return bins.every((bin) => bin === bins[0]);
}

function isWellMade(coin: Coin, period: Period): boolean {
  return typeof examine(coin, period) === 'number';
}

function shareOf<Item>(items: readonly Item[], has: (item: Item) => boolean): number {
  return items.filter(has).length / items.length;
}

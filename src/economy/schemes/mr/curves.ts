/**
 * Charges against the number of payments: spread, overpayment and shortfall after 10, 20, 50, ... payments of each user,
 * and how the charges of all users are distributed about their use.
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { Welford } from '../../../sim/statistics.ts';
import { chanceOfPayingMore, charge, chargeLaw, type Lottery } from '../../../theory/lottery.ts';
import { lastWinnerAtMost, serialCharge, shortfall } from '../../../theory/serial-charge.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import type { Signing } from './evidence.ts';
import { type Closed, closedForms } from './measures.ts';
import { rateOfUnits } from './options.ts';
import type { Setting } from './setting.ts';

/** Distributions are drawn after so many payments, and at the end. */
const DISTRIBUTIONS_AT = [100, 1_000, 10_000, 100_000];
/** Bars of a distribution, at most. */
const BARS_MAX = 60;
const SOURCE = 'MR02; laws derived';

export function curves(setting: Setting<Signing>): Curve[] {
  const { checkpoints } = setting.charges;
  if (checkpoints.length === 0) return [];
  const closed = closedForms(setting);
  const last = checkpoints[checkpoints.length - 1];
  const shown = checkpoints.filter((n) => DISTRIBUTIONS_AT.includes(n) || n === last);
  return [...spreadCurves(setting, closed), ...shown.map((n) => excessCurve(setting, closed, n))];
}

const fixed = (count: number) => ({ kind: 'fixed' as const, count });

function spreadCurves(setting: Setting<Signing>, closed: Closed | undefined): Curve[] {
  const { market, options, charges, stakesOf } = setting;
  const { checkpoints } = charges;
  const { users, price } = market.demand;
  const worth = price.kind === 'constant' ? price.price : 0;
  const rate = rateOfUnits(options.selectionRate, stakesOf(worth).units);
  const x = { quantity: 'payments of each user', unit: 'payments', values: checkpoints };
  const at = checkpoints.map((n, i) => stateAfter(setting, n * worth, i));
  const curve = (
    name: string,
    quantity: string,
    unit: string,
    values: number[],
    formula: string,
    theory: (lottery: Lottery, n: number) => number,
  ): Curve => ({
    name: `${market.label}.${name}`,
    quantity,
    unit,
    x,
    values,
    ...(closed && { theory: { values: checkpoints.map((n) => theory(closed.lottery, n)), formula, source: SOURCE } }),
  });
  const usd = (amount: number): number => amount / MICRODOLLARS_PER_USD;
  const byLast = charges.byLast;
  return [
    ...(users < 2
      ? []
      : [
          {
            ...curve(
              'user_charge.sd_usd',
              "standard deviation of a user's charge",
              'USD',
              at.map(({ sd }) => usd(sd)),
              byLast ? 'sd of v S_last' : 'v sqrt(n (1-s) / s)',
              (lottery, n) => usd(Math.sqrt((byLast ? serialCharge : charge)(lottery, fixed(n)).variance)),
            ),
            combine: 'root-mean-square' as const,
          },
        ]),
    curve(
      'overpay.probability',
      'share of users who pay more than they used',
      '1',
      at.map(({ over }) => over / users),
      byLast ? '0' : 'P(Bin(n, s) > n s)',
      (_, n) => (byLast ? 0 : chanceOfPayingMore(n, rate)),
    ),
    curve(
      'bank_shortfall.mean_usd',
      'paid out beyond bills, per user',
      'USD',
      at.map(({ short }) => usd(short / users)),
      byLast ? 'v (1-s)(1-(1-s)^n)/s' : '0',
      (lottery, n) => (byLast ? usd(shortfall(lottery, fixed(n)).mean) : 0),
    ),
  ];
}

/** Spread of the charges, users who have paid more than they used, and what the bank is short of, at a checkpoint. */
function stateAfter({ market, charges }: Setting<Signing>, use: number, checkpoint: number) {
  const { users } = market.demand;
  const billed = new Welford();
  let [over, short] = [0, 0];
  for (let user = 0; user < users; user++) {
    const charged = charges.billedBy(checkpoint, user);
    billed.add(charged);
    if (charged > use) over++;
    short += charges.paidBy(checkpoint, user) - charged;
  }
  return { sd: billed.sd, over, short };
}

/** Bars of one width: the first begins at `from`, what lies beyond them is left out. Bars of use hold their upper end. */
interface Bars {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

/**
 * Shares of users by charge less use after n payments, in bars. MR1's charges are multiples of v/s, and a bar is named
 * by the least in it. MR2's end at the use, and a bar is named by the most: no abscissa lies above the bound.
 */
function excessCurve(setting: Setting<Signing>, closed: Closed | undefined, n: number): Curve {
  const { market, charges, stakesOf } = setting;
  const { users, price } = market.demand;
  const worth = price.kind === 'constant' ? price.price : 0;
  const use = n * worth;
  const { payout, reach } = stakesOf(worth);
  const lottery = { unitValue: worth, rate: reach };
  const bars = charges.byLast ? barsOfUse(use, worth) : barsOfWins(lottery, payout, n);
  const shares = new Array<number>(bars.count).fill(0);
  const checkpoint = charges.checkpoints.indexOf(n);
  for (let user = 0; user < users; user++) {
    const place = (charges.billedBy(checkpoint, user) - bars.from) / bars.width;
    const bar = charges.byLast ? Math.ceil(place) - 1 : Math.floor(place);
    if (bar >= 0 && bar < bars.count) shares[bar] += 1 / users;
  }
  const named = (bar: number): number => bars.from + (bar + (charges.byLast ? 1 : 0)) * bars.width - use;
  return {
    name: `${market.label}.excess_after_${n}.share`,
    quantity: `share of users after ${n} payments`,
    unit: '1',
    x: {
      quantity: charges.byLast ? 'charge less use, bar up to' : 'charge less use',
      unit: 'USD',
      values: shares.map((_, bar) => named(bar) / MICRODOLLARS_PER_USD),
    },
    values: shares,
    ...(closed && {
      theory: {
        values: charges.byLast ? serialShares(bars, worth, n, reach) : winShares(bars, lottery, n),
        formula: charges.byLast ? 'n - S_last truncated geometric' : 'Bin(n, s)',
        source: SOURCE,
      },
    }),
  };
}

/** One bar a win, or several wins a bar when there are many. */
function barsOfWins(lottery: Lottery, payout: number, n: number): Bars {
  const law = chargeLaw(lottery, n).filter(({ chance }) => chance > 1e-5);
  const first = Math.round(law[0].charge / payout);
  const last = Math.round(law[law.length - 1].charge / payout);
  const wins = Math.ceil((last - first + 1) / BARS_MAX);
  return { from: first * payout, width: wins * payout, count: Math.ceil((last - first + 1) / wins) };
}

/** Up to the whole use in whole payments; the first holds those who have paid nothing. */
function barsOfUse(use: number, worth: number): Bars {
  const payments = use / worth;
  const perBar = Math.ceil((payments + 1) / BARS_MAX);
  const count = Math.ceil((payments + 1) / perBar);
  return { from: use - count * perBar * worth, width: perBar * worth, count };
}

function winShares({ from, width, count }: Bars, lottery: Lottery, n: number): number[] {
  const shares = new Array<number>(count).fill(0);
  for (const { charge: amount, chance } of chargeLaw(lottery, n)) {
    const bar = Math.floor((amount - from) / width + 1e-9);
    if (bar >= 0 && bar < count) shares[bar] += chance;
  }
  return shares;
}

function serialShares({ width, count }: Bars, worth: number, n: number, rate: number): number[] {
  const perBar = width / worth;
  const atMost = (k: number): number => (k < 0 ? 0 : lastWinnerAtMost(k, n, rate));
  return Array.from({ length: count }, (_, bar) => {
    const end = n - (count - 1 - bar) * perBar;
    return atMost(end) - atMost(end - perBar);
  });
}

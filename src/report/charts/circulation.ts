/**
 * Coins in circulation over time: sold and neither redeemed nor exchanged, and of them those that are still in wallets
 * and those that vendors have taken in and not yet sent for redemption.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { grouped, moment } from '../format.ts';
import { rangeOf } from './axis.ts';
import type { Chart } from './chart.ts';
import { chartOverTime, type Measure } from './over-time.ts';
import { curvesNamed, type LabelledCurve } from './series.ts';

const CIRCULATION = 'coins.circulation_count';
const MEASURES: readonly Measure[] = [
  { suffix: CIRCULATION, heading: 'coins in circulation', short: 'coins in circulation' },
  { suffix: 'coins.in_wallets_count', heading: 'of them in wallets', short: 'in wallets', pageOnly: true },
  { suffix: 'coins.at_vendors_count', heading: 'of them at vendors', short: 'at vendors' },
];

/** More points than this are drawn as a line: their whiskers would be a hedge. */
const POINTS_AT_MOST = 60;

/** Circulation of every label that has coins; null when none has. */
export function circulation(result: Result): Chart | null {
  const coins = curvesNamed(result, CIRCULATION);
  if (coins.length === 0) return null;
  const few = coins.every(({ curve }) => curve.values.length <= POINTS_AT_MOST);
  return chartOverTime(result, MEASURES, few ? 'points' : 'line', {
    title: finding(result, coins),
    tableCaption: (label) => `Coins of ${label}`,
  });
}

function finding({ replications }: Result, curves: readonly LabelledCurve[]): string {
  const words = curves.map(({ label, curve }) => {
    const peak = Math.max(...curve.values);
    const [start, end] = rangeOf(curve.x.values);
    const when = moment(curve.x.values[curve.values.indexOf(peak)], end - start);
    const whose = curves.length > 1 ? `${label} coins` : 'coins';
    const rest = grouped(curve.values[curve.values.length - 1], 0);
    const mean = replications > 1 ? ' on average' : '';
    return `At most ${grouped(peak, 0)} ${whose} circulate${mean} (${when}), ${rest} at the end`;
  });
  return words.join('; ').replaceAll('; At', '; at');
}

/**
 * Coins in circulation over time: sold and neither redeemed nor exchanged, and of them those that are still in wallets
 * and those that vendors have taken in and not yet sent for redemption.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { grouped, moment } from '../format.ts';
import type { Stage } from '../theme.ts';
import { linearAxis, rangeOf, timeAxis, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels } from './panel.ts';
import {
  curvesNamed,
  curveTable,
  identity,
  type LabelledCurve,
  legend,
  notNegative,
  ordinates,
  type Panel,
  seriesOf,
} from './series.ts';

/** What is counted, and what the panel calls it. */
const COUNTS: readonly { readonly suffix: string; readonly heading: string }[] = [
  { suffix: 'coins.circulation_count', heading: 'coins in circulation' },
  { suffix: 'coins.in_wallets_count', heading: 'of them in wallets' },
  { suffix: 'coins.at_vendors_count', heading: 'of them at vendors' },
];

/** More points than this are drawn as a line: their whiskers would be a hedge. */
const POINTS_AT_MOST = 60;

/** Circulation of every label that has coins; null when none has. */
export function circulation(result: Result): Chart | null {
  const counts = COUNTS.map(({ suffix, heading }) => ({ heading, curves: curvesNamed(result, suffix) }));
  const present = counts.filter(({ curves }) => curves.length > 0);
  if (counts[0].curves.length === 0) return null;
  const all = present.flatMap(({ curves }) => curves);
  const marks = all.every(({ curve }) => curve.values.length <= POINTS_AT_MOST) ? 'points' : 'line';
  const title = finding(counts[0].curves);
  const headings = present.map(({ heading }) => heading).join(', ');
  return {
    title,
    caption: legend(result, all, marks),
    alternative: `Chart of time series. Horizontal axis: time. Vertical axes from zero: ${headings}. ${title}.`,
    tables: counts[0].curves.map(({ label }) =>
      curveTable(
        `Coins of ${label}`,
        all.filter((curve) => curve.label === label).map(({ curve }) => curve),
      ),
    ),
    draw: (stage) => {
      const panels = present.map(({ heading, curves }) =>
        countPanel(result, heading, curves, marks, stage, present.length),
      );
      return drawPanels(panels, stage, 'stacked');
    },
  };
}

function countPanel(
  result: Result,
  heading: string,
  curves: readonly LabelledCurve[],
  marks: 'points' | 'line',
  stage: Stage,
  panels: number,
): Panel {
  const series = curves.map((curve) => seriesOf(result, curve, identity, notNegative));
  const [, high] = rangeOf(ordinates(series));
  const times = rangeOf(curves.flatMap(({ curve }) => curve.x.values));
  return {
    heading,
    x: timeAxis(widen(times, 0.01), 10),
    y: linearAxis('', [0, Math.max(high, 1) * 1.06], panels > 1 || stage.name === 'slide' ? 3 : 6),
    series,
    marks,
  };
}

function finding(curves: readonly LabelledCurve[]): string {
  const words = curves.map(({ label, curve }) => {
    const peak = Math.max(...curve.values);
    const [start, end] = rangeOf(curve.x.values);
    const when = moment(curve.x.values[curve.values.indexOf(peak)], end - start);
    const whose = curves.length > 1 ? `${label} coins` : 'coins';
    const rest = grouped(curve.values[curve.values.length - 1], 0);
    return `At most ${grouped(peak, 0)} ${whose} circulate (${when}), ${rest} at the end`;
  });
  return words.join('; ').replaceAll('; At', '; at');
}

/**
 * How much chance there is in what a user pays: the spread of charges and the share of users who overpay, against the
 * number of payments (after MR02).
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { alike, grouped, listed, plain, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { countsOn, decadesAxis, decimalLogarithm, linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels } from './panel.ts';
import {
  besideTheory,
  curvesNamed,
  curveTable,
  type LabelledCurve,
  legend,
  notDrawn,
  notNegative,
  ordinates,
  type Panel,
  percentOf,
  seriesOf,
} from './series.ts';

const SPREAD = 'user_charge.sd_usd';
const OVERPAY = 'overpay.probability';
/** Labels of which a title can speak; of more it speaks of the least and the greatest. */
const MOST_SPOKEN = 3;

/** Spread and overpayment of every label; null when no spread was recorded. */
export function chargeSpread(result: Result): Chart | null {
  const spread = besideTheory(
    curvesNamed(result, SPREAD).filter(({ curve }) => curve.values.some((value) => value > 0)),
  );
  const all = curvesNamed(result, OVERPAY);
  const overpay = besideTheory(all);
  if (spread.length === 0 || overpay.length === 0) return null;
  const title = finding(spread);
  const words = legend(result, { curves: [...spread, ...overpay], marks: 'points', coordinate: notNegative });
  const left = notDrawn(all, overpay);
  return {
    title,
    caption: `${words.caption}${left}`,
    brief: `${words.brief}${left}`,
    alternative:
      `Two point charts with theory's lines, for ${listed(overpay.map(({ label }) => label))}. Horizontal axes: ` +
      "payments of each user, logarithmic. Vertical axes: standard deviation of a user's charge in dollars, " +
      `logarithmic; share of users who pay more than they used, in per cent. ${title}.`,
    tables: overpay.map(({ label, curve }) =>
      curveTable(`Charges under ${label}`, [
        ...spread.filter((other) => other.label === label).map((other) => other.curve),
        curve,
      ]),
    ),
    draw: (stage) => {
      const panels = [spreadPanel(result, spread, stage), overpayPanel(result, overpay, stage)];
      return drawPanels(panels, stage, stage.name === 'slide' ? 'beside' : 'stacked');
    },
  };
}

function finding(spread: readonly LabelledCurve[]): string {
  const last = Math.max(...spread.map(({ curve }) => lastOf(curve.x.values)));
  const sorted = spread.toSorted((a, b) => lastOf(a.curve.values) - lastOf(b.curve.values));
  const spoken = spread.length <= MOST_SPOKEN ? spread : [sorted[0], sorted[sorted.length - 1]];
  const said = alike(spoken.map(({ label, curve }) => ({ label, words: lastInWords(curve) })));
  const words = said.map(({ labels, words: sd }) => `${sd} under ${listed(labels)}`);
  return `After ${grouped(last, 0)} payments what users are charged spreads by ${words.join(', ')}`;
}

function lastInWords({ values, halfWidths }: ResultCurve): string {
  return quantity('usd', lastOf(values), lastOf(halfWidths));
}

function lastOf<Value>(values: readonly Value[]): Value {
  return values[values.length - 1];
}

function paymentsAxis(curves: readonly LabelledCurve[], stage: Stage) {
  const payments = rangeOf(curves.flatMap(({ curve }) => curve.x.values.map(decimalLogarithm)));
  return decadesAxis('payments of each user (log)', widen(payments, 0.04), 8, countsOn(stage));
}

function spreadPanel(result: Result, curves: readonly LabelledCurve[], stage: Stage): Panel {
  const series = curves.map((curve) => seriesOf(result, curve, decimalLogarithm, decimalLogarithm));
  return {
    heading: stage.name === 'slide' ? 'spread of charges (log)' : "standard deviation of a user's charge (log)",
    x: paymentsAxis(curves, stage),
    y: decadesAxis('', widen(rangeOf(ordinates(series)), 0.08), 6, (value) => plain('usd', value)),
    series,
    marks: 'points',
  };
}

function overpayPanel(result: Result, curves: readonly LabelledCurve[], stage: Stage): Panel {
  const series = curves.map((curve) => seriesOf(result, curve, decimalLogarithm, percentOf));
  const [, high] = rangeOf(ordinates(series));
  const most = Math.max(high, 1);
  return {
    heading: stage.name === 'slide' ? 'users who overpay' : 'users who pay more than they used',
    x: paymentsAxis(curves, stage),
    y: linearAxis('', [-0.06 * most, 1.08 * most], 5, ' %'),
    series,
    marks: 'points',
  };
}

/**
 * How soon cheats are caught: the share of each gang's members against their payments.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { alike, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { countsOn, decadesAxis, decimalLogarithm, linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import { curveTable, type LabelledCurve, legend, type Panel, percentOf, seriesOf } from './series.ts';

/** A gang under every label that it was let loose on. */
interface Pursuit {
  readonly gang: string;
  readonly curves: readonly LabelledCurve[];
}

/** Panels of a chart at most: gangs beyond are in the tables. */
const MOST_PANELS = 4;

/** Labels of which a title speaks. */
const MOST_SPOKEN = 3;

/** Detection of every gang that was caught at all; null when none was. */
export function detection(result: Result): Chart | null {
  const pursuits = pursuitsOf(result);
  const caught = pursuits.filter(isCaught);
  if (caught.length === 0) return null;
  const curves = caught.flatMap((pursuit) => pursuit.curves);
  const title = finding(result, caught);
  const words = legend(result, { curves, marks: 'points', coordinate: percentOf });
  return {
    title,
    caption: `${words.caption}${neverCaught(pursuits)}`,
    brief: `${words.brief}${neverCaught(pursuits)}`,
    alternative:
      `Point charts, one for each gang: ${listed(caught.map(({ gang }) => gang))}. Horizontal axis: payments of each ` +
      `cheat, logarithmic. Vertical axis: share of the gang's members caught, in per cent. ${title}.`,
    tables: pursuits.flatMap(({ gang, curves: own }) =>
      own.map(({ label, curve }) => curveTable(`${gang} under ${label}`, [curve])),
    ),
    draw: (stage) => {
      const shown = caught.slice(0, MOST_PANELS);
      const xs = shown.flatMap((pursuit) =>
        pursuit.curves.flatMap(({ curve }) => curve.x.values.map(decimalLogarithm)),
      );
      const panels = shown.map((pursuit) => panelOf(result, pursuit, rangeOf(xs), stage));
      return drawPanels(panels, stage, stage.name === 'slide' ? 'beside' : 'stacked');
    },
  };
}

function pursuitsOf(result: Result): Pursuit[] {
  const gangs = new Map<string, LabelledCurve[]>();
  for (const { label } of result.labels) {
    for (const curve of result.curves) {
      const gang = gangOf(curve.name, label);
      if (gang !== null && curve.values.length > 0) gangs.set(gang, [...(gangs.get(gang) ?? []), { label, curve }]);
    }
  }
  return [...gangs].map(([gang, curves]) => ({ gang, curves }));
}

function gangOf(name: string, label: string): string | null {
  const [start, end] = [`${label}.`, '.caught_share'];
  const isOne = name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length;
  return isOne ? name.slice(start.length, -end.length) : null;
}

function isCaught({ curves }: Pursuit): boolean {
  return curves.some(({ curve }) => curve.values.some((value) => value > 0));
}

function neverCaught(pursuits: readonly Pursuit[]): string {
  const gangs = pursuits.filter((pursuit) => !isCaught(pursuit)).map(({ gang }) => gang);
  return gangs.length === 0 ? '' : ` Never caught: ${listed(gangs)}.`;
}

/** Of the first gang: a title has no room for more. */
function finding(result: Result, [{ gang, curves }]: readonly Pursuit[]): string {
  const said = curves.slice(0, MOST_SPOKEN).map(({ label, curve }) => {
    const share = metricOf(result, label, `${gang}.caught_share`)?.value ?? curve.values[curve.values.length - 1];
    const payments = metricOf(result, label, `${gang}.detection_payments`);
    const after =
      payments === undefined || share === 0
        ? ''
        : ` after ${quantity('', payments.value, payments.halfWidth)} payments`;
    return { label, words: `${shareWords(share)}${after}` };
  });
  const words = alike(said).map(({ labels, words: share }) => `${share} under ${listed(labels)}`);
  return `Caught of the ${gang} gang: ${words.join(', ')}`;
}

function shareWords(share: number): string {
  if (share === 1) return 'all';
  return share === 0 ? 'none' : quantity('ratio', share);
}

function panelOf(result: Result, { gang, curves }: Pursuit, xs: readonly [number, number], stage: Stage): Panel {
  const payments = stage.name === 'slide' ? 'payments (log)' : 'payments of each cheat (log)';
  return {
    heading: stage.name === 'slide' ? `${gang} caught` : `${gang}: members caught`,
    x: decadesAxis(payments, widen(xs, 0.04), 8, countsOn(stage)),
    y: linearAxis('', [-5, 105], stage.name === 'slide' ? 3 : 5, ' %'),
    series: curves.map((curve) => seriesOf(result, curve, decimalLogarithm, percentOf)),
    marks: 'points',
  };
}

/**
 * The broker's load against payments, of which it sees none, and against distinct pairs of a user and a vendor, each of
 * which costs it one exchange at least (after Millicent, 1995).
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { alike, grouped, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
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
  type Series,
  seriesOf,
} from './series.ts';

const EXCHANGES = 'exchanges.by_payments_count';
const EXCHANGES_BY_PAIRS = 'exchanges.by_pairs_count';
const MESSAGES = 'broker.messages_by_payments_count';
const MESSAGES_BY_PAIRS = 'broker.messages_by_pairs_count';
/** Each panel's line to measure by: what would be if everything on its axis cost an exchange. */
const REFERENCE = { payments: 'one a payment', pairs: 'one a pair' } as const;

/** Exchanges under every label that counts them by payments; null when none does. */
export function brokerLoad(result: Result): Chart | null {
  const byPayments = curvesNamed(result, EXCHANGES);
  const byPairs = curvesNamed(result, EXCHANGES_BY_PAIRS);
  if (byPayments.length === 0) return null;
  const curves = [...byPayments, ...byPairs];
  const title = finding(byPayments, byPairs);
  const words = legend(result, { curves, marks: 'points' });
  const references = byPairs.length > 0 ? 'one exchange a payment, and one a pair' : 'one exchange a payment';
  const dashed = ` Dashed: ${references}.`;
  const panels = byPairs.length > 0 ? 'against payments and against distinct pairs' : 'against payments';
  return {
    title,
    caption: `${words.caption}${dashed} A pair is a user and a vendor from whom he has bought.`,
    brief: `${words.brief}${dashed}`,
    alternative:
      `Point charts of exchanges at the broker ${panels}, for ${listed(byPayments.map(({ label }) => label))}` +
      `${byPayments.some(({ curve }) => curve.theory) ? ", with theory's lines against payments" : ''}, and dashed ` +
      `lines at ${references}. All axes linear. ${title}.`,
    tables: result.labels.flatMap(({ label }) => tablesOf(result, label)),
    draw: (stage) => draw(result, byPayments, byPairs, stage),
  };
}

function tablesOf(result: Result, label: string): DataTable[] {
  const measured = (suffixes: readonly string[]) =>
    suffixes.flatMap((suffix) => curvesNamed(result, suffix).filter((one) => one.label === label));
  return [
    [EXCHANGES, MESSAGES],
    [EXCHANGES_BY_PAIRS, MESSAGES_BY_PAIRS],
  ].flatMap((suffixes) => {
    const curves = measured(suffixes).map(({ curve }) => curve);
    return curves.length === 0 ? [] : [curveTable(`The broker of ${label}, by ${curves[0].x.quantity}`, curves)];
  });
}

/** What the next payments cost, early and late. */
function finding(byPayments: readonly LabelledCurve[], byPairs: readonly LabelledCurve[]): string {
  const payments = lastOf(byPayments[0].curve.x.values);
  const said = alike(
    byPayments.map(({ label, curve }) => ({
      label,
      words: quantity('', lastOf(curve.values), lastOf(curve.halfWidths)),
    })),
  );
  const words = said.map(
    ({ labels, words: count }, i) => `${count}${i === 0 ? ' exchanges' : ''} under ${listed(labels)}`,
  );
  const start = `${grouped(payments, 0)} payments have taken ${listed(words)}`;
  if (byPairs.length === 0) return start;
  const least = byPairs.reduce((a, b) => (perPair(b) < perPair(a) ? b : a));
  return `${start}; of ${least.label} each pair takes ${quantity('', perPair(least))}`;
}

function perPair({ curve }: LabelledCurve): number {
  return lastOf(curve.values) / lastOf(curve.x.values);
}

function lastOf<Value>(values: readonly Value[]): Value {
  return values[values.length - 1];
}

function draw(result: Result, byPayments: readonly LabelledCurve[], byPairs: readonly LabelledCurve[], stage: Stage) {
  const beside = stage.name === 'slide' && byPairs.length > 0;
  const panels = [
    panelOf(result, byPayments, 'payments', beside ? 4 : 8),
    ...(byPairs.length > 0 ? [panelOf(result, byPairs, 'pairs', beside ? 4 : 8)] : []),
  ];
  return drawPanels(panels, stage, 'beside');
}

function panelOf(result: Result, curves: readonly LabelledCurve[], by: keyof typeof REFERENCE, ticks: number): Panel {
  const drawn = curves.map((curve) => seriesOf(result, curve, identity, notNegative));
  const [, high] = rangeOf(ordinates(drawn));
  const [, most] = rangeOf(curves.flatMap(({ curve }) => curve.x.values));
  return {
    heading: `exchanges by ${by}`,
    x: linearAxis(`${by} so far`, widen([0, most], 0.02), ticks),
    y: linearAxis('', [0, high * 1.06], 6),
    series: [...drawn, reference(by, Math.min(most, high))],
    marks: 'points',
  };
}

/** From nothing to as far as the panel reaches. */
function reference(by: keyof typeof REFERENCE, end: number): Series {
  const points = [0, end].map((count) => ({ x: count, y: count, low: null, high: null, theory: count }));
  const appearance = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'stroke', dash: [6, 4] };
  return { name: REFERENCE[by], appearance, points, marks: 'none', reference: true };
}

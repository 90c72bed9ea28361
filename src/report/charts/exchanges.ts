/**
 * What a broker of scrip has to do, beside what it is spared: payments, of which it sees none, exchanges, and of these
 * the first of each pair of a user and a vendor; all on one logarithmic axis (after Millicent, 1995).
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { alike, grouped, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { countsOn, decadesAxis, decimalLogarithm, fittingAxis, rangeOf, widen } from './axis.ts';
import { marksInWords, tableByLabel } from './by-label.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawRows, type Row } from './rows.ts';
import { appearanceOf } from './series.ts';

const PAYMENTS = 'payments.served_count';
const EXCHANGES = 'exchanges.made_count';
const PAIRS = 'exchanges.first_visits_count';
const MEASURES = [
  { quantity: PAYMENTS, name: 'payments', zero: 'none' },
  { quantity: EXCHANGES, name: 'exchanges', zero: 'none' },
  { quantity: PAIRS, name: 'at first visits', zero: 'none' },
  { quantity: 'exchanges.refills_count', name: 'for refills', zero: 'none' },
  { quantity: 'broker_scrip.purchases_count', name: 'purchases', zero: 'none' },
] as const;
const EXPLANATION =
  'Exchanges at first visits are as many as distinct pairs of a user and a vendor. Purchases: broker scrip bought for ' +
  'money. Exchanges and purchases come to the broker, payments do not.';
/** An expectation below this is none at all on an axis of counts, which it would stretch by powers of ten. */
const SMALLEST = 0.5;
/** Labels beside each other on a page, and on a slide; for more of them a slide has room for three rows each. */
const MOST_BESIDE = { page: 3, slide: 2 } as const;
const ROWS_ON_SLIDE = 3;

/** Exchanges under every label with some; null when none has. */
export function exchanges(result: Result): Chart | null {
  const labels = result.labels
    .map(({ label }) => label)
    .filter((label) => (metricOf(result, label, EXCHANGES)?.value ?? 0) > 0);
  if (labels.length === 0) return null;
  const title = finding(result, labels);
  const brief = marksInWords(result, { measures: MEASURES, labels });
  return {
    title,
    caption: `${brief} ${EXPLANATION}`,
    brief,
    alternative:
      `Dot charts on one logarithmic axis of counts, one panel each for ${listed(labels)}: ` +
      `${listed(MEASURES.map(({ name }) => name))}. ${title}.`,
    tables: [tableByLabel('Payments, and what comes to the broker', result, { measures: MEASURES, labels })],
    draw: (stage) => draw(result, labels, stage),
  };
}

/** The pairs are those of the demand, whatever the scheme. */
function finding(result: Result, labels: readonly string[]): string {
  const [first] = labels;
  const pairs = counted(metricOf(result, first, PAIRS));
  const start = `For ${counted(metricOf(result, first, PAYMENTS))} payments the broker makes`;
  const said = alike(labels.map((label) => ({ label, words: counted(metricOf(result, label, EXCHANGES)) })));
  if (labels.length === 1) return `${start} ${said[0].words} exchanges, ${pairs} of them at first visits`;
  const words = said.map((each, i) => `${each.words}${i === 0 ? ' exchanges' : ''} under ${listed(each.labels)}`);
  return `${start} ${listed(words)}, for ${pairs} pairs of a user and a vendor`;
}

function counted(metric: ResultMetric | undefined): string {
  return metric === undefined ? 'an unknown number of' : grouped(metric.value, 0);
}

function draw(result: Result, labels: readonly string[], stage: Stage): TopLevelSpec {
  const isCrowded = stage.name === 'slide' && labels.length > MOST_BESIDE.slide;
  const measures = isCrowded ? MEASURES.slice(0, ROWS_ON_SLIDE) : MEASURES;
  const panels = labels.map((label) => ({
    heading: label,
    rows: measures.map((measure) => rowOf(result, label, measure)),
  }));
  const shown = panels.flatMap(({ rows }) =>
    rows.flatMap(({ value, low, high, theory }) => [value, low, high, theory]),
  );
  const domain = widen(rangeOf(shown), 0.08);
  const axis = (width: number) =>
    fittingAxis((ticks) => decadesAxis('count (log)', domain, ticks, countsOn(stage)), width, stage.fontSize);
  return drawRows({ panels, axis, marks: 'dots', columns: MOST_BESIDE[stage.name] }, stage);
}

function rowOf(result: Result, label: string, measure: (typeof MEASURES)[number]): Row {
  const metric = metricOf(result, label, measure.quantity);
  const [value, half] = [metric?.value ?? null, metric?.halfWidth ?? null];
  return {
    name: measure.name,
    appearance: appearanceOf(result, label),
    value: decimalLogarithm(value),
    low: value === null || half === null ? null : onAxis(value - half),
    high: value === null || half === null ? null : decimalLogarithm(value + half),
    theory: onAxis(metric?.theory?.value ?? 0),
    text: value === null ? 'not known' : value === 0 ? measure.zero : quantity('', value),
  };
}

function onAxis(count: number): number | null {
  return count < SMALLEST ? null : decimalLogarithm(count);
}

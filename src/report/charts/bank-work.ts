/**
 * What a payment costs the bank under every scheme: messages, signature checks, writes and macropayments.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { alike, confidenceWords, listed, plain, quantity, styleOf, writeEstimate } from '../format.ts';
import type { Stage } from '../theme.ts';
import { decadesAxis, decimalLogarithm, fittingAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawRows, type Row } from './rows.ts';
import { appearanceOf } from './series.ts';

const MEASURES = [
  { quantity: 'bank.messages_per_payment', name: 'messages' },
  { quantity: 'bank.signature_checks_per_payment', name: 'signature checks' },
  { quantity: 'bank.writes_per_payment', name: 'writes' },
  { quantity: 'bank.macropayments_per_payment', name: 'macropayments' },
] as const;
/** Labels for which a slide has room under all measures; for more it shows two of them. */
const MOST_ON_SLIDE = 4;
/** Labels of which a title can speak. */
const MOST_SPOKEN = 4;

/** The work of the bank per payment; null when it was not measured or there is none. */
export function bankWork(result: Result): Chart | null {
  const labels = result.labels
    .map(({ label }) => label)
    .filter((label) => metricOf(result, label, MEASURES[0].quantity) !== undefined);
  const busy = MEASURES.some((measure) =>
    labels.some((label) => (metricOf(result, label, measure.quantity)?.value ?? 0) > 0),
  );
  if (!busy) return null;
  const title = finding(result, labels);
  const brief = marksInWords(result, labels);
  return {
    title,
    caption: brief,
    brief,
    alternative:
      `Dot charts, one row each for ${listed(labels)}. Horizontal axes: ${listed(MEASURES.map(({ name }) => name))} per ` +
      `payment, logarithmic. ${title}.`,
    tables: [workTable(result, labels)],
    draw: (stage) => draw(result, labels, stage),
  };
}

function marksInWords(result: Result, labels: readonly string[]): string {
  const { replications, confidence } = result;
  const dots =
    replications === 1
      ? 'Dots: one replication.'
      : `Dots: the mean of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
  const known = labels.some((label) => MEASURES.some((measure) => metricOf(result, label, measure.quantity)?.theory));
  return known ? `${dots} Dark strokes: theory.` : dots;
}

function finding(result: Result, labels: readonly string[]): string {
  const loads = labels.map((label) => ({ label, load: metricOf(result, label, MEASURES[0].quantity)?.value ?? 0 }));
  const sorted = loads.toSorted((a, b) => a.load - b.load);
  const spoken = loads.length <= MOST_SPOKEN ? loads : [sorted[0], sorted[sorted.length - 1]];
  const said = alike(spoken.map(({ label, load }) => ({ label, words: quantity('', 1000 * load) })));
  const words = said.map(({ labels, words: load }) => `${load} under ${listed(labels)}`);
  return `Messages that 1,000 payments bring the bank: ${listed(words)}`;
}

function workTable(result: Result, labels: readonly string[]) {
  const head = ['label', ...MEASURES.flatMap(({ name }) => [name, 'theory'])];
  const rows = labels.map((label) => [
    label,
    ...MEASURES.flatMap((measure) => {
      const metric = metricOf(result, label, measure.quantity);
      if (metric === undefined) return ['', ''];
      const style = styleOf('', metric.value, metric.halfWidth);
      const theory = metric.theory === undefined ? '' : quantity('', metric.theory.value);
      return [writeEstimate(style, metric.value, metric.halfWidth), theory];
    }),
  ]);
  return { caption: 'Work of the bank per payment', head, rows };
}

function draw(result: Result, labels: readonly string[], stage: Stage) {
  const roomy = stage.name === 'page' || labels.length <= MOST_ON_SLIDE;
  const panels = (roomy ? MEASURES : MEASURES.slice(0, 2)).map((measure) => ({
    heading: `${measure.name} per payment (log)`,
    rows: labels.map((label) => rowOf(result, label, measure.quantity)),
  }));
  const shown = panels.flatMap(({ rows }) => rows.flatMap(({ value, high, theory }) => [value, high, theory]));
  const domain = widen(rangeOf(shown), 0.06);
  const axis = (width: number) =>
    fittingAxis((count) => decadesAxis('', domain, count, (value) => plain('', value)), width, stage.fontSize);
  return drawRows({ panels, axis, marks: 'dots', columns: 2 }, stage);
}

function rowOf(result: Result, label: string, measure: string): Row {
  const metric = metricOf(result, label, measure);
  const [value, half] = [metric?.value ?? 0, metric?.halfWidth ?? null];
  return {
    name: label,
    appearance: appearanceOf(result, label),
    value: decimalLogarithm(value),
    low: half === null ? null : decimalLogarithm(value - half),
    high: half === null ? null : decimalLogarithm(value + half),
    theory: decimalLogarithm(metric?.theory?.value ?? null),
    text: metric === undefined ? 'not known' : value === 0 ? 'none' : quantity('', value),
  };
}

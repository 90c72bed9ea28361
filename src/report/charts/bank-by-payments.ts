/**
 * What the bank has seen by so many payments under every scheme, beside a bank that sees each of them: the saving for
 * which lotteries were made (after R97, MR02).
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { alike, grouped, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { countsOn, decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels } from './panel.ts';
import { curvesNamed, curveTable, type LabelledCurve, legend, ordinates, type Series, seriesOf } from './series.ts';

const MESSAGES = 'bank.messages_by_payments';
const SIGNATURE_CHECKS = 'bank.signature_checks_by_payments';
/** Labels of which a title can speak. */
const MOST_SPOKEN = 4;
const REFERENCE = 'one a payment';

/** The bank's messages under every label; null when none were recorded, or there are none. */
export function bankByPayments(result: Result): Chart | null {
  const messages = curvesNamed(result, MESSAGES).filter(({ curve }) => lastOf(curve.values) > 0);
  if (messages.length === 0) return null;
  const title = finding(result, messages);
  const words = legend(result, { curves: messages, marks: 'points', coordinate: decimalLogarithm });
  const reference = ' Dashed: one message a payment.';
  return {
    title,
    caption: `${words.caption}${reference}`,
    brief: `${words.brief}${reference}`,
    alternative:
      `Point chart${messages.some(({ curve }) => curve.theory !== undefined) ? " with theory's lines" : ''} for ` +
      `${listed(messages.map(({ label }) => label))}, and a dashed line at one ` +
      `message a payment. Horizontal axis: payments so far. Vertical axis: messages at the bank. Both axes ` +
      `logarithmic. ${title}.`,
    tables: messages.map(({ label, curve }) => curveTable(`The bank of ${label}`, [curve, ...checksOf(result, label)])),
    draw: (stage) => drawPanels([panelOf(result, messages, stage)], stage, 'stacked'),
  };
}

/** Beside the messages of the same label, if the bank checks any signatures. */
function checksOf(result: Result, label: string): ResultCurve[] {
  const checks = curvesNamed(result, SIGNATURE_CHECKS).filter((one) => one.label === label);
  return checks.map(({ curve }) => curve).filter(({ values }) => lastOf(values) > 0);
}

function finding(result: Result, messages: readonly LabelledCurve[]): string {
  const payments = lastOf(messages[0].curve.x.values);
  const said = alike(
    spokenOf(result, messages).map(({ label, curve }) => ({
      label,
      words: quantity('', lastOf(curve.values), lastOf(curve.halfWidths)),
    })),
  );
  const words = said.map(
    ({ labels, words: count }, i) => `${count}${i === 0 ? ' messages' : ''} under ${listed(labels)}`,
  );
  return `After ${grouped(payments, 0)} payments the bank has seen ${listed(words)}`;
}

/** Of many labels the first of each scheme; where that does not help, the least and the greatest. */
function spokenOf({ labels }: Result, messages: readonly LabelledCurve[]): readonly LabelledCurve[] {
  if (messages.length <= MOST_SPOKEN) return messages;
  const schemes = messages.map(({ label }) => labels.find((one) => one.label === label)?.scheme);
  const firsts = messages.filter((_, i) => schemes.indexOf(schemes[i]) === i);
  if (firsts.length > 1 && firsts.length <= MOST_SPOKEN) return firsts;
  const sorted = messages.toSorted((a, b) => lastOf(a.curve.values) - lastOf(b.curve.values));
  return [sorted[0], lastOf(sorted)];
}

function lastOf<Value>(values: readonly Value[]): Value {
  return values[values.length - 1];
}

function panelOf(result: Result, messages: readonly LabelledCurve[], stage: Stage) {
  const payments = messages[0].curve.x.values;
  const series = [
    ...messages.map((curve) => seriesOf(result, curve, decimalLogarithm, decimalLogarithm)),
    everyPayment(payments),
  ];
  return {
    heading: 'messages at the bank (log)',
    x: decadesAxis('payments so far (log)', widen(rangeOf(payments.map(decimalLogarithm)), 0.04), 8, countsOn(stage)),
    y: decadesAxis('', widen(rangeOf(ordinates(series)), 0.05), 8, countsOn(stage)),
    series,
    marks: 'points' as const,
  };
}

/** What a bank would see that sees every payment. */
function everyPayment(payments: readonly number[]): Series {
  const points = payments.flatMap((count) => {
    const place = decimalLogarithm(count);
    return place === null ? [] : [{ x: place, y: place, low: null, high: null, theory: place }];
  });
  const appearance = { colour: 'var(--ink)', words: 'var(--ink)', shape: 'stroke', dash: [6, 4] };
  return { name: REFERENCE, appearance, points, marks: 'none', reference: true };
}

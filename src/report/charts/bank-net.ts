/**
 * What the bank has paid out beyond what it has billed, over time and at the end, against the reserve that suffices
 * (after MR02: MR2's bank bears the risk that MR1's users bear).
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { alike, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { linearAxis, rangeOf, timeAxis, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import {
  appearanceOf,
  curvesNamed,
  curveTable,
  identity,
  type LabelledCurve,
  legend,
  ordinates,
  type Rule,
  type Series,
  seriesOf,
} from './series.ts';

const FLOAT = 'bank.float_usd';
/** Labels of which a title can speak; of more it speaks of the least and the greatest. */
const MOST_SPOKEN = 3;

/** The bank's float under every label; null when none was recorded. */
export function bankNet(result: Result): Chart | null {
  const floats = curvesNamed(result, FLOAT);
  if (floats.length === 0) return null;
  const title = finding(result, floats);
  const words = legend(result, { curves: floats, marks: 'line' });
  const end = floats.some(({ label }) => (shortfallOf(result, label)?.value ?? 0) !== 0);
  const point = end ? ' Point at the end: what is never billed' : '';
  const reserves = reserveRules(result, floats);
  return {
    title,
    caption: `${words.caption}${end ? `${point}${endTheory(result, floats)}.` : ''}`,
    brief: `${words.brief}${end ? `${point}.` : ''}`,
    alternative:
      'Time series with the shortfall at the end. Horizontal axis: time. Vertical axis: dollars that the bank has paid ' +
      `out beyond its bills, for ${listed(floats.map(({ label }) => label))}` +
      `${reserves.length === 0 ? '' : `; horizontal rules: ${reserves.map(({ text }) => text).join('; ')}`}. ${title}.`,
    tables: floats.map(({ label, curve }) => curveTable(`Float of the bank of ${label}`, [curve])),
    draw: (stage) => drawPanels([panelOf(result, floats, stage)], stage, 'stacked'),
  };
}

function shortfallOf(result: Result, label: string): ResultMetric | undefined {
  return metricOf(result, label, 'bank_shortfall.total_usd');
}

function endTheory(result: Result, floats: readonly LabelledCurve[]): string {
  const known = floats.map(({ label }) => metricOf(result, label, 'loss.bank_usd')?.theory);
  const theory = known.find((candidate) => candidate !== undefined && candidate.value !== 0);
  return theory === undefined ? '' : ` (stroke: theory, ${theory.formula}; ${theory.source})`;
}

function finding(result: Result, floats: readonly LabelledCurve[]): string {
  const ends = floats.map(({ label, curve }) => {
    const end = shortfallOf(result, label);
    return { label, value: end?.value ?? curve.values[curve.values.length - 1], half: end?.halfWidth ?? null };
  });
  const [short, even] = [ends.filter(({ value }) => value > 0), ends.filter(({ value }) => value <= 0)];
  const never = even.length === 0 ? '' : `it is never short under ${even.map(({ label }) => label).join(' or ')}`;
  if (short.length === 0) return never.replace('it', 'The bank');
  const sorted = short.toSorted((a, b) => a.value - b.value);
  const spoken = short.length <= MOST_SPOKEN ? short : [sorted[0], sorted[sorted.length - 1]];
  const said = alike(spoken.map(({ label, value, half }) => ({ label, words: quantity('usd', value, half) })));
  const words = listed(said.map(({ labels, words: amount }) => `${amount} short under ${listed(labels)}`));
  return `The bank ends ${words}${reserveWords(result, floats)}${never === '' ? '' : `; ${never}`}`;
}

/** One reserve is worth a word; several are on their rules. */
function reserveWords(result: Result, floats: readonly LabelledCurve[]): string {
  const values = floats.map(({ label }) => metricOf(result, label, 'bank.reserve_usd')?.value ?? 0);
  const [reserve, ...others] = new Set(values.filter((value) => value > 0));
  if (reserve === undefined || others.length > 0) return '';
  return `, a reserve of ${quantity('usd', reserve)} suffices with 99.9 %`;
}

/** Equal reserves share one rule. */
function reserveRules(result: Result, floats: readonly LabelledCurve[]): Rule[] {
  const labels = new Map<number, string[]>();
  for (const { label } of floats) {
    const reserve = metricOf(result, label, 'bank.reserve_usd')?.value ?? 0;
    if (reserve > 0) labels.set(reserve, [...(labels.get(reserve) ?? []), label]);
  }
  return [...labels].map(([reserve, those]) => ({
    y: reserve,
    text: `${quantity('usd', reserve)} suffices for ${listed(those)} (99.9 %)`,
    appearance: appearanceOf(result, those[0]),
  }));
}

function panelOf(result: Result, floats: readonly LabelledCurve[], stage: Stage) {
  const series = floats.map((curve) => seriesOf(result, curve, identity, identity));
  const times = rangeOf(floats.flatMap(({ curve }) => curve.x.values));
  const ends = floats.flatMap(({ label }) => endSeries(result, label, times[1]));
  const rules = reserveRules(result, floats);
  const [low, high] = rangeOf([0, ...ordinates([...series, ...ends]), ...rules.map(({ y }) => y)]);
  const room = rules.length > 0 ? 0.16 : 0.08;
  const domain = [low < 0 ? 1.08 * low : -0.03 * high, high > 0 ? high * (1 + room) : 1] as const;
  return {
    heading: 'paid out beyond bills',
    x: timeAxis(widen(times, 0.01), 10),
    y: linearAxis('', domain, stage.name === 'slide' ? 5 : 6, '', '$'),
    series: [...series, ...ends],
    marks: 'line' as const,
    rules,
  };
}

/** What the bank is short of when all deposits are in, beside theory where it is known. */
function endSeries(result: Result, label: string, end: number): Series[] {
  const shortfall = shortfallOf(result, label);
  if (shortfall === undefined || shortfall.value === 0) return [];
  const { value, halfWidth } = shortfall;
  const [low, high] = halfWidth === null ? [null, null] : [value - halfWidth, value + halfWidth];
  const theory = metricOf(result, label, 'loss.bank_usd')?.theory?.value ?? null;
  const point = { x: end, y: value, low, high, theory };
  return [{ name: '', appearance: appearanceOf(result, label), points: [point], marks: 'points' }];
}

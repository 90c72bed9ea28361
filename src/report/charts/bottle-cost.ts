/**
 * What a bottle costs from a machine that takes one coin and has blanks: independent blanks and spaced ones beside each
 * other, over the exact laws (after the lecture's soft-drink machine).
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../experiment/result.ts';
import { listed, plain, quantity } from '../format.ts';
import { type Stage, textWidth } from '../theme.ts';
import { linearAxis, rangeOf } from './axis.ts';
import type { Chart } from './chart.ts';
import { arranged } from './grid.ts';
import { metricOf } from './lookup.ts';
import { positional } from './panel.ts';
import { appearanceOf, curvesNamed, curveTable, type LabelledCurve, legend } from './series.ts';

/** Bars of machines beside each other are filled so far. */
const OPACITIES = [1, 0.25, 0.6, 0] as const;
/** Costs beyond the last one that so many bottles have are not drawn. */
const LEAST_SEEN = 0.0005;
/** Share of a cost's place that its bars take up. */
const FILLED = 0.8;

/** The distribution of a bottle's cost; null when no bottle was sold by such a machine. */
export function bottleCost(result: Result): Chart | null {
  const curves = curvesNamed(result, 'bottle_cost.share');
  if (curves.length === 0) return null;
  const title = finding(result, curves);
  return {
    title,
    ...legend(result, { curves, marks: 'bars' }),
    alternative:
      `Bar chart with the exact law, for ${listed(curves.map(({ label }) => label))}. Horizontal axis: cost of a ` +
      `bottle. Vertical axis: share of the bottles in per cent, from zero. ${title}.`,
    tables: curves.map(({ label, curve }) => curveTable(`What a bottle costs from ${label}`, [curve])),
    draw: (stage) => draw(result, curves, stage),
  };
}

function finding(result: Result, curves: readonly LabelledCurve[]): string {
  const words = curves.map(({ label, curve }) => {
    const mean = metricOf(result, label, 'bottle_cost.mean_usd');
    const cost = mean === undefined ? '' : `${quantity('usd', mean.value, mean.halfWidth)} on average and `;
    const dearest = curve.x.values[curve.values.findLastIndex((share) => share > 0)];
    return `from ${label} ${cost}at most ${plain('usd', dearest)}`;
  });
  return `A bottle costs ${words.join(', ')}`;
}

/** A bar of one label at one cost; the horizontal axis counts costs. */
interface Bar {
  readonly left: number;
  readonly right: number;
  readonly share: number;
  readonly theory: number | null;
}

function barsOf(curves: readonly LabelledCurve[], place: number, costs: readonly number[]): Bar[] {
  const { curve } = curves[place];
  const width = FILLED / curves.length;
  return curve.values.flatMap((share, i) => {
    const cost = costs.indexOf(curve.x.values[i]);
    if (cost < 0) return [];
    const left = cost - FILLED / 2 + place * width;
    const theory = curve.theory?.values[i] ?? null;
    return [{ left, right: left + 0.92 * width, share: 100 * share, theory: theory === null ? null : 100 * theory }];
  });
}

/** The costs that are seen, ascending. */
function costsOf(curves: readonly LabelledCurve[]): number[] {
  const seen = curves.flatMap(({ curve: { x, values, theory } }) =>
    x.values.filter((_, i) => Math.max(values[i], theory?.values[i] ?? 0) >= LEAST_SEEN),
  );
  return [...new Set(seen)].toSorted((a, b) => a - b);
}

function draw(result: Result, curves: readonly LabelledCurve[], stage: Stage): TopLevelSpec {
  const costs = costsOf(curves);
  const bars = curves.map((_, place) => barsOf(curves, place, costs));
  const [, high] = rangeOf(bars.flat().flatMap(({ share, theory }) => [share, theory]));
  const y = linearAxis('', [0, 1.06 * high], 5, ' %');
  const x = {
    title: 'cost of a bottle',
    domain: [-0.6, costs.length - 0.4] as const,
    ticks: costs.map((cost, i) => ({ value: i, label: plain('usd', cost) })),
  };
  const width = stage.width - 5 * stage.fontSize;
  const axes = { x: positional('x', x, true), y: positional('y', y, true) };
  const [first, ...rest] = curves.flatMap(({ label }, i) => barLayers(bars[i], lookOf(result, label, i), stage));
  const encoding = { ...first.encoding, x: { ...first.encoding.x, ...axes.x }, y: { ...first.encoding.y, ...axes.y } };
  const names = curves.flatMap(({ label }, i) => nameLayers(result, label, i, { width, stage }));
  const plot = {
    width,
    height: Math.min(stage.height - 6 * stage.fontSize, width / 2),
    title: 'share of the bottles',
    layer: [{ ...first, encoding }, ...rest, ...names],
  };
  return arranged([plot], stage, 'stacked');
}

/** The scheme's colour, and a filling that tells machines apart which have the same. */
function lookOf(result: Result, label: string, place: number) {
  const { colour } = appearanceOf(result, label);
  return { stroke: colour, fill: colour, fillOpacity: OPACITIES[place % OPACITIES.length] };
}

function barLayers(bars: readonly Bar[], look: object, stage: Stage) {
  const drawn = bars.map((bar) => ({ ...bar, zero: 0 }));
  const x = { field: 'left', type: 'quantitative' };
  const strokes = bars.filter(({ theory }) => theory !== null && theory > 0);
  const box = { x, x2: { field: 'right' }, y: { field: 'share', type: 'quantitative' }, y2: { field: 'zero' } };
  const law = { x, x2: { field: 'right' }, y: { field: 'theory', type: 'quantitative' } };
  return [
    {
      data: { values: drawn as readonly object[] },
      mark: { type: 'rect', strokeWidth: stage.fontSize / 12, ...look } as object,
      encoding: box,
    },
    {
      data: { values: strokes as readonly object[] },
      mark: { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 6 },
      encoding: law,
    },
  ].filter(({ data }) => data.values.length > 0);
}

/** The names of the machines in the free corner, in the order of their bars, each behind its colour. */
function nameLayers(
  result: Result,
  label: string,
  place: number,
  { width, stage }: { readonly width: number; readonly stage: Stage },
): object[] {
  const { words } = appearanceOf(result, label);
  const { fontSize } = stage;
  const widest = Math.max(...result.labels.map((each) => textWidth(each.label, fontSize, true)));
  const left = width - widest - fontSize;
  const y = { value: (1 + 1.6 * place) * fontSize };
  const text = { type: 'text', align: 'left', baseline: 'middle', color: words, fontWeight: 600, text: label };
  const size = fontSize * fontSize * 0.5;
  const key = { type: 'point', shape: 'square', size, opacity: 1, ...lookOf(result, label, place) };
  const data = { values: [{}] };
  return [
    { data, mark: key, encoding: { x: { value: left - fontSize }, y } },
    { data, mark: text, encoding: { x: { value: left }, y } },
  ];
}

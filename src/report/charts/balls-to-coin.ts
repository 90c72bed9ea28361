/**
 * The course experiment (EITN41 B-2, Lund University): balls thrown until the c-th coin, as a deviation from the exact
 * mean, so that cells of very different size can be read against one zero line.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { alike, confidenceWords, grouped, listed, quantity, styleOf, write, writeEstimate } from '../format.ts';
import { checkpointOf } from '../names.ts';
import { type Stage, textWidth, vegaConfig } from '../theme.ts';
import { linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { tickAxis } from './panel.ts';
import { appearanceOf } from './series.ts';

/** One cell of the experiment: a label's balls to its c-th coin. */
interface Cell {
  readonly label: string;
  readonly coin: number;
  readonly name: string;
  readonly metric: ResultMetric;
  readonly theory: number;
  /** Simulation over theory less one, and its half-width, in per cent. */
  readonly deviation: number;
  readonly halfWidth: number | null;
}

/** The cells of all labels against theory; null when there are none. */
export function ballsToCoin(result: Result): Chart | null {
  const cells = result.labels.flatMap(({ label }) => cellsOf(result, label));
  if (cells.length === 0) return null;
  const title = finding(result, cells);
  return {
    title,
    brief: `${marksInWords(result, cells)} as a deviation from the exact mean.`,
    caption: `${marksInWords(result, cells)} as a deviation from the exact mean (${cells[0].metric.theory?.source}).`,
    alternative:
      `Point chart. Horizontal axis: deviation from theory in per cent. ` +
      `Rows: ${cells.map(({ name }) => name).join('; ')}. ${title}.`,
    tables: [cellTable(result, cells)],
    tablesShown: true,
    draw: (stage) => drawCells(result, cells, stage),
  };
}

function marksInWords(result: Result, cells: readonly Cell[]): string {
  if (cells.every(({ halfWidth }) => halfWidth === null)) return 'Points: one replication,';
  const mean = `Points: the mean of ${replicationsInWords(cells)} replications`;
  return `${mean}; bars: its ${confidenceWords(result.confidence)} confidence interval; both`;
}

/** One number when all cells have it, else each label's own. */
function replicationsInWords(cells: readonly Cell[]): string {
  const said = cells.map(({ label, metric }) => ({ label, words: grouped(metric.replications, 0) }));
  const groups = alike(said.filter((one, i) => said.findIndex(({ label }) => label === one.label) === i));
  if (groups.length === 1) return groups[0].words;
  return listed(groups.map(({ labels, words }) => `${words} (${listed(labels)})`));
}

function cellsOf(result: Result, label: string): Cell[] {
  return result.metrics
    .flatMap((metric) => {
      const checkpoint = checkpointOf(metric.name);
      const theory = metric.theory?.value ?? 0;
      const own = checkpoint?.label === label && checkpoint.counted === 'good_balls' && theory !== 0;
      return own ? [cellOf(label, checkpoint.coin, metric, theory)] : [];
    })
    .toSorted((a, b) => a.coin - b.coin);
}

function cellOf(label: string, coin: number, metric: ResultMetric, theory: number): Cell {
  return {
    label,
    coin,
    name: `${label}, coin ${grouped(coin, 0)}`,
    metric,
    theory,
    deviation: 100 * (metric.value / theory - 1),
    halfWidth: metric.halfWidth === null ? null : (100 * metric.halfWidth) / theory,
  };
}

function finding(result: Result, cells: readonly Cell[]): string {
  const farthest = cells.reduce((a, b) => (Math.abs(b.deviation) > Math.abs(a.deviation) ? b : a));
  const holding = cells.filter(({ deviation, halfWidth }) => halfWidth !== null && Math.abs(deviation) <= halfWidth);
  const judged = cells.filter(({ halfWidth }) => halfWidth !== null).length;
  const distance = quantity('ratio', Math.abs(farthest.deviation) / 100);
  const confidence = confidenceWords(result.confidence);
  const intervals =
    judged === 0 ? '' : `; ${holding.length} of ${judged} intervals (${confidence}) hold the exact mean`;
  return `Balls to the c-th coin are at most ${distance} off theory${intervals}`;
}

function cellTable(result: Result, cells: readonly Cell[]) {
  const rows = cells.map(({ name, metric, theory, deviation, halfWidth }) => {
    const style = styleOf('', metric.value, metric.halfWidth);
    const half = halfWidth === null ? null : halfWidth / 100;
    const simulation = writeEstimate(style, metric.value, metric.halfWidth);
    const exact = write({ ...style, decimals: (style.decimals ?? 0) + 1 }, theory);
    return [name, simulation, exact, quantity('ratio', deviation / 100, half)];
  });
  const interval = `± half of the ${confidenceWords(result.confidence)} interval`;
  return {
    caption: `Good balls to the c-th coin, mean ${interval}`,
    head: ['cell', 'mean', 'exact mean', 'deviation'],
    rows,
  };
}

const X = { field: 'deviation', type: 'quantitative' } as const;
const ZERO = { datum: 0, type: 'quantitative' } as const;

function drawCells(result: Result, cells: readonly Cell[], stage: Stage): TopLevelSpec {
  const left = Math.max(...cells.map(({ name }) => textWidth(name, stage.fontSize, false))) + stage.fontSize;
  const extent = cells.flatMap(({ deviation, halfWidth }) => [
    deviation - (halfWidth ?? 0),
    deviation + (halfWidth ?? 0),
  ]);
  const axis = linearAxis(
    `deviation from the exact mean (bars: ${confidenceWords(result.confidence)} intervals)`,
    widen(rangeOf([...extent, 0]), 0.06),
    6,
    ' %',
  );
  const y = {
    field: 'name',
    type: 'ordinal',
    sort: null,
    axis: { title: null, grid: false },
  } as const;
  const ticks = { ...tickAxis(axis.ticks, true), title: axis.title };
  const [first, ...rest] = cells.flatMap((cell) => cellLayers(result, cell, stage));
  const x = { ...first.encoding.x, scale: { domain: axis.domain, nice: false, zero: false }, axis: ticks };
  return {
    width: stage.width - left - stage.fontSize * 2.5,
    height: Math.min(cells.length * 2.6, 16) * stage.fontSize,
    layer: [
      { ...zeroLine(stage), encoding: { x: ZERO } },
      theoryName(stage),
      { ...first, encoding: { ...first.encoding, x, y } },
      ...rest,
    ],
    background: 'transparent',
    padding: stage.fontSize / 4,
    config: vegaConfig(stage),
  } as unknown as TopLevelSpec;
}

function zeroLine(stage: Stage) {
  return { data: { values: [{}] }, mark: { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 } };
}

function theoryName(stage: Stage) {
  const mark = { type: 'text', text: 'theory', baseline: 'bottom', color: 'var(--ink)' };
  return { data: { values: [{}] }, mark, encoding: { x: ZERO, y: { value: -stage.fontSize / 4 } } };
}

function cellLayers(result: Result, { label, name, deviation, halfWidth }: Cell, stage: Stage) {
  const { colour, shape } = appearanceOf(result, label);
  const half = halfWidth ?? 0;
  const data = { values: [{ name, deviation, low: deviation - half, high: deviation + half }] };
  const y = { field: 'name', type: 'ordinal', sort: null };
  const whisker = { type: 'rule', color: colour, strokeWidth: stage.fontSize / 7 };
  const size = stage.fontSize * stage.fontSize * 0.4;
  return [
    { data, mark: whisker, encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' }, y } },
    { data, mark: { type: 'point', shape, size, filled: true, color: colour, opacity: 1 }, encoding: { x: X, y } },
  ];
}

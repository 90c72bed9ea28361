/**
 * Panels over one pair of axes each, and their arrangement on a stage.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { type Stage, textWidth } from '../theme.ts';
import { type Axis, type Tick, thinned } from './axis.ts';
import { arranged, columnsOf, headingLines } from './grid.ts';
import { endNames, keyRoom, nameLayers, START_GAP, startNames, startsApart } from './line-names.ts';
import { hasStretches, hasTheory, type LooseLayer, ruleLayers, seriesLayers, theoryLayer } from './marks.ts';
import type { Panel } from './series.ts';
import { verticalLayers } from './verticals.ts';

/** One above the other with one common horizontal axis, or side by side. */
export type Arrangement = 'stacked' | 'beside';

type Layered = Extract<TopLevelSpec, { layer: readonly unknown[] }>;
type Layer = Layered['layer'][number];
type Size = { readonly width: number; readonly height: number };
type End = 'start' | 'end' | 'nowhere';

/** From so many panels in a row on, only the last one names its lines. */
const MANY_BESIDE = 3;
/** So does it when the names of all would take up more than this share of the stage. */
const NAMES_AT_MOST = 0.35;

/** What all panels of a chart have in common. */
interface Layout {
  readonly stage: Stage;
  readonly arrangement: Arrangement;
  readonly columns: number;
  /** Where each panel names its lines. */
  readonly named: readonly End[];
}

/** Panels of one chart as one specification that fits the stage. */
export function drawPanels(panels: readonly Panel[], stage: Stage, arrangement: Arrangement): TopLevelSpec {
  const columns = columnsOf(arrangement, panels.length);
  const layout: Layout = { stage, arrangement, columns, named: namedWhere(panels, arrangement, stage) };
  const sizes = panelSizes(panels, layout);
  const drawn = panels.map((panel, i) => ({
    ...sizes[i],
    title: titleOf(panel, layout, sizes[i]),
    layer: drawPanel(panel, layout.named[i], stage, sizes[i], arrangement !== 'stacked' || i === panels.length - 1),
  }));
  return arranged(drawn, stage, arrangement);
}

/** All panels alike, or their common axis would not be one. */
function namedWhere(panels: readonly Panel[], arrangement: Arrangement, { width, fontSize }: Stage): End[] {
  if (panels.every(startsApart)) return panels.map(() => 'start');
  const names = panels.reduce((sum, panel) => sum + namesWidth(panel, 'end', fontSize), 0);
  const crowded = arrangement === 'beside' && (panels.length >= MANY_BESIDE || names > NAMES_AT_MOST * width);
  return panels.map((_, i) => (crowded && i < panels.length - 1 ? 'nowhere' : 'end'));
}

function titleOf({ heading }: Panel, { stage }: Layout, { width }: Size): string | string[] {
  const lines = headingLines(heading, width, stage.fontSize);
  return lines.length === 1 ? heading : lines;
}

/** What the plots keep of the stage when margins, headings and the axis below have taken their part. */
function panelSizes(panels: readonly Panel[], layout: Layout): Size[] {
  const { stage, arrangement, columns } = layout;
  const { width, height, fontSize } = stage;
  const margins = panels.map((panel, i) => marginsOf(panel, layout.named[i], fontSize));
  const rows = Math.ceil(panels.length / columns);
  const widest = Math.max(...margins);
  const taken = arrangement === 'beside' ? margins.reduce((sum, margin) => sum + margin, 0) : widest * columns;
  const plot = (width - 1.4 * fontSize * (columns - 1) - taken) / columns;
  const lines = Math.max(...panels.map(({ heading }) => headingLines(heading, plot, fontSize).length));
  const above = (1.9 + 1.2 * lines) * fontSize;
  const below = 2.9 * fontSize;
  const room = arrangement === 'stacked' ? (height - below) / rows - above : height / rows - above - below;
  return panels.map(() => ({ width: plot, height: arrangement === 'beside' ? room : Math.min(room, plot / 2) }));
}

function marginsOf(panel: Panel, named: End, fontSize: number): number {
  const labels = panel.y.ticks.map(({ label }) => textWidth(label, fontSize, false));
  return Math.max(...labels, fontSize) + fontSize + namesWidth(panel, named, fontSize);
}

/** The margin for names at the lines' ends. */
function namesWidth(panel: Panel, named: End, fontSize: number): number {
  const names = namesAtEnd(panel, named);
  const widest = Math.max(...names.map(({ text }) => textWidth(text, fontSize, true)), 0);
  return widest + (named === 'nowhere' ? 0 : keyRoom(panel, fontSize));
}

function namesAtEnd(panel: Panel, named: End) {
  return named === 'nowhere' ? [] : endNames(panel, named === 'end');
}

function drawPanel(panel: Panel, named: End, stage: Stage, size: Size, axisShown: boolean): Layer[] {
  const marks = panel.series.flatMap((series) => seriesLayers(panel, series, stage));
  const theory = panel.series.filter(hasTheory).map((series) => theoryLayer(series, stage));
  const above = panel.marks !== 'points' || panel.series.some(({ points }) => hasStretches(points));
  const ordered = above ? [...marks, ...theory] : [...theory, ...marks];
  const starts = named === 'start' ? startNames(panel, stage) : [];
  const ends = nameLayers(panel, namesAtEnd(panel, named), stage, size);
  const horizontal = thinned(named === 'start' ? withRoom(panel, stage, size) : panel.x, size.width, stage.fontSize);
  return withAxes(
    [...ordered, ...ruleLayers(panel, stage, size), ...verticalLayers(panel, stage, size), ...starts, ...ends],
    {
      x: positional('x', horizontal, axisShown),
      y: positional('y', panel.y, true),
    },
  );
}

/** The horizontal axis with room to the left of the first points, where the names stand. */
function withRoom({ x, series }: Panel, stage: Stage, { width }: Size): Axis {
  const widest = Math.max(...series.map(({ name }) => textWidth(name, stage.fontSize, true)));
  const room = Math.min(widest + stage.fontSize * START_GAP, width / 3);
  const [low, high] = x.domain;
  return { ...x, domain: [low - ((high - low) * room) / (width - room), high] };
}

function withAxes(layers: readonly LooseLayer[], axes: { readonly x: object; readonly y: object }): Layer[] {
  const [first, ...rest] = layers;
  const { x, y, ...others } = first.encoding;
  const encoding = { ...others, x: { ...x, ...axes.x }, y: { ...y, ...axes.y } };
  return [{ ...first, encoding } as Layer, ...(rest as Layer[])];
}

/** Scale and axis of one direction: the first layer carries them for all, and keeps its own field. */
export function positional(direction: 'x' | 'y', axis: Axis, labelled: boolean): object {
  return {
    scale: { domain: axis.domain, nice: false, zero: false },
    axis: { ...tickAxis(axis.ticks, labelled), title: direction === 'x' && labelled ? axis.title : null },
  };
}

/** Vega's ticks and labels, given by us: an expression that looks each label up. */
export function tickAxis(ticks: readonly Tick[], labelled: boolean): object {
  const labels = Object.fromEntries(ticks.map(({ value, label }) => [String(value), label]));
  return {
    values: ticks.map(({ value }) => value),
    // Vega would leave out every other of the given ticks until they are no more than it would have made itself.
    tickCount: ticks.length,
    labels: labelled,
    labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
  };
}

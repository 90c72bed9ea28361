/**
 * Panels over one pair of axes each, and their arrangement on a stage.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { type Stage, textWidth, vegaConfig } from '../theme.ts';
import type { Axis, Tick } from './axis.ts';
import { endNames, nameLayers, startNames, startsApart } from './line-names.ts';
import { hasTheory, type LooseLayer, seriesLayers, theoryLayer } from './marks.ts';
import type { Panel } from './series.ts';

/** The two arrangements: one above the other with one common horizontal axis, or side by side. */
type Arrangement = 'stacked' | 'beside';

type Layered = Extract<TopLevelSpec, { layer: readonly unknown[] }>;
type Layer = Layered['layer'][number];
type Size = { readonly width: number; readonly height: number };
type End = 'start' | 'end';

/** Panels of one chart as one specification that fits the stage. */
export function drawPanels(panels: readonly Panel[], stage: Stage, arrangement: Arrangement): TopLevelSpec {
  // All panels alike, or their common axis would not be one.
  const named: End = panels.every(startsApart) ? 'start' : 'end';
  const size = panelSize(panels, named, stage, arrangement);
  const drawn = panels.map((panel, i) => ({
    ...size,
    title: panel.heading,
    layer: drawPanel(panel, named, stage, size, arrangement === 'beside' || i === panels.length - 1),
  }));
  const arranged = arrangement === 'beside' ? { hconcat: drawn } : { vconcat: drawn };
  return {
    ...arranged,
    background: 'transparent',
    padding: stage.fontSize / 4,
    config: vegaConfig(stage),
  } as TopLevelSpec;
}

/** What the plot keeps of the stage when margins, headings and the axis below have taken their part. */
function panelSize(panels: readonly Panel[], named: End, stage: Stage, arrangement: Arrangement): Size {
  const { width, height, fontSize } = stage;
  const margins = labelsWidth(panels, fontSize) + namesWidth(panels, named, fontSize);
  const heading = 3.1 * fontSize;
  const axisBelow = 2.9 * fontSize;
  if (arrangement === 'beside') {
    const columns = panels.length;
    return {
      width: (width - 1.4 * fontSize * (columns - 1)) / columns - margins,
      height: height - heading - axisBelow,
    };
  }
  const plot = width - margins;
  return { width: plot, height: Math.min((height - axisBelow) / panels.length - heading, plot / 2) };
}

function labelsWidth(panels: readonly Panel[], fontSize: number): number {
  const labels = panels.flatMap(({ y }) => y.ticks.map(({ label }) => textWidth(label, fontSize, false)));
  return Math.max(...labels, fontSize) + fontSize;
}

/** The margin for names at the lines' ends. */
function namesWidth(panels: readonly Panel[], named: End, fontSize: number): number {
  const names = panels.flatMap((panel) => endNames(panel, named === 'end'));
  return Math.max(...names.map(({ text }) => textWidth(text, fontSize, true)), 0) + 2 * fontSize;
}

function drawPanel(panel: Panel, named: End, stage: Stage, size: Size, axisShown: boolean): Layer[] {
  const marks = panel.series.flatMap((series) => seriesLayers(panel, series, stage));
  const theory = panel.series.filter(hasTheory).map((series) => theoryLayer(series, stage));
  const ordered = panel.marks === 'points' ? [...theory, ...marks] : [...marks, ...theory];
  const starts = named === 'start' ? startNames(panel, stage) : [];
  const ends = nameLayers(panel, endNames(panel, named === 'end'), stage, size);
  const horizontal = named === 'start' ? withRoom(panel, stage, size) : panel.x;
  return withAxes([...ordered, ...starts, ...ends], {
    x: positional('x', horizontal, axisShown),
    y: positional('y', panel.y, true),
  });
}

/** The horizontal axis with room to the left of the first points, where the names stand. */
function withRoom({ x, series }: Panel, stage: Stage, { width }: Size): Axis {
  const widest = Math.max(...series.map(({ name }) => textWidth(name, stage.fontSize, true)));
  const room = Math.min(widest + stage.fontSize * 0.6, width / 3);
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
function positional(direction: 'x' | 'y', axis: Axis, labelled: boolean): object {
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
    labels: labelled,
    labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
  };
}

/**
 * A panel draws series over one pair of axes: points with whiskers or a line with a band, theory as a thin line, and
 * every name at the end of its own line.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { type Stage, textWidth, vegaConfig } from '../theme.ts';
import type { Axis, Tick } from './axis.ts';
import type { Point, Series } from './series.ts';

export interface Panel {
  /** Quantity and unit of the vertical axis, above the panel, where it reads without turning the head. */
  readonly heading: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks: 'points' | 'line' | 'steps';
  /** At which end of its line theory is named. */
  readonly theoryNamedAt: 'start' | 'end';
}

/** The two arrangements: one above the other with one common horizontal axis, or side by side. */
type Arrangement = 'stacked' | 'beside';

type Layered = Extract<TopLevelSpec, { layer: readonly unknown[] }>;
type Layer = Layered['layer'][number];
type Size = { readonly width: number; readonly height: number };

/** Panels of one chart as one specification that fits the stage. */
export function drawPanels(panels: readonly Panel[], stage: Stage, arrangement: Arrangement): TopLevelSpec {
  const size = panelSize(panels, stage, arrangement);
  const drawn = panels.map((panel, i) => ({
    ...size,
    title: panel.heading,
    layer: drawPanel(panel, stage, size, arrangement === 'beside' || i === panels.length - 1),
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
function panelSize(panels: readonly Panel[], stage: Stage, arrangement: Arrangement): Size {
  const { width, height, fontSize } = stage;
  const margins = labelsWidth(panels, fontSize) + namesWidth(panels, fontSize);
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

function namesWidth(panels: readonly Panel[], fontSize: number): number {
  const names = panels.flatMap((panel) => endNames(panel).map(({ text }) => textWidth(text, fontSize, true)));
  return Math.max(...names, 0) + 2 * fontSize;
}

function drawPanel(panel: Panel, stage: Stage, size: Size, axisShown: boolean): Layer[] {
  const marks = panel.series.flatMap((series) => seriesLayers(panel, series, stage));
  const theory = panel.series.filter(hasTheory).map((series) => theoryLayer(series, stage));
  const ordered = panel.marks === 'points' ? [...theory, ...marks] : [...marks, ...theory];
  const [first, ...rest] = [...ordered, ...nameLayers(panel, stage, size)];
  const { x, y, ...others } = first.encoding;
  const axes = { x: { ...x, ...positional('x', panel.x, axisShown) }, y: { ...y, ...positional('y', panel.y, true) } };
  return [{ ...first, encoding: { ...others, ...axes } } as Layer, ...(rest as Layer[])];
}

/** Before the axes of the panel are put in, a layer is loose: Vega-Lite's type for it is a union of hundreds. */
interface LooseLayer {
  readonly data: { readonly values: readonly object[] };
  readonly mark: object;
  readonly encoding: Readonly<Record<string, object>>;
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

const X = { field: 'x', type: 'quantitative' };
const Y = { field: 'y', type: 'quantitative' };
const LOW = { field: 'low', type: 'quantitative' };
const HIGH = { field: 'high' };

function seriesLayers(panel: Panel, series: Series, stage: Stage): LooseLayer[] {
  return panel.marks === 'points' ? pointLayers(series, stage) : lineLayers(series, stage, panel.marks === 'steps');
}

function pointLayers({ points, appearance }: Series, stage: Stage): LooseLayer[] {
  const { colour, shape } = appearance;
  const size = stage.fontSize * stage.fontSize * 0.3;
  const whiskers = { type: 'rule', color: colour, strokeWidth: stage.fontSize / 8 };
  const dots = { type: 'point', shape, size, filled: true, color: colour, opacity: 1 };
  return [
    { data: { values: points.filter(hasInterval) }, mark: whiskers, encoding: { x: X, y: LOW, y2: HIGH } },
    { data: { values: points }, mark: dots, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

function lineLayers({ points, appearance }: Series, stage: Stage, steps: boolean): LooseLayer[] {
  const { colour, dash } = appearance;
  const interpolate = steps ? 'step-after' : 'linear';
  const band = { type: 'area', color: colour, opacity: 0.25, interpolate };
  const strokeWidth = stage.fontSize / (steps ? 10 : 5);
  const line = { type: 'line', color: colour, strokeWidth, strokeDash: dash, interpolate };
  const kept = steps ? withoutRepeats(points) : points;
  return [
    { data: { values: kept.filter(hasInterval) }, mark: band, encoding: { x: X, y: LOW, y2: HIGH } },
    { data: { values: kept }, mark: line, encoding: { x: X, y: Y } },
  ].filter(({ data }) => data.values.length > 0);
}

/** A step that repeats the one before it and the one after it draws nothing. */
function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((point, i) => i === 0 || !(same(points[i - 1], point) && same(point, points[i + 1])));
}

function same(a: Point, b: Point | undefined): boolean {
  return b !== undefined && a.y === b.y && a.low === b.low && a.high === b.high;
}

function theoryLayer({ points }: Series, stage: Stage): LooseLayer {
  const values = points.filter(({ theory }) => theory !== null).map(({ x, theory }) => ({ x, y: theory }));
  const mark = { type: 'line', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  return { data: { values }, mark, encoding: { x: X, y: Y } };
}

function hasInterval({ low, high }: Point): boolean {
  return low !== null && high !== null;
}

function hasTheory({ points }: Series): boolean {
  return points.some(({ theory }) => theory !== null);
}

/** A name to be written beside the place where its line ends. */
interface EndName {
  readonly text: string;
  readonly y: number;
  readonly series: Series | null;
}

function endNames(panel: Panel): EndName[] {
  const names: EndName[] = panel.series.map((series) => ({
    text: series.name,
    y: series.points.at(-1)?.y ?? 0,
    series,
  }));
  const theory = panel.series.find(hasTheory)?.points.findLast((point) => point.theory !== null);
  if (theory !== undefined && panel.theoryNamedAt === 'end')
    names.push({ text: 'theory', y: theory.theory ?? 0, series: null });
  return names;
}

function nameLayers(panel: Panel, stage: Stage, size: Size): LooseLayer[] {
  const perPixel = (panel.y.domain[1] - panel.y.domain[0]) / size.height;
  const names = spread(endNames(panel), stage.fontSize * 1.15 * perPixel, panel.y.domain);
  const layers = names.flatMap((name) => nameLayer(panel, name, stage, size));
  return panel.theoryNamedAt === 'start' ? [...layers, ...theoryAtStart(panel, stage)] : layers;
}

/** The mark of a series repeated before its name, so that neither colour nor place alone connects the two. */
function nameLayer(panel: Panel, { text, y, series }: EndName, stage: Stage, size: Size): LooseLayer[] {
  const left = size.width + stage.fontSize * 0.5;
  const data = { values: [{ y, text }] };
  const color = series === null ? 'var(--ink)' : series.appearance.words;
  const words = { type: 'text', align: 'left', baseline: 'middle', color, fontWeight: series === null ? 400 : 600 };
  const textX = { value: left + stage.fontSize * 1.1 };
  return [
    { data, mark: keyMark(panel, series, stage), encoding: keyPlace(panel, series, left, stage) },
    { data, mark: words, encoding: { x: textX, y: Y, text: { field: 'text', type: 'nominal' } } },
  ];
}

function keyMark(panel: Panel, series: Series | null, stage: Stage): object {
  if (series === null) return { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  const { colour, shape, dash } = series.appearance;
  if (panel.marks === 'points') {
    return {
      type: 'point',
      shape,
      size: stage.fontSize * stage.fontSize * 0.3,
      filled: true,
      color: colour,
      opacity: 1,
    };
  }
  return { type: 'rule', color: colour, strokeWidth: stage.fontSize / 5, strokeDash: dash };
}

function keyPlace(panel: Panel, series: Series | null, left: number, stage: Stage): Record<string, object> {
  if (series !== null && panel.marks === 'points') return { x: { value: left + stage.fontSize * 0.4 }, y: Y };
  return { x: { value: left }, x2: { value: left + stage.fontSize * 0.8 }, y: Y };
}

/** Moves names apart until each has its line of text, in the order of the lines' ends, and keeps them on the panel. */
export function spread<Name extends { readonly y: number }>(
  names: readonly Name[],
  gap: number,
  [low, high]: readonly [number, number],
): Name[] {
  const sorted = names.toSorted((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + gap);
  let ceiling = high;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.max(low, Math.min(places[i], ceiling));
    ceiling = places[i] - gap;
  }
  return sorted.map((name, i) => ({ ...name, y: places[i] }));
}

/** Theory's name at the first point of the highest line, where falling lines leave room to the right. */
function theoryAtStart(panel: Panel, stage: Stage): LooseLayer[] {
  const starts = panel.series.flatMap(({ points }) => points.find(({ theory }) => theory !== null) ?? []);
  if (starts.length === 0) return [];
  const { x, theory } = starts.reduce((a, b) => ((b.theory ?? 0) > (a.theory ?? 0) ? b : a));
  const mark = {
    type: 'text',
    align: 'left',
    baseline: 'middle',
    color: 'var(--ink)',
    dx: stage.fontSize * 0.7,
    dy: 0,
  };
  const text = { field: 'text', type: 'nominal' };
  return [{ data: { values: [{ x, y: theory, text: 'theory' }] }, mark, encoding: { x: X, y: Y, text } }];
}

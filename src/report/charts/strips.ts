/**
 * Distributions of money about zero: for each label a strip of bars with the exact law on top, strips above each other
 * on one axis, panels with axes of their own beside each other.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { quantity } from '../format.ts';
import { type Appearance, type Stage, textWidth } from '../theme.ts';
import { type Axis, fittingAxis, linearAxis, rangeOf, widen } from './axis.ts';
import { arranged } from './grid.ts';
import { positional, tickAxis } from './panel.ts';

/** From `left` to `right`, in dollars, and the share that is there; a point where they are equal. */
export interface Bar {
  readonly left: number;
  readonly right: number;
  readonly share: number;
  readonly theory: number | null;
}

interface Strip {
  readonly label: string;
  readonly appearance: Appearance;
  readonly bars: readonly Bar[];
}

interface StripPanel {
  readonly heading: string;
  readonly strips: readonly Strip[];
}

interface StripChart {
  readonly panels: readonly StripPanel[];
  /** Of the horizontal axes. */
  readonly title: string;
  /** What the line at zero is called. */
  readonly zero: string;
}

/** So many bars at most in the width of a panel. */
const MOST_BARS = 50;
/** A point is drawn as a bar so wide in its panel, at most. */
const POINT_WIDTH = 1 / 26;
/** And takes up so much of its distance from the next. */
const FILLED = 0.8;
/** Less than this is not seen, and not worth a wider axis. */
const LEAST_SEEN = 0.002;
/** Height of a line of text, in letters. */
const LINE = 1.3;

/** Where a panel is drawn, and what its strips have in common. */
interface Frame {
  readonly stage: Stage;
  readonly width: number;
  readonly x: Axis;
  readonly strips: number;
  /** Height of a line of text, in strips. */
  readonly line: number;
  /** The greatest share. */
  readonly tallest: number;
  readonly zero: string;
}

/** A layer of one mark. */
interface Layer {
  readonly data: { readonly values: readonly object[] };
  readonly mark: object;
  readonly encoding: Readonly<Record<string, object>>;
}

/** Bars at or below zero are light and those above filled, so that what is too much stands out. */
export function drawStrips({ panels, title, zero }: StripChart, stage: Stage): TopLevelSpec {
  const columns = stage.name === 'slide' ? panels.length : Math.min(2, panels.length);
  const lines = Math.ceil(panels.length / columns);
  const { fontSize } = stage;
  const labels = panels[0].strips.map(({ label }) => label);
  const names = Math.max(...labels.map((label) => textWidth(label, fontSize, false))) + fontSize;
  const width = (stage.width - names - 2 * fontSize * columns) / columns;
  const height = Math.min(stage.height / lines - 6.3 * fontSize, (2 + labels.length * 5) * fontSize);
  const plots = panels.map(({ heading, strips }, i) => {
    const domain = domainOf(strips);
    const drawn = strips.map((strip) => ({ ...strip, bars: drawable(strip.bars, domain[1] - domain[0]) }));
    const frame = frameOf(drawn, { stage, width, height, title, domain, zero });
    return { width, height, title: heading, layer: panelLayers(drawn, frame, i % columns === 0) };
  });
  return arranged(plots, stage, columns);
}

interface Plot {
  readonly stage: Stage;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly zero: string;
}

/** From the least to the greatest amount that is seen, and zero. */
function domainOf(strips: readonly Strip[]): readonly [number, number] {
  const seen = strips.flatMap(({ bars }) => bars.filter(isSeen));
  return widen(rangeOf([0, ...seen.flatMap(({ left, right }) => [left, right])]), 0.05);
}

function frameOf(drawn: readonly Strip[], { stage, width, height, title, domain, zero }: Plot): Frame {
  const shares = drawn.flatMap(({ bars }) => bars.flatMap(({ share, theory }) => [share, theory ?? 0]));
  const line = LINE * stage.fontSize;
  return {
    stage,
    width,
    x: fittingAxis((count) => linearAxis(title, domain, count, '', '$'), width, stage.fontSize),
    strips: drawn.length,
    line: (line * drawn.length) / (height - line),
    tallest: Math.max(...shares, LEAST_SEEN),
    zero,
  };
}

function isSeen({ share, theory }: Bar): boolean {
  return Math.max(share, theory ?? 0) >= LEAST_SEEN;
}

const X = { field: 'left', type: 'quantitative' };
const X_RIGHT = { field: 'right' };
const Y = { field: 'y', type: 'quantitative' };
const TEXT = { field: 'text', type: 'nominal' };

function panelLayers(strips: readonly Strip[], frame: Frame, named: boolean): Layer[] {
  const [left, right] = frame.x.domain;
  const ticks = strips.map(({ label }, i) => ({ value: strips.length - 1 - i + 0.35, label }));
  const y = {
    ...Y,
    scale: { domain: [0, strips.length + frame.line], nice: false, zero: false },
    axis: { ...tickAxis(ticks, named), title: null, grid: false },
  };
  const baselines = {
    data: { values: strips.map((_, i) => ({ left, right, y: i })) },
    mark: { type: 'rule', color: 'var(--muted)', strokeWidth: frame.stage.fontSize / 20 },
    encoding: { x: { ...X, ...positional('x', frame.x, true) }, x2: X_RIGHT, y },
  };
  const drawn = strips.flatMap((strip, i) => stripLayers(strip, strips.length - 1 - i, frame));
  return [baselines, ...zeroLayers(frame), ...drawn];
}

/** A strip that stands on `base`, and over its highest bar what share that is. */
function stripLayers({ appearance, bars }: Strip, base: number, frame: Frame): Layer[] {
  const { stage, line, tallest } = frame;
  const drawn = bars.filter(isSeen);
  if (drawn.length === 0) return [];
  const high = (share: number): number => base + (share / tallest) * (1 - line);
  const boxes = drawn.map((bar) => ({ ...bar, y: base, top: high(bar.share) }));
  const laws = drawn.flatMap(({ left, right, theory }) => (theory === null ? [] : [{ left, right, y: high(theory) }]));
  const body = { type: 'rect', stroke: appearance.colour, strokeWidth: stage.fontSize / 12, fill: appearance.colour };
  const stroke = { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 9 };
  const box = { x: X, x2: X_RIGHT, y: Y, y2: { field: 'top' } };
  const isOver = ({ left, right }: Bar): boolean => left + right > 1e-9;
  const layers = [
    {
      data: { values: boxes.filter((bar) => !isOver(bar)) },
      mark: { ...body, fillOpacity: 0.25 },
      encoding: box,
    },
    { data: { values: boxes.filter(isOver) }, mark: { ...body, fillOpacity: 1 }, encoding: box },
    { data: { values: laws }, mark: stroke, encoding: { x: X, x2: X_RIGHT, y: Y } },
    peakLayer(drawn, high, appearance.words, frame),
  ];
  return layers.filter(({ data }) => data.values.length > 0);
}

/** Points made as wide as can be seen, and narrow bars joined from the right until they can be told apart. */
function drawable(bars: readonly Bar[], span: number): Bar[] {
  const width = bars.length > 1 ? bars[1].left - bars[0].left : span;
  if (bars.every(({ left, right }) => left === right)) {
    const half = Math.min(FILLED * width, POINT_WIDTH * span) / 2;
    return bars.map((bar) => ({ ...bar, left: bar.left - half, right: bar.right + half }));
  }
  const together = Math.max(1, Math.ceil(span / MOST_BARS / width - 1e-9));
  const groups: Bar[] = [];
  for (let end = bars.length; end > 0; end -= together) {
    groups.unshift(joined(bars.slice(Math.max(0, end - together), end)));
  }
  return groups;
}

function joined(group: readonly Bar[]): Bar {
  const theories = group.flatMap(({ theory }) => theory ?? []);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const [left, right] = [group[0].left, group[group.length - 1].right];
  const air = ((1 - FILLED) * (right - left)) / 2;
  return {
    left: left + air,
    right: right - air,
    share: sum(group.map(({ share }) => share)),
    theory: theories.length === group.length ? sum(theories) : null,
  };
}

/** The share of the highest bar, beside the line at zero and not across it. */
function peakLayer(bars: readonly Bar[], high: (share: number) => number, color: string, frame: Frame): Layer {
  const { stage, width, x } = frame;
  const peak = bars.reduce((a, b) => (b.share > a.share ? b : a));
  const text = quantity('ratio', peak.share);
  const air = stage.fontSize / 3;
  const room = textWidth(text, stage.fontSize, false);
  const place = (value: number): number => (width * (value - x.domain[0])) / (x.domain[1] - x.domain[0]);
  const [zero, middle] = [place(0), place((peak.left + peak.right) / 2)];
  const before = Math.min(middle - room / 2, zero - air - room);
  const behind = Math.max(middle - room / 2, zero + air);
  const isBefore = peak.left + peak.right <= 1e-9 && before >= 0;
  return {
    data: { values: [{ y: high(Math.max(peak.share, peak.theory ?? 0)), text }] },
    mark: { type: 'text', baseline: 'bottom', align: 'left', dy: -stage.fontSize / 8, color },
    encoding: { x: { value: isBefore ? before : behind }, y: Y, text: TEXT },
  };
}

/** The line at zero, with its name above all strips. */
function zeroLayers({ stage, width, x, strips, line, zero }: Frame): Layer[] {
  const half = textWidth(zero, stage.fontSize, false) / 2;
  const place = (width * (0 - x.domain[0])) / (x.domain[1] - x.domain[0]);
  const middle = Math.max(half, Math.min(width - half, place));
  const rule = { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 7 };
  const words = { type: 'text', baseline: 'top', align: 'center', color: 'var(--ink)' };
  const at = { datum: 0, type: 'quantitative' };
  return [
    { data: { values: [{ y: 0, top: strips }] }, mark: rule, encoding: { x: at, y: Y, y2: { field: 'top' } } },
    {
      data: { values: [{ y: strips + line, text: zero }] },
      mark: words,
      encoding: { x: { value: middle }, y: Y, text: TEXT },
    },
  ];
}

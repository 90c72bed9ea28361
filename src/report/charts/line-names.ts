/**
 * The names of lines, written where the lines are apart: to the left of their first points or in the margin where they
 * end. A reader need not look anything up.
 * @module
 */
import type { Stage } from '../theme.ts';
import { type LooseLayer, pointMark, X, Y } from './marks.ts';
import type { Panel, Series } from './series.ts';
import { spread } from './spread.ts';

type Size = { readonly width: number; readonly height: number };

const TEXT = { field: 'text', type: 'nominal' };
const WORDS = { type: 'text', baseline: 'middle' };

/** A name to be written beside the place where its line ends. */
interface EndName {
  readonly text: string;
  readonly y: number;
  readonly series: Series | null;
}

/** Between a name and the middle of its first point, in letters: half of the widest mark and some air. */
export const START_GAP = 0.9;

/** A dash and a half of the longest kind, in px: a shorter piece of it looks like any other line. */
const DASHED_KEY = 26;

/** How long the piece of line before a name is. */
function keyLength({ series }: Panel, fontSize: number): number {
  const isDashed = series.some(({ name, appearance }) => name !== '' && appearance.dash.length > 0);
  return isDashed ? Math.max(0.8 * fontSize, DASHED_KEY) : 0.8 * fontSize;
}

/** What the margin keeps beside the names themselves: the mark before each, and air. */
export function keyRoom(panel: Panel, fontSize: number): number {
  return keyLength(panel, fontSize) + 1.2 * fontSize;
}

/** Share of the panel's height that a line of text takes up at most. */
const TEXT_LINE = 0.09;

/** Whether the lines of a panel are farther apart where they begin than where they end, and far enough to be named. */
export function startsApart({ series: all, y, namedAtEnd = false }: Panel): boolean {
  if (namedAtEnd) return false;
  const series = all.filter(({ name }) => name !== '');
  if (series.length < 2 || series.some(({ points }) => points.length === 0)) return false;
  const starts = leastGap(series.map(({ points }) => points[0].y));
  const ends = leastGap(series.map(({ points }) => points[points.length - 1].y));
  return starts > ends && starts > TEXT_LINE * (y.domain[1] - y.domain[0]);
}

function leastGap(places: readonly number[]): number {
  const sorted = places.toSorted((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((place, i) => place - sorted[i]));
}

/** Names to the left of the first points; the point itself is the key. */
export function startNames({ series }: Panel, stage: Stage): LooseLayer[] {
  const named = series.filter(({ name }) => name !== '');
  return named.map(({ name, points: [{ x, y }], appearance }) => ({
    data: { values: [{ x, y, text: name }] },
    mark: { ...WORDS, align: 'right', dx: -START_GAP * stage.fontSize, color: appearance.words, fontWeight: 600 },
    encoding: { x: X, y: Y, text: TEXT },
  }));
}

/** What is named in the margin to the right: theory, once for all lines, and the series when they are named there. */
export function endNames(panel: Panel, withSeries: boolean): EndName[] {
  const named = panel.series.filter(({ name }) => name !== '');
  const names: EndName[] = named.map((series) => ({ text: series.name, y: series.points.at(-1)?.y ?? 0, series }));
  const ends = panel.series
    .filter(({ reference }) => !reference)
    .flatMap(({ points }) => points.findLast(({ theory }) => theory !== null)?.theory ?? []);
  const theory: EndName[] = ends.length === 0 ? [] : [{ text: 'theory', y: Math.max(...ends), series: null }];
  return withSeries ? [...names, ...theory] : theory;
}

/** Names in the margin, each on its own line of text. */
export function nameLayers(panel: Panel, names: readonly EndName[], stage: Stage, size: Size): LooseLayer[] {
  const perPixel = (panel.y.domain[1] - panel.y.domain[0]) / size.height;
  const placed = spread(names, stage.fontSize * 1.15 * perPixel, panel.y.domain);
  return placed.flatMap((name) => nameLayer(panel, name, stage, size));
}

/** The mark of a series repeated before its name, so that neither colour nor place alone connects the two. */
function nameLayer(panel: Panel, { text, y, series }: EndName, stage: Stage, size: Size): LooseLayer[] {
  const left = size.width + stage.fontSize * 0.5;
  const data = { values: [{ y, text }] };
  const color = series === null ? 'var(--ink)' : series.appearance.words;
  const words = { ...WORDS, align: 'left', color, fontWeight: series === null ? 400 : 600 };
  const textX = { value: left + keyLength(panel, stage.fontSize) + stage.fontSize * 0.3 };
  return [
    { data, mark: keyMark(panel, series, stage), encoding: keyPlace(panel, series, left, stage) },
    { data, mark: words, encoding: { x: textX, y: Y, text: TEXT } },
  ];
}

function keyMark(panel: Panel, series: Series | null, stage: Stage): object {
  if (series === null) return { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  const { colour, dash } = series.appearance;
  if (series.marks === 'none')
    return { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14, strokeDash: dash };
  if ((series.marks ?? panel.marks) === 'points') return pointMark(panel, series, stage);
  return { type: 'rule', color: colour, strokeWidth: stage.fontSize / 5, strokeDash: dash };
}

function keyPlace(panel: Panel, series: Series | null, left: number, stage: Stage): Record<string, object> {
  if (series !== null && (series.marks ?? panel.marks) === 'points')
    return { x: { value: left + stage.fontSize * 0.4 }, y: Y };
  return { x: { value: left }, x2: { value: left + keyLength(panel, stage.fontSize) }, y: Y };
}

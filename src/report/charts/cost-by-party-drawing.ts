/**
 * The drawing of costs by party: a panel a party, a row a label, a mark of its own shape for each kind of cost.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../experiment/result.ts';
import { plain } from '../format.ts';
import { type Stage, textWidth } from '../theme.ts';
import { type Axis, rangeOf, symmetricAxis, symmetricLogarithm, type Tick, widen } from './axis.ts';
import { arranged } from './grid.ts';
import { positional, tickAxis } from './panel.ts';
import { appearanceOf } from './series.ts';

/** The kinds of costs, each with a shape, and that shape as a letter for the key. */
export const COST_KINDS = [
  { kind: 'fees', name: 'fees', shape: 'circle', glyph: '●' },
  { kind: 'losses', name: 'losses', shape: 'square', glyph: '■' },
  { kind: 'float', name: 'interest', shape: 'triangle-up', glyph: '▲' },
  { kind: 'computing', name: 'computing', shape: 'diamond', glyph: '◆' },
  { kind: 'minting', name: 'minting', shape: 'triangle-down', glyph: '▼' },
  { kind: 'macropayments', name: 'macropayments', shape: 'cross', glyph: '✚' },
] as const;

type Kind = (typeof COST_KINDS)[number]['kind'];

/** Costs of one party under every label, without those that are nought. */
export interface PartyCosts {
  readonly party: string;
  readonly rows: readonly {
    readonly label: string;
    readonly costs: readonly { readonly kind: Kind; readonly value: number; readonly half: number | null }[];
  }[];
}

/** Dollars per 1,000 payments below this lie near zero: a ten-thousandth of a cent a payment. */
const THRESHOLD = 0.001;
/** More labels than this do not fit three times above each other. */
const MOST_STACKED = 8;
/** As many ticks as there are powers of ten. */
const EVERY_DECADE = 1000;
const X = { field: 'value', type: 'quantitative' };
const Y = { field: 'place', type: 'quantitative' };

export function drawCosts(result: Result, parties: readonly PartyCosts[], stage: Stage): TopLevelSpec {
  const { fontSize } = stage;
  const stacked = stage.name === 'page' && parties[0]!.rows.length <= MOST_STACKED;
  const across = stacked ? 1 : parties.length;
  const labels = parties[0]!.rows.map(({ label }) => label);
  const names = Math.max(...labels.map((label) => textWidth(label, fontSize, false))) + fontSize;
  const width = (stage.width - names - 1.6 * fontSize * across) / across;
  const room = stacked ? (stage.height - 3 * fontSize) / parties.length - 3.3 * fontSize : stage.height - 6 * fontSize;
  const height = Math.min(room, labels.length * (stacked ? 1.7 : 2.4) * fontSize);
  const title = stacked ? 'per 1,000 payments (log)' : 'per 1,000 (log)';
  const axis = { ...costAxis(parties, { width, fontSize }), title };
  const plots = parties.map((costs, i) => ({
    width,
    height,
    title: costs.party,
    layer: layers(result, costs, {
      stage,
      axis,
      named: stacked || i === 0,
      labelled: !stacked || i === parties.length - 1,
    }),
  }));
  return arranged(plots, stage, stacked ? 'stacked' : 'beside');
}

const place = symmetricLogarithm(THRESHOLD);

/** Between two powers of ten, with a line at each power: no mark lies where a reader must guess how steps go on. */
function costAxis(parties: readonly PartyCosts[], room: Room): Axis {
  const ends = parties.flatMap(({ rows }) =>
    rows.flatMap(({ costs }) => costs.flatMap(({ value, half }) => [value - (half ?? 0), value + (half ?? 0)])),
  );
  const [low, high] = rangeOf([0, ...ends]);
  const domain = widen(rangeOf([low, high].map((end) => place(decadeBeyond(end)))), 0.02);
  const axis = symmetricAxis(domain, { threshold: THRESHOLD, count: EVERY_DECADE }, (value) => plain('usd', value));
  return named(axis, room);
}

/** The power of ten, or the threshold, that is no nearer to zero; of zero zero itself. */
function decadeBeyond(value: number): number {
  let decade = value === 0 ? 0 : THRESHOLD;
  while (decade < Math.abs(value)) decade *= 10;
  return Math.sign(value) * decade;
}

interface Room {
  readonly width: number;
  readonly fontSize: number;
}

/** So many letters of a name may stand out beyond the plot. */
const OVERHANG = 1.3;

/** Zero is named first, then, from the outside, what there is room for; other lines stay without a name. */
function named(axis: Axis, { width, fontSize }: Room): Axis {
  const perUnit = width / (axis.domain[1] - axis.domain[0]);
  const half = (label: string): number => (textWidth(label, fontSize, false) + fontSize / 4) / 2;
  const isInside = ({ value, label }: Tick): boolean => {
    const [before, after] = [value - axis.domain[0], axis.domain[1] - value];
    return Math.min(before, after) * perUnit + OVERHANG * fontSize >= half(label);
  };
  const wanted = axis.ticks.filter(isInside).toSorted((a, b) => rankOf(a.value) - rankOf(b.value));
  const kept: Tick[] = [];
  for (const tick of wanted) {
    const free = kept.every(
      ({ value, label }) => Math.abs(value - tick.value) * perUnit >= half(label) + half(tick.label),
    );
    if (free) kept.push(tick);
  }
  return { ...axis, ticks: axis.ticks.map((tick) => (kept.includes(tick) ? tick : { ...tick, label: '' })) };
}

/** Zero first, then far before near. */
function rankOf(place: number): number {
  return place === 0 ? Number.NEGATIVE_INFINITY : -Math.abs(place);
}

interface Place {
  readonly stage: Stage;
  readonly axis: Axis;
  /** Whether the labels stand beside it, and the axis below it. */
  readonly named: boolean;
  readonly labelled: boolean;
}

function layers(result: Result, { rows }: PartyCosts, { stage, axis, named, labelled }: Place): object[] {
  const placed = rows.map((row, i) => ({ ...row, at: rows.length - 1 - i }));
  const ticks = placed.map(({ label, at }) => ({ value: at, label }));
  const y = {
    ...Y,
    scale: { domain: [-0.6, rows.length - 0.4], nice: false, zero: false },
    axis: { ...tickAxis(ticks, named), title: null },
  };
  const frame = {
    data: { values: [{ value: axis.domain[0], place: 0 }] },
    mark: { type: 'point', opacity: 0, size: 0 },
    encoding: { x: { ...X, ...positional('x', axis, labelled) }, y },
  };
  const zero = {
    data: { values: [{}] },
    mark: { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 },
    encoding: { x: { datum: 0, type: 'quantitative' } },
  };
  return [frame, zero, ...placed.flatMap((row) => rowLayers(result, row, stage))];
}

type PlacedRow = PartyCosts['rows'][number] & { readonly at: number };

function rowLayers(result: Result, { label, costs, at }: PlacedRow, stage: Stage): object[] {
  const { colour } = appearanceOf(result, label);
  return costs.flatMap(({ kind, value, half }) => {
    const { shape } = COST_KINDS.find((one) => one.kind === kind)!;
    const size = stage.fontSize * stage.fontSize * 0.5;
    const mark = { type: 'point', shape, size, filled: true, color: colour, opacity: 1 };
    const dot = { data: { values: [{ value: place(value), place: at }] }, mark, encoding: { x: X, y: Y } };
    if (half === null) return [dot];
    const ends = { low: place(value - half), high: place(value + half), place: at };
    const whisker = {
      data: { values: [ends] },
      mark: { type: 'rule', strokeWidth: stage.fontSize / 8, color: colour },
      encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' }, y: Y },
    };
    return [whisker, dot];
  });
}

/**
 * Figures in rows: a dot or a bar for each, its interval, theory as a dark stroke, and the number beside it.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { type Appearance, type Stage, textWidth } from '../theme.ts';
import type { Axis } from './axis.ts';
import { arranged } from './grid.ts';
import { positional, tickAxis } from './panel.ts';

/** One figure in the coordinates of the axis; null: the axis cannot show it. */
export interface Row {
  readonly name: string;
  readonly appearance: Appearance;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly theory: number | null;
  /** The figure in words. */
  readonly text: string;
  /** Drawn as an outline: not one of the scheme's own parties. */
  readonly outlined?: boolean;
}

interface RowPanel {
  readonly heading: string;
  readonly rows: readonly Row[];
  /** An axis of its own, for a plot so many px wide. */
  readonly axis?: (width: number) => Axis;
}

interface RowChart {
  readonly panels: readonly RowPanel[];
  /** The axis of all panels, written under the last line of them. */
  readonly axis: (width: number) => Axis;
  readonly marks: 'dots' | 'bars';
  readonly columns: number;
}

/** Panels with the same rows, in columns; rows are named beside the first panel of each line. */
export function drawRows({ panels, axis, marks, columns }: RowChart, stage: Stage): TopLevelSpec {
  const { fontSize } = stage;
  const across = Math.min(columns, panels.length);
  const lines = Math.ceil(panels.length / across);
  const rows = panels[0].rows;
  const names = Math.max(...rows.map(({ name }) => textWidth(name, fontSize, false))) + fontSize;
  const numbers = Math.max(
    ...panels.flatMap((panel) => panel.rows.map(({ text }) => textWidth(text, fontSize, false))),
  );
  const width = (stage.width - names - (numbers + 2 * fontSize) * across) / across;
  const below = fontSize * (panels.some((panel) => panel.axis) ? 1.8 * lines : 3.2);
  const height = Math.min((stage.height - below) / lines - 3.3 * fontSize, rows.length * 2.2 * fontSize);
  const plots = panels.map((panel, i) => ({
    width,
    height,
    title: panel.heading,
    layer: rowLayers(panel, {
      axis: (panel.axis ?? axis)(width),
      axisShown: panel.axis !== undefined || i + across >= panels.length,
      marks,
      stage,
      width,
      named: i % across === 0,
    }),
  }));
  return arranged(plots, stage, across);
}

interface Place {
  readonly axis: Axis;
  readonly axisShown: boolean;
  readonly marks: RowChart['marks'];
  readonly stage: Stage;
  readonly width: number;
  /** Whether the rows are named beside this panel. */
  readonly named: boolean;
}

const X = { field: 'value', type: 'quantitative' };
const Y = { field: 'place', type: 'quantitative' };

function rowLayers({ rows }: RowPanel, place: Place): object[] {
  const { axis, axisShown, stage, width, named } = place;
  const placed = rows.map((row, i) => ({ ...row, place: rows.length - 1 - i }));
  const ticks = placed.map(({ name, place: value }) => ({ value, label: name }));
  const y = {
    ...Y,
    scale: { domain: [-0.6, rows.length - 0.4], nice: false, zero: false },
    axis: { ...tickAxis(ticks, named), title: null, grid: false },
  };
  const x = { ...X, ...positional('x', axis, axisShown) };
  const numbers = {
    data: { values: placed.map(({ text, place: value }) => ({ text, place: value })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', color: 'var(--ink)' },
    encoding: { x: { value: width + stage.fontSize * 0.6 }, y: Y, text: { field: 'text', type: 'nominal' } },
  };
  const frame = {
    data: { values: [{ value: axis.domain[0], place: 0 }] },
    mark: { type: 'point', opacity: 0, size: 0 },
    encoding: { x, y },
  };
  const zero = place.marks === 'bars' ? [zeroLine(stage)] : [];
  return [frame, ...placed.flatMap((row) => figureLayers(row, place)), ...zero, numbers];
}

function zeroLine(stage: Stage): object {
  const mark = { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  return { data: { values: [{}] }, mark, encoding: { x: { datum: 0, type: 'quantitative' } } };
}

function figureLayers(row: Row & { readonly place: number }, { marks, stage, axis }: Place): object[] {
  const { value, low, high, theory, place, appearance } = row;
  const layer = (datum: object, mark: object, encoding: object) => ({ data: { values: [datum] }, mark, encoding });
  const ink = { color: 'var(--ink)', opacity: 1 };
  const { fontSize } = stage;
  const rule = { type: 'rule', strokeWidth: fontSize / 8, color: marks === 'bars' ? 'var(--ink)' : appearance.colour };
  const stroke = { type: 'rule', strokeWidth: fontSize / 8, ...ink };
  const whisker = { low: Math.max(axis.domain[0], low ?? axis.domain[0]), high, place };
  return [
    ...(value === null ? [] : [marks === 'bars' ? barLayer(row, stage) : dotLayer(row, stage)]),
    ...(value === null || high === null
      ? []
      : [layer(whisker, rule, { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' }, y: Y })]),
    ...(theory === null
      ? []
      : [
          layer({ value: theory, place: place - 0.36, top: place + 0.36 }, stroke, {
            x: X,
            y: Y,
            y2: { field: 'top' },
          }),
        ]),
  ];
}

function dotLayer({ value, place, appearance }: Row & { readonly place: number }, stage: Stage): object {
  const { colour, shape } = appearance;
  const size = stage.fontSize * stage.fontSize * 0.45;
  const mark = { type: 'point', shape, size, filled: true, color: colour, opacity: 1 };
  return { data: { values: [{ value, place }] }, mark, encoding: { x: X, y: Y } };
}

function barLayer({ value, place, appearance, outlined }: Row & { readonly place: number }, stage: Stage): object {
  const stroke = outlined ? 'var(--ink)' : appearance.colour;
  const look = outlined
    ? { stroke, strokeDash: [stage.fontSize / 3, stage.fontSize / 5], fill: stroke, fillOpacity: 0.12 }
    : { stroke, fill: stroke, fillOpacity: 1 };
  const values = [{ value, zero: 0, place: place - 0.28, top: place + 0.28 }];
  const mark = { type: 'rect', strokeWidth: stage.fontSize / 12, ...look };
  return { data: { values }, mark, encoding: { x: X, x2: { field: 'zero' }, y: Y, y2: { field: 'top' } } };
}

/**
 * Losses by defence as rows of dots, one dot for each party, and beside them the purchases refused to honest users.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../experiment/result.ts';
import { grouped, shortMoney } from '../format.ts';
import { adversaryAppearance, type Stage, textWidth } from '../theme.ts';
import { type Axis, fittingAxis, linearAxis, rangeOf, widen } from './axis.ts';
import { arranged, headingLines } from './grid.ts';
import { type Amount, anyRefused, type Defence, PARTIES } from './loss-by-defence-data.ts';
import { positional, tickAxis } from './panel.ts';
import { appearanceOf } from './series.ts';

/** In the parties' order. */
const SHAPES = ['square', 'triangle-up', 'circle', 'diamond'] as const;
/** From one party's line to the next, where a row is 1 high. */
const STEP = 0.21;
/** Share of the stage for the axis of refused purchases. */
const REFUSED = 0.13;
/** The line of the key above the rows, in rows. */
const KEY = 0.9;
/** Height of a row in letters, at most. */
const ROW = 2.8;
const SUM = 'in all';
const X = { field: 'x', type: 'quantitative' };
const Y = { field: 'y', type: 'quantitative' };

/** What both plots have in common. */
interface Rows {
  readonly result: Result;
  readonly defences: readonly Defence[];
  readonly stage: Stage;
  readonly height: number;
  /** Side of a mark. */
  readonly mark: number;
}

/** One plot: its axis, its marks, and a number behind each row. */
interface Plot {
  readonly width: number;
  readonly axis: Axis;
  readonly marks: readonly object[];
  readonly numbers: readonly string[];
  readonly title: readonly string[];
  readonly named: boolean;
}

/** A row for each defence, the first at the top. */
export function drawDefences(result: Result, defences: readonly Defence[], stage: Stage): TopLevelSpec {
  const { fontSize } = stage;
  const counts = anyRefused(defences) ? defences.map(({ refused }) => countWords(refused)) : [];
  const beside = REFUSED * stage.width + widestOf(counts, fontSize);
  const heading = headingLines('refused to honest users', beside, fontSize);
  const room = stage.height - (1.2 * heading.length + 4.5) * fontSize;
  const height = Math.min(room, (defences.length + KEY) * ROW * fontSize);
  const mark = Math.min(0.55 * fontSize, (0.24 * height) / (defences.length + KEY));
  const rows: Rows = { result, defences, stage, height, mark };
  const plots =
    counts.length === 0
      ? [lossPlot(rows, 0)]
      : [lossPlot(rows, beside + 3.4 * fontSize), refusedPlot(rows, counts, heading)];
  return arranged(
    plots.map((plot) => plotOf(plot, rows)),
    stage,
    'beside',
  );
}

function countWords(refused: Amount | null): string {
  if (refused === null) return '–';
  return grouped(refused.value, refused.value > 0 && refused.value < 10 ? 1 : 0);
}

function widestOf(words: readonly string[], fontSize: number): number {
  return Math.max(0, ...words.map((word) => textWidth(word, fontSize, false)));
}

/** @param beside - width that the plot beside it takes of the stage */
function lossPlot(rows: Rows, beside: number): Plot {
  const { result, defences, stage } = rows;
  const { fontSize } = stage;
  const numbers = defences.map(({ loss }) => shortMoney(loss.value));
  const labels = defences.map(({ label }) => label);
  const names = widestOf(labels, fontSize) + fontSize;
  const width = stage.width - names - beside - widestOf([SUM, ...numbers], fontSize) - 1.6 * fontSize;
  const ends = defences.flatMap(({ amounts }) =>
    amounts.flatMap(({ value, half }) => [value - (half ?? 0), value + (half ?? 0)]),
  );
  const domain = widen(rangeOf([0, ...ends]), 0.04);
  const dots = defences.flatMap((defence, i) =>
    PARTIES.flatMap((party, j) => {
      const amount = defence.amounts.find((each) => each.party === party);
      const y = defences.length - 1 - i + STEP * (1.5 - j);
      return amount === undefined ? [] : dotLayers(amount, y, lookOf(result, defence.label, j), rows);
    }),
  );
  return {
    width,
    axis: fittingAxis((count) => linearAxis('', domain, count, '', '$'), width, fontSize),
    marks: [...dots, ...keyLayers(rows, { start: -names, end: width })],
    numbers,
    title: ['lost, or made by gangs'],
    named: true,
  };
}

function refusedPlot(rows: Rows, numbers: readonly string[], title: readonly string[]): Plot {
  const { result, defences, stage } = rows;
  const width = REFUSED * stage.width;
  const ends = defences.map(({ refused }) => (refused === null ? 0 : refused.value + (refused.half ?? 0)));
  const domain = widen(rangeOf([0, ...ends]), 0.06);
  const marks = defences.flatMap(({ label, refused }, i) =>
    refused === null
      ? []
      : dotLayers(refused, defences.length - 1 - i, lookOf(result, label, SHAPES.indexOf('circle')), rows),
  );
  const axis = fittingAxis((count) => linearAxis('', domain, count), width, stage.fontSize);
  return { width, axis, marks, numbers, title, named: false };
}

function plotOf({ width, axis, marks, numbers, title, named }: Plot, { defences, stage, height }: Rows): object {
  const ticks = defences.map(({ label }, i) => ({ value: defences.length - 1 - i, label }));
  const y = {
    ...Y,
    scale: { domain: [-0.5, defences.length - 0.5 + KEY], nice: false, zero: false },
    axis: { ...tickAxis(ticks, named), title: null, grid: false },
  };
  const frame = {
    data: { values: [{ x: axis.domain[0], y: 0 }] },
    mark: { type: 'point', opacity: 0, size: 0 },
    encoding: { x: { ...X, ...positional('x', axis, true) }, y },
  };
  const layer = [frame, ...ruleLayers(defences.length, stage), ...marks, numberLayer(numbers, width, stage)];
  return { width, height, title: [...title], layer };
}

/** The line of zero, and thin ones between the rows, each of which holds several marks. */
function ruleLayers(rows: number, stage: Stage): object[] {
  const strokeWidth = stage.fontSize / 14;
  const between = Array.from({ length: rows }, (_, i) => ({ y: i + 0.5 }));
  return [
    { data: { values: between }, mark: { type: 'rule', color: 'var(--grid)', strokeWidth }, encoding: { y: Y } },
    {
      data: { values: [{ x: 0, y: -0.5, top: rows - 0.5 }] },
      mark: { type: 'rule', color: 'var(--ink)', strokeWidth },
      encoding: { x: X, y: Y, y2: { field: 'top' } },
    },
  ];
}

const WORDS = { type: 'text', align: 'left', baseline: 'middle', color: 'var(--ink)' };

function numberLayer(numbers: readonly string[], width: number, stage: Stage): object {
  const values = numbers.map((text, i) => ({ text, y: numbers.length - 1 - i }));
  const x = { value: width + 0.6 * stage.fontSize };
  return { data: { values }, mark: WORDS, encoding: { x, y: Y, text: { field: 'text', type: 'nominal' } } };
}

interface Look {
  readonly shape: string;
  readonly colour: string;
  readonly filled: boolean;
}

/** Adversaries, the last of the parties, are outlined in the text's colour. */
function lookOf(result: Result, label: string, place: number): Look {
  const cheats = PARTIES[place] === 'gangs';
  const { colour } = cheats ? adversaryAppearance(place) : appearanceOf(result, label);
  return { shape: SHAPES[place], colour, filled: !cheats };
}

function dotLayers({ value, half }: Amount, y: number, look: Look, rows: Rows): object[] {
  const dot = { data: { values: [{ x: value, y }] }, mark: markOf(look, rows), encoding: { x: X, y: Y } };
  if (half === null) return [dot];
  const whisker = {
    data: { values: [{ x: value - half, high: value + half, y }] },
    mark: { type: 'rule', color: look.colour, strokeWidth: rows.stage.fontSize / 8 },
    encoding: { x: X, x2: { field: 'high' }, y: Y },
  };
  return [whisker, dot];
}

function markOf({ shape, colour, filled }: Look, { stage, mark }: Rows): object {
  const ground = filled ? {} : { fill: 'var(--ground)', strokeWidth: stage.fontSize / 11 };
  return { type: 'point', shape, size: mark * mark, filled, color: colour, opacity: 1, ...ground };
}

/** The parties' marks with their names in a line above the rows, and what the numbers behind the rows are. */
function keyLayers(rows: Rows, { start, end }: { readonly start: number; readonly end: number }): object[] {
  const { fontSize } = rows.stage;
  const y = { value: 0.6 * fontSize };
  const data = { values: [{}] };
  const widths = PARTIES.map((party) => textWidth(party, fontSize, false) + 2 * fontSize);
  const key = PARTIES.flatMap((party, i) => {
    const left = start + widths.slice(0, i).reduce((sum, width) => sum + width, 0) + 0.5 * fontSize;
    const look = lookOf(rows.result, rows.defences[0].label, i);
    return [
      { data, mark: markOf(look, rows), encoding: { x: { value: left }, y } },
      { data, mark: { ...WORDS, text: party }, encoding: { x: { value: left + 0.7 * fontSize }, y } },
    ];
  });
  return [...key, { data, mark: { ...WORDS, text: SUM }, encoding: { x: { value: end + 0.6 * fontSize }, y } }];
}

/**
 * Charts of what was read at regular instants: panels one above the other on one axis of time, each from zero.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { linearAxis, rangeOf, timeAxis, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { drawPanels } from './panel.ts';
import {
  curvesNamed,
  curveTable,
  identity,
  type LabelledCurve,
  legend,
  notNegative,
  ordinates,
  type Panel,
  seriesOf,
} from './series.ts';

/** What a panel shows: the curve of this suffix under every label. */
export interface Measure {
  readonly suffix: string;
  readonly heading: string;
  /** The heading where panels stand side by side. */
  readonly short: string;
  /** A slide leaves it out, so that the others have its whole width. */
  readonly pageOnly?: boolean;
  /** By how much values are multiplied, and what is then written behind them. */
  readonly scale?: { readonly factor: number; readonly unit: string };
}

/** A slide is high enough for so many panels above each other. */
const MOST_STACKED = 2;

/** How many ticks an axis has, about. */
interface Ticks {
  readonly x: number;
  readonly y: number;
}

interface Words {
  readonly title: string;
  readonly tableCaption: (label: string) => string;
}

/** The chart of those measures that the result has curves of, which is one of them at least. */
export function chartOverTime(
  result: Result,
  measures: readonly Measure[],
  marks: Panel['marks'],
  { title, tableCaption }: Words,
): Chart {
  const shown = measures.filter(({ suffix }) => curvesNamed(result, suffix).length > 0);
  const curves = shown.flatMap(({ suffix }) => curvesNamed(result, suffix));
  const headings = shown.map(({ heading }) => heading).join('; ');
  return {
    title,
    ...legend(result, { curves, marks: marks === 'points' ? 'points' : 'line' }),
    alternative: `Stacked time series on one time axis. Vertical axes from zero: ${headings}. ${title}.`,
    tables: result.labels.flatMap(({ label }) => tableOf(label, curves, tableCaption)),
    draw: (stage) => {
      const seen = shown.filter(({ pageOnly }) => stage.name === 'page' || !pageOnly);
      const beside = seen.length > MOST_STACKED && stage.name === 'slide';
      const ticks = { x: beside ? 4 : 10, y: seen.length > 1 || stage.name === 'slide' ? 4 : 6 };
      const panels = seen.map(({ heading, short, ...measure }) =>
        panelOf(result, { ...measure, heading: beside ? short : heading }, marks, ticks),
      );
      return drawPanels(panels, stage, beside ? 'beside' : 'stacked');
    },
  };
}

function tableOf(label: string, curves: readonly LabelledCurve[], caption: Words['tableCaption']): DataTable[] {
  const own = curves.filter((curve) => curve.label === label).map(({ curve }) => curve);
  return own.length === 0 ? [] : [curveTable(caption(label), own)];
}

function panelOf(
  result: Result,
  { suffix, heading, scale }: Omit<Measure, 'short'>,
  marks: Panel['marks'],
  ticks: Ticks,
): Panel {
  const { factor, unit } = scale ?? { factor: 1, unit: '' };
  const curves = curvesNamed(result, suffix);
  const scaled = (value: number | null): number | null => notNegative(value === null ? null : value * factor);
  const series = curves.map((curve) => seriesOf(result, curve, identity, scaled));
  const [, high] = rangeOf(ordinates(series));
  return {
    heading,
    x: timeAxis(widen(rangeOf(curves.flatMap(({ curve }) => curve.x.values)), 0.01), ticks.x),
    y: linearAxis('', [0, high > 0 ? high * 1.08 : 1], high > 0 ? ticks.y : 1, unit),
    series,
    marks,
  };
}

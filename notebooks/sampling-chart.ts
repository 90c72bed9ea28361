/**
 * How an estimate settles while replications are added: mean and interval against their number, beside the exact value
 * and the interval that somebody else has published.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { decadesAxis, decimalLogarithm, linearAxis, rangeOf, widen } from '../src/report/charts/axis.ts';
import { drawPanels } from '../src/report/charts/panel.ts';
import { ordinates, type Panel, type Series } from '../src/report/charts/series.ts';
import { confidenceWords, grouped, quantity } from '../src/report/format.ts';
import { type Appearance, appearances, type Stage } from '../src/report/theme.ts';
import type { Estimate } from './sequential.ts';

/** What an estimate is measured by. */
export interface Yardstick {
  /** What is estimated, in the plural, such as `balls to the first coin`. */
  readonly quantity: string;
  readonly exact: number;
  readonly confidence: number;
  /** A published mean and the full width of its interval. */
  readonly published?: { readonly mean: number; readonly width: number };
}

interface Drawing {
  readonly title: string;
  readonly caption: string;
  readonly alternative: string;
  readonly draw: (stage: Stage) => TopLevelSpec;
}

/** Fewer replications may not stop, and their intervals would decide the axis. */
const FIRST_SHOWN = 30;

/** @throws RangeError without an estimate that has an interval */
export function samplingChart(estimates: readonly Estimate[], yardstick: Yardstick): Drawing {
  const last = estimates.at(-1);
  if (last === undefined || last.halfWidth === null) throw new RangeError('nothing was sampled often enough to draw');
  const inside = Math.abs(last.mean - yardstick.exact) <= last.halfWidth;
  const words = confidenceWords(yardstick.confidence);
  const title = `${capital(yardstick.quantity)}: ${quantity('', last.mean, last.halfWidth)} after ${grouped(last.replications, 0)} replications; the exact mean lies ${inside ? 'inside' : 'outside'}`;
  return {
    title,
    caption: `Points: the mean so far with its ${words} interval. Thin line: theory, the exact mean.${publishedWords(yardstick)}`,
    alternative: `Points with whiskers. Horizontal axis: replications, logarithmic. Vertical axis: ${yardstick.quantity}. ${title}.`,
    draw: (stage) => drawPanels([panelOf(estimates, yardstick, stage)], stage, 'stacked'),
  };
}

function publishedWords({ published }: Yardstick): string {
  if (published === undefined) return '';
  const { mean, width } = published;
  return ` Heavy lines: the ends of the published interval, ${grouped(mean, 0)} with a full width of ${grouped(width, 0)}.`;
}

function panelOf(estimates: readonly Estimate[], { quantity: name, exact, published }: Yardstick, stage: Stage): Panel {
  const [own, other] = ['own', 'published'].map((label) => lookOf(label));
  const series: Series = { name: '', appearance: own, points: estimates.flatMap((one) => pointOf(one, exact)) };
  const ends = published === undefined ? [] : [-1, 1].map((side) => published.mean + (side * published.width) / 2);
  const rules = ends.map((y, i) => ({ y, text: `published, ${i === 0 ? 'lower' : 'upper'} end`, appearance: other }));
  const xs = series.points.map(({ x }) => x);
  const y = widen(rangeOf([...ordinates([series]), ...ends]), 0.08);
  return {
    heading: name,
    x: decadesAxis('replications (log)', widen(rangeOf(xs), 0.05), 6, (count) => grouped(count, 0)),
    y: linearAxis('', y, stage.name === 'page' ? 6 : 4),
    series: [series],
    marks: 'points',
    rules,
  };
}

function pointOf({ replications, mean, halfWidth }: Estimate, exact: number): Series['points'] {
  if (replications < FIRST_SHOWN || halfWidth === null) return [];
  const x = decimalLogarithm(replications)!;
  return [{ x, y: mean, low: mean - halfWidth, high: mean + halfWidth, theory: exact }];
}

function lookOf(label: string): Appearance {
  return appearances([{ label, scheme: label === 'own' ? 'mint' : 'baseline' }]).get(label)!;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

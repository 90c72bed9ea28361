/**
 * Broker and forger at the same parameters: hashes against coins, from the first coin, behind whose wall a forger
 * stands, to the last, for which the broker throws; real points at sizes that can be run, theory alone beyond them.
 * @module
 */
import type { Result, ResultProjection } from '../../experiment/result.ts';
import { grouped, listed, powerOfTwo, quantity, raisedPowerOfTen } from '../format.ts';
import type { Stage } from '../theme.ts';
import { decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable, Machine } from './chart.ts';
import { mintOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import {
  appearanceOf,
  curvesNamed,
  type LabelledCurve,
  legend,
  ordinates,
  type Panel,
  type Rule,
  type Series,
  seriesOf,
} from './series.ts';

const AVERAGE = 'mint.average_balls_per_coin';
const SECONDS_PER_YEAR = 365.25 * 86_400;
const MICROSECONDS = 1e6;

/** Times by which a logarithmic axis of hashes is read. */
const LANDMARKS: readonly (readonly [number, string])[] = [
  [1e-3, 'a millisecond'],
  [1, 'a second'],
  [3600, 'an hour'],
  [86_400 * 30, 'a month'],
  [100 * SECONDS_PER_YEAR, 'a century'],
];

/** The projected mints beside those that were run with as many balls to a coin; null when nothing is projected. */
export function brokerAndForger(result: Result, machine: Machine): Chart | null {
  const projections = result.projections ?? [];
  if (projections.length === 0) return null;
  const minted = totals(result);
  const title = finding(projections, machine);
  const words = legend(result, { curves: minted, marks: 'points', coordinate: decimalLogarithm });
  const dashed = 'Dashed lines: theory alone.';
  const speed = speedWords(machine);
  return {
    title,
    caption: `${words.caption} ${dashed}${speed} A forger's first coin stands where a line begins.`,
    brief: `${words.brief} ${dashed}${speed}`,
    alternative:
      `Point and line chart. Horizontal axis: coins. Vertical axis: hashes thrown. Both logarithmic. ` +
      `Lines for ${listed(projections.map(({ label }) => label))}. ${title}.`,
    tables: [figuresTable(projections, machine)],
    tablesShown: true,
    draw: (stage) => drawPanels([panel(result, projections, minted, machine, stage)], stage, 'stacked'),
  };
}

/** Hashes to the c-th coin, of the mints that were run without a filter and have as many balls to a coin. */
function totals(result: Result): LabelledCurve[] {
  const ways = new Set((result.projections ?? []).map(({ label }) => mintOf(result, label)?.way));
  const comparable = curvesNamed(result, AVERAGE).filter(({ label }) => {
    const mint = mintOf(result, label);
    return mint !== undefined && ways.has(mint.way) && mint.filter === 0;
  });
  return comparable.map(({ label, curve }) => {
    const times = (values: readonly number[]): number[] => values.map((value, i) => value * curve.x.values[i]);
    return {
      label,
      curve: {
        ...curve,
        quantity: 'hashes thrown',
        unit: 'hashes',
        values: times(curve.values),
        halfWidths: curve.halfWidths.map((half, i) => (half === null ? null : half * curve.x.values[i])),
        ...(curve.theory && { theory: { ...curve.theory, values: times(curve.theory.values), formula: 'B E[T(c)]' } }),
      },
    };
  });
}

function panel(
  result: Result,
  projections: readonly ResultProjection[],
  minted: readonly LabelledCurve[],
  machine: Machine,
  stage: Stage,
): Panel {
  const run = minted.map((curve) => seriesOf(result, curve, decimalLogarithm, decimalLogarithm));
  const series = [...run, ...projections.map((projection) => projectedSeries(result, projection))];
  const xs = rangeOf(series.flatMap(({ points }) => points.map(({ x }) => x)));
  const y = widen(rangeOf(ordinates(series)), 0.04);
  const hashesPerPanel = stage.name === 'slide' ? 6 : 10;
  return {
    heading: 'hashes thrown (log)',
    x: decadesAxis('coins (log)', widen(xs, 0.03), hashesPerPanel, powerOfTenWords),
    y: decadesAxis('', y, 8, powerOfTenWords),
    series,
    marks: 'points',
    rules: landmarks(machine, y),
  };
}

function powerOfTenWords(value: number): string {
  return value < 1000 ? grouped(value, 0) : raisedPowerOfTen(Math.round(decimalLogarithm(value) ?? 0));
}

function projectedSeries(result: Result, { label, curve }: ResultProjection): Series {
  const points = curve.coins.flatMap((coins, i) => {
    const [x, y] = [decimalLogarithm(coins), decimalLogarithm(curve.hashes[i])];
    return x === null || y === null ? [] : [{ x, y, low: null, high: null, theory: y }];
  });
  return { name: label, appearance: { ...appearanceOf(result, label), dash: [6, 4] }, points, marks: 'none' };
}

/** What this machine throws in a second, an hour, ... */
function landmarks({ hashesPerSecond }: Machine, [low, high]: readonly [number, number]): Rule[] {
  if (hashesPerSecond === undefined) return [];
  const appearance = { colour: 'var(--muted)', words: 'var(--muted)', shape: 'stroke', dash: [] };
  return LANDMARKS.flatMap(([seconds, text]) => {
    const y = decimalLogarithm(seconds * hashesPerSecond);
    return y === null || y <= low || y >= high ? [] : [{ y, text, appearance, thin: true }];
  });
}

function speedWords({ hashesPerSecond }: Machine): string {
  if (hashesPerSecond === undefined) return '';
  const millions = quantity('', hashesPerSecond / 1e6);
  return ` Times: at ${millions} million hashes a second, one thread of the machine that ran this.`;
}

/** A number of hashes as the time that they take here, or by itself when nobody has measured. */
function taking(hashes: number, { hashesPerSecond }: Machine): string {
  return hashesPerSecond === undefined ? `${powerOfTwo(hashes)} hashes` : timeSpan(hashes / hashesPerSecond);
}

function timeSpan(seconds: number): string {
  return seconds >= 2 * SECONDS_PER_YEAR
    ? `${quantity('', seconds / SECONDS_PER_YEAR)} years`
    : quantity('us', seconds * MICROSECONDS);
}

function finding(projections: readonly ResultProjection[], machine: Machine): string {
  const each = projections.map(({ label, figures, curve }, i) => {
    const of = (name: string): number => figures.find((figure) => figure.name === name)?.value ?? 0;
    const coins = roundCount(curve.coins[curve.coins.length - 1]);
    const broker = taking(of('all_coins.hashes'), machine);
    const forger = taking(of('first_coin.hashes'), machine);
    return i === 0
      ? `${label}: ${coins} coins in ${broker}, a first forgery in ${forger}`
      : `${label}: ${broker}, ${forger}`;
  });
  return each.join('; ');
}

function roundCount(count: number): string {
  if (count < 1e6) return grouped(count, 0);
  const [divisor, word] = count < 1e9 ? [1e6, 'million'] : [1e9, 'billion'];
  return `${(count / divisor).toPrecision(3).replace(/\.?0+$/, '')} ${word}`;
}

/** Words for the figures of a projection; a forger's have his share in their name. */
const WORDS: Readonly<Record<string, string>> = {
  'first_coin.hashes': "hashes to the first coin, the broker's or a forger's",
  'all_coins.hashes': "hashes to the broker's last coin",
  'average.hashes_per_coin': 'hashes per coin, on average',
  'next_coin.hashes': 'hashes for one coin more',
  'subsets.count': 'k-subsets in one bin by then, coins or not',
  'store.bytes': "the broker's store",
  'cheapest.balls_per_coin': 'good balls per coin, at the cheapest',
  'cheapest.balls_per_bin': 'there, good balls per bin',
  'any_coin.probability': 'chance of any coin at 2^(u(k-1)/k) good balls',
};

function wordsFor(name: string): string {
  const [, oneIn, what] = /^forger_one_in_(\d+)\.(.*)$/.exec(name) ?? [];
  if (oneIn === undefined) return WORDS[name] ?? name;
  const who = `forger with 1/${oneIn} of the broker's hashes`;
  return what === 'coins.count' ? `${who}: coins` : `${who}: cost of a coin, beside the broker's`;
}

function figuresTable(projections: readonly ResultProjection[], machine: Machine): DataTable {
  const names = [...new Set(projections.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const found = projections.map(({ figures }) => figures.find((figure) => figure.name === name));
    const written = found.map((figure) => (figure === undefined ? '' : writeFigure(figure, machine)));
    const formula = found.find((figure) => figure !== undefined)?.formula ?? '';
    return [wordsFor(name), ...written, formula];
  });
  const sources = new Set(projections.flatMap(({ figures }) => figures.map(({ source }) => source)));
  return {
    caption: `By theory alone (${[...sources].join('; ')})`,
    head: ['', ...projections.map(({ label }) => label), 'theory'],
    rows,
  };
}

type Figure = ResultProjection['figures'][number];

function writeFigure({ unit, value, name }: Figure, machine: Machine): string {
  if (unit === 'bytes') return bytesWords(value);
  if (unit === 'hashes') return hashesWords(value, machine);
  if (name.endsWith('cost_per_coin.ratio')) return `× ${quantity('', value)}`;
  return unit === 'coins' ? quantity('', value) : quantity(unit === 'ratio' ? unit : '', value);
}

function hashesWords(hashes: number, machine: Machine): string {
  const time = machine.hashesPerSecond === undefined ? '' : ` (${timeSpan(hashes / machine.hashesPerSecond)})`;
  return `${powerOfTwo(hashes)}${time}`;
}

function bytesWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.floor((decimalLogarithm(bytes) ?? 0) / 3 + 1e-9));
  return `${quantity('', bytes / 1000 ** power)} ${units[power]}`;
}

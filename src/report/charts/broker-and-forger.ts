/**
 * Broker and forger at the same parameters, for each k: what one coin and the whole mint take the broker, and what the
 * first coin takes a forger; of mints that were run, and of those that theory alone speaks of.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { grouped, listed, raisedPowerOfTen } from '../format.ts';
import { type Appearance, appearances, type Stage } from '../theme.ts';
import { type Axis, decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import {
  type Cost,
  type Family,
  familiesOf,
  figureOf,
  largest,
  nameOf,
  type RealMint,
  realMints,
  roundCount,
  SECONDS_PER_YEAR,
  speedWords,
  taking,
} from './broker-and-forger-data.ts';
import { projectedTable, realTable } from './broker-and-forger-tables.ts';
import type { Chart, Machine } from './chart.ts';
import { drawPanels } from './panel.ts';
import { legend, ordinates, type Panel, type Point, type Series } from './series.ts';

/** Times at which an axis of hashes is read. */
const LANDMARKS: readonly (readonly [number, string])[] = [
  [1e-6, '1 µs'],
  [1e-3, '1 ms'],
  [1, '1 s'],
  [3600, '1 h'],
  [86_400 * 30, '1 month'],
  [100 * SECONDS_PER_YEAR, '100 years'],
];

/** Against k: what a coin of the broker's and what a forger's first coin take; null when nothing is projected. */
export function brokerAndForger(result: Result, machine: Machine): Chart | null {
  const families = familiesOf(result);
  if (families.length === 0) return null;
  const real = realMints(result);
  const drawn = largest(real);
  const title = finding(families, machine);
  const words =
    drawn.length === 0 ? null : legend(result, { curves: drawn, marks: 'points', coordinate: decimalLogarithm });
  const rest = `Lines without points: theory alone.${speedWords(machine)}`;
  const axis = machine.hashesPerSecond === undefined ? 'hashes' : 'hashes, read as time';
  return {
    title,
    caption: `${words === null ? '' : `${words.caption} `}${rest}`,
    brief: `${words === null ? '' : `${words.brief} `}${rest}`,
    alternative:
      `${words === null ? 'Line chart' : 'Point and line chart'}. Horizontal axis: k, the balls of a coin. Vertical ` +
      `axis: ${axis}, logarithmic. Lines for the first coin and for the average coin of ` +
      `${listed([...drawn.slice(0, 1).map(({ bits }) => `a mint of n = ${bits} that was run`), ...families.map(nameOf)])}. ` +
      `${title}.`,
    tables: [...families.map((family) => projectedTable(family, machine)), ...realTable(result, real, machine)],
    tablesShown: true,
    draw: (stage) => drawPanels([panel(seriesFor(families, drawn), machine, stage)], stage, 'stacked'),
  };
}

function panel(series: readonly Series[], machine: Machine, stage: Stage): Panel {
  const what = machine.hashesPerSecond === undefined ? 'hashes (log)' : 'time of hashing (log)';
  return {
    heading:
      stage.name === 'slide'
        ? what
        : `${what} for the first coin, the broker's or a forger's, and for a coin on average`,
    x: waysAxis(rangeOf(series.flatMap(({ points }) => points.map(({ x }) => x)))),
    y: heights(widen(rangeOf(ordinates(series)), 0.05), machine),
    series,
    marks: 'points',
  };
}

/** Heights are hashes; where the machine's speed is known they are read as times. */
function heights(domain: readonly [number, number], { hashesPerSecond }: Machine): Axis {
  const powers = decadesAxis('', domain, 8, (value) =>
    value < 1000 ? grouped(value, 0) : raisedPowerOfTen(Math.round(decimalLogarithm(value) ?? 0)),
  );
  if (hashesPerSecond === undefined) return powers;
  const ticks = LANDMARKS.flatMap(([seconds, label]) => {
    const value = decimalLogarithm(seconds * hashesPerSecond);
    return value === null || value < domain[0] || value > domain[1] ? [] : [{ value, label }];
  });
  return ticks.length < 2 ? powers : { ...powers, ticks };
}

function waysAxis([least, most]: readonly [number, number]): Axis {
  const ways = Array.from({ length: most - least + 1 }, (_, i) => least + i);
  return {
    title: 'k: balls of a coin',
    domain: widen([least, most], 0.04),
    ticks: ways.map((way) => ({ value: way, label: String(way) })),
  };
}

/** What was run as points beside theory, then theory alone; two of each, no two alike. */
function seriesFor(families: readonly Family[], real: readonly RealMint[]): Series[] {
  const n = ({ bits, filter }: Family): number => bits + filter;
  const unlike = new Set(families.map(n)).size === families.length;
  const series = [
    ...real.slice(0, 1).flatMap(({ bits }) => [
      {
        name: `first coin, n = ${bits}`,
        points: real.flatMap(({ way, first }) => (first === null ? [] : pointAt(way, first))),
      },
      { name: `each coin, n = ${bits}`, points: real.flatMap(({ way, each }) => pointAt(way, each)) },
    ]),
    ...families.flatMap((family) => {
      const name = unlike ? `n = ${n(family)}` : nameOf(family);
      return [
        { name: `first coin, ${name}`, points: pointsOf(family, 'first_coin.hashes'), marks: 'none' as const },
        { name: `each coin, ${name}`, points: pointsOf(family, 'average.hashes_per_coin'), marks: 'none' as const },
      ];
    }),
  ].filter(({ points }) => points.length > 0);
  const looks = appearances(series.map((_, i) => ({ label: String(i), scheme: 'mint' })));
  return series.map((one, i) => ({ ...one, appearance: looks.get(String(i)) as Appearance }));
}

function pointAt(way: number, { mean, half, theory }: Cost): Point[] {
  const y = decimalLogarithm(mean);
  if (y === null) return [];
  const [low, high] = half === null ? [null, null] : [decimalLogarithm(mean - half), decimalLogarithm(mean + half)];
  return [{ x: way, y, low, high, theory: decimalLogarithm(theory) }];
}

function pointsOf({ mints }: Family, figure: string): Point[] {
  return mints.flatMap(({ way, projection }) => {
    const y = decimalLogarithm(figureOf(projection, figure));
    return y === null ? [] : [{ x: way, y, low: null, high: null, theory: y }];
  });
}

/** Of each size: what the whole mint takes the broker and what the first coin takes a forger, over all k. */
function finding(families: readonly Family[], machine: Machine): string {
  const each = families.map((family, i) => {
    const broker = span(family, 'all_coins.hashes', machine);
    const forger = span(family, 'first_coin.hashes', machine);
    return i === 0
      ? `${roundCount(family.coins)} coins at n\u00a0=\u00a0${family.bits + family.filter} in ${broker}, a first forgery in ${forger}`
      : `${roundCount(family.coins)} at n\u00a0=\u00a0${family.bits + family.filter} in ${broker}, ${forger}`;
  });
  const ways = families.flatMap(({ mints }) => mints.map(({ way }) => way));
  const [least, most] = [Math.min(...ways), Math.max(...ways)];
  return `k = ${least === most ? least : `${least} to ${most}`}: ${each.join('; ')}`;
}

/** From the least k to the greatest; a unit that both ends have is written once. */
function span({ mints }: Family, figure: string, machine: Machine): string {
  const [from, to] = [mints[0], mints[mints.length - 1]].map(({ projection }) =>
    taking(figureOf(projection, figure), machine),
  );
  if (from === to) return from;
  const unit = from.slice(from.indexOf(' '));
  return `${to.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}

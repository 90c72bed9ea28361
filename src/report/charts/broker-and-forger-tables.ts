/**
 * The figures behind the chart of broker and forger: of projected mints every one, of real ones what they cost.
 * @module
 */
import type { Result, ResultProjection } from '../../experiment/result.ts';
import { confidenceWords, grouped, powerOfTwo, quantity } from '../format.ts';
import { decimalLogarithm } from './axis.ts';
import { type Cost, type Family, nameOf, type RealMint, timeSpan } from './broker-and-forger-data.ts';
import type { DataTable, Machine } from './chart.ts';

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

const FORGERS_WORDS: Readonly<Record<string, string>> = {
  'all.hashes': 'his hashes',
  'coins.count': 'coins',
  'average.hashes_per_coin': 'hashes per coin',
  'cost_per_coin.ratio': "cost of a coin, beside the broker's",
};

function wordsFor(name: string): string {
  const [, oneIn, what] = /^forger_one_in_(\d+)\.(.*)$/.exec(name) ?? [];
  if (oneIn === undefined) return WORDS[name] ?? name;
  return `forger with 1/${oneIn} of the broker's hashes: ${FORGERS_WORDS[what] ?? what}`;
}

/** Every figure of the mints of one size, a column for each k. */
export function projectedTable(family: Family, machine: Machine): DataTable {
  const projections = family.mints.map(({ projection }) => projection);
  const names = [...new Set(projections.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const found = projections.map(({ figures }) => figures.find((figure) => figure.name === name));
    const formula = found.find((figure) => figure !== undefined)?.formula ?? '';
    return [
      `${wordsFor(name)}: ${formula}`,
      ...found.map((figure) => (figure === undefined ? '' : writeFigure(figure, machine))),
    ];
  });
  const sources = new Set(projections.flatMap(({ figures }) => figures.map(({ source }) => source)));
  const { bits, filter } = family;
  return {
    caption: `${nameOf(family)} (u = ${bits}, t = ${filter}), by theory alone (${[...sources].join('; ')})`,
    head: ['', ...family.mints.map(({ way }) => `k = ${way}`)],
    rows,
  };
}

type Figure = ResultProjection['figures'][number];

function writeFigure({ unit, value, name }: Figure, machine: Machine): string {
  if (unit === 'bytes') return bytesWords(value);
  if (unit === 'hashes') return `${powerOfTwo(value)}${timeWords(value, machine)}`;
  if (unit === 'subsets' || unit === 'coins') return powerOfTwo(value);
  return name.endsWith('cost_per_coin.ratio')
    ? `× ${powerOfTwo(value)}`
    : quantity(unit === 'ratio' ? unit : '', value);
}

function timeWords(hashes: number, { hashesPerSecond }: Machine): string {
  return hashesPerSecond === undefined ? '' : ` (${timeSpan(hashes / hashesPerSecond).replace(' ', '\u00a0')})`;
}

function bytesWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.floor((decimalLogarithm(bytes) ?? 0) / 3 + 1e-9));
  return `${quantity('', bytes / 1000 ** power)} ${units[power]}`;
}

/** What every real mint cost beside theory; no table when none was run. */
export function realTable({ confidence }: Result, real: readonly RealMint[], machine: Machine): DataTable[] {
  if (real.length === 0) return [];
  const rows = real.map(({ bits, way, coins, first, whole }) => [
    `u = ${bits}, k = ${way}`,
    ...costCells(first, machine),
    grouped(coins, 0),
    ...costCells(whole, machine),
  ]);
  const interval = `± half of the ${confidenceWords(confidence)} interval`;
  return [
    {
      caption: `Hashes of the mints that were run, without a filter, mean ${interval}`,
      head: ['mint', 'to the first coin', 'theory', 'coins', 'to the last one', 'theory'],
      rows,
    },
  ];
}

function costCells(cost: Cost | null, machine: Machine): [string, string] {
  if (cost === null) return ['', ''];
  const { mean, half, theory } = cost;
  return [`${quantity('', mean, half)}${timeWords(mean, machine)}`, theory === null ? '' : quantity('', theory)];
}

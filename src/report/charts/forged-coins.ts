/**
 * Forged coins against the broker's: what each gang of forgers has found so far, by how fast it hashes (after RS96,
 * where a forger's first coin comes late because the broker buys the first collisions at scale).
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { alike, listed, plain, quantity } from '../format.ts';
import { type Appearance, adversaryAppearance, type Stage } from '../theme.ts';
import { type Axis, countsOn, decadesAxis, decimalLogarithm, rangeOf, timeAxis, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { coinsFoundBy, type Forger, forgersOf, rateName, rateWords } from './forgers.ts';
import { metricOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import { appearanceOf, curveTable, legend, ordinates, type Panel, type Point, type Series } from './series.ts';

/** Panels of a chart at most: labels beyond are in the tables. */
const MOST_PANELS = 4;
/** Points of a line at most; all readings are in the tables. */
const MOST_POINTS = { page: 15, slide: 10 } as const;
/** Labels of which a title speaks. */
const MOST_SPOKEN = 3;
/** Air above the greatest count: the name of the broker's line stands there. */
const HEADROOM = 0.14;

interface Search extends Forger {
  readonly curve: ResultCurve;
}

/** A label's gangs, the fastest first, and what its broker minted for a period. */
interface Race {
  readonly label: string;
  readonly minted: number | null;
  readonly searches: readonly Search[];
}

/** Coins found by every gang of forgers; null where none has found any and theory expects none. */
export function forgedCoins(result: Result): Chart | null {
  const all = racesOf(result);
  const races = all.filter(({ searches }) => searches.some(({ curve }) => isSeen(curve)));
  if (races.length === 0) return null;
  const searches = races.flatMap((race) => race.searches);
  const title = finding(races);
  const words = legend(result, {
    curves: searches.map(({ label, gang, curve }) => ({ label: `${gang} (${label})`, curve })),
    marks: 'points',
    coordinate: decimalLogarithm,
  });
  const rest = ` Heavy dashed line: the coins that the broker minted for a period.${unseen(all)}`;
  return {
    title,
    caption: `${words.caption}${rest} The table has every reading.`,
    brief: `${words.brief}${rest}`,
    alternative:
      `Point charts with lines of theory, one for each of ${listed(races.map(({ label }) => label))}. Horizontal axis: ` +
      `time. Vertical axis: coins forged so far, logarithmic, by the forgers' hashes a second. ${title}.`,
    tables: searches.map(({ label, gang, rate, curve }) =>
      curveTable(`${gang} under ${label}, ${rateName(rate)}`, [curve]),
    ),
    draw: (stage) => {
      const panels = panelsOf(result, races.slice(0, MOST_PANELS), stage);
      return drawPanels(panels, stage, stage.name === 'slide' ? 'beside' : 'stacked');
    },
  };
}

function racesOf(result: Result): Race[] {
  const searches = forgersOf(result).flatMap((forger) => {
    const curve = coinsFoundBy(result, forger);
    return curve === undefined ? [] : [{ ...forger, curve }];
  });
  return result.labels.flatMap(({ label }) => {
    const own = searches.filter((search) => search.label === label);
    const minted = metricOf(result, label, 'coins_minted.per_period')?.value ?? null;
    return own.length === 0 ? [] : [{ label, minted, searches: own }];
  });
}

/** One coin in ten months, say, is not. */
function isSeen({ values, theory }: ResultCurve): boolean {
  return Math.max(...values) > 0 || Math.max(...(theory?.values ?? [0])) >= 1;
}

/** Gangs that have no line in the chart, with their labels. */
function unseen(races: readonly Race[]): string {
  const said = races.flatMap(({ label, searches }) =>
    searches.filter(({ curve }) => !isSeen(curve)).map(({ rate }) => ({ label, words: rateWords(rate) })),
  );
  const words = alike(said).map(({ labels, words: rate }) =>
    races.length === 1 ? rate : `${rate} (${listed(labels)})`,
  );
  return words.length === 0 ? '' : ` No coin in any replication at ${listed(words)}.`;
}

/** Of one label its fastest and its slowest gang; of several the fastest rate that all have, or the fastest of each. */
function finding(races: readonly Race[]): string {
  const [{ searches }] = races;
  const [fastest, slowest] = [searches[0], searches[searches.length - 1]];
  if (races.length === 1) {
    const start = `At ${rateWords(fastest.rate)} a forger has ${yieldWords(fastest.curve)}`;
    return fastest === slowest ? start : `${start}; at ${rateWords(slowest.rate)} ${yieldWords(slowest.curve)}`;
  }
  const spoken = races.slice(0, MOST_SPOKEN);
  const common = searches.find(({ rate }) => spoken.every((race) => gangAt(race, rate) !== undefined))?.rate;
  const said = spoken.map((race) => {
    const { rate, curve } = gangAt(race, common) ?? race.searches[0];
    const found = quantity('', curve.values[curve.values.length - 1]);
    return { label: race.label, words: `${found} coins${common === undefined ? ` at ${rateWords(rate)}` : ''}` };
  });
  const words = listed(alike(said).map(({ labels, words: yielded }) => `${yielded} under ${listed(labels)}`));
  const start = common === undefined ? 'A gang' : `At ${rateWords(common)} a gang`;
  return `${start} finds ${words} in ${endOf(searches[0].curve.x.values)}`;
}

function gangAt({ searches }: Race, wanted: number | undefined): Search | undefined {
  return searches.find(({ rate }) => rate === wanted);
}

const ONE = 'one coin on average ';

/** The time that was searched: readings stand in the middle of their intervals. */
function endOf(times: readonly number[]): string {
  return plain('us', times[times.length - 1] + times[0]);
}

/** When he has one coin on average, or how many he has in the end. */
function yieldWords({ x, values }: ResultCurve): string {
  const end = endOf(x.values);
  const i = values.findIndex((value) => value >= 1);
  if (i >= 0) return `${ONE}after ${quantity('us', firstAt(x.values, values, i))}`;
  const most = values[values.length - 1];
  return most === 0 ? `none in ${end}` : `${quantity('', most)} on average in ${end}`;
}

/**
 * Coins grow as a power of time, a straight line on logarithmic axes: between the last reading below one coin and the
 * first with as many, or, when that is the very first, on the line through it and the next.
 */
function firstAt(times: readonly number[], coins: readonly number[], i: number): number {
  const [a, b] = i === 0 || coins[i - 1] === 0 ? [i, Math.min(i + 1, times.length - 1)] : [i - 1, i];
  const power = a === b ? 0 : ln(coins[b] / coins[a]) / ln(times[b] / times[a]);
  return power > 0 ? times[a] * exp(-ln(coins[a]) / power) : times[i];
}

function panelsOf(result: Result, races: readonly Race[], stage: Stage): Panel[] {
  const searches = races.flatMap((race) => race.searches);
  const floor = floorOf(searches);
  const looks = looksOf(searches);
  const drawn = races.map((race) => ({ ...race, series: seriesFor(race, { floor, looks, stage }) }));
  const key = stage.name === 'slide' && races.length > 2 ? keyOf(drawn.flatMap((race) => race.series)) : [];
  const heights = drawn.flatMap(({ minted, series }) => [...ordinates(series), decimalLogarithm(minted)]);
  const [, top] = rangeOf(heights);
  const y = decadesAxis('', [floor, top + HEADROOM * (top - floor)], stage.name === 'slide' ? 4 : 6, countsOn(stage));
  return drawn.map(({ label, minted, series }, i) => ({
    heading: headingOf(label, races.length > 1, stage),
    x: timesOf(searches, stage, races.length),
    y,
    series: i === drawn.length - 1 ? withKey(series, key) : series,
    marks: 'points',
    namedAtEnd: true,
    ...(minted !== null && minted > 0 && { rules: [brokersRule(result, label, minted)] }),
  }));
}

/** Every name with its mark: of three panels and more in a row the last one names the lines of all. */
function keyOf(series: readonly Series[]): Series[] {
  const named = new Map(series.map((one) => [one.name, { ...one, points: [] }]));
  return [...named.values()].filter(({ name }) => name !== '');
}

function withKey(series: readonly Series[], key: readonly Series[]): Series[] {
  return [...series, ...key.filter(({ name }) => series.every((own) => own.name !== name))];
}

function headingOf(label: string, several: boolean, stage: Stage): string {
  if (stage.name === 'slide') return several ? label : 'coins forged (log)';
  return `coins forged so far (log), by hashes a second${several ? `: ${label}` : ''}`;
}

function timesOf(searches: readonly Search[], stage: Stage, panels: number): Axis {
  const range = rangeOf(searches.flatMap(({ curve }) => curve.x.values));
  return timeAxis(widen(range, 0.02), stage.name === 'slide' && panels > 1 ? 4 : 10);
}

function brokersRule(result: Result, label: string, minted: number) {
  return { y: decimalLogarithm(minted) ?? 0, text: "broker's coins", appearance: appearanceOf(result, label) };
}

/** A power of ten below the least count that was seen, and below one coin: theory's lines begin there. */
function floorOf(searches: readonly Search[]): number {
  const counts = searches.flatMap(({ curve }) => curve.values.filter((value) => value > 0));
  return Math.floor((decimalLogarithm(Math.min(1, ...counts)) ?? 0) - 1e-9);
}

/** The same look for the same rate under every label. */
function looksOf(searches: readonly Search[]): Map<number, Appearance> {
  const rates = [...new Set(searches.map(({ rate }) => rate))].toSorted((a, b) => b - a);
  return new Map(rates.map((rate, i) => [rate, adversaryAppearance(i)]));
}

interface View {
  readonly floor: number;
  readonly looks: ReadonlyMap<number, Appearance>;
  readonly stage: Stage;
}

/** Of each gang its points, then theory's line, which begins earlier and has readings of its own. */
function seriesFor({ searches }: Race, { floor, looks, stage }: View): Series[] {
  return searches.flatMap((search) => {
    const appearance = looks.get(search.rate) ?? adversaryAppearance(0);
    const twins = searches.filter(({ rate }) => rate === search.rate).length;
    const name = twins > 1 ? `${rateName(search.rate)} ${search.gang}` : rateName(search.rate);
    const points = pointsOf(search.curve, MOST_POINTS[stage.name]);
    const law = lawOf(search.curve, floor);
    const found = { name, appearance, points };
    const theory = { name: points.length === 0 ? name : '', appearance: { ...appearance, dash: [] }, points: law };
    return [found, { ...theory, marks: 'none' as const }].filter((series) => series.points.length > 0);
  });
}

function pointsOf({ x, values, halfWidths }: ResultCurve, most: number): Point[] {
  const every = Math.ceil(values.length / most);
  return values.flatMap((value, i) => {
    const y = decimalLogarithm(value);
    if (y === null || (values.length - 1 - i) % every !== 0) return [];
    const half = halfWidths[i] ?? null;
    const [low, high] = half === null ? [null, null] : [decimalLogarithm(value - half), decimalLogarithm(value + half)];
    return [{ x: x.values[i], y, low, high, theory: null }];
  });
}

function lawOf({ x, theory }: ResultCurve, floor: number): Point[] {
  return (theory?.values ?? []).flatMap((value, i) => {
    const y = decimalLogarithm(value);
    return y === null || y < floor ? [] : [{ x: x.values[i], y, low: null, high: null, theory: y }];
  });
}

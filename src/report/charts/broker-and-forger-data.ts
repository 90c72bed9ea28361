/**
 * What broker and forger spend, by mint: read from a result's projections, and from the mints that it ran.
 * @module
 */
import type { Result, ResultProjection } from '../../experiment/result.ts';
import { grouped, powerOfTwo, quantity } from '../format.ts';
import type { Machine } from './chart.ts';
import { mintOf } from './lookup.ts';
import { curvesNamed, type LabelledCurve } from './series.ts';

const AVERAGE = 'mint.average_balls_per_coin';
export const SECONDS_PER_YEAR = 365.25 * 86_400;
const MICROSECONDS = 1e6;

/** Projections that differ in k alone. */
export interface Family {
  readonly bits: number;
  readonly filter: number;
  readonly coins: number;
  /** In the order of k. */
  readonly mints: readonly { readonly way: number; readonly projection: ResultProjection }[];
}

/** The projections of a result by size, filter and number of coins, in the order of the first of each. */
export function familiesOf(result: Result): Family[] {
  const families = new Map<string, Family>();
  for (const projection of result.projections ?? []) {
    const mint = mintOf(result, projection.label);
    if (mint === undefined) continue;
    const { bits, filter, way } = mint;
    const coins = projection.curve.coins[projection.curve.coins.length - 1];
    const key = `${bits} ${filter} ${coins}`;
    const mints = [...(families.get(key)?.mints ?? []), { way, projection }].sort((a, b) => a.way - b.way);
    families.set(key, { bits, filter, coins, mints });
  }
  return [...families.values()];
}

/** "10 billion coins, n = 34" */
export function nameOf({ coins, bits, filter }: Family): string {
  return `${roundCount(coins)} coins, n = ${bits + filter}`;
}

/** "10 billion" */
export function roundCount(count: number): string {
  if (count < 1e6) return grouped(count, 0);
  const [divisor, word] = count < 1e9 ? [1e6, 'million'] : [1e9, 'billion'];
  return `${(count / divisor).toPrecision(3).replace(/\.?0+$/, '')} ${word}`;
}

/** @throws Error when the projection has no such figure. */
export function figureOf({ label, figures }: ResultProjection, name: string): number {
  const figure = figures.find((each) => each.name === name);
  if (figure === undefined) throw new Error(`the projection ${label} has no ${name}`);
  return figure.value;
}

/** Hashes as they were counted, and as theory has them. */
export interface Cost {
  readonly mean: number;
  readonly half: number | null;
  readonly theory: number | null;
}

/** A mint that was run, and what it cost. */
export interface RealMint extends LabelledCurve {
  readonly bits: number;
  readonly way: number;
  readonly coins: number;
  /** The first coin; null when it was not read. */
  readonly first: Cost | null;
  readonly whole: Cost;
  readonly each: Cost;
}

/** The mints that were run without a filter, where every ball is one hash. */
export function realMints(result: Result): RealMint[] {
  return curvesNamed(result, AVERAGE).flatMap((labelled) => {
    const mint = mintOf(result, labelled.label);
    return mint === undefined || mint.filter !== 0 ? [] : [realMint(labelled, mint.bits, mint.way)];
  });
}

function realMint(labelled: LabelledCurve, bits: number, way: number): RealMint {
  const { x, values, halfWidths, theory } = labelled.curve;
  const cost = (i: number, times: number): Cost => {
    const half = halfWidths[i] ?? null;
    return {
      mean: values[i] * times,
      half: half === null ? null : half * times,
      theory: theory === undefined ? null : theory.values[i] * times,
    };
  };
  const last = values.length - 1;
  const coins = x.values[last];
  const first = x.values[0] === 1 ? cost(0, 1) : null;
  return { ...labelled, bits, way, coins, first, whole: cost(last, coins), each: cost(last, 1) };
}

/** Those of the greatest u, in the order of k. */
export function largest(real: readonly RealMint[]): RealMint[] {
  const most = Math.max(...real.map(({ bits }) => bits));
  return real.filter(({ bits }) => bits === most).sort((a, b) => a.way - b.way);
}

/** How times come from hashes; empty when nobody has measured the machine. */
export function speedWords({ hashesPerSecond }: Machine): string {
  if (hashesPerSecond === undefined) return '';
  const millions = quantity('', hashesPerSecond / 1e6);
  return ` Times: hashing alone, at ${millions} million hashes a second, one thread of the machine that ran this.`;
}

/** A number of hashes as the time that they take here, or by itself when nobody has measured. */
export function taking(hashes: number, { hashesPerSecond }: Machine): string {
  return hashesPerSecond === undefined ? `${powerOfTwo(hashes)} hashes` : timeSpan(hashes / hashesPerSecond);
}

/** A time of up to centuries. */
export function timeSpan(seconds: number): string {
  return seconds >= 2 * SECONDS_PER_YEAR
    ? `${quantity('', seconds / SECONDS_PER_YEAR)} years`
    : quantity('us', seconds * MICROSECONDS);
}

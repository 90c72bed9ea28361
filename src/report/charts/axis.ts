/**
 * Axes with ticks that we choose and write ourselves: a drawing is the same on every machine, and its range is the data's.
 * @module
 */
import ln from '@stdlib/math-base-special-ln';
import { DAY, HOUR, MINUTE, SECOND } from '../../units.ts';
import { grouped, log2, plain, raisedPowerOfTwo } from '../format.ts';
import { type Stage, textWidth } from '../theme.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** An axis in the coordinates in which the points are given. */
export interface Axis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
}

type Range = readonly [number, number];

/** The least and the greatest of the finite numbers; [0, 1] when there are none. */
export function rangeOf(values: Iterable<number | null>): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The range with a little air, so that no mark is cut at the edge; a single value gets one unit to each side. */
export function widen([low, high]: Range, share: number): Range {
  const air = high > low ? (high - low) * share : 1;
  return [low - air, high + air];
}

/** A linear axis; `unit` is written behind every number, `prefix` before it. */
export function linearAxis(title: string, domain: Range, count: number, unit = '', prefix = ''): Axis {
  const step = roundStep((domain[1] - domain[0]) / count);
  const decimals = Math.max(0, -Number(step.toExponential().split('e')[1]));
  return {
    title,
    domain,
    ticks: multiples(step, domain).map((value) => ({ value, label: label(value, decimals, unit, prefix) })),
  };
}

function label(value: number, decimals: number, unit: string, prefix: string): string {
  return `${value < 0 ? '−' : ''}${prefix}${grouped(Math.abs(value), decimals)}${unit}`;
}

const EXPONENT_STEPS = [1, 2, 3, 4, 5, 8];

/** An axis of logarithms to base 2, ticks at whole exponents. */
export function powersOfTwoAxis(title: string, domain: Range, count: number): Axis {
  const least = (domain[1] - domain[0]) / count;
  const step = EXPONENT_STEPS.find((candidate) => candidate >= least) ?? roundStep(least);
  return { title, domain, ticks: multiples(step, domain).map((value) => ({ value, label: raisedPowerOfTwo(value) })) };
}

/** With fewer powers of ten than this on an axis, twice and five times of each are written too. */
const FEWEST_DECADES = 3;

/**
 * An axis of logarithms to base 10.
 * @param written - a number on the axis in words
 */
export function decadesAxis(title: string, domain: Range, count: number, written: (value: number) => string): Axis {
  const exponents = multiples(1, [Math.floor(domain[0]), Math.ceil(domain[1])]);
  const inside = exponents.filter((exponent) => exponent >= domain[0] && exponent <= domain[1]);
  const digits = inside.length < FEWEST_DECADES && 3 * inside.length <= Math.max(count, 3) ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil(inside.length / count));
  const ticks = exponents
    .filter((exponent) => exponent % step === 0)
    .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
    .map((number) => ({ value: decimalLogarithm(number) ?? 0, label: written(number) }));
  return { title, domain, ticks: ticks.filter(({ value }) => value >= domain[0] - 1e-9 && value <= domain[1] + 1e-9) };
}

/** How counts are written on a stage: in full, or short where letters are large. */
export function countsOn(stage: Stage): (value: number) => string {
  return (value) => {
    if (value < 1) return plain('', value);
    if (stage.name === 'page' || value < 1000) return grouped(value, 0);
    if (value < 1e6) return `${value / 1000}k`;
    return value < 1e9 ? `${value / 1e6}M` : `${value / 1e9}B`;
  };
}

/** Units of a time axis: from twice the first on, in steps that people count in. */
const TIME_UNITS: readonly { readonly unit: number; readonly name: string; readonly steps: readonly number[] }[] = [
  { unit: DAY, name: 'days', steps: [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365] },
  { unit: HOUR, name: 'hours', steps: [1, 2, 3, 6, 12] },
  { unit: MINUTE, name: 'minutes', steps: [1, 2, 5, 10, 15, 30] },
  { unit: SECOND, name: 'seconds', steps: [1, 2, 5, 10, 15, 30] },
];

/** An axis of simulated time: points in microseconds, ticks in the unit that fits the span. */
export function timeAxis(domain: Range, count: number): Axis {
  const span = domain[1] - domain[0];
  const { unit, name, steps } = TIME_UNITS.find((candidate) => span >= 2 * candidate.unit) ?? TIME_UNITS[3];
  const least = span / unit / count;
  const step = steps.find((candidate) => candidate >= least) ?? roundStep(least);
  const ticks = multiples(step * unit, domain).map((value) => ({ value, label: grouped(value / unit, 0) }));
  return { title: `time in ${name}`, domain, ticks };
}

/** The axis with as many ticks as its width has room for, if need be the first and the last alone. */
export function fittingAxis(make: (count: number) => Axis, width: number, fontSize: number): Axis {
  const whole = TICK_COUNTS.map(make);
  const ends = whole
    .toReversed()
    .map(({ ticks, ...axis }) => ({ ...axis, ticks: [ticks[0], ticks[ticks.length - 1]] }));
  const telling = [...whole, ...ends].filter(({ ticks }) => ticks.length > 1 && ticks[0] !== ticks[1]);
  return telling.find((axis) => hasRoom(axis, width, fontSize)) ?? make(1);
}

/** The axis with every second, third, ... of its ticks, as many as its width has room for. */
export function thinned(axis: Axis, width: number, fontSize: number): Axis {
  const every = (step: number): Axis => ({ ...axis, ticks: axis.ticks.filter((_, i) => i % step === 0) });
  let step = 1;
  while (step < axis.ticks.length && !hasRoom(every(step), width, fontSize)) step += 1;
  return every(step);
}

const TICK_COUNTS = [10, 8, 6, 5, 4, 3, 2];

function hasRoom({ ticks, domain }: Axis, width: number, fontSize: number): boolean {
  const perUnit = width / (domain[1] - domain[0]);
  const half = ({ label: text }: Tick): number => (textWidth(text, fontSize, false) + fontSize) / 2;
  return ticks.slice(1).every((tick, i) => (tick.value - ticks[i].value) * perUnit >= half(tick) + half(ticks[i]));
}

/** The next of 1, 2, 5 times a power of ten. */
function roundStep(least: number): number {
  const [mantissa, exponent] = least.toExponential().split('e');
  const digit = [1, 2, 5, 10].find((candidate) => candidate >= Number(mantissa) * (1 - 1e-9)) ?? 10;
  return Number(`${digit}e${exponent}`);
}

function multiples(step: number, [low, high]: Range): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Adding zero turns -0, which would be written with a sign, into 0.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step + 0);
}

/** The coordinate of a value on an axis of powers of two; null when it has none. */
export function logarithm(value: number | null): number | null {
  return value !== null && value > 0 ? log2(value) : null;
}

/** The coordinate of a value on an axis of powers of ten; null when it has none. */
export function decimalLogarithm(value: number | null): number | null {
  return value !== null && value > 0 ? ln(value) / Math.LN10 : null;
}

/**
 * Coordinates on an axis that is logarithmic on both sides of zero: about linear as far as the threshold, then one unit
 * for each power of ten.
 */
export function symmetricLogarithm(threshold: number): (value: number) => number {
  return (value) => (Math.sign(value) * ln(1 + Math.abs(value) / threshold)) / Math.LN10;
}

/**
 * An axis of such coordinates, ticks at zero and at powers of ten times the threshold.
 * @param written - a number on the axis in words
 */
export function symmetricAxis(
  domain: Range,
  { threshold, count }: { readonly threshold: number; readonly count: number },
  written: (value: number) => string,
): Axis {
  const place = symmetricLogarithm(threshold);
  const step = Math.max(1, Math.ceil((domain[1] - domain[0]) / count));
  const decades = multiples(step, [step, Math.max(Math.abs(domain[0]), Math.abs(domain[1]))]);
  const greater = decades.map((decade) => threshold * Number(`1e${decade}`));
  const ticks = [...greater.map((value) => -value).toReversed(), 0, ...greater].map((value) => ({
    value: place(value),
    label: written(value),
  }));
  return { title: '', domain, ticks: ticks.filter(({ value }) => value >= domain[0] && value <= domain[1]) };
}

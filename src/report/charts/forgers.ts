/**
 * Gangs of forgers in a result, by how fast they hash, and how such rates are written.
 * @module
 */
import type { Result, ResultCurve, ResultMetric } from '../../experiment/result.ts';
import { log2, raisedPowerOfTwo } from '../format.ts';
import { metricOf } from './lookup.ts';

const RATE = '.hash_rate';
/** Stands where a gang's name does: the rate at which forging begins to pay. */
const BREAK_EVEN = 'break_even';
/** An exponent so near to a whole number was given as one. */
const WHOLE = 1e-9;

/** A gang under one label, and its hashes a second. */
export interface Forger {
  readonly label: string;
  readonly gang: string;
  readonly rate: number;
}

/** All gangs with a rate, in the labels' order, the fastest first. */
export function forgersOf(result: Result): Forger[] {
  return result.labels.flatMap(({ label }) => {
    const own = result.metrics.flatMap(({ name, value }) => {
      const gang = gangOf(name, label);
      return gang === null || gang === BREAK_EVEN || value <= 0 ? [] : [{ label, gang, rate: value }];
    });
    return own.toSorted((a, b) => b.rate - a.rate);
  });
}

function gangOf(name: string, label: string): string | null {
  const start = `${label}.`;
  const isOne = name.startsWith(start) && name.endsWith(RATE) && name.length > start.length + RATE.length;
  return isOne ? name.slice(start.length, -RATE.length) : null;
}

/** The metric `<label>.<gang>.<quantity>`. */
export function metricOfGang(result: Result, { label, gang }: Forger, quantity: string): ResultMetric | undefined {
  return metricOf(result, label, `${gang}.${quantity}`);
}

/** The rate from which forging pays under a label; undefined where no two gangs stand on both sides of it. */
export function breakEvenOf(result: Result, label: string): ResultMetric | undefined {
  const metric = metricOf(result, label, `${BREAK_EVEN}${RATE}`);
  return metric !== undefined && metric.value > 0 ? metric : undefined;
}

/** Coins that a gang has found so far, against time; undefined where they were not read. */
export function coinsFoundBy(result: Result, { label, gang }: Forger): ResultCurve | undefined {
  const curve = result.curves.find(({ name }) => name === `${label}.${gang}.coins_found`);
  return curve !== undefined && curve.values.length > 0 ? curve : undefined;
}

/** A gang in the scenario as run: what kind of adversary, with which options; empty when the scenario holds none. */
export function gangAsRun({ scenario: { resolved } }: Result, gang: string) {
  const { adversaries } = recordOf(resolved);
  const { kind, options } = recordOf(
    Array.isArray(adversaries) ? adversaries.find((each) => recordOf(each).label === gang) : undefined,
  );
  return { kind, options: recordOf(options) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** A rate in a sentence: "2^34 hashes/s", "2^26.1 hashes/s". */
export function rateWords(rate: number): string {
  return `${powerWords(rate)} hashes/s`;
}

/** A rate as a power of two; only a whole power is written without a tenth. */
export function powerWords(rate: number): string {
  const { whole, tenth } = exponentOf(rate);
  return `2^${whole}${tenth === null ? '' : `.${tenth}`}`;
}

/** A rate in a drawing, where digits are raised by other letters: "2²⁶·¹/s". */
export function rateName(rate: number): string {
  const { whole, tenth } = exponentOf(rate);
  return `${raisedPowerOfTwo(whole)}${tenth === null ? '' : `·${raisedPowerOfTwo(tenth).slice(1)}`}/s`;
}

function exponentOf(rate: number): { readonly whole: number; readonly tenth: number | null } {
  const exponent = log2(rate);
  if (Math.abs(exponent - Math.round(exponent)) < WHOLE) return { whole: Math.round(exponent), tenth: null };
  const [whole, tenth] = exponent.toFixed(1).split('.');
  return { whole: Number(whole), tenth: Number(tenth) };
}

/**
 * Two arms beside each other on common random numbers: the differences of one metric, replication by replication, and
 * which metrics differ by more than chance explains.
 *
 * Source: Law, Simulation Modeling and Analysis, on common random numbers and the paired-t confidence interval. The
 * choice among many metrics guards against choosing chance by Bonferroni's inequality.
 * @module
 */
import { pairedDifference } from '../sim/confidence.ts';
import type { Metric } from '../sim/metric.ts';
import { Welford } from '../sim/statistics.ts';
import { MICRODOLLARS_PER_USD } from '../units.ts';
import type { Difference, Pairing } from './comparison-result.ts';
import { canonicalJson } from './digest.ts';
import { type Power, powerOf } from './power-mean.ts';
import type { Result } from './result.ts';
import { type Measured, type Sample, samplesOf } from './samples.ts';

/** How the values of a metric are counted. */
type Kind = Pick<Metric, 'unit' | 'combine'>;

/** The values of a metric of A and of one of B, one of each for every replication that observed both. */
export interface Pair extends Kind {
  readonly metricA: string;
  readonly metricB: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** An arm's metrics: how they are counted, and what each replication measured. */
export interface Arm {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly samples: ReadonlyMap<string, Sample>;
}

/** What a result and the values behind it tell a comparison. */
export function armOf({ metrics }: Pick<Result, 'metrics'>, measured: readonly Measured[]): Arm {
  const kinds = new Map(metrics.map(({ name, unit, combine }) => [name, { unit, combine }]));
  return { kinds, samples: samplesOf(measured) };
}

/** The metrics that both arms observed in one replication at least, in A's order. */
export function commonPairs(a: Arm, b: Arm): Pair[] {
  return [...a.kinds.keys()].flatMap((name) => pairOf(a, b, name, name) ?? []);
}

/** A metric of A beside one of B; undefined when they are counted differently, or no replication observed both. */
export function pairOf(a: Arm, b: Arm, metricA: string, metricB: string): Pair | undefined {
  const [kind, other] = [a.kinds.get(metricA), b.kinds.get(metricB)];
  if (kind === undefined || kind.unit !== other?.unit || kind.combine !== other.combine) return undefined;
  const [sampleA, sampleB] = [a.samples.get(metricA), b.samples.get(metricB)];
  const both = [...(sampleA?.keys() ?? [])].filter((replication) => sampleB?.has(replication)).sort((x, y) => x - y);
  if (both.length === 0) return undefined;
  const values = (sample: Sample): number[] => both.map((replication) => sample.get(replication)!);
  return { ...kind, metricA, metricB, a: values(sampleA!), b: values(sampleB!) };
}

/**
 * B - A with Student's interval of the paired differences. Of sums it is the difference of the sums over these
 * replications, of roots of means of powers that of the roots; a maximum is taken for a mean.
 */
export function differenceOf(unrounded: Pair, confidence: number): Difference {
  const pair = withoutRounding(unrounded);
  const { metricA, metricB, unit, combine, a, b } = pair;
  const replications = a.length;
  const named = { metricA, metricB, unit, combine, replications };
  const power = powerOf(combine);
  if (power !== undefined) return { ...named, ...differenceOfRoots(pair, power, confidence) };
  const times = combine === 'sum' ? replications : 1;
  const { mean, halfWidth } = pairedDifference(b, a, confidence);
  return {
    ...named,
    a: times * meanOf(a),
    b: times * meanOf(b),
    difference: times * mean,
    halfWidth: halfWidth === null ? null : times * halfWidth,
  };
}

/** Of the greater of two numbers: thousands of sums round off less. */
const ROUNDING = 1e-12;

/** What differs by no more than sums of the same numbers in another order do, is the same. */
function withoutRounding(pair: Pair): Pair {
  const isSame = (x: number, y: number): boolean => Math.abs(x - y) <= ROUNDING * Math.max(Math.abs(x), Math.abs(y));
  return { ...pair, b: pair.b.map((value, i) => (isSame(value, pair.a[i]!) ? pair.a[i]! : value)) };
}

/** The interval by the root's slope at the mean of the powers, as a result has it, in each replication for both. */
function differenceOfRoots({ a, b }: Pair, power: Power, confidence: number) {
  const [rootA, rootB] = [a, b].map((values) => power.root(meanOf(values.map(power.of)))) as [number, number];
  const linear = (x: number, root: number): number => power.slopeAt(root) * power.of(x);
  const { halfWidth } = pairedDifference(
    b.map((x) => linear(x, rootB)),
    a.map((x) => linear(x, rootA)),
    confidence,
  );
  return { a: rootA, b: rootB, difference: rootB - rootA, halfWidth };
}

function meanOf(values: readonly number[]): number {
  const welford = new Welford();
  for (const value of values) welford.add(value);
  return welford.mean;
}

/** Whether it is less money a payment than there is a coin for: interest of seconds, which hardly has a spread. */
function isNothing({ unit, metricA }: Pair, amount: number): boolean {
  const payments = metricA.endsWith('per_1000_payments') ? 1000 : 1;
  return unit === 'USD' && amount * MICRODOLLARS_PER_USD < payments;
}

/**
 * The pairs that differ beyond their intervals, those first whose difference less its half-width is the greatest share
 * of the greater of both sides; no two of the same numbers. The intervals are wider than the given confidence asks for:
 * all of them together hold with it. No amount of money below a micro-dollar is a finding.
 */
export function differingMost(pairs: readonly Pair[], confidence: number): Pair[] {
  const joint = 1 - (1 - confidence) / Math.max(1, pairs.length);
  const excess = (pair: Pair): number => {
    const { a, b, difference, halfWidth } = differenceOf(pair, joint);
    const greatest = Math.max(Math.abs(a), Math.abs(b));
    if (difference === 0 || halfWidth === null || isNothing(pair, greatest)) return 0;
    return (Math.abs(difference) - halfWidth) / greatest;
  };
  return findings(byRank(pairs, excess));
}

/** All pairs that differ, those first whose difference is the most of its half-width, where there is one. */
export function differingAtAll(pairs: readonly Pair[], confidence: number): Pair[] {
  const quotient = (pair: Pair): number => {
    const { difference, halfWidth } = differenceOf(pair, confidence);
    return Math.abs(difference) / (halfWidth || 1);
  };
  return findings(byRank(pairs, quotient));
}

/** The demand is given, and what repeats its numbers has gone before: neither is a finding where there is another. */
function findings(ranked: readonly Pair[]): Pair[] {
  const others = ranked.filter(({ metricA }) => !metricA.startsWith('demand.'));
  return others.length > 0 ? others : [...ranked];
}

/** In falling order of a rank above 0; of equals in the order given. What one gains and the other loses is one finding. */
function byRank(pairs: readonly Pair[], rankOf: (pair: Pair) => number): Pair[] {
  const ranked = pairs.map((pair) => ({ pair, rank: rankOf(pair) })).filter(({ rank }) => rank > 0);
  const sorted = ranked.sort((one, other) => other.rank - one.rank).map(({ pair }) => pair);
  return sorted.filter((pair, i) => !sorted.slice(0, i).some((before) => isSame(before, pair)));
}

function isSame(one: Pair, other: Pair): boolean {
  const equal = (sign: number, x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((value, i) => value === sign * y[i]!);
  return [1, -1].some((sign) => equal(sign, one.a, other.a) && equal(sign, one.b, other.b));
}

/** What of a scenario decides its random numbers and its purchases. */
interface Drawn {
  readonly seed: string;
  readonly fidelity: string;
  readonly duration: number;
  readonly demand?: unknown;
}

/** The same of a result's scenario as run, which names what it read but not where this machine keeps it. */
export function drawnIn({ scenario, seed, fidelity }: Result): Drawn {
  const { demand, duration } = scenario.resolved as Pick<Drawn, 'demand' | 'duration'>;
  return { seed, fidelity, duration, demand };
}

/** What two arms have in common. At aggregate most purchases are skipped, each scheme's in its own way. */
export function pairingOf(a: Drawn, b: Drawn): Pairing {
  if (a.seed !== b.seed) return 'independent';
  if (a.demand === undefined || b.demand === undefined) return 'same-streams';
  if (a.fidelity === 'aggregate' || b.fidelity === 'aggregate') return 'same-streams';
  const purchases = ({ demand, duration }: Drawn): string => canonicalJson({ demand, duration });
  return purchases(a) === purchases(b) ? 'same-purchases' : 'same-streams';
}

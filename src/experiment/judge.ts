/**
 * Whether what the replications measured agrees with theory.
 *
 * A `mean` is tested two-sidedly at a false alarm of 1e-9: exactly where the law of a replication is known, by
 * Student's t where it is not. Student's t knows nothing of values that hardly ever differ: where they are almost all
 * alike, it must not refuse what so few differences leave possible. `exact` and `bound` are judged in every replication.
 * @module
 */
import type { Law, Metric, Oracle } from '../sim/metric.ts';
import { Welford } from '../sim/statistics.ts';
import { binomialAtLeast, binomialAtMost } from '../theory/binomial.ts';
import { normalOutside } from '../theory/normal.ts';
import { poissonAtLeast, poissonAtMost } from '../theory/poisson.ts';
import { studentOutside } from '../theory/student.ts';
import { powerOf } from './power-mean.ts';
import type { Verdict } from './result.ts';

/** Probability that a metric which follows its theory is judged to disagree. For a normal mean: |z| above 6.109. */
const FALSE_ALARM = 1e-9;
/** Below this many replications Student's t is not trusted with values that may be far from normal. */
const FEWEST_REPLICATIONS = 30;
/** From so many replications on that differ from the commonest value, their spread is what it seems. */
const DIFFERING_ENOUGH = 10;
/** Relative difference that rounding may leave between numbers that are not both integers. */
const ROUNDING = 1e-12;

type Judgement = Pick<Verdict, 'z' | 'agrees'> & { readonly remark?: string };

/**
 * Judges one metric of a run.
 * @param values - the metric's value in each replication; a value that is no finite number disagrees
 * @param metric - a `sum` is set beside as many times the oracle's value as there are replications
 * @throws RangeError without a replication, for an expectation beside a maximum, or when an oracle's law has another
 * mean than its value: the programmer's errors
 */
export function judge(values: readonly number[], metric: Pick<Metric, 'unit' | 'combine'>, oracle: Oracle): Verdict {
  if (values.length === 0) throw new RangeError('no replication to judge');
  if (oracle.kind === 'mean' && metric.combine === 'max') {
    throw new RangeError(`a maximum (${metric.unit}) cannot be judged by an expectation`);
  }
  const power = powerOf(metric.combine);
  if (power !== undefined && oracle.kind === 'mean') return judgePowers(values, oracle, power.of);
  const times = metric.combine === 'sum' ? values.length : 1;
  return verdict(oracle, oracle.value * times, judgement(values, oracle));
}

/** A mean of a power is judged by the powers, whose expectation is the power of what theory states. */
function judgePowers(values: readonly number[], oracle: Oracle, power: (x: number) => number): Verdict {
  if (oracle.law !== undefined) throw new RangeError('a root of a mean of powers has no law of its own');
  return verdict(oracle, oracle.value, judgement(values.map(power), { ...oracle, value: power(oracle.value) }));
}

/**
 * Judges an `exact` or a `bound` whose oracle differs between replications, such as one coin redeemed for every
 * purchase made. The verdict's value is the mean of the oracles' values.
 * @throws RangeError unless there is one oracle for each value, none of them a `mean`
 */
export function judgeEach(values: readonly number[], oracles: readonly Oracle[]): Verdict {
  if (values.length === 0 || values.length !== oracles.length) {
    throw new RangeError(`${values.length} replications with ${oracles.length} oracles`);
  }
  if (oracles.some(({ kind }) => kind === 'mean')) throw new RangeError('an expectation is one for all replications');
  const expected = new Welford();
  for (const { value } of oracles) expected.add(value);
  return verdict(
    oracles[0],
    expected.mean,
    unlessBroken(values, () => judgeOneByOne(values, oracles)),
  );
}

function verdict({ formula, source, kind }: Oracle, value: number, found: Judgement): Verdict {
  return { value, formula, source, kind, ...found };
}

function judgement(values: readonly number[], oracle: Oracle): Judgement {
  return unlessBroken(values, () => {
    const found =
      oracle.kind === 'mean'
        ? judgeMean(values, oracle)
        : judgeOneByOne(
            values,
            values.map(() => oracle),
          );
    if (oracle.byConstruction) return { ...found, agrees: null, remark: 'consistent by construction' };
    return oracle.sparse ? { ...found, agrees: null, remark: 'too few events to be judged by their spread' } : found;
  });
}

/** A value that is no finite number disagrees with any theory. */
function unlessBroken(values: readonly number[], judged: () => Judgement): Judgement {
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken < 0) return judged();
  return { z: null, agrees: false, remark: `replication ${broken}: ${values[broken]} is no value` };
}

/** The first replication that misses its exact value or bound, counted from 0, is named. */
function judgeOneByOne(values: readonly number[], oracles: readonly Oracle[]): Judgement {
  const missed = values.findIndex((value, i) => !holds(value, oracles[i]));
  if (missed < 0) return { z: null, agrees: true };
  const { kind, value } = oracles[missed];
  const wanted = kind === 'bound' ? `at most ${value}` : `${value}`;
  return { z: null, agrees: false, remark: `replication ${missed}: ${values[missed]} instead of ${wanted}` };
}

function holds(value: number, { kind, value: wanted }: Oracle): boolean {
  return kind === 'bound' ? value <= wanted || nearlyEqual(value, wanted) : nearlyEqual(value, wanted);
}

/** Integers must be equal; other numbers to 1e-12 of the greater. */
function nearlyEqual(a: number, b: number): boolean {
  if (Number.isInteger(a) && Number.isInteger(b)) return a === b;
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

function judgeMean(values: readonly number[], oracle: Oracle): Judgement {
  const { law, value } = oracle;
  if (law === undefined) return judgeBySpread(values, value);
  if (law.name === 'normal') return judgeNormal(values, value, law.sd);
  if (!(Math.abs(meanOf(law) - value) <= 1e-9 * Math.abs(value))) {
    throw new RangeError(`the law's mean is ${meanOf(law)}, the oracle's value ${value}`);
  }
  return judgeCount(values, law);
}

type CountLaw = Exclude<Law, { readonly name: 'normal' }>;

function meanOf(law: CountLaw): number {
  return law.scale * (law.name === 'poisson' ? law.mean : law.trials * law.probability);
}

/** The sum over n replications is Poisson(n mean) or Bin(n trials, p): the test is exact for any n. */
function judgeCount(values: readonly number[], law: CountLaw): Judgement {
  const total = values.reduce((sum, value) => sum + value, 0) / law.scale;
  const count = Math.round(total);
  if (Math.abs(total - count) > Math.max(1e-6, ROUNDING * count)) {
    return { z: null, agrees: false, remark: `values are no multiples of ${law.scale}, as the law has them` };
  }
  const { mean, variance, atMost, atLeast } = lawOfSum(law, values.length, count);
  const chance = 2 * Math.min(atMost, atLeast);
  return { z: standardised(count - mean, Math.sqrt(variance)), agrees: chance >= FALSE_ALARM };
}

/** Moments of the sum of n replications, and its chances to be at most and at least `count`. */
function lawOfSum(law: CountLaw, n: number, count: number) {
  if (law.name === 'poisson') {
    const mean = n * law.mean;
    return { mean, variance: mean, atMost: poissonAtMost(count, mean), atLeast: poissonAtLeast(count, mean) };
  }
  const trials = n * law.trials;
  const p = law.probability;
  const tails = { atMost: binomialAtMost(count, trials, p), atLeast: binomialAtLeast(count, trials, p) };
  return { mean: trials * p, variance: trials * p * (1 - p), ...tails };
}

function judgeNormal(values: readonly number[], expected: number, sd: number): Judgement {
  const { mean } = summary(values);
  const z = standardised(mean - expected, sd / Math.sqrt(values.length));
  if (z === null) return { z, agrees: nearlyEqual(mean, expected) };
  return { z, agrees: nearlyEqual(mean, expected) || normalOutside(z) >= FALSE_ALARM };
}

function judgeBySpread(values: readonly number[], expected: number): Judgement {
  const { count, mean, sd } = summary(values);
  const z = standardised(mean - expected, sd / Math.sqrt(count));
  if (count < FEWEST_REPLICATIONS)
    return { z, agrees: null, remark: `needs ${FEWEST_REPLICATIONS} replications to be judged` };
  const remark = z === null ? { remark: 'no spread over replications' } : {};
  // A spread that is itself rounding must not make rounding significant.
  if (nearlyEqual(mean, expected)) return { z, agrees: true, ...remark };
  if (z !== null && studentOutside(z, count - 1) >= FALSE_ALARM) return { z, agrees: true };
  if (chanceToBeAlike(values, expected) < FALSE_ALARM) return { z, agrees: false, ...remark };
  return { z, agrees: null, remark: 'too much alike to be judged by their spread' };
}

/**
 * The chance that no more replications than these differ from the commonest value, if theory is right and each that
 * differs does so by one, as counts must at least, or by that value itself, where it is no integer. With a law unknown
 * this is no bound, but rare events are as rare as this. 0 where enough of them differ to be judged by their spread.
 */
function chanceToBeAlike(values: readonly number[], expected: number): number {
  const { value, times } = commonest(values);
  const differing = values.length - times;
  if (differing >= DIFFERING_ENOUGH) return 0;
  const step = Number.isInteger(value) ? 1 : Math.abs(value);
  return binomialAtMost(differing, values.length, Math.min(1, Math.abs(value - expected) / step));
}

function commonest(values: readonly number[]): { readonly value: number; readonly times: number } {
  const times = new Map<number, number>();
  let most = values[0];
  for (const value of values) {
    times.set(value, (times.get(value) ?? 0) + 1);
    if (times.get(value)! > times.get(most)!) most = value;
  }
  return { value: most, times: times.get(most)! };
}

/** null when there is no spread to measure by. */
function standardised(difference: number, sd: number): number | null {
  return sd > 0 ? difference / sd : null;
}

function summary(values: readonly number[]): Welford {
  const all = new Welford();
  for (const value of values) all.add(value);
  return all;
}

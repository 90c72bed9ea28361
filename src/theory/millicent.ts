/**
 * What a broker of scrip has to do: not for every payment, but for every pair of a user and a vendor and for every
 * refill. A user who wants N_v goods of one price from vendor v, m of them for one piece of scrip, exchanges
 * ceil(N_v / m) times. All of one user; the cumulants of independent users add up.
 * @source Glassman, Manasse, Abadi, Gauthier, Sobalvarro, The Millicent Protocol (1995), called G95, for who exchanges
 *   when; the laws are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialLaw } from './binomial-law.ts';
import type { Need } from './demand.ts';
import type { LatticeLaw } from './lattice-law.ts';
import { poissonAt } from './poisson.ts';

/** Of a count: its cumulants, which add up over independent counts; those beyond the mean only where they are known. */
export interface Count {
  readonly mean: number;
  readonly variance: number | undefined;
  readonly third?: number | undefined;
  readonly fourth?: number | undefined;
}

type Known = { readonly [Cumulant in keyof Count]-?: number };

const NONE: Known = { mean: 0, variance: 0, third: 0, fourth: 0 };

/**
 * Vendors from whom a user buys at all: the sum over vendors of 1 - exp(-mu w) for a Poisson need, whose parts are
 * independent, and of 1 - (1-w)^n for a fixed one, whose parts are multinomial.
 * @param weights - each vendor's share of the purchases, adding up to 1
 */
export function distinctVendors(weights: readonly number[], need: Need): Count {
  const misses = weights.map((weight) => missedBy(weight, need));
  const parted = misses.map(ofVisit).reduce(plus, NONE);
  if (need.kind === 'poisson') return parted;
  const variance = parted.variance + covariance(weights, misses, need);
  return { mean: parted.mean, variance };
}

/** Of 1 with a chance of all but `miss`, else 0. */
function ofVisit(miss: number): Known {
  const [mean, variance] = [1 - miss, miss * (1 - miss)];
  return { mean, variance, third: variance * (miss - mean), fourth: variance * (1 - 6 * variance) };
}

function plus(a: Known, b: Known): Known {
  return {
    mean: a.mean + b.mean,
    variance: a.variance + b.variance,
    third: a.third + b.third,
    fourth: a.fourth + b.fourth,
  };
}

/** P(no purchase falls on vendors of this share together). */
function missedBy(weight: number, need: Need): number {
  if (need.kind === 'poisson') return 1 + expm1(-need.mean * weight);
  if (need.count === 0) return 1;
  return weight >= 1 ? 0 : 1 + expm1(need.count * log1p(-weight));
}

/** Over ordered pairs of different vendors. */
function covariance(weights: readonly number[], misses: readonly number[], need: Need): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++)
    for (let j = 0; j < i; j++) sum += 2 * (missedBy(weights[i] + weights[j], need) - misses[i] * misses[j]);
  return sum;
}

/**
 * Exchanges of a user: the sum over vendors of ceil(N_v / m). All but the mean are known for a Poisson need, and for one
 * vendor.
 * @param perPiece - m, how many purchases one piece pays: an integer of at least 1
 */
export function exchanges(weights: readonly number[], need: Need, perPiece: number): Count {
  return overVendors(weights, need, perPiece, (pieces) => pieces);
}

/** The mean of `exchanges` alone, of a Poisson need: for curves, which want it at many times. */
export function exchangesOnAverage(weights: readonly number[], mean: number, perPiece: number): number {
  return weights.reduce((sum, weight) => sum + meanPieces(mean * weight, perPiece), 0);
}

/** E[ceil(N / m)] of a Poisson N, from its mode outwards. */
function meanPieces(mean: number, perPiece: number): number {
  const mode = Math.floor(mean);
  const top = poissonAt(mode, mean);
  let sum = top * Math.ceil(mode / perPiece);
  for (let [n, chance] = [mode, top]; n > 0 && chance > NEGLIGIBLE * top; n--) {
    chance *= n / mean;
    sum += chance * Math.ceil((n - 1) / perPiece);
  }
  for (let [n, chance] = [mode + 1, top]; chance > NEGLIGIBLE * top; n++) {
    chance *= mean / n;
    sum += chance * Math.ceil(n / perPiece);
  }
  return sum;
}

/** Those of a user's exchanges that are not the first at their vendor: the sum over vendors of max(0, ceil(N_v/m) - 1). */
export function refills(weights: readonly number[], need: Need, perPiece: number): Count {
  return overVendors(weights, need, perPiece, (pieces) => Math.max(0, pieces - 1));
}

function overVendors(
  weights: readonly number[],
  need: Need,
  perPiece: number,
  value: (pieces: number) => number,
): Count {
  const sum = weights.map((weight) => cumulants(piecesLaw(weight, need, perPiece), value)).reduce(plus, NONE);
  const isIndependent = need.kind === 'poisson' || weights.length === 1;
  return isIndependent ? sum : { mean: sum.mean, variance: undefined };
}

/**
 * Exchanges of all users when they have made so many payments together, of which each is any user's and, by their
 * weights, any vendor's: U times the sum over vendors of E[ceil(N / m)], N binomial with a chance of w / U.
 */
export function exchangesByPayments(
  weights: readonly number[],
  users: number,
  payments: number,
  perPiece: number,
): number {
  const need: Need = { kind: 'fixed', count: payments };
  const ofPair = (weight: number): number => cumulants(piecesLaw(weight / users, need, perPiece), (k) => k).mean;
  return users * weights.reduce((sum, weight) => sum + ofPair(weight), 0);
}

/**
 * Macropayments of a user for broker scrip, k exchanges for one piece of it: ceil(E / k), E the exchanges of a Poisson
 * need, whose law is that of a sum of independent numbers, one a vendor. Exact but for chances below 1e-18.
 */
export function scripPurchases(
  weights: readonly number[],
  mean: number,
  perPiece: number,
  exchangesPerPurchase: number,
): Known {
  let law: readonly number[] = [1];
  for (const weight of weights) law = sumLaw(law, piecesLaw(weight, { kind: 'poisson', mean }, perPiece));
  return cumulants(law, (exchanges) => Math.ceil(exchanges / exchangesPerPurchase));
}

/** Chances below this do not change a mean. */
const NEGLIGIBLE = 1e-18;

/** P(ceil(N / m) = 0), P(... = 1), ... for the part of the need that falls on a vendor of this share. */
function piecesLaw(weight: number, need: Need, perPiece: number): number[] {
  const { first, chances } =
    need.kind === 'poisson' ? poissonLaw(need.mean * weight) : binomialPart(need.count, weight);
  const law = new Array<number>(Math.ceil((first + chances.length - 1) / perPiece) + 1).fill(0);
  for (let i = 0; i < chances.length; i++) law[Math.ceil((first + i) / perPiece)] += chances[i];
  return law;
}

function binomialPart(trials: number, weight: number): LatticeLaw {
  return weight >= 1 ? { first: trials, chances: Float64Array.of(1) } : binomialLaw(trials, weight);
}

/** From the mode outwards, each chance by its ratio to the one before. */
function poissonLaw(mean: number): LatticeLaw {
  const mode = Math.floor(mean);
  const top = poissonAt(mode, mean);
  const below: number[] = [];
  for (let [n, chance] = [mode, top]; n > 0 && chance > NEGLIGIBLE * top; n--) {
    chance *= n / mean;
    below.push(chance);
  }
  const above: number[] = [];
  for (let [n, chance] = [mode + 1, top * (mean / (mode + 1))]; chance > NEGLIGIBLE * top; n++) {
    above.push(chance);
    chance *= mean / (n + 1);
  }
  return { first: mode - below.length, chances: Float64Array.from([...below.reverse(), top, ...above]) };
}

/** Of a function of a number whose chances from 0 on are these. */
function cumulants(law: readonly number[], value: (n: number) => number): Known {
  const mean = law.reduce((sum, chance, n) => sum + chance * value(n), 0);
  let [second, third, fourth] = [0, 0, 0];
  for (let n = 0; n < law.length; n++) {
    const distance = value(n) - mean;
    const square = law[n] * distance * distance;
    second += square;
    third += square * distance;
    fourth += square * distance * distance;
  }
  return { mean, variance: second, third, fourth: fourth - 3 * second * second };
}

function sumLaw(one: readonly number[], other: readonly number[]): number[] {
  const law = new Array<number>(one.length + other.length - 1).fill(0);
  for (let i = 0; i < one.length; i++) for (let j = 0; j < other.length; j++) law[i + j] += one[i] * other[j];
  while (law[law.length - 1] < NEGLIGIBLE) law.pop();
  return law;
}

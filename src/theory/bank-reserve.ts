/**
 * What an MR2 bank must hold so that its users' unpaid serials do not ruin it: the smallest R with
 * P(sum over users of (v/s) m - v S_last <= R) >= confidence, for independent users who have each made n payments.
 * (Under MR1 the bank charges what it pays, and the reserve is 0.)
 *
 * In units of v one user's loss is L = m/s - S_last. Summing over the place of the last winner its generating function
 * is a geometric series:
 *   E[e^(theta L)] = q^n + s e^(theta (1/s - 1)) (rho^n - q^n) / (rho - q),   rho = e^-theta (q + s e^(theta/s)).
 * Where the law of L can be convolved with itself in reasonable time, that is done, and is exact up to U 1e-15. Otherwise
 * the tail comes from the generating function's saddlepoint. R is about the moment at which all n payments are
 * made, not about the largest loss on the way there.
 * @source Lugannani, Rice (1980); Daniels, Tail Probability Approximations (1987) for the correction on a lattice. The
 *   generating function is derived here; the rule is MR02's
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialLaw } from './binomial-law.ts';
import { exceededAtMost, type LatticeLaw, sumOf } from './lattice-law.ts';
import { approximateRate, type ExactRate } from './lottery.ts';
import { normalOutside } from './normal.ts';
import { zeroBetween } from './roots.ts';
import { bankNet, lastWinnerAt } from './serial-charge.ts';

/** Multiplications that a reserve may take by convolution: some tenths of a second. */
const BUDGET = 1e7;
/** The longest law of one user: 80 MB. */
const LENGTH_MAX = 1e7;

/** The users of a bank, all alike. */
export interface Clientele {
  /** U, an integer of at least 1. */
  readonly users: number;
  /** n of each user, an integer of at least 1. */
  readonly payments: number;
  /** v. */
  readonly unitValue: number;
  /** s, above 0 and at most 1, in lowest terms. */
  readonly rate: ExactRate;
}

/**
 * The reserve, from the exact law where that is cheap, else from the saddlepoint.
 * @param confidence - 0.9 or more, below 1 - 1e-12
 * @returns in the unit of v; 0 when the bank is safe without one
 */
export function bankReserve(clientele: Clientele, confidence: number): number {
  return reserveByConvolution(clientele, confidence, BUDGET) ?? reserveBySaddlepoint(clientele, confidence);
}

/**
 * The reserve from the exact law of the loss.
 * @param budget - multiplications that may be spent
 * @returns undefined when the budget does not suffice
 */
export function reserveByConvolution(clientele: Clientele, confidence: number, budget: number): number | undefined {
  const loss = lossLaw(clientele, budget);
  if (loss === undefined) return undefined;
  const steps = Math.max(0, exceededAtMost(loss, 1 - confidence));
  return (steps * clientele.unitValue) / Number(clientele.rate.numerator);
}

/**
 * The law of all users' loss together, in steps of v/p for a rate s = p/d: a user's loss is m d - S_last p steps.
 * @param budget - multiplications that may be spent
 * @returns undefined when the budget does not suffice
 */
export function lossLaw({ users, payments, rate }: Clientele, budget: number): LatticeLaw | undefined {
  const one = oneUsersLoss(payments, rate, budget);
  return one && sumOf(one, users, budget);
}

/** P(L = m d - k p) = P(S_last = k) P(Bin(k-1, s) = m-1), and P(S_last = 0) for no loss. */
function oneUsersLoss(payments: number, rate: ExactRate, budget: number): LatticeLaw | undefined {
  const [p, d, s] = [Number(rate.numerator), Number(rate.denominator), approximateRate(rate)];
  const most = mostWinners(payments, s);
  const first = Math.min(0, d - payments * p);
  const length = most * d - p - first + 1;
  if (payments * most > budget || length > Math.min(budget, LENGTH_MAX)) return undefined;
  const chances = new Float64Array(length);
  for (let k = 1; k <= payments; k++) {
    const last = lastWinnerAt(k, payments, s);
    const earlier = binomialLaw(k - 1, s);
    for (const [i, chance] of earlier.chances.entries()) {
      const m = 1 + earlier.first + i;
      if (m <= most) chances[m * d - k * p - first] += last * chance;
    }
  }
  chances[-first] += lastWinnerAt(0, payments, s);
  return { first, chances };
}

/** The greatest number of winners whose chance matters. */
function mostWinners(payments: number, rate: number): number {
  const { first, chances } = binomialLaw(payments, rate);
  return Math.max(1, first + chances.length - 1);
}

/**
 * The reserve from the saddlepoint. Measured against the exact law at confidence 0.999 and n s = 1: 3 % too large for
 * one user, 0.7 % too small for two, within 0.05 % from four users on. With n far below 1/s the loss comes in lumps of
 * nearly v/s, and the reserve is off by up to half of one. Wants n s above 1e-5, and the confidence
 * well below that of the greatest possible loss.
 */
export function reserveBySaddlepoint(clientele: Clientele, confidence: number): number {
  const { users, payments, unitValue, rate } = clientele;
  const [p, d] = [Number(rate.numerator), Number(rate.denominator)];
  if (p === d) return 0;
  // In steps of v/p: with one payment each the loss is a multiple of d - p, with more it takes all whole numbers.
  const span = payments === 1 ? d - p : 1;
  const excess = (theta: number): number => tailAt(theta, clientele, span / p).chance - (1 - confidence);
  const sd = Math.sqrt(users * bankNet({ unitValue: 1, rate: p / d }, { kind: 'fixed', count: payments }).variance);
  const low = 0.2 / sd;
  let high = low;
  while (excess(high) > 0) high *= 1.5;
  const theta = high === low ? low : zeroBetween(excess, low, high);
  const edge = tailAt(theta, clientele, span / p).edge;
  return (Math.max(0, Math.ceil((edge * p) / span - 0.5) * span) * unitValue) / p;
}

/**
 * The tail whose saddlepoint is theta, P(loss > edge) for an edge half-way between two values of the lattice:
 * 1 - Phi(w) + phi(w) (1/u - 1/w), w = sqrt(2 (theta edge - K)), u = (2/h) sinh(theta h / 2) sqrt(K'').
 */
function tailAt(theta: number, clientele: Clientele, step: number): { edge: number; chance: number } {
  const { value, slope: edge, curvature } = cumulants(theta, clientele);
  const w = Math.sqrt(2 * (theta * edge - value));
  const half = (theta * step) / 2;
  const u = ((expm1(half) - expm1(-half)) / step) * Math.sqrt(curvature);
  const density = exp((-w * w) / 2) / Math.sqrt(2 * Math.PI);
  return { edge, chance: normalOutside(w) / 2 + density * (1 / u - 1 / w) };
}

/** The cumulant generating function K of all users' loss in units of v, and its first two derivatives. */
function cumulants(theta: number, clientele: Clientele): { value: number; slope: number; curvature: number } {
  const { users, payments: n, rate } = clientele;
  const s = approximateRate(rate);
  const q = 1 - s;
  const odds = q / s;
  const none = lastWinnerAt(0, n, s);
  const [up, down] = [exp(theta * odds), exp(-theta)];
  // rho and its derivatives; rho - 1 and rho - q without cancellation.
  const growth = q * expm1(-theta) + s * expm1(theta * odds);
  const rho = 1 + growth;
  const overLosing = q * expm1(-theta) + s * up;
  const rho1 = q * (up - down);
  const rho2 = q * (odds * up + down);
  // The geometric series (rho^n - q^n) / (rho - q) and its derivatives by rho.
  const power = exp(n * log1p(growth));
  const sum = (power - none) / overLosing;
  const sum1 = ((n * power) / rho - sum) / overLosing;
  const sum2 = ((n * (n - 1) * power) / (rho * rho) - 2 * sum1) / overLosing;
  // The generating function none + s up sum.
  const total = none + s * up * sum;
  const first = (s * up * (odds * sum + sum1 * rho1)) / total;
  const second = (s * up * (odds * odds * sum + 2 * odds * sum1 * rho1 + sum2 * rho1 * rho1 + sum1 * rho2)) / total;
  return {
    value: users * log1p(total - 1),
    slope: users * first,
    curvature: users * (second - first * first),
  };
}

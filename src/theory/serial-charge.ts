/**
 * Charging by serial numbers (MR2): the bank pays v/s for every winner and charges the user for the serials that have
 * passed since his last one, so that after n payments he has paid v S_last, S_last being the place of his last winner
 * (0 without one). He never pays more than he used: v S_last <= v n, always.
 *
 * n - S_last is a geometric number of losers cut off at n: P(S_last = k) = s q^(n-k), P(S_last = 0) = q^n, q = 1 - s.
 * All of it is exact, whatever the order of the deposits, once every winner is deposited.
 * @source Micali, Rivest, Micropayments Revisited (2002), called MR02: the rule; the laws are derived here
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import log1p from '@stdlib/math-base-special-log1p';
import pow from '@stdlib/math-base-special-pow';
import { choose } from './binomial.ts';
import type { Need } from './demand.ts';
import { chanceOfPayingNothing, type Lottery, logOfPayingNothing, type Moments, meanOf } from './lottery.ts';

/** Below this many expected winners the closed forms cancel, and a series in s takes over. */
const FEW_WINNERS = 0.5;
/** The terms fall at least as FEW_WINNERS^j / j!: after 16 of them 1e-18 is left. */
const SERIES_TERMS = 16;

/** P(S_last = k) after n payments, 0 <= k <= n. */
export function lastWinnerAt(k: number, payments: number, rate: number): number {
  return (k === 0 ? 1 : rate) * lastWinnerAtMost(k, payments, rate);
}

/** P(S_last <= k) after n payments: q^(n-k), 0 <= k <= n. */
export function lastWinnerAtMost(k: number, payments: number, rate: number): number {
  return chanceOfPayingNothing(rate, { kind: 'fixed', count: payments - k });
}

/** What a user has paid, v S_last: mean v (n - q (1-q^n)/s), or v (mu - q (1-e^(-mu s))/s) for a Poisson number. */
export function serialCharge({ unitValue, rate }: Lottery, need: Need): Moments {
  return inMoney(lastWinner(partsOf(need, rate)), unitValue);
}

/**
 * What he used and has not paid, v (N - S_last): the bank's float while he goes on, its loss when he stops. Mean
 * v q (1-q^n)/s, or v q (1-e^(-mu s))/s. At s = 1/1000: 95.1 and 632 payments' worth at n = 100 and 1000, and 999 in
 * the end. Its variance is Var S_last for exactly n payments; a Poisson number adds Var N - 2 Cov(N, S_last).
 */
export function shortfall({ unitValue, rate }: Lottery, need: Need): Moments {
  const parts = partsOf(need, rate);
  const variance = lastWinner(parts).variance - parts.countVariance + 2 * parts.covariance;
  return inMoney({ mean: parts.odds * parts.some, variance }, unitValue);
}

/**
 * What the bank gains from one user, X = v S_last - (v/s) m: what he has paid less what it has paid out for him. Mean:
 * minus the shortfall's. Given that S_last = k > 0 the k-1 payments before are a fair lottery, so X/v has mean -q/s,
 * whatever k, and variance (k-1) q/s; hence Var X = v^2 [(q/s) E[(S_last - 1)+] + (q/s)^2 q^n (1-q^n)]. For a Poisson
 * number of payments with e^(-mu s) for q^n. A standard deviation of 774 v at s = 1/1000, n = 1000.
 */
export function bankNet({ unitValue, rate }: Lottery, need: Need): Moments {
  const parts = partsOf(need, rate);
  const { odds, some, none } = parts;
  const fair = odds * Math.max(0, lastWinner(parts).mean - some);
  return inMoney({ mean: -odds * some, variance: fair + odds * odds * none * some }, unitValue);
}

/**
 * What a user has paid on average after n payments who uses every serial r times running, v E[ceil(T / r)], T being the
 * place of his last winner: v sum (1 - q^(n - r i)) over 0 <= i < n/r. Exact.
 * @param reuse - r, at least 1
 */
export function stretchedCharge({ unitValue, rate }: Lottery, payments: number, reuse: number): number {
  let reached = 0;
  for (let left = payments; left > 0; left -= reuse) reached -= expm1(left * log1p(-rate));
  return unitValue * reached;
}

/** What all moments are made of. */
interface Parts {
  readonly need: Need;
  readonly rate: number;
  /** q/s. */
  readonly odds: number;
  readonly countVariance: number;
  /** E[q^N], P(no winner). */
  readonly none: number;
  /** 1 - E[q^N]. */
  readonly some: number;
  /** E[N q^N]. */
  readonly countWithNone: number;
  /** Cov(N, N - S_last) = (q/s) (E[N] E[q^N] - E[N q^N]): q mu e^(-mu s), or 0. */
  readonly covariance: number;
}

function partsOf(need: Need, rate: number): Parts {
  const none = chanceOfPayingNothing(rate, need);
  const isPoisson = need.kind === 'poisson';
  return {
    need,
    rate,
    odds: (1 - rate) / rate,
    countVariance: isPoisson ? need.mean : 0,
    none,
    some: -expm1(logOfPayingNothing(rate, need)),
    countWithNone: isPoisson ? need.mean * (1 - rate) * none : need.count * none,
    covariance: isPoisson ? (1 - rate) * need.mean * none : 0,
  };
}

/** S_last itself. With few winners to expect the closed form would cancel. */
function lastWinner(parts: Parts): Moments {
  return meanOf(parts.need) * parts.rate < FEW_WINNERS ? lastWinnerBySeries(parts) : lastWinnerInClosedForm(parts);
}

/** N - G with G = N - S_last: E[G] = (q/s) E[1 - q^N], E[G^2] = (q/s^2) E[2 (1 - q^N - s N q^N) - s (1 - q^N)]. */
function lastWinnerInClosedForm(parts: Parts): Moments {
  const { need, rate, odds, some, countWithNone } = parts;
  const gap = odds * some;
  const gapSquare = (odds / rate) * (2 * (some - rate * countWithNone) - rate * some);
  return {
    mean: meanOf(need) - gap,
    variance: parts.countVariance + gapSquare - gap * gap - 2 * parts.covariance,
  };
}

/**
 * In powers of s, from P(S_last >= k) = 1 - q^(N-k+1): E[S_last] = sum (-1)^(j+1) s^j E[C(N+1, j+1)] over j >= 1, and
 * E[S_last^2] has 2 C(N+1, j+2) + C(N+1, j+1) in its place.
 */
function lastWinnerBySeries({ need, rate }: Parts): Moments {
  const subsets = (j: number): number => meanChoose(need, j) + meanChoose(need, j - 1);
  let [mean, square] = [0, 0];
  for (let j = 1; j <= SERIES_TERMS; j++) {
    const power = -pow(-rate, j);
    mean += power * subsets(j + 1);
    square += power * (2 * subsets(j + 2) + subsets(j + 1));
  }
  return { mean, variance: square - mean * mean };
}

/** E[C(N, j)]: for a Poisson number mu^j / j!. */
function meanChoose(need: Need, j: number): number {
  if (need.kind === 'fixed') return choose(need.count, j);
  let product = 1;
  for (let i = 1; i <= j; i++) product *= need.mean / i;
  return product;
}

function inMoney({ mean, variance }: Moments, unitValue: number): Moments {
  return { mean: mean * unitValue, variance: variance * unitValue * unitValue };
}

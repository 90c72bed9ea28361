/**
 * The upper tail of a law on the whole numbers from its generating function, by Fourier inversion.
 *
 * Of the law tilted by e^(theta X), whose mean lies near the tail asked for, N values on the circle give the chances
 * modulo N, and their geometric sum the tail:
 *   P(X > x) = e^(K(theta) - theta (x+1)) / N  sum over k of f(t_k) e^(-i t_k (x+1)) / (1 - e^-(theta + i t_k)),
 * t_k = 2 pi k / N, f being the tilted law's characteristic function. What comes round from elsewhere adds at most
 * e^(-theta N) + e^(theta N) P(X > x + N), which N is chosen to make negligible by Chernoff's bound.
 *
 * Where N values are too many, X is blurred by a normal variable whose characteristic function ends before they do.
 * @source after Abate and Whitt, The Fourier-series method for inverting transforms of probability distributions (1992)
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import ln from '@stdlib/math-base-special-ln';
import { Turn } from './turn.ts';

/** Values of a function of the circle at equal distances, from angle 0. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A law that can be tilted. */
export interface TiltedLaw {
  readonly mean: number;
  readonly sd: number;
  /** K(theta) = ln E[e^(theta X)]. */
  logMoment(theta: number): number;
  /** E[e^((theta + i t) X)] / E[e^(theta X)] at t = 2 pi k / period, for k from 0 to `last`. */
  spectrum(theta: number, period: number, last: number): Spectrum;
}

/** - ln of what comes round from either side: 1e-10. */
const PRECISION = 23;
/** Theta is such that Chernoff's bound at the mean of the tilted law is e^-TILT; above 0.1, which any tail is below. */
const TILT = 2.2;
/** The normal characteristic function ends here: 2e-16. */
const BLUR_END = 8.5;
/** A normal variable exceeds this many deviations with chance 1e-12. */
const BLUR_REACH = 7;

/** The tail of a law. */
export class TiltedTail {
  /** X is blurred by no more than this, but for a chance of 1e-12; 0 when it is not. */
  readonly blur: number;
  readonly #theta: number;
  readonly #logMoment: number;
  readonly #period: number;
  /** Of t_k, k = 0, 1, ...: f(t_k) / (1 - e^-(theta + i t_k)). */
  readonly #terms: Spectrum;

  /**
   * @param law - must reach beyond the mean of its tilted law: P(X = greatest) < e^-2.2
   * @param pointsMax - as many values of its generating function as may be worked out
   */
  constructor(law: TiltedLaw, pointsMax: number) {
    const theta = tiltOf(law);
    const period = periodOf(law, theta);
    const points = Math.min((period - 1) / 2, pointsMax);
    const sd = points < pointsMax ? 0 : (BLUR_END * period) / (2 * Math.PI * points);
    this.blur = Math.ceil(BLUR_REACH * sd);
    this.#theta = theta;
    this.#period = period;
    this.#logMoment = law.logMoment(theta);
    this.#terms = termsOf(law.spectrum(theta, period, points), theta, period, sd);
  }

  /** Roughly the number that X exceeds with this chance: e^-2 is what Chernoff's bound gives away. */
  guess(chance: number): number {
    return (this.#logMoment - ln(chance) - 2) / this.#theta;
  }

  /** P(X > x), to within 1e-9, for x from the mean on; below the mean no less than P(X > x). */
  above(x: number): number {
    const { re, im } = this.#terms;
    const period = this.#period;
    const turn = new Turn();
    turn.to(-((x + 1) % period) / period);
    const { cos, sin } = turn;
    let [sum, phaseRe, phaseIm] = [0, 1, 0];
    for (let k = 1; k < re.length; k++) {
      const next = phaseRe * cos - phaseIm * sin;
      phaseIm = phaseRe * sin + phaseIm * cos;
      phaseRe = next;
      sum += re[k] * phaseRe - im[k] * phaseIm;
    }
    return (exp(this.#logMoment - this.#theta * (x + 1)) * (re[0] + 2 * sum)) / period;
  }
}

/** Theta K' - K grows with theta from 0 on: the first of a row at which it is TILT. */
function tiltOf(law: TiltedLaw): number {
  const legendre = (theta: number): number => {
    const step = theta / 1000;
    const slope = (law.logMoment(theta + step) - law.logMoment(theta - step)) / (2 * step);
    return theta * slope - law.logMoment(theta);
  };
  let theta = 0.1 / law.sd;
  while (legendre(theta) < TILT) theta *= 1.1;
  return theta;
}

/** The least odd N that serves for tails from the mean on; the second bound is Chernoff's at a greater theta. */
function periodOf(law: TiltedLaw, theta: number): number {
  let most = Number.POSITIVE_INFINITY;
  for (const other of [1.25, 1.5, 2, 2.5, 3, 4, 5, 6].map((times) => times * theta)) {
    const enough = (law.logMoment(other) + PRECISION - other * law.mean) / (other - theta);
    if (enough < most) most = enough;
  }
  return 2 * Math.ceil(Math.max(PRECISION / theta, most) / 2) + 1;
}

/** Without those at the end that are none. */
function termsOf({ re, im }: Spectrum, theta: number, period: number, blur: number): Spectrum {
  const half = new Turn();
  const fall = exp(-theta);
  let last = 0;
  for (let k = 0; k < re.length; k++) {
    const [a, b] = [re[k], im[k]];
    if (a === 0 && b === 0) continue;
    last = k;
    half.to(k / period / 2);
    // 1 - e^-(theta + i t), with 1 - cos t = 2 sin^2 (t / 2).
    const x = 2 * fall * half.sin * half.sin - expm1(-theta);
    const y = 2 * fall * half.sin * half.cos;
    const weight = normalAt((2 * Math.PI * k * blur) / period) / (x * x + y * y);
    re[k] = (a * x + b * y) * weight;
    im[k] = (b * x - a * y) * weight;
  }
  return { re: re.subarray(0, last + 1), im: im.subarray(0, last + 1) };
}

/** The characteristic function of a standard normal variable. */
function normalAt(t: number): number {
  return t === 0 ? 1 : exp((-t * t) / 2);
}

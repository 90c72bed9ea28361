/**
 * The law of what an MR2 bank loses with its users, (v/s) m - v S_last each, by its generating function.
 *
 * For a rate s = p/d one user's loss is L = m d - S_last p steps of v/p. Summing over the place of his last winner its
 * generating function is a geometric series,
 *   E[z^L] = q^n + s z^(d-p) sum over 0 <= j < n of rho^j q^(n-1-j),   rho = q z^-p + s z^(d-p),
 * and that of all U users, who are independent and alike, its U-th power.
 * @source the rule is MR02's; the generating function is derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import expm1 from '@stdlib/math-base-special-expm1';
import ln from '@stdlib/math-base-special-ln';
import log1p from '@stdlib/math-base-special-log1p';
import { approximateRate, type ExactRate } from './lottery.ts';
import { bankNet, lastWinnerAt } from './serial-charge.ts';
import type { Spectrum, TiltedLaw } from './tilted-tail.ts';
import { Turn } from './turn.ts';

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

/** All users' loss together, in steps of v/p. */
export class SerialLoss implements TiltedLaw {
  readonly mean: number;
  readonly sd: number;
  readonly #users: number;
  readonly #payments: number;
  /** s, and what a winner and a loser add to the loss while winners follow. */
  readonly #rate: number;
  readonly #up: number;
  readonly #down: number;
  /** q^n. */
  readonly #none: number;

  constructor({ users, payments, rate }: Clientele) {
    this.#users = users;
    this.#payments = payments;
    this.#rate = approximateRate(rate);
    this.#up = Number(rate.denominator - rate.numerator);
    this.#down = Number(rate.numerator);
    const one = bankNet({ unitValue: this.#down, rate: this.#rate }, { kind: 'fixed', count: payments });
    this.mean = -users * one.mean;
    this.sd = Math.sqrt(users * one.variance);
    this.#none = lastWinnerAt(0, payments, this.#rate);
  }

  /** ln E[e^(theta loss)]; infinite or no number where that is too large. */
  logMoment(theta: number): number {
    const s = this.#rate;
    const losing = (1 - s) * expm1(-theta * this.#down);
    const power = exp(this.#payments * log1p(losing + s * expm1(theta * this.#up)));
    const up = s * exp(theta * this.#up);
    return this.#users * ln(this.#none + (up * (power - this.#none)) / (losing + up));
  }

  /**
   * E[e^((theta + i t) loss)] / E[e^(theta loss)] at t = 2 pi k / period.
   * @param period - a whole number
   * @param last - the greatest k
   */
  spectrum(theta: number, period: number, last: number): Spectrum {
    const one = new OneUser(theta, this.#payments, this.#rate, this.#up, this.#down);
    const all = new Power(this.#users);
    const re = new Float64Array(last + 1);
    const im = new Float64Array(last + 1);
    // Phases are whole numbers modulo the period: however many steps there are, nothing is lost.
    const [forward, backward] = [this.#up % period, this.#down % period];
    let [up, down, whole] = [0, 0, 0];
    for (let k = 0; k <= last; k++) {
      one.at(up / period, -down / period);
      if (k === 0) whole = one.re;
      all.of(one.re / whole, one.im / whole);
      re[k] = all.re;
      im[k] = all.im;
      up = up + forward < period ? up + forward : up + forward - period;
      down = down + backward < period ? down + backward : down + backward - period;
    }
    return { re, im };
  }
}

/** Whether the square is multiplied once more, at each bit of a whole number after the first. */
function bitsAfterFirst(count: number): Uint8Array {
  return Uint8Array.from(BigInt(count).toString(2).slice(1), Number);
}

/** One user's generating function at e^theta times a point of the circle. */
class OneUser {
  re = 0;
  im = 0;
  readonly #none: number;
  /** s z^(d-p) and q z^-p without their angles. */
  readonly #winning: number;
  readonly #losing: number;
  readonly #bits: Uint8Array;
  /** q^m for the m terms that the series has before each bit. */
  readonly #losers: Float64Array;
  readonly #up = new Turn();
  readonly #down = new Turn();

  constructor(theta: number, payments: number, rate: number, up: number, down: number) {
    this.#none = lastWinnerAt(0, payments, rate);
    this.#winning = rate * exp(theta * up);
    this.#losing = (1 - rate) * exp(-theta * down);
    this.#bits = bitsAfterFirst(payments);
    this.#losers = new Float64Array(this.#bits.length);
    let terms = 1;
    for (const [i, bit] of this.#bits.entries()) {
      this.#losers[i] = lastWinnerAt(0, terms, rate);
      terms = 2 * terms + bit;
    }
  }

  /** @param up - the angle of z^(d-p), in turns */
  at(up: number, down: number): void {
    this.#up.to(up);
    this.#down.to(down);
    const winRe = this.#winning * this.#up.cos;
    const winIm = this.#winning * this.#up.sin;
    this.#series(winRe + this.#losing * this.#down.cos, winIm + this.#losing * this.#down.sin);
    const re = this.#none + winRe * this.re - winIm * this.im;
    this.im = winRe * this.im + winIm * this.re;
    this.re = re;
  }

  /** The sum of rho^j q^(n-1-j), doubling the number of its terms: nothing cancels, as it would in the closed form. */
  #series(rhoRe: number, rhoIm: number): void {
    const bits = this.#bits;
    const powers = this.#losers;
    let [re, im, powerRe, powerIm] = [1, 0, rhoRe, rhoIm];
    for (let i = 0; i < bits.length; i++) {
      const losers = powers[i];
      const twiceRe = re * (powerRe + losers) - im * powerIm;
      im = re * powerIm + im * (powerRe + losers);
      re = twiceRe;
      const squareRe = powerRe * powerRe - powerIm * powerIm;
      powerIm = 2 * powerRe * powerIm;
      powerRe = squareRe;
      if (bits[i] === 0) continue;
      const moreRe = rhoRe * re - rhoIm * im + losers * losers;
      im = rhoRe * im + rhoIm * re;
      re = moreRe;
      const nextRe = powerRe * rhoRe - powerIm * rhoIm;
      powerIm = powerRe * rhoIm + powerIm * rhoRe;
      powerRe = nextRe;
    }
    this.re = re;
    this.im = im;
  }
}

/** A complex number of at most 1, to the power of a whole number. */
class Power {
  re = 0;
  im = 0;
  readonly #bits: Uint8Array;

  constructor(exponent: number) {
    this.#bits = bitsAfterFirst(exponent);
  }

  of(re: number, im: number): void {
    const bits = this.#bits;
    let [x, y] = [re, im];
    for (let i = 0; i < bits.length; i++) {
      const square = x * x - y * y;
      y = 2 * x * y;
      x = square;
      if (bits[i] === 1) {
        const next = x * re - y * im;
        y = x * im + y * re;
        x = next;
      }
      // Smaller than any sum can tell, and soon so small that processors take their time.
      if (x * x + y * y < 1e-60) {
        this.re = 0;
        this.im = 0;
        return;
      }
    }
    this.re = x;
    this.im = y;
  }
}

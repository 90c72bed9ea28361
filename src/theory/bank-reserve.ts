/**
 * What an MR2 bank must hold so that its users' unpaid serials do not ruin it: the smallest R with
 * P(sum over users of (v/s) m - v S_last <= R) >= confidence, for independent users who have each made n payments.
 * (Under MR1 the bank charges what it pays, and the reserve is 0.)
 *
 * The tail of the loss comes from its generating function by Fourier inversion, which is exact but for 1e-9. Where its
 * values are too many to be worked out one by one, the reserve is rounded up by some 1e-4 of it, and says so. R is
 * about the moment at which all n payments are made, not about the largest loss on the way there.
 * @source the rule is MR02's; the law is derived in serial-loss.ts and inverted in tilted-tail.ts
 * @module
 */
import expm1 from '@stdlib/math-base-special-expm1';
import ln from '@stdlib/math-base-special-ln';
import { binomialAtLeast } from './binomial.ts';
import { binomialLaw } from './binomial-law.ts';
import { exceededAtMost } from './lattice-law.ts';
import { approximateRate, logOfPayingNothing } from './lottery.ts';
import { largestWhere } from './search.ts';
import { type Clientele, SerialLoss } from './serial-loss.ts';
import { TiltedTail } from './tilted-tail.ts';

/** Values of the generating function that a reserve may take: some tenths of a second. */
const POINTS_MAX = 600_000;
/** The tail is known to within this: a chance below it is not told from none. */
const NO_CHANCE = 1e-9;

/** What is enough, and how surely. */
export interface Reserve {
  /** R, in the unit of v; 0 when the bank is safe without one. */
  readonly amount: number;
  /** P(loss > R): because losses come in lumps it may be far below 1 - confidence. */
  readonly insufficient: number;
  /** R may be too large by so much; 0 when it is the smallest. */
  readonly excessMax: number;
}

/** In steps of v/p. */
interface Steps {
  readonly steps: number;
  readonly insufficient: number;
  readonly excessMax: number;
}

/**
 * The reserve that suffices with this probability.
 * @param confidence - from 0.9 to 1 - 1e-6
 * @param pointsMax - values of the generating function that may be worked out
 */
export function bankReserve(clientele: Clientele, confidence: number, pointsMax: number = POINTS_MAX): Reserve {
  const { unitValue, rate } = clientele;
  const found = certainReserve(clientele, confidence) ?? reserveByInversion(clientele, confidence, pointsMax);
  const money = (steps: number): number => (steps * unitValue) / Number(rate.numerator);
  return { amount: money(found.steps), insufficient: found.insufficient, excessMax: money(found.excessMax) };
}

/** Where no law is needed: everything wins or next to nothing does, or winners alone count. */
function certainReserve({ users, payments, rate }: Clientele, confidence: number): Steps | undefined {
  const s = approximateRate(rate);
  const prize = Number(rate.denominator - rate.numerator);
  const all = users * payments;
  if (payments === 1) {
    const winners = exceededAtMost(binomialLaw(users, s), 1 - confidence);
    return { steps: winners * prize, insufficient: binomialAtLeast(winners + 1, users, s), excessMax: 0 };
  }
  // The greatest loss is that all payments win.
  if (all * ln(s) > ln(1 - confidence)) return { steps: all * prize, insufficient: 0, excessMax: 0 };
  // Who wins so rarely makes less than d/p payments: a winner is always a loss.
  const someWinner = -expm1(users * logOfPayingNothing(s, { kind: 'fixed', count: payments }));
  return someWinner > 1 - confidence ? undefined : { steps: 0, insufficient: someWinner, excessMax: 0 };
}

function reserveByInversion(clientele: Clientele, confidence: number, pointsMax: number): Steps {
  const tail = new TiltedTail(new SerialLoss(clientele), pointsMax);
  const { blur } = tail;
  const isShort = (steps: number): boolean => tail.above(steps - blur) > 1 - confidence;
  const steps = 1 + largestWhere(isShort, -1, Math.floor(tail.guess(1 - confidence)));
  const insufficient = Math.min(1 - confidence, tail.above(steps));
  return { steps, insufficient: insufficient < NO_CHANCE ? 0 : insufficient, excessMax: 2 * blur };
}

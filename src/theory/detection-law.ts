/**
 * When a cheating user is shown: the law of T, the payment of his at which the bank sees him, and what it means for
 * those who are caught at all: their share, and how many payments and how much time it takes on average.
 *
 * A law is an array of P(T = n) at index n, of payments up to some number. Gaps between a user's payments are
 * exponential. With exactly N payments those caught are those with T <= N, and the time between payments c and T is a
 * sum of T - c gaps, independent of T. With Poisson payments until an end, the T-th payment falls before the end with
 * P(N >= T), and by exchangeability of gaps E[time from c to T; N >= T] = (T - c) P(N >= T + 1) mean gaps.
 * @source the cheats are MR02's and ours; the laws are derived here
 * @module
 */
import { binomialAt } from './binomial.ts';
import type { Need } from './demand.ts';
import { meanOf } from './lottery.ts';
import { poissonAt } from './poisson.ts';

/** A law whose rest is below this is at its end. */
const NEGLIGIBLE = 1e-15;
/** Numbers of winners of chance below this are dropped. */
const DROPPED = 1e-30;

/** P(T = n) at index n; index 0 is 0. */
export type FirstShown = Float64Array;

/** Those who are caught: their share of all, and on average their payments until then and the gaps since payment c. */
export interface Detection {
  readonly caught: number;
  readonly payments: number;
  readonly gaps: number;
  /** The share of them whom another payment shows than the most likely one. */
  readonly apart: number;
}

/** Payments beyond which nobody of this need goes: exact, or but for some 1e-30. */
export function mostPayments(need: Need): number {
  return need.kind === 'fixed' ? need.count : Math.ceil(need.mean + 12 * Math.sqrt(need.mean) + 60);
}

/**
 * Shown by his `wins`-th winner among the payments after the first `spared` ones: negative binomial,
 * P(T = n) = s P(Bin(n - spared - 1, s) = wins - 1).
 */
export function shownAtWin(wins: number, spared: number, rate: number, most: number): FirstShown {
  const at = new Float64Array(most + 1);
  if (rate === 1) {
    if (spared + wins <= most) at[spared + wins] = 1;
    return at;
  }
  for (let n = spared + wins; n <= most; n++) at[n] = rate * binomialAt(wins - 1, n - spared - 1, rate);
  return at;
}

/** What a user does with serials, and what the bank looks at. */
export interface SerialTrial {
  readonly rate: number;
  /** r: each serial is used so many times running; Infinity for one who always signs the first. */
  readonly reuse: number;
  /** The greatest serial that the mean-gap test finds too small for so many winners; absent when it is not made. */
  readonly criticalSerial?: (winners: number) => number;
}

/**
 * Shown by two winners of one serial or by the mean-gap test, whichever is first: the rule itself, payment by payment,
 * over the number of winners so far. In time of the order of payments times the spread of their winners.
 */
export function shownBySerials(trial: SerialTrial, most: number): FirstShown {
  const at = new Float64Array(most + 1);
  const walk = new SerialWalk(trial, most);
  for (let n = 1; n <= most && walk.remaining > NEGLIGIBLE; n++) at[n] = walk.pay(n);
  return at;
}

/** A user who is not shown yet, by his winners so far, with the serial in use having won once or not at all. */
class SerialWalk {
  remaining = 1;
  private readonly trial: SerialTrial;
  /** By winners: the serial in use has none, and has one. */
  private readonly none: Float64Array;
  private readonly one: Float64Array;
  /** The winners that count, from `first` to `last`. */
  private first = 0;
  private last = 0;

  constructor(trial: SerialTrial, most: number) {
    const winners = most * trial.rate;
    const room = trial.criticalSerial === undefined ? 1 : Math.ceil(winners + 12 * Math.sqrt(winners) + 60);
    this.trial = trial;
    this.none = new Float64Array(room + 2);
    this.one = new Float64Array(room + 2);
    this.none[0] = 1;
  }

  /** The n-th payment: the chance that it shows him, as the first. */
  pay(n: number): number {
    const { rate, reuse, criticalSerial } = this.trial;
    const serial = Math.ceil(n / reuse);
    if (n > 1 && (n - 1) % reuse === 0) this.turnOver();
    const more = criticalSerial === undefined ? 0 : 1;
    let shown = 0;
    for (let m = this.last; m >= this.first; m--) {
      const again = rate * this.one[m];
      const wins = rate * this.none[m];
      this.one[m] -= again;
      this.none[m] -= wins;
      const accused = criticalSerial !== undefined && serial <= criticalSerial(m + 1);
      if (!accused) this.one[m + more] += wins;
      shown += again + (accused ? wins : 0);
    }
    this.remaining -= shown;
    this.bound(more);
    return shown;
  }

  /** A new serial has won nothing yet. */
  private turnOver(): void {
    for (let m = this.first; m <= this.last; m++) this.none[m] += this.one[m];
    this.one.fill(0, this.first, this.last + 1);
  }

  private bound(more: number): void {
    const isRare = (m: number): boolean => this.none[m] + this.one[m] < DROPPED;
    this.last = Math.min(this.last + more, this.none.length - 2);
    while (this.last > this.first && isRare(this.last)) this.last--;
    while (this.first < this.last && isRare(this.first)) this.first++;
  }
}

/**
 * A user who beside each honest payment signs so many cheques that a merchant has helped him to choose: shown by the
 * mean-gap test at his n-th purchase if (1 + chosen) n is too small a serial for chosen n winners and those of his
 * honest ones. (A test in the middle of a purchase that accuses does so at its end too: c_(m+1) > c_m.)
 */
export function shownByChoosing(
  { rate, criticalSerial }: Required<Pick<SerialTrial, 'rate' | 'criticalSerial'>>,
  chosen: number,
  most: number,
): FirstShown {
  const at = new Float64Array(most + 1);
  let lucky = [1];
  let remaining = 1;
  for (let n = 1; n <= most && remaining > NEGLIGIBLE; n++) {
    lucky = [...lucky, 0].map((chance, h) => chance * (1 - rate) + (h === 0 ? 0 : lucky[h - 1] * rate));
    for (const [h, chance] of lucky.entries()) {
      if ((1 + chosen) * n > criticalSerial(chosen * n + h)) continue;
      at[n] += chance;
      lucky[h] = 0;
    }
    remaining -= at[n];
    while (lucky.length > 1 && lucky[lucky.length - 1] < DROPPED) lucky.pop();
  }
  return at;
}

/**
 * Who is caught of users with this need, and when.
 * @param since - c: the payment of his first cheat, 0 when it began with the simulation
 * @returns undefined when none is caught
 */
export function detectionOf(at: FirstShown, since: number, need: Need): Detection | undefined {
  const reached = reachedBy(need, at.length);
  let [caught, payments, gaps, likeliest] = [0, 0, 0, 0];
  for (let n = 1; n < at.length; n++) {
    const chance = at[n] * reached[n];
    caught += chance;
    payments += n * chance;
    gaps += (n - since) * at[n] * (need.kind === 'fixed' ? reached[n] : reached[n + 1]);
    likeliest = Math.max(likeliest, chance);
  }
  if (!(caught > 0)) return undefined;
  return { caught, payments: payments / caught, gaps: gaps / caught, apart: 1 - likeliest / caught };
}

/** P(T <= n and T <= N) at each of these numbers. */
export function shownWithin(at: FirstShown, need: Need, numbers: readonly number[]): number[] {
  const reached = reachedBy(need, at.length);
  const sums = at.map((chance, n) => chance * reached[n]);
  for (let n = 1; n < sums.length; n++) sums[n] += sums[n - 1];
  return numbers.map((n) => sums[Math.min(n, sums.length - 1)]);
}

/** P(N >= n) at index n, up to `length`. */
function reachedBy(need: Need, length: number): Float64Array {
  const reached = new Float64Array(length + 1);
  if (need.kind === 'fixed') return reached.fill(1, 0, need.count + 1);
  const mean = meanOf(need);
  const end = Math.max(length, mostPayments(need));
  let tail = 0;
  for (let n = end; n >= 0; n--) {
    tail += poissonAt(n, mean);
    if (n <= length) reached[n] = Math.min(1, tail);
  }
  return reached;
}

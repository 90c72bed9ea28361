/**
 * The mean-gap test of an MR2 bank: m winners of an honest user reach serial numbers of about m/s, so a user whose m-th
 * winner bears an improbably small one has used serials more than once (or chosen what wins).
 *
 * An honest user's m-th winning serial S_m is the place of the m-th success, P(S_m <= c) = P(Bin(c, s) >= m). A user
 * who uses every serial r times has his m-th winner at payment T_m, of that same law, and bears ceil(T_m / r). All laws
 * here are exact; one payment takes one serial.
 * @source the idea of statistics on serials is MR02's; test, table and laws are derived here
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import log1p from '@stdlib/math-base-special-log1p';
import { binomialAt, binomialAtLeast } from './binomial.ts';
import { binomialLaw } from './binomial-law.ts';
import { largestWhere } from './search.ts';

/** A chance that is the level itself but for rounding counts as not above it. */
const ROUNDING = 1e-9;

/** s, and the greatest serial that accuses a user with so many winners. */
export interface MeanGapTest {
  readonly rate: number;
  readonly criticalSerial: (winners: number) => number;
}

/** The test of this false alarm for this rate. */
export function meanGapTest(rate: number, falseAlarm: number): MeanGapTest {
  return { rate, criticalSerial: criticalSerials(rate, falseAlarm) };
}

/**
 * c_m as a function of m: a user whose m-th winner bears a serial of at most c_m is accused, c_m being the largest c
 * with P(S_m <= c) <= falseAlarm; m - 1, which accuses nobody, for the first few. Values are computed once and kept, so
 * that a bank can ask after every winner.
 * @param rate - s, above 0 and below 1
 * @param falseAlarm - the chance, at each single test, that it accuses an honest user; above 0 and below 1
 */
export function criticalSerials(rate: number, falseAlarm: number): (winners: number) => number {
  const critical = [0];
  const level = falseAlarm * (1 + ROUNDING);
  const next = (): number => {
    const m = critical.length;
    const last = critical[m - 1];
    // One serial more cannot hold two winners more, so c_m is above c_(m-1); its growth changes slowly.
    const guess = 2 * last - (critical[m - 2] ?? 0);
    return largestWhere((c) => binomialAtLeast(m, c, rate) <= level, m === 1 ? 0 : last + 1, guess);
  };
  return (winners) => {
    while (critical.length <= winners) critical.push(next());
    return critical[winners];
  };
}

/** Probability that the test accuses a user at exactly this many winners, when every serial is used `reuse` times. */
export function powerAt(test: MeanGapTest, reuse: number, winners: number): number {
  return binomialAtLeast(winners, reuse * test.criticalSerial(winners), test.rate);
}

/**
 * The fewest winners at which one test has this power: 128 for power 0.9, reuse 2, s = 1/1000 and false alarm 1e-9, and
 * 129 as s goes to 0.
 */
export function winnersForPower(test: MeanGapTest, reuse: number, power: number): number {
  let winners = 1;
  while (powerAt(test, reuse, winners) < power) winners++;
  return winners;
}

/** What a user's winners lead to when the bank tests after every one of them. */
export interface Detection {
  /** At index m the probability of being accused at the m-th winner and not before; index 0 is 0. */
  readonly at: readonly number[];
  /** Of being accused by then: the sum of `at`. */
  readonly caught: number;
  /** Of not being accused at any of these winners. */
  readonly escaped: number;
}

/**
 * The law of the first accusation over the first `winners` tests. With b_m = reuse c_m the m-th test accuses if and only
 * if the first b_m payments held m winners; so the number of winners among b_1, b_2, ... payments is carried along,
 * adding binomial ones and taking out at each m the chance that it has reached m. Counts of chance below 1e-30 are
 * dropped. For reuse 1 `caught` is the chance that an honest user is ever accused.
 * @param reuse - r, 1 for an honest user
 */
export function detection(test: MeanGapTest, reuse: number, winners: number): Detection {
  const at = [0];
  const walk = new Walk(test, reuse);
  let caught = 0;
  for (let m = 1; m <= winners; m++) {
    at.push(walk.step());
    caught += at[m];
  }
  return { at, caught, escaped: walk.remaining };
}

/**
 * Mean number of winners and of payments until the bank, which tests after every winner, accuses a user who uses every
 * serial `reuse` times. The payments are the winners over s, by Wald's identity. Tests go on until 1e-12 is left.
 * @param reuse - at least 2, or any number at which accusation is certain in the end
 */
export function meanDetection(test: MeanGapTest, reuse: number): { winners: number; payments: number } {
  const walk = new Walk(test, reuse);
  let winners = 0;
  while (walk.remaining > 1e-12) {
    winners += walk.remaining;
    walk.step();
  }
  return { winners, payments: winners / test.rate };
}

/**
 * Probability that n payments show a user who uses every serial `reuse` times running: by two winners of one serial, or
 * by this test after each winner, whichever is first. A serial bears no two winners with probability
 * a_r = q^r + r s q^(r-1), and then one winner with probability r s q^(r-1) / a_r; so he escapes with probability
 * a_r^g times that of a walk over g = n/r serials at that rate. What is left of n, some payments of one serial more,
 * accuses in proportion to its own rate. Exact.
 * @param reuse - r, at least 2
 */
export function stretcherCaughtBy(test: MeanGapTest, reuse: number, payments: number): number {
  const whole = Math.floor(payments / reuse);
  const rest = payments - whole * reuse;
  // A serial begun is as good as a whole one of fewer uses.
  if (whole === 0) return rest === 0 ? 0 : stretcherCaughtBy(test, rest, payments);
  const [ofWhole, ofRest] = [oneSerial(reuse, test.rate), oneSerial(rest, test.rate)];
  // Two winners of one serial are certain, and nothing is left to be accused by.
  if (ofWhole.equal === 1 || ofRest.equal === 1) return 1;
  const unaccused = unaccusedAmong(test, ofWhole.winner, whole);
  const lost = rest === 0 ? 0 : unaccused - unaccusedAmong(test, ofWhole.winner, whole + 1);
  const silent = exp(whole * log1p(-ofWhole.equal) + log1p(-ofRest.equal));
  return 1 - silent * (unaccused - (ofRest.winner / ofWhole.winner) * lost);
}

/** So many payments of one serial: that two win or more, and that one wins when no more do. */
function oneSerial(uses: number, rate: number): { equal: number; winner: number } {
  const equal = binomialAtLeast(2, uses, rate);
  return { equal, winner: uses === 0 ? 0 : binomialAt(1, uses, rate) / (1 - equal) };
}

/** That no test accuses a user whose first so many serials bear one winner each with this probability, or none. */
function unaccusedAmong({ criticalSerial }: MeanGapTest, winner: number, serials: number): number {
  if (winner === 1) {
    // The m-th winner is the m-th serial, without chance.
    const accused = (m: number): boolean => m <= criticalSerial(m);
    return Array.from({ length: serials }, (_, i) => i + 1).some(accused) ? 0 : 1;
  }
  let tests = 0;
  while (criticalSerial(tests) < serials) tests++;
  const within = (winners: number): number => Math.min(criticalSerial(winners), serials);
  return detection({ rate: winner, criticalSerial: within }, 1, tests).escaped;
}

/** The number of winners among the payments so far, on the event that no test has accused. */
class Walk {
  private readonly test: MeanGapTest;
  private readonly reuse: number;
  private tests = 0;
  private first = 0;
  /** P(first + i winners so far and not accused). */
  private chances: Float64Array = Float64Array.of(1);

  constructor(test: MeanGapTest, reuse: number) {
    this.test = test;
    this.reuse = reuse;
  }

  get remaining(): number {
    return this.chances.reduce((sum, chance) => sum + chance, 0);
  }

  /** On to the next test: the chance that it accuses, as the first. */
  step(): number {
    const m = ++this.tests;
    const more = this.reuse * (this.test.criticalSerial(m) - this.test.criticalSerial(m - 1));
    const law = binomialLaw(more, this.test.rate);
    const tails = tailsOf(law.chances);
    const next = new Float64Array(m - this.first);
    let accused = 0;
    for (const [i, chance] of this.chances.entries()) {
      const missing = next.length - i - law.first;
      for (let j = 0; j < Math.min(missing, law.chances.length); j++)
        next[i + law.first + j] += chance * law.chances[j];
      accused += chance * (tails[Math.max(0, missing)] ?? 0);
    }
    this.keep(next);
    return accused;
  }

  private keep(chances: Float64Array): void {
    let from = 0;
    while (from < chances.length - 1 && chances[from] < 1e-30) from++;
    this.first += from;
    this.chances = chances.slice(from);
  }
}

/** At i the sum of all chances from i on. */
function tailsOf(chances: Float64Array): Float64Array {
  const tails = Float64Array.from(chances);
  for (let i = tails.length - 2; i >= 0; i--) tails[i] += tails[i + 1];
  return tails;
}

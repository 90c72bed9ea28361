/**
 * The watch for forgery: what share of the coins that vendors hand in the broker did not mint. Where it reaches a
 * threshold the running period is recalled.
 * @source RS96, section 3 (the broker can recall all coins of a period); the threshold is ours
 * @module
 */
import type { Redemption } from '../../../protocols/micromint/broker.ts';
import { forgedShare } from '../../../theory/forged-share.ts';
import type { Microseconds } from '../../../units.ts';
import type { Issues } from './issues.ts';
import type { MicroMintOptions } from './options.ts';

/** From so many first reports of coins that were not minted he estimates their share. */
const REPORTS = 20;

/** Coins handed in, and how many of them were reported as not minted. */
interface Tally {
  deposited: number;
  reported: number;
}

export class RecallWatch {
  readonly #options: MicroMintOptions;
  readonly #issues: Issues<unknown>;
  /** Of each period, and of each day for which vendors settle. */
  readonly #tallies = new Map<number, Tally>();
  readonly #days = new Map<number, Tally>();
  #reports = 0;
  #recalls = 0;
  #hashes = 0;
  #firstRecallAt: Microseconds | undefined;
  #firstReportAt: Microseconds | undefined;

  constructor(options: MicroMintOptions, issues: Issues<unknown>) {
    this.#options = options;
    this.#issues = issues;
  }

  /** A coin of this period, handed in for this day, has been settled now. */
  settled(
    { period, day }: { readonly period: number; readonly day: number },
    outcome: Redemption,
    now: Microseconds,
  ): void {
    const isReport = outcome === 'not-minted';
    count(this.#tallies, period, isReport);
    count(this.#days, day, isReport);
    if (!isReport) return;
    this.#reports++;
    this.#firstReportAt ??= now;
  }

  /** Whether the running period is to be recalled. */
  get isDue(): boolean {
    const { recallAt, recallAfter } = this.#options;
    const tally = this.#tallies.get(this.#issues.current);
    if (recallAt === undefined || tally === undefined || tally.deposited < recallAfter) return false;
    // Where he has filled every bin he sees none, and any share would be reached.
    return tally.reported > 0 && tally.reported >= recallAt * tally.deposited * this.#seenShare(this.#issues.current);
  }

  /** By bins he sees only those forged coins that lie in bins he never filled, and counts each for more; 0: he sees none. */
  #seenShare(period: number): number {
    const { settlement, bits } = this.#options;
    return settlement === 'coin' ? 1 : 1 - this.#issues.of(period).coins / 2 ** bits;
  }

  /** The share of forged coins as the first reports have it, and no more than all; undefined where he would see none. */
  #estimate(): number | undefined {
    const seen = this.#seenShare(0);
    if (seen === 0) return undefined;
    const days = [...this.#days].sort(([a], [b]) => a - b).map(([, tally]) => tally);
    const share = forgedShare(days, REPORTS);
    return share === undefined ? undefined : Math.min(1, share / seen);
  }

  /** The period has been recalled: another mint takes its place, and one more has to be minted than foreseen. */
  recalled(now: Microseconds): void {
    this.#recalls++;
    this.#firstRecallAt ??= now;
    this.#hashes += this.#issues.of(this.#issues.current).hashes ?? 0;
  }

  counts() {
    return {
      reports: this.#reports,
      recalls: this.#recalls,
      recallHashes: this.#hashes,
      firstRecallAt: this.#firstRecallAt,
      firstReportAt: this.#firstReportAt,
      shareEstimate: this.#estimate(),
    };
  }
}

function count(tallies: Map<number, Tally>, key: number, isReport: boolean): void {
  const tally = tallies.get(key) ?? { deposited: 0, reported: 0 };
  tallies.set(key, tally);
  tally.deposited++;
  if (isReport) tally.reported++;
}

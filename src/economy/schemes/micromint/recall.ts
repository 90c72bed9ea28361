/**
 * The watch for forgery: what share of the coins that vendors hand in the broker did not mint. Where it reaches a
 * threshold the running period is recalled.
 * @source RS96, section 3 (the broker can recall all coins of a period); the threshold is ours
 * @module
 */
import type { Redemption } from '../../../protocols/micromint/broker.ts';
import type { Microseconds } from '../../../units.ts';
import type { Issues } from './issues.ts';
import type { MicroMintOptions } from './options.ts';

/** After so many reports of coins that were not minted he estimates their share. */
const REPORTS = 20;

/** Coins handed in, and how many of them were not minted. */
interface Tally {
  deposited: number;
  notMinted: number;
}

export class RecallWatch {
  readonly #options: MicroMintOptions;
  readonly #issues: Issues<unknown>;
  readonly #tallies = new Map<number, Tally>();
  /** Coins up to the report that makes the estimate, from which the share of forged ones is estimated. */
  readonly #first: Tally = { deposited: 0, notMinted: 0 };
  #reports = 0;
  #recalls = 0;
  #hashes = 0;
  #firstRecallAt: Microseconds | undefined;
  #firstReportAt: Microseconds | undefined;

  constructor(options: MicroMintOptions, issues: Issues<unknown>) {
    this.#options = options;
    this.#issues = issues;
  }

  /** A coin of this period has been settled now. */
  settled(period: number, outcome: Redemption, now: Microseconds): void {
    const ofPeriod = this.#tallies.get(period) ?? { deposited: 0, notMinted: 0 };
    this.#tallies.set(period, ofPeriod);
    const isReport = outcome === 'not-minted';
    count(ofPeriod, isReport);
    if (this.#first.notMinted < REPORTS) count(this.#first, isReport);
    if (!isReport) return;
    this.#reports++;
    this.#firstReportAt ??= now;
  }

  /** Whether the running period is to be recalled. */
  get isDue(): boolean {
    const { recallAt, recallAfter } = this.#options;
    const tally = this.#tallies.get(this.#issues.current);
    if (recallAt === undefined || tally === undefined || tally.deposited < recallAfter) return false;
    return tally.notMinted >= recallAt * tally.deposited * this.#seenShare(this.#issues.current);
  }

  /** By bins he sees only those forged coins that lie in bins he never filled, and counts each for more. */
  #seenShare(period: number): number {
    const { settlement, bits } = this.#options;
    return settlement === 'coin' ? 1 : 1 - this.#issues.of(period).coins / 2 ** bits;
  }

  /**
   * The share of forged coins as the first reports have it: inverse sampling, unbiased for a constant share; of fewer
   * reports the plain share of all coins so far.
   */
  #estimate(): number {
    const { deposited, notMinted } = this.#first;
    const share = notMinted < REPORTS ? notMinted / deposited : (REPORTS - 1) / (deposited - 1);
    return share / this.#seenShare(0);
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
      shareEstimate: this.#first.deposited === 0 ? undefined : this.#estimate(),
    };
  }
}

function count(tally: Tally, isReport: boolean): void {
  tally.deposited++;
  if (isReport) tally.notMinted++;
}

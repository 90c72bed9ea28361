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

/** Coins handed in, and how many of them were not minted. */
interface Tally {
  deposited: number;
  notMinted: number;
}

export class RecallWatch {
  readonly #options: MicroMintOptions;
  readonly #issues: Issues<unknown>;
  readonly #tallies = new Map<number, Tally>();
  /** Of the run's first coins, from which the share of forged ones is estimated. */
  readonly #first: Tally = { deposited: 0, notMinted: 0 };
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
    if (this.#first.deposited < this.#options.recallAfter) count(this.#first, isReport);
    if (isReport) this.#firstReportAt ??= now;
  }

  /** Whether the running period is to be recalled. */
  get isDue(): boolean {
    const { recallAt, recallAfter } = this.#options;
    const tally = this.#tallies.get(this.#issues.current);
    if (recallAt === undefined || tally === undefined || tally.deposited < recallAfter) return false;
    return tally.notMinted >= recallAt * tally.deposited;
  }

  /** The period has been recalled: another mint takes its place, and one more has to be minted than foreseen. */
  recalled(now: Microseconds): void {
    this.#recalls++;
    this.#firstRecallAt ??= now;
    this.#hashes += this.#issues.of(this.#issues.current).hashes ?? 0;
  }

  counts() {
    return {
      recalls: this.#recalls,
      recallHashes: this.#hashes,
      firstRecallAt: this.#firstRecallAt,
      firstReportAt: this.#firstReportAt,
      firstDeposited: this.#first.deposited,
      firstNotMinted: this.#first.notMinted,
    };
  }
}

function count(tally: Tally, isReport: boolean): void {
  tally.deposited++;
  if (isReport) tally.notMinted++;
}

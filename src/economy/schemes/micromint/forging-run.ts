/**
 * One forger under one key: from when he knows it until its period is about to end, another key is known or the demand
 * is over. He hashes without a pause, so how many hashes he has done is read off the clock; a rational one stops where
 * more hashes would cost more than they bring.
 * @source RS96, section 3; the rule is ours
 * @module
 */
import { bestEffort } from '../../../theory/forging.ts';
import {
  type BinLaw,
  bestEffortFrom,
  keptBalls,
  type StagedEffort,
  stagedCoins,
} from '../../../theory/forging-staged.ts';
import type { Spread } from '../../../theory/micromint.ts';
import { MICRODOLLARS_PER_USD, type Microseconds, SECOND } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import { groupOfUser } from './evidence.ts';
import type { MicroMintOptions } from './options.ts';
import type { Search } from './search.ts';
import type { Setting } from './setting.ts';

/** A stretch of hashing: a period, or a stage of one. */
interface Stretch {
  hashes: number;
  /** He stops there. */
  readonly hashesMax: number;
  /** When he would have begun, had he never paused: hashes are read off the clock, so that no rounding adds up. */
  since: Microseconds;
}

export class ForgingRun<C> {
  readonly period: number;
  readonly search: Search<C>;
  readonly #setting: Setting<C>;
  readonly #effort: Effort;
  readonly #stretches: Stretch[] = [];
  /** He has hashed, or waited, until then. */
  #at: Microseconds;
  /** Coins found, those included that a later stage made worthless, and coins presented. */
  found = 0;
  presented = 0;
  /** Coins in stock when a hidden predicate was disclosed, and those of them that passed it. */
  atRisk = 0;
  passed = 0;

  /** @param from when he begins: his key is known, and his delay is over */
  constructor(setting: Setting<C>, user: number, effort: Effort, period: number, from: Microseconds) {
    const { issues, options } = setting;
    this.#setting = setting;
    this.#effort = effort;
    this.#at = from;
    this.period = period;
    this.search = issues.of(period).search({
      name: `${user}/period/${period}`,
      splices: effort.splices,
      group: groupOfUser(user, options.groupBits),
      stages: issues.stageAt(period, from),
    });
  }

  /** Hashes up to an instant, or to where his time under this key ends. */
  advance(to: Microseconds): void {
    const { issues } = this.#setting;
    const end = Math.min(to, this.#until());
    while (this.#at < end) {
      if (this.#stretches.length === 0) this.#begin();
      const disclosure = issues.nextDisclosure(this.period, this.#at);
      this.#hash(Math.min(end, disclosure ?? end));
      if (this.#at === disclosure) this.#disclosed();
    }
  }

  #hash(to: Microseconds): void {
    const stretch = this.#stretches[this.#stretches.length - 1];
    if (!this.#pays()) stretch.since += to - this.#at;
    this.#at = to;
    const most = ((to - stretch.since) / SECOND) * this.#effort.hashesPerSecond;
    const before = stretch.hashes;
    stretch.hashes = Math.min(most, stretch.hashesMax);
    if (stretch.hashes > before) this.found += this.search.hash(stretch.hashes - before);
  }

  /** A splicer looks at the coins he knows now; who starts from scratch has planned ahead. */
  #pays(): boolean {
    const { rational, splices, usdPerHash } = this.#effort;
    if (!(rational && splices)) return true;
    const { bits, filter } = this.#setting.options;
    return this.search.open * this.#worthUsd() * 2 ** -(bits + filter) > usdPerHash;
  }

  #disclosed(): void {
    this.atRisk += this.search.stock;
    this.search.disclosed(this.#setting.issues.stageAt(this.period, this.#at));
    this.passed += this.search.stock;
    this.#begin();
  }

  #begin(): void {
    this.#stretches.push({ hashes: 0, hashesMax: this.#plan(), since: this.#at });
  }

  #plan(): number {
    const { rational, splices, usdPerHash, outletCoins, hashesPerSecond } = this.#effort;
    if (!rational || splices) return Number.POSITIVE_INFINITY;
    const groups = 2 ** this.#setting.options.groupBits;
    const end = this.#setting.issues.nextDisclosure(this.period, this.#at) ?? this.#until();
    const venture = {
      mint: this.#setting.options,
      worth: this.#worthUsd() / groups,
      costPerHash: usdPerHash,
      // What he has found already is in the way of more; and only coins of his own group need an outlet.
      outletCoins: Math.max(0, outletCoins - this.presented - this.search.stock) * groups,
      hashesMax: ((Math.min(end, this.#until()) - this.#at) / SECOND) * hashesPerSecond,
    };
    const isFirst = this.#stretches.length === 0;
    const kept = (): BinLaw => keptBalls(this.#setting.options, this.#staged);
    return (isFirst ? bestEffort(venture) : bestEffortFrom(kept(), venture)).hashes;
  }

  get #staged(): StagedEffort {
    const { hiddenPredicates, groupBits } = this.#setting.options;
    const hashes = this.#stretches.map((stretch) => stretch.hashes);
    return { hashes, predicateBits: hiddenPredicates?.bits ?? 0, usable: 2 ** -groupBits };
  }

  #worthUsd(): number {
    return worthOf(this.#effort, this.#setting.options, this.#setting.issues.of(this.period).coins);
  }

  /** The instant at which there is nothing more to hash for under this key, as far as is known now. */
  #until(): Microseconds {
    const { market, issues } = this.#setting;
    return Math.min(lastCallOf(this.#setting, this.period), issues.endOf(this.period), market.duration);
  }

  get hashes(): number {
    return this.#stretches.reduce((sum, { hashes }) => sum + hashes, 0);
  }

  /** The coins found with so many hashes, for who starts from scratch. */
  get expected(): Spread {
    return stagedCoins(this.#setting.options, this.#staged);
  }
}

/** What is left is spent so long before it is worth nothing. */
const LAST_CALL: Microseconds = 3600 * SECOND;

/** Shortly before the end of a period, or of the demand. */
export function lastCallOf<C>({ market, options, issues }: Setting<C>, period: number): Microseconds {
  const start = issues.startOf(period);
  const end = (Math.floor(start / options.period) + 1) * options.period;
  return Math.min(end, market.duration) - LAST_CALL;
}

/**
 * What a forged coin brings, as the broker's published rules have it: goods for its value; or, through a vendor in
 * league, what the broker pays for it: nothing by the exact list unless he bears the loss, and by bins whatever lies in
 * the bin of a coin of his.
 */
export function worthOf(effort: Effort, options: MicroMintOptions, coins: number): number {
  const { coinValue, commission, settlement, lossPolicy, bits } = options;
  if (!effort.fenced) return coinValue / MICRODOLLARS_PER_USD;
  const reimbursed = { vendor: 0, broker: 1, shared: 0.5 }[lossPolicy];
  const takenForAnother = settlement === 'coin' ? 0 : effort.splices ? 1 : coins / 2 ** bits;
  const paid = takenForAnother + (1 - takenForAnother) * reimbursed;
  return (paid * (coinValue - commission)) / MICRODOLLARS_PER_USD;
}

/**
 * One forger under one key: from when he knows it until its period is about to end, another key is known or the demand
 * is over. He hashes without a pause as far as his planner goes, so how many hashes he has done is read off the clock;
 * then he plans again, or waits until a sale, a coin that he overhears, a disclosure or the end of a day changes things.
 * @source RS96, section 3; the rule is ours
 * @module
 */
import { type StagedEffort, stagedCoins } from '../../../theory/forging-staged.ts';
import type { Spread } from '../../../theory/micromint.ts';
import { DAY, type Microseconds, SECOND } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import { groupOfUser } from './evidence.ts';
import { type Planner, plannerOf } from './forging-planners.ts';
import { lastCallOf, Prospects } from './forging-prospects.ts';
import type { Search } from './search.ts';
import type { Setting } from './setting.ts';

/** A stretch of hashing: a period, or a stage of one. */
interface Stretch {
  hashes: number;
  /** He goes on until there, and then looks again unless he has decided already. */
  goal: number;
  isDecided: boolean;
  /** When he would have begun, had he never paused: hashes are read off the clock, so that no rounding adds up. */
  since: Microseconds;
}

export class ForgingRun<C> {
  readonly period: number;
  readonly search: Search<C>;
  readonly #setting: Setting<C>;
  readonly #effort: Effort;
  readonly #plan: Planner;
  /** Whether what he has not sold dies at the end of a day, and so does what he has seen. */
  readonly #dieDaily: boolean;
  readonly #stretches: Stretch[] = [];
  /** Coins in stock when he looked last. */
  #stockSeen = 0;
  /** He has hashed, or waited, until then. */
  #at: Microseconds;
  /** Whether he has always gone by what he knew beforehand, and by nothing that he found or sold. */
  isForegone = true;
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
    this.#plan = plannerOf(setting, effort, period);
    this.#dieDaily = effort.rational && new Prospects(setting, effort, period).dieDaily;
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
    if (this.#at < end && this.#stretches.length === 0) this.#begin();
    while (this.#at < end) {
      const disclosure = issues.nextDisclosure(this.period, this.#at) ?? end;
      const dayEnd = this.#dieDaily ? (Math.floor(this.#at / DAY) + 1) * DAY : end;
      this.#hash(Math.min(end, disclosure, dayEnd));
      if (this.#at === disclosure && disclosure !== end) this.#disclosed();
      if (this.#at === dayEnd && dayEnd !== end) this.#dayEnded();
    }
  }

  /** Up to an instant before which nothing changes but what he finds. */
  #hash(to: Microseconds): void {
    const stretch = this.#stretch;
    while (this.#at < to) {
      const isWaiting = stretch.hashes >= stretch.goal;
      const goalAt = stretch.since + Math.ceil((stretch.goal / this.#effort.hashesPerSecond) * SECOND);
      const next = isWaiting ? to : Math.min(to, Math.max(goalAt, this.#at + 1));
      if (isWaiting) stretch.since += next - this.#at;
      else this.#hashOn(stretch, next);
      this.#at = next;
      if (!isWaiting && stretch.hashes >= stretch.goal && !stretch.isDecided) this.#look();
    }
  }

  #hashOn(stretch: Stretch, to: Microseconds): void {
    const before = stretch.hashes;
    const most = ((to - stretch.since) / SECOND) * this.#effort.hashesPerSecond;
    stretch.hashes = Math.max(before, Math.min(most, stretch.goal));
    if (stretch.hashes > before) this.found += this.search.hash(stretch.hashes - before);
  }

  /** Where he stands, and how far he goes from there. */
  #look(): void {
    const { stock, open } = this.search;
    const stride = this.#plan({
      at: this.#at,
      until: this.#until(),
      hashes: this.#stretches.map(({ hashes }) => hashes),
      presented: this.presented,
      stock,
      open,
    });
    this.#stretch.goal = this.#stretch.hashes + stride.hashes;
    this.#stretch.isDecided = stride.isLast;
    this.isForegone &&= stride.isLast;
    this.#stockSeen = stock;
  }

  /** So many coins of his stock are presented. */
  take(count: number): C[] {
    this.presented += count;
    const coins = this.search.take(count);
    // What has gone makes room for more, and to plan takes time: not each time that one has gone.
    if (this.search.stock <= this.#stockSeen / 2) this.#reconsider();
    return coins;
  }

  /** He has seen a coin of somebody else's. */
  learn(coin: C): void {
    this.search.learn(coin);
    if (this.#effort.splices) this.#reconsider();
  }

  /** Somebody who waits looks again. */
  #reconsider(): void {
    const stretch = this.#stretches[this.#stretches.length - 1];
    if (stretch !== undefined && !stretch.isDecided && stretch.hashes >= stretch.goal && this.#at < this.#until())
      this.#look();
  }

  #disclosed(): void {
    this.atRisk += this.search.stock;
    this.search.disclosed(this.#setting.issues.stageAt(this.period, this.#at));
    this.passed += this.search.stock;
    this.#begin();
  }

  #dayEnded(): void {
    this.search.forget();
    this.#reconsider();
  }

  #begin(): void {
    this.#stretches.push({ hashes: 0, goal: 0, isDecided: false, since: this.#at });
    this.#look();
  }

  get #stretch(): Stretch {
    return this.#stretches[this.#stretches.length - 1];
  }

  get #staged(): StagedEffort {
    const { hiddenPredicates, groupBits } = this.#setting.options;
    const hashes = this.#stretches.map((stretch) => stretch.hashes);
    return { hashes, predicateBits: hiddenPredicates?.bits ?? 0, usable: 2 ** -groupBits };
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

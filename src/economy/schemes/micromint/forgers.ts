/**
 * The forgers of one market: each searches under every key as soon as he knows it, always under the newest one, and
 * spends what he has found while its period runs, at vendors who check it off-line or through one in league.
 * @source RS96, section 3; the outlet and the last call are ours
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import { type Stream, stream } from '../../../sim/random.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import { lastCallOf } from './forging-prospects.ts';
import { ForgingRun } from './forging-run.ts';
import type { Pile } from './pile.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';
import type { Vendors } from './vendors.ts';

export interface Forger<C> {
  readonly user: number;
  readonly effort: Effort;
  /** Under the keys of the periods so far, in their order. */
  readonly runs: ForgingRun<C>[];
  /** Share of others' payments that he sees. */
  overhears: number;
  readonly ears: Stream;
}

/** Coins that were presented, and what became of them at vendors who were not in league. */
export interface Presented {
  coins: number;
  accepted: number;
  refused: number;
  firstAt: Microseconds | undefined;
}

export class Forgers<C> {
  readonly #setting: Setting<C>;
  readonly #users: Users<C>;
  readonly #vendors: Vendors<C>;
  readonly #forgers = new Map<number, Forger<C>>();
  readonly #lastCall: number;
  /** Payments made of forged coins. */
  readonly #forged = new WeakSet<readonly C[]>();
  readonly presented: Presented = { coins: 0, accepted: 0, refused: 0, firstAt: undefined };

  constructor(setting: Setting<C>, users: Users<C>, vendors: Vendors<C>) {
    this.#setting = setting;
    this.#users = users;
    this.#vendors = vendors;
    this.#lastCall = setting.market.simulation.register('last call of a forger', (user) => this.#call(user));
  }

  get all(): readonly Forger<C>[] {
    return [...this.#forgers.values()];
  }

  // ---- what a forger can do: Capabilities.forgery

  search(user: number, effort: Effort): void {
    if (this.#forgers.size === 0) this.#watchVendors();
    const ears = stream(this.#setting.market.seed, `${this.#setting.market.label}/forger/${user}/ears`);
    this.#forgers.set(user, { user, effort, runs: [], overhears: 0, ears });
    this.#scheduleCall(user, 0);
  }

  overhear(user: number, share: number): void {
    if (this.all.every(({ overhears }) => overhears === 0))
      this.#users.overhears((payer, pile) => this.#paymentSent(payer, pile));
    this.#forgers.get(user)!.overhears = share;
  }

  pay(user: number, vendor: number, price: Microdollars): boolean {
    const need = price / this.#setting.options.coinValue;
    if (!Number.isInteger(need) || this.stock(user) < need) return false;
    const pile = this.#take(user, need);
    this.#forged.add(pile.coins);
    this.#users.presentForeign(user, vendor, price, pile);
    return true;
  }

  fence(user: number, vendor: number, most: number): number {
    const count = Math.min(most, this.stock(user));
    if (count === 0) return 0;
    // The vendor in league leaves out what he would refuse from anybody.
    const claimed = this.#vendors.claim(vendor, user, this.#take(user, count));
    this.presented.coins -= count - claimed;
    return count;
  }

  stock(user: number): number {
    const forger = this.#forgers.get(user)!;
    const run = this.#runOf(forger, this.#setting.issues.current);
    return run === undefined ? 0 : Math.min(run.search.stock, forger.effort.outletCoins - run.presented);
  }

  hashes(user: number): number {
    const forger = this.#forgers.get(user)!;
    this.#advance(forger);
    return forger.runs.reduce((sum, run) => sum + run.hashes, 0);
  }

  // ---- his time

  /** Everybody has hashed until now. */
  advance(): void {
    for (const forger of this.#forgers.values()) this.#advance(forger);
  }

  /** Keys of which he has learnt by now: that of the running period, and of the next when it is known ahead. */
  #advance({ user, effort, runs }: Forger<C>): void {
    const { issues, market } = this.#setting;
    const { now } = market.simulation;
    for (const run of runs.slice(-2)) run.advance(now);
    for (let period = runs.length; period <= issues.current; period++) {
      const from = (period === 0 ? issues.keyKnownAt(0) : issues.startOf(period)) + effort.delay;
      if (from > now || from >= market.duration) return;
      const run = new ForgingRun(this.#setting, user, effort, period, from);
      runs.push(run);
      run.advance(now);
    }
  }

  #runOf(forger: Forger<C>, period: number): ForgingRun<C> | undefined {
    this.#advance(forger);
    return forger.runs[period];
  }

  #scheduleCall(user: number, period: number): void {
    const at = lastCallOf(this.#setting, period);
    const { simulation } = this.#setting.market;
    if (at > simulation.now) simulation.at(at, this.#lastCall, Priority.decision, user);
  }

  #call(user: number): void {
    this.#forgers.get(user)!.effort.lastCall(user);
    this.#scheduleCall(user, this.#setting.issues.current + 1);
  }

  // ---- his coins

  #take(user: number, count: number): Pile<C> {
    const { issues, market } = this.#setting;
    const run = this.#forgers.get(user)!.runs[issues.current];
    this.presented.coins += count;
    this.presented.firstAt ??= market.simulation.now;
    return { period: issues.current, coins: run.take(count) };
  }

  #paymentSent(payer: number, pile: Pile<C>): void {
    for (const forger of this.#forgers.values()) {
      if (forger.overhears === 0 || this.#forgers.has(payer) || forger.ears.next() >= forger.overhears) continue;
      const run = this.#runOf(forger, pile.period);
      for (const coin of pile.coins) run?.learn(coin);
    }
  }

  #watchVendors(): void {
    this.#vendors.onDecision((pile, accepted) => {
      if (!this.#forged.has(pile.coins)) return;
      if (accepted) this.presented.accepted += pile.coins.length;
      else this.presented.refused += pile.coins.length;
    });
  }
}

/**
 * MicroMint's broker: sells coins and records who bought which, redeems deposits, exchanges unused coins when the grace
 * of their period is over, and recalls a period in which too many coins are forged. Everything he does takes its time
 * at the bank's station.
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';
import { BrokerBooks } from './broker-books.ts';
import { ExchangeOffice } from './exchange-office.ts';
import type { Counts } from './measures.ts';
import { PeriodJobs } from './period-jobs.ts';
import { RecallWatch } from './recall.ts';
import { SaleDesk } from './sale-desk.ts';
import type { Setting } from './setting.ts';
import { SettlementDesk } from './settlement-desk.ts';
import { Suspension } from './suspension.ts';

/** What the broker has done against fraud by the end of a run, and what the fraud came to. */
interface DefenceCounts {
  /** Coins that he did not mint, by his exact list, whether he asked it or not. */
  readonly forgedPaid: number;
  readonly forgedCaught: number;
  /** Coins that he refused as minted by nobody. */
  readonly reports: number;
  /** What the loss policy gave vendors. */
  readonly reimbursed: Microdollars;
  readonly suspendedUsers: number;
  readonly recalls: number;
  readonly recallCoinsExchanged: number;
  /** Hashes of the coins that took the place of recalled ones; those of coins from files are not known. */
  readonly recallHashes: number;
  readonly firstRecallAt: Microseconds | undefined;
  /** When the first coin was found not to be minted. */
  readonly firstReportAt: Microseconds | undefined;
  /**
   * The share of forged coins among those handed in, as the first reports have it; undefined when nothing came in or none
   * is seen.
   */
  readonly shareEstimate: number | undefined;
}

/** All that the broker has counted by the end of a run. */
export type BrokerCounts = Omit<Counts, 'coinsOutstanding' | 'dayEndDeposits'> & DefenceCounts;

export class Broker<C> {
  readonly #setting: Setting<C>;
  readonly #books: BrokerBooks<C>;
  readonly #suspension: Suspension;
  readonly #watch: RecallWatch;
  readonly #jobs: PeriodJobs;
  readonly #sales: SaleDesk<C>;
  readonly #settlement: SettlementDesk<C>;
  readonly #exchange: ExchangeOffice<C>;
  #recallListener: () => void = () => {};

  constructor(setting: Setting<C>) {
    this.#setting = setting;
    this.#books = new BrokerBooks(setting);
    this.#suspension = new Suspension(setting.market, setting.options);
    this.#watch = new RecallWatch(setting.options, setting.issues);
    this.#jobs = new PeriodJobs((period) => this.#exchange.decide(period));
    const rooms = { books: this.#books, jobs: this.#jobs, suspension: this.#suspension, watch: this.#watch };
    this.#sales = new SaleDesk(setting, this.#books, this.#suspension);
    this.#settlement = new SettlementDesk(setting, rooms, () => this.#recallIfDue());
    this.#exchange = new ExchangeOffice(setting, rooms);
  }

  ordered(slot: number): void {
    this.#sales.ordered(slot);
  }

  deliveryLost(slot: number): void {
    this.#sales.deliveryLost(slot);
  }

  deposited(slot: number): void {
    this.#settlement.deposited(slot);
  }

  requested(slot: number): void {
    this.#exchange.requested(slot);
  }

  /** The grace of a period is over: once the jobs that came in time are done, its exchanges are decided. */
  graceEnded(period: number): void {
    this.#jobs.graceEnded(period);
  }

  /** Whoever ends periods is told when the running one is recalled. */
  onRecall(listener: () => void): void {
    this.#recallListener = listener;
  }

  #recallIfDue(): void {
    if (!this.#watch.isDue) return;
    this.#recallListener();
    this.#watch.recalled(this.#setting.market.simulation.now);
  }

  /** The list that vendors get at the end of a day. */
  get suspendedUsers(): ReadonlySet<number> {
    return this.#suspension.users;
  }

  /** What expired unused. */
  get forfeited(): Microdollars {
    return this.#books.forfeited;
  }

  counts(): BrokerCounts {
    return {
      ...this.#books.counts(),
      ...this.#settlement.counts(),
      ...this.#watch.counts(),
      orders: this.#sales.orders,
      suspendedUsers: this.#suspension.users.size,
      recallCoinsExchanged: this.#exchange.recallCoinsExchanged,
    };
  }
}

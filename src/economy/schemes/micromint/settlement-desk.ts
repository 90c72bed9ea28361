/**
 * The broker settles what vendors hand in: coin by coin paid or refused, reported with the culprit whom his records
 * name, and reimbursed by the loss policy.
 * @source RS96, section 3; the redemption limit and the loss policy are ours
 * @module
 */
import { NOBODY } from '../../../protocols/micromint/broker.ts';
import { NOT_MINTED } from '../../../protocols/micromint/coin-list.ts';
import type { Settlement } from '../../../protocols/micromint/settlement.ts';
import type { BrokerBooks } from './broker-books.ts';
import { Reimbursements } from './loss-policy.ts';
import type { PeriodJobs } from './period-jobs.ts';
import type { RecallWatch } from './recall.ts';
import { RedemptionLimit } from './redemption-limit.ts';
import { queueAtBank, type Setting } from './setting.ts';
import type { Suspension } from './suspension.ts';

/** A job's second integer, when its deposit came after the grace. */
const LATE = 1;

/** The broker's other rooms. */
interface Rooms<C> {
  readonly books: BrokerBooks<C>;
  readonly jobs: PeriodJobs;
  readonly suspension: Suspension;
  readonly watch: RecallWatch;
}

/** Who claims a coin. */
interface Claim {
  readonly period: number;
  /** For which the vendor settles. */
  readonly day: number;
  readonly vendor: number;
  /** Who paid with it, as the vendor says; undefined where he need not say. */
  readonly payer: number | undefined;
  readonly late: boolean;
}

export class SettlementDesk<C> {
  readonly #setting: Setting<C>;
  readonly #rooms: Rooms<C>;
  readonly #limit: RedemptionLimit;
  readonly #reimbursements: Reimbursements;
  readonly #redeem: number;
  #forgedPaid = 0;
  #forgedCaught = 0;

  /** @param done called when a deposit has been settled */
  constructor(setting: Setting<C>, rooms: Rooms<C>, done: () => void) {
    this.#setting = setting;
    this.#rooms = rooms;
    this.#limit = new RedemptionLimit(setting.options);
    this.#reimbursements = new Reimbursements(setting.options);
    this.#redeem = setting.market.simulation.register('deposit redeemed', (slot, late) => {
      this.#redeemDeposit(slot, late === LATE);
      done();
    });
  }

  /** A vendor's coins have come: k hashes, a look-up and a write for each. */
  deposited(slot: number): void {
    const { market, options, issues, post } = this.#setting;
    const period = post.slab.col.period[slot];
    const late = market.simulation.now > issues.graceEnd(period) ? LATE : 0;
    this.#rooms.jobs.begin(period);
    const coins = post.coins(slot).length;
    const work = { message: 1, hash: coins * options.way, lookUp: coins, write: coins };
    queueAtBank(this.#setting, slot, work, this.#redeem, late);
  }

  #redeemDeposit(slot: number, late: boolean): void {
    const { market, post } = this.#setting;
    const vendor = post.slab.col.vendor[slot];
    const day = post.slab.col.day[slot];
    const { period, coins } = post.pile(slot);
    const payers = post.payers(slot);
    let anyPaid = false;
    coins.forEach((coin, i) => {
      if (this.#settle(coin, { period, day, vendor, payer: payers[i], late })) anyPaid = true;
    });
    if (anyPaid) market.bank.macropayment();
    this.#rooms.jobs.end(period);
    post.slab.release(slot);
  }

  /** @returns whether the vendor gets money for this coin */
  #settle(coin: C, claim: Claim): boolean {
    const { market, issues } = this.#setting;
    const { books, watch } = this.#rooms;
    const { period, vendor } = claim;
    const issue = issues.of(period);
    const settlement = issue.settle(coin, vendor, claim.late);
    watch.settled(claim, settlement.outcome, market.simulation.now);
    const isPaid = settlement.outcome === 'paid' && this.#limit.takes(period, claim.payer);
    this.#countForged(coin, period, isPaid);
    if (isPaid) {
      books.redeem(issue.register.buyerOf(settlement.coin), vendor);
      return true;
    }
    books.refuse();
    return settlement.outcome === 'paid' ? this.#overLimit(settlement, period) : this.#refused(coin, settlement, claim);
  }

  /** The coin is used up, since its buyer has had its worth, and nobody is paid for it. */
  #overLimit({ coin }: Settlement, period: number): boolean {
    const { books, suspension } = this.#rooms;
    books.lapse(this.#setting.issues.of(period).register.buyerOf(coin));
    suspension.report('over-limit', NOBODY);
    return false;
  }

  /** Reports the incident, and reimburses the vendor by the policy, unless he has redeemed this coin himself before. */
  #refused(coin: C, { outcome, coin: number }: Settlement, { period, vendor }: Claim): boolean {
    const { market, issues } = this.#setting;
    const { books, suspension } = this.#rooms;
    const accused =
      outcome === 'invalid' || outcome === 'expired'
        ? NOBODY
        : issues.of(period).register.accused(outcome, number, vendor);
    if (outcome === 'already-redeemed' && accused === NOBODY) {
      market.incident(outcome, market.vendorParty(vendor));
      return false;
    }
    suspension.report(outcome, accused);
    const amount = this.#reimbursements.amountFor(outcome, vendor, period, coin);
    if (amount === 0) return false;
    books.reimburse(vendor, amount);
    return true;
  }

  /** By the exact list, which the broker may not have asked. */
  #countForged(coin: C, period: number, isPaid: boolean): void {
    const { options, issues } = this.#setting;
    if (isPaid && options.settlement === 'coin') return;
    if (issues.of(period).find(coin) !== NOT_MINTED) return;
    if (isPaid) this.#forgedPaid++;
    else this.#forgedCaught++;
  }

  counts() {
    return { forgedPaid: this.#forgedPaid, forgedCaught: this.#forgedCaught };
  }
}

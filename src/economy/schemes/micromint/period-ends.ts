/**
 * The ends of periods: at the end of a month, and at a recall, which ends a period at once. Settlement first: the coins
 * that vendors hold go to the broker before users return what they have not spent; exchanges are decided when the
 * vendors' grace is over.
 * @source RS96, section 3; the recall is one of its measures against large-scale forgery
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { Broker } from './broker.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';
import type { Vendors } from './vendors.ts';

interface Parties<C> {
  readonly users: Users<C>;
  readonly vendors: Vendors<C>;
  readonly broker: Broker<C>;
}

export class PeriodEnds<C> {
  readonly #setting: Setting<C>;
  readonly #parties: Parties<C>;
  readonly #graceOver: number;
  readonly #listeners: ((ended: number) => void)[] = [];

  constructor(setting: Setting<C>, parties: Parties<C>) {
    const { broker } = parties;
    this.#setting = setting;
    this.#parties = parties;
    this.#graceOver = setting.market.simulation.register('grace over', (period) => broker.graceEnded(period));
    broker.onRecall(() => this.#recall());
  }

  /** Told of every period that has ended, when the next one is running. */
  onEnd(listener: (ended: number) => void): void {
    this.#listeners.push(listener);
  }

  /** Vendors settle, and get the list of suspended users; at month end the period ends. */
  dayEnded(): void {
    const { market, issues } = this.#setting;
    const { vendors, broker } = this.#parties;
    vendors.dayEnded(broker.suspendedUsers);
    if (market.simulation.now >= issues.endOf(issues.current)) this.#end(false);
  }

  /** Everybody learns of it at once: no vendor takes another coin of the period. */
  #recall(): void {
    this.#parties.vendors.settleAll();
    this.#end(true);
  }

  #end(recalled: boolean): void {
    const { market, issues } = this.#setting;
    const ended = issues.end(market.simulation.now, recalled);
    this.#parties.vendors.periodEnded();
    this.#parties.users.periodEnded(ended);
    market.simulation.at(issues.graceEnd(ended), this.#graceOver, Priority.closing, ended);
    for (const listener of this.#listeners) listener(ended);
  }
}

/**
 * The brokers' load against what it grows with: exchanges and messages by so many payments of all users, and by so many
 * distinct pairs of a user and a vendor.
 * @source G95 for the claim (a broker is asked for each pair and each refill, not for each payment)
 * @module
 */
import type { Curve } from '../../../sim/metric.ts';
import { arrivesAtOnce } from '../../bank-by-payments.ts';
import type { Market } from '../../scheme.ts';
import { isUndisturbed, type Laws, paymentsExpected, visitsExpected } from './laws.ts';
import type { MillicentOptions } from './options.ts';

/** How many readings there are, at most. */
const READINGS = 24;
/** A count is so many standard deviations below its mean once in 10^9: as far as that every replication comes. */
const SURELY = 6;

/** Readings at these numbers of something that is counted. */
class Readings {
  readonly at: readonly number[];
  readonly #exchanges: number[] = [];
  readonly #messages: number[] = [];

  /** @param reach up to which is read, in equal steps; below 1: not at all */
  constructor(reach: number) {
    const most = Math.floor(reach);
    const readings = Math.max(0, Math.min(READINGS, most));
    this.at = Array.from({ length: readings }, (_, i) => Math.round(((i + 1) * most) / readings));
  }

  /** Whether that many is the next number to read at. */
  isDue(count: number): boolean {
    return count === this.at[this.#exchanges.length];
  }

  read(exchanges: number, messages: number): void {
    this.#exchanges.push(exchanges);
    this.#messages.push(messages);
  }

  /** Who never got as far is read as he ended. */
  end(exchanges: number, messages: number): { readonly exchanges: number[]; readonly messages: number[] } {
    const missing = this.at.length - this.#exchanges.length;
    const rest = (value: number): number[] => new Array<number>(missing).fill(value);
    return {
      exchanges: [...this.#exchanges, ...rest(exchanges)],
      messages: [...this.#messages, ...rest(messages)],
    };
  }
}

export class BrokerLoad {
  readonly #market: Market;
  readonly #byPayments: Readings;
  readonly #byPairs: Readings;
  #payments = 0;
  #exchanges = 0;
  #pairs = 0;

  constructor(market: Market) {
    const { mean, variance } = visitsExpected(market);
    this.#market = market;
    this.#byPayments = new Readings(surely(paymentsExpected(market)));
    this.#byPairs = new Readings(surely({ mean, variance: variance ?? mean }));
  }

  /** A user is about to pay: what the payment before has cost the brokers has been asked for by now. */
  paying(): void {
    if (this.#byPayments.isDue(this.#payments)) this.#byPayments.read(this.#exchanges, this.#messages);
    this.#payments++;
  }

  /** Vendor scrip has come. @param isFirst the user's first of this vendor */
  exchanged(isFirst: boolean): void {
    this.#exchanges++;
    if (!isFirst) return;
    this.#pairs++;
    if (this.#byPairs.isDue(this.#pairs)) this.#byPairs.read(this.#exchanges, this.#messages);
  }

  get #messages(): number {
    return this.#market.bank.count('message');
  }

  /** None where somebody cheats or a vendor closes: fewer payments and pairs may come then than are to be read at. */
  curves(laws: Laws, options: MillicentOptions): Curve[] {
    if (!isUndisturbed(this.#market, options)) return [];
    const payments = { quantity: 'payments so far', unit: 'payments', values: this.#byPayments.at };
    const pairs = { quantity: 'pairs so far', unit: 'pairs', values: this.#byPairs.at };
    const { demand, duration, delayMax } = this.#market;
    const law = arrivesAtOnce(demand, duration, delayMax) ? laws.exchangesByPayments : undefined;
    const theory = law && {
      values: payments.values.map(law),
      formula: 'U sum over vendors of E[ceil(N / m)], N of n payments with w / U',
      source: 'an exchange at the first visit and at each refill, after G95; derived',
    };
    return [
      ...this.#curvesOf('payments', payments, this.#byPayments, theory),
      ...this.#curvesOf('pairs', pairs, this.#byPairs),
    ];
  }

  #curvesOf(by: string, x: Curve['x'], readings: Readings, theory?: Curve['theory']): Curve[] {
    if (x.values.length === 0) return [];
    const { exchanges, messages } = readings.end(this.#exchanges, this.#messages);
    const { label } = this.#market;
    const named = { quantity: 'exchanges', unit: 'exchanges', x, values: exchanges };
    return [
      { name: `${label}.exchanges.by_${by}_count`, ...named, ...(theory && { theory }) },
      {
        name: `${label}.broker.messages_by_${by}_count`,
        quantity: 'messages at the broker',
        unit: 'messages',
        x,
        values: messages,
      },
    ];
  }
}

function surely({ mean, variance }: { readonly mean: number; readonly variance: number }): number {
  return mean - SURELY * Math.sqrt(Math.max(0, variance));
}

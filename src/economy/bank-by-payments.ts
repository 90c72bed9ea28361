/**
 * The bank's load against the number of payments so far: what tells schemes apart whose payments come at any pace.
 * @module
 */
import type { Curve, Oracle } from '../sim/metric.ts';
import { DAY, type Microseconds } from '../units.ts';
import type { Bank } from './bank.ts';
import { type Demand, meanGap } from './demand.ts';
import { roundNumbers } from './round-numbers.ts';

const MEASURES = [
  { operation: 'message', name: 'messages', unit: 'messages', quantity: 'messages at the bank' },
  { operation: 'signature', name: 'signature_checks', unit: 'checks', quantity: 'signature checks at the bank' },
] as const;
/** The first reading. */
const FIRST = 10;
/** A Poisson number is so many standard deviations below its mean once in 10^9. */
const SURELY = 6;
/** Payments whose messages are still on their way: so few are nothing beside those of the first reading. */
const FEW_ON_THEIR_WAY = 0.1;

/**
 * Messages and signature checks of the bank after 10, 20, 50, ... payments of all users together, each read when the
 * next payment ends: what the last one of them sent has come by then. Payments that were refused count too, so that
 * every replication gets as far.
 */
export class BankByPayments {
  readonly #bank: Bank;
  readonly #payments: readonly number[];
  readonly #readings: (readonly number[])[] = [];
  #made = 0;

  constructor(bank: Bank, demand: Demand, duration: Microseconds) {
    this.#bank = bank;
    this.#payments = readingsOf(demand, duration);
  }

  /** A payment has ended, and nothing of it has reached the bank yet. */
  ended(): void {
    if (this.#made === this.#payments[this.#readings.length]) this.#readings.push(this.#now());
    this.#made++;
  }

  #now(): number[] {
    return MEASURES.map(({ operation }) => this.#bank.count(operation));
  }

  /**
   * When all is over: who never made as many payments is read as he ended.
   * @param lawOf the closed form of `<label>.bank.<measure>_per_payment`, where one holds and little is on its way
   */
  curves(label: string, lawOf: (metric: string) => Oracle | undefined): Curve[] {
    if (this.#payments.length === 0) return [];
    const readings = this.#payments.map((_, i) => this.#readings[i] ?? this.#now());
    return MEASURES.map(({ name, quantity, unit }, measure) => {
      const law = lawOf(`bank.${name}_per_payment`);
      return {
        name: `${label}.bank.${name}_by_payments`,
        quantity,
        unit,
        x: { quantity: 'payments so far', unit: 'payments', values: this.#payments },
        values: readings.map((reading) => reading[measure]),
        ...(law && { theory: lineOf(law, this.#payments) }),
      };
    });
  }
}

/** Every payment brings the bank equally much. */
function lineOf({ value, formula, source }: Oracle, payments: readonly number[]): NonNullable<Curve['theory']> {
  return { values: payments.map((n) => n * value), formula: `${formula} n`, source };
}

/** Whether what payments send reaches the bank, as good as always, before the next reading. */
export function arrivesAtOnce(demand: Demand, duration: Microseconds, delayMax: Microseconds): boolean {
  return (demand.users * delayMax) / meanGap(demand, duration) <= FEW_ON_THEIR_WAY;
}

/** 10, 20, 50, ... as far as every replication comes; and the last payment of all, where their number is fixed. */
function readingsOf({ users, arrivals }: Demand, duration: Microseconds): number[] {
  if (arrivals.kind === 'fixed') {
    const total = users * arrivals.perUser;
    return total === 0 ? [] : [...roundNumbers(FIRST, total - 1), total];
  }
  const mean = (users * arrivals.perUserPerDay * duration) / DAY;
  return roundNumbers(FIRST, mean - SURELY * Math.sqrt(mean));
}

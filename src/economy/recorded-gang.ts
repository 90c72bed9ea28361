/**
 * One gang of one market: when each member first cheated and was caught, and what the gang has gained by the ledger,
 * spent outside it and bought beyond the demand.
 * @module
 */
import { zipfWeights } from '../sim/distributions.ts';
import type { Curve, Metric, Oracle } from '../sim/metric.ts';
import { type Stream, stream } from '../sim/random.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../units.ts';
import { type Enlistment, type Gang, type Role, THE_BANK } from './adversary.ts';
import type { Behaviour } from './behaviour.ts';
import { type Demand, meanGap } from './demand.ts';
import { roundNumbers } from './round-numbers.ts';
import type { Market, Session } from './scheme.ts';

/** What a gang may do in the market besides what its capability offers. */
export interface Streets {
  readonly market: Market;
  readonly declines: Behaviour;
  readonly wants: Behaviour;
}

/** What it finds there: who is honest is known once all gangs have recruited. */
export interface Surroundings extends Streets {
  readonly honestUsers: readonly number[];
  /** A vendor as the demand draws them, from a uniform number in [0, 1). */
  vendorAt(uniform: number): number;
}

/** The closed form of a gang's metric, where the scheme knows one. */
export type Foresight = (metric: string, enlistment: Enlistment) => Oracle | undefined;
/** The share of members who are caught by so many payments, where the scheme knows it. */
export type CaughtLaw = NonNullable<Session['foreseeCaught']>;

/** A gang whose every step is recorded. */
export class RecordedGang implements Gang {
  readonly label: string;
  readonly members: readonly number[];
  readonly enlistment: Enlistment;
  readonly declines: Behaviour;
  readonly draw: Stream;
  readonly #surroundings: Surroundings;
  readonly #market: Market;
  readonly #accomplices: ReadonlyMap<number, number>;
  readonly #parties: ReadonlyMap<number, number>;
  readonly #payments = new Map<number, number>();
  readonly #cheatedAt = new Map<number, Microseconds>();
  readonly #caughtAfter = new Map<number, Microseconds>();
  readonly #paymentsUntilCaught: number[] = [];
  #extraPurchases = 0;
  #readCosts: (() => Microdollars) | undefined;

  /** @param accomplices of each user of a pair */
  constructor(
    enlistment: Enlistment,
    members: readonly number[],
    accomplices: ReadonlyMap<number, number>,
    surroundings: Surroundings,
  ) {
    const { market, declines } = surroundings;
    this.label = enlistment.label;
    this.enlistment = enlistment;
    this.members = members;
    this.declines = declines;
    this.draw = stream(market.seed, `adversary/${enlistment.label}/draw`);
    this.#surroundings = surroundings;
    this.#market = market;
    this.#accomplices = accomplices;
    this.#parties = new Map(partiesOf(enlistment.adversary.role, members, market));
  }

  accompliceOf(user: number): number {
    const vendor = this.#accomplices.get(user);
    if (vendor === undefined) throw new RangeError(`user ${user} has no accomplice among the ${this.label}`);
    return vendor;
  }

  cheats(member: number): void {
    if (!this.#cheatedAt.has(member)) this.#cheatedAt.set(member, this.#market.simulation.now);
  }

  paymentsOf(member: number): number {
    return this.#payments.get(member) ?? 0;
  }

  wants(user: number, vendor: number, price: Microdollars): void {
    this.#extraPurchases++;
    this.#surroundings.wants(user, vendor, price);
  }

  costs(read: () => Microdollars): void {
    this.#readCosts = read;
  }

  get honestUsers(): readonly number[] {
    return this.#surroundings.honestUsers;
  }

  drawVendor(): number {
    return this.#surroundings.vendorAt(this.draw.next());
  }

  usualPurchases(within: Microseconds): { count: number; spent: Microdollars } {
    const { demand, duration } = this.#market;
    const count = Math.min(within, duration) / meanGap(demand, duration);
    return { count, spent: count * meanPrice(demand) };
  }

  counts(member: number): void {
    this.#payments.set(member, this.paymentsOf(member) + 1);
  }

  /** Somebody blames this party: a member who cheats is caught, once; one who has not cheated yet is only suspected. */
  blamed(party: number): void {
    const member = this.#parties.get(party);
    if (member === undefined || this.#caughtAfter.has(member)) return;
    const since = this.#cheatedAt.get(member);
    if (since === undefined) return;
    this.#caughtAfter.set(member, this.#market.simulation.now - since);
    this.#paymentsUntilCaught.push(this.paymentsOf(member));
  }

  /** Members and accomplices, each once. */
  get parties(): ReadonlySet<number> {
    const vendors = [...this.#accomplices.values()].map((vendor) => this.#market.vendorParty(vendor));
    return new Set([...this.#parties.keys(), ...vendors]);
  }

  /** Share of the members caught by so many payments of their own, or to them; a bank has no such number. */
  curve(caughtLaw: CaughtLaw): Curve[] {
    const { role } = this.enlistment.adversary;
    if (role === 'bank') return [];
    const payments = paymentScale(paymentsOfMember(role, this.#market));
    const theory = caughtLaw(this.enlistment, payments);
    const share = (n: number): number =>
      this.#paymentsUntilCaught.filter((each) => each <= n).length / this.members.length;
    return [
      {
        name: `${this.#market.label}.${this.label}.caught_share`,
        quantity: 'share caught',
        unit: '1',
        x: {
          quantity: role === 'vendor' ? 'payments to each cheat' : 'payments of each cheat',
          unit: 'payments',
          values: payments,
        },
        values: payments.map(share),
        ...(theory && { theory }),
      },
    ];
  }

  metrics(foresee: Foresight): Metric[] {
    const name = `${this.#market.label}.${this.label}`;
    const gain = [...this.parties].reduce((sum, party) => sum + this.#market.ledger.net(party), 0);
    const metric = (quantity: string, unit: string, value: number): Metric => {
      const theory = foresee(quantity, this.enlistment);
      return { name: `${name}.${quantity}`, unit, value, combine: 'mean', ...(theory && { theory }) };
    };
    const size = this.#parties.size;
    const caught = this.#caughtAfter.size;
    const until = this.enlistment.adversary.role === 'bank' ? [] : this.#paymentsUntilCaught;
    return [
      metric('members_count', 'members', size),
      metric('caught_share', '1', caught / size),
      metric('gain_usd', 'USD', gain / MICRODOLLARS_PER_USD),
      ...this.#gainOverHonest(gain / MICRODOLLARS_PER_USD, foresee),
      ...(caught === 0 ? [] : [metric('detection_time_us', 'us', mean([...this.#caughtAfter.values()]))]),
      ...(until.length === 0 ? [] : [metric('detection_payments', 'payments', mean(until))]),
      ...(this.#extraPurchases === 0 ? [] : [metric('extra_purchases_count', 'purchases', this.#extraPurchases)]),
      ...this.#effort(gain, metric),
    ];
  }

  /** What the gang has put in, and what is left of its gain. */
  #effort(gain: Microdollars, metric: (quantity: string, unit: string, value: number) => Metric): Metric[] {
    const { adversary, options } = this.enlistment;
    const constants = (adversary.constants?.(options) ?? []).map(({ name, unit, value }) => metric(name, unit, value));
    const costs = this.#readCosts?.();
    if (costs === undefined) return constants;
    return [
      ...constants,
      metric('costs_usd', 'USD', costs / MICRODOLLARS_PER_USD),
      metric('profit_usd', 'USD', (gain - costs) / MICRODOLLARS_PER_USD),
    ];
  }

  /** Who lives by lending, like a bank, does not break even when he is honest: beside what he would expect then. */
  #gainOverHonest(gain: number, foresee: Foresight): Metric[] {
    const honest = foresee('honest_gain_usd', this.enlistment);
    if (honest === undefined) return [];
    const theory = foresee('gain_over_honest_usd', this.enlistment);
    const name = `${this.#market.label}.${this.label}.gain_over_honest_usd`;
    return [{ name, unit: 'USD', value: gain - honest.value, combine: 'mean', ...(theory && { theory }) }];
  }
}

/** The party of the ledger that each member is; the bank is one by itself, and has no number. */
function partiesOf(role: Role, members: readonly number[], market: Market): [number, number][] {
  if (role === 'bank') return [[market.bankParty, THE_BANK]];
  return members.map((member) => [role === 'vendor' ? market.vendorParty(member) : market.userParty(member), member]);
}

/** Payments of a user, or to the vendor who sells most, on average. */
function paymentsOfMember(role: Role, { demand, duration }: Market): number {
  const { arrivals, users, vendors, zipfExponent } = demand;
  const ofUser = arrivals.kind === 'fixed' ? arrivals.perUser : (arrivals.perUserPerDay * duration) / DAY;
  return role === 'vendor' ? users * ofUser * zipfWeights(vendors, zipfExponent)[0] : ofUser;
}

function meanPrice({ price }: Demand): number {
  if (price.kind === 'constant') return price.price;
  const total = price.weights.reduce((sum, weight) => sum + weight, 0);
  return price.prices.reduce((sum, each, i) => sum + (each * price.weights[i]) / total, 0);
}

/** 1, 2, 5, 10, ... up to the first at or beyond `most`. */
function paymentScale(most: number): number[] {
  // The next of them is at most two and a half times as large.
  const scale = roundNumbers(1, 5 * Math.max(1, most));
  return scale.slice(0, scale.findIndex((number) => number >= most) + 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

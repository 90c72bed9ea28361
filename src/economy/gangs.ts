/**
 * The gangs of one market: who belongs to which, when each member first cheated and was caught, what the gang has
 * gained by the ledger, and how many honest people were accused beside.
 * @module
 */
import { zipfWeights } from '../sim/distributions.ts';
import type { Curve, Metric, Oracle } from '../sim/metric.ts';
import { type Stream, stream } from '../sim/random.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../units.ts';
import { type Enlistment, type Gang, type Role, sizeOf, THE_BANK } from './adversary.ts';
import type { Behaviour } from './behaviour.ts';
import { roundNumbers } from './round-numbers.ts';
import type { Market, Session } from './scheme.ts';

/** What a gang may do in the market besides what its capability offers. */
interface Streets {
  readonly market: Market;
  readonly declines: Behaviour;
}

/** The closed form of a gang's metric, where the scheme knows one. */
type Foresight = (metric: string, enlistment: Enlistment) => Oracle | undefined;
/** The share of members who are caught by so many payments, where the scheme knows it. */
type CaughtLaw = NonNullable<Session['foreseeCaught']>;

/** A gang whose every step is recorded. */
class RecordedGang implements Gang {
  readonly members: readonly number[];
  readonly declines: Behaviour;
  readonly enlistment: Enlistment;
  readonly #market: Market;
  readonly #accomplices: ReadonlyMap<number, number>;
  readonly #parties: ReadonlyMap<number, number>;
  readonly #payments = new Map<number, number>();
  readonly #cheatedAt = new Map<number, Microseconds>();
  readonly #caughtAfter = new Map<number, Microseconds>();
  readonly #paymentsUntilCaught: number[] = [];

  /** @param accomplices of each user of a pair */
  constructor(
    enlistment: Enlistment,
    members: readonly number[],
    accomplices: ReadonlyMap<number, number>,
    { market, declines }: Streets,
  ) {
    this.enlistment = enlistment;
    this.members = members;
    this.declines = declines;
    this.#market = market;
    this.#accomplices = accomplices;
    this.#parties = new Map(partiesOf(enlistment.adversary.role, members, market));
  }

  accompliceOf(user: number): number {
    const vendor = this.#accomplices.get(user);
    if (vendor === undefined) throw new RangeError(`user ${user} has no accomplice among the ${this.enlistment.label}`);
    return vendor;
  }

  cheats(member: number): void {
    if (!this.#cheatedAt.has(member)) this.#cheatedAt.set(member, this.#market.simulation.now);
  }

  paymentsOf(user: number): number {
    return this.#payments.get(user) ?? 0;
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
        name: `${this.#market.label}.${this.enlistment.label}.caught_share`,
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
    const name = `${this.#market.label}.${this.enlistment.label}`;
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
    ];
  }

  /** Who lives by lending, like a bank, does not break even when he is honest: beside what he would expect then. */
  #gainOverHonest(gain: number, foresee: Foresight): Metric[] {
    const honest = foresee('honest_gain_usd', this.enlistment);
    if (honest === undefined) return [];
    const theory = foresee('gain_over_honest_usd', this.enlistment);
    const name = `${this.#market.label}.${this.enlistment.label}.gain_over_honest_usd`;
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

/** 1, 2, 5, 10, ... up to the first at or beyond `most`. */
function paymentScale(most: number): number[] {
  // The next of them is at most two and a half times as large.
  const scale = roundNumbers(1, 5 * Math.max(1, most));
  return scale.slice(0, scale.findIndex((number) => number >= most) + 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export class Gangs {
  readonly #gangs: readonly RecordedGang[];
  readonly #gangOfUser = new Map<number, RecordedGang>();
  readonly #gangOfVendor = new Map<number, RecordedGang>();
  readonly #behaviours = new Map<number, Behaviour>();
  readonly #parties: ReadonlySet<number>;
  readonly #market: Market;
  /** Parties of nobody in a gang who were blamed all the same. */
  readonly #accused = new Set<number>();
  #honest: Behaviour | undefined;

  /** Members are drawn by the gang's label, in the scenario's order; nobody belongs to two gangs. */
  constructor(enlistments: readonly Enlistment[], streets: Streets) {
    const { seed, demand } = streets.market;
    const free = { user: allOf(demand.users), vendor: allOf(demand.vendors) };
    const recruited = enlistments.map((enlistment) => {
      const draw = stream(seed, `adversary/${enlistment.label}/members`);
      const role = enlistment.adversary.role === 'vendor' ? 'vendor' : 'user';
      const count = enlistment.adversary.role === 'bank' ? 0 : sizeOf(enlistment, demand[`${role}s`]);
      return { enlistment, draw, members: takeAtRandom(free[role], count, draw) };
    });
    const pools = accomplicePools(enlistments, free.vendor);
    this.#market = streets.market;
    this.#gangs = recruited.map(({ enlistment, draw, members }) => {
      const pool = pools.get(enlistment) ?? [];
      const accomplices = pool.length === 0 ? [] : members.map((user): [number, number] => [user, oneOf(pool, draw)]);
      return new RecordedGang(enlistment, members, new Map(accomplices), streets);
    });
    this.#parties = new Set(this.#gangs.flatMap((gang) => [...gang.parties]));
  }

  get present(): boolean {
    return this.#gangs.length > 0;
  }

  /** Every gang learns what its capability offers. */
  enlist(session: Session, honest: Behaviour): void {
    for (const gang of this.#gangs) {
      const { adversary, options, label } = gang.enlistment;
      const capability = session.capabilities[adversary.needs];
      if (capability === undefined) throw new RangeError(`${label}: the scheme offers no ${adversary.needs}`);
      const behaviour = adversary.enlist(capability, gang, options, honest);
      if (adversary.role === 'bank') continue;
      for (const member of gang.members) {
        if (adversary.role === 'vendor') {
          this.#gangOfVendor.set(member, gang);
          continue;
        }
        this.#gangOfUser.set(member, gang);
        this.#behaviours.set(member, behaviour ?? honest);
      }
    }
    this.#honest = honest;
  }

  /** What this user does who wants to buy; undefined for an honest one among honest vendors. */
  behaviourOf(user: number): Behaviour | undefined {
    const own = this.#behaviours.get(user);
    if (this.#gangOfVendor.size === 0) return own;
    const buy = own ?? this.#honest!;
    return (buyer, vendor, price) => {
      this.#gangOfVendor.get(vendor)?.counts(vendor);
      buy(buyer, vendor, price);
    };
  }

  begins(user: number): void {
    this.#gangOfUser.get(user)?.counts(user);
  }

  blamed(party: number): void {
    if (party >= 0 && !this.has(party)) this.#accused.add(party);
    for (const gang of this.#gangs) gang.blamed(party);
  }

  /** Whether somebody of a gang stands behind this party. */
  has(party: number): boolean {
    return this.#parties.has(party);
  }

  curves(caughtLaw: CaughtLaw): Curve[] {
    return this.#gangs.flatMap((gang) => gang.curve(caughtLaw));
  }

  metrics(foresee: Foresight): Metric[] {
    const gangs = this.#gangs.flatMap((gang) => gang.metrics(foresee));
    return this.present ? [...gangs, ...this.#accusedMetrics()] : gangs;
  }

  /** Honest people whom somebody has blamed for a fraud, each counted once; where the bank expels, they are expelled. */
  #accusedMetrics(): Metric[] {
    const { label, demand } = this.#market;
    const users = [...this.#accused].filter((party) => party < demand.users).length;
    const metric = (who: string, unit: string, value: number): Metric => ({
      name: `${label}.${who}.accused_count`,
      unit,
      value,
      combine: 'mean',
    });
    return [metric('honest_users', 'users', users), metric('honest_vendors', 'vendors', this.#accused.size - users)];
  }
}

function allOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/**
 * The vendors from whom each gang of pairs has its accomplices: those of no gang, dealt out in turn, so that nobody's
 * wins count as a gain of two gangs.
 */
function accomplicePools(enlistments: readonly Enlistment[], free: readonly number[]): Map<Enlistment, number[]> {
  const pairs = enlistments.filter(({ adversary }) => adversary.role === 'pair');
  if (free.length < pairs.length)
    throw new RangeError(`${pairs.length} gangs of pairs need as many vendors of no gang, there are ${free.length}`);
  const inOrder = free.toSorted((a, b) => a - b);
  return new Map(pairs.map((pair, place) => [pair, inOrder.filter((_, i) => i % pairs.length === place)]));
}

function oneOf(pool: readonly number[], draw: Stream): number {
  return pool[Math.floor(draw.next() * pool.length)];
}

/** Takes so many out of those who are free, each as likely as any other. */
function takeAtRandom(free: number[], count: number, draw: Stream): number[] {
  if (count > free.length)
    throw new RangeError(`the gangs of a scenario need more members than there are: ${count} of ${free.length}`);
  return Array.from({ length: count }, () => {
    const place = Math.floor(draw.next() * free.length);
    const [taken] = free.splice(place, 1, free[free.length - 1]);
    free.pop();
    return taken;
  });
}

/** What each side has lost: the ledger's nets of the bank, of honest vendors and of honest users, turned round. */
export function losses(market: Market, gangs: Gangs): Metric[] {
  const { users, vendors } = market.demand;
  const loss = (parties: readonly number[]): Microdollars =>
    parties.reduce((sum, party) => (gangs.has(party) ? sum : sum - market.ledger.net(party)), 0);
  const metric = (who: string, amount: Microdollars): Metric => ({
    name: `${market.label}.loss.${who}_usd`,
    unit: 'USD',
    value: amount / MICRODOLLARS_PER_USD,
    combine: 'mean',
  });
  return [
    metric('bank', 0 - market.ledger.net(market.bankParty)),
    metric('vendors', loss(allOf(vendors).map((vendor) => market.vendorParty(vendor)))),
    metric('users', loss(allOf(users).map((user) => market.userParty(user)))),
  ];
}

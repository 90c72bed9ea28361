/**
 * The gangs of one market: who belongs to which, when each member first cheated and was caught, and what the gang has
 * gained by the ledger.
 * @module
 */
import type { Curve, Metric, Oracle } from '../sim/metric.ts';
import { type Stream, stream } from '../sim/random.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../units.ts';
import { type Enlistment, type Gang, sizeOf } from './adversary.ts';
import type { Behaviour } from './behaviour.ts';
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

  constructor(enlistment: Enlistment, members: readonly number[], { market, declines }: Streets, draw: Stream) {
    const { role } = enlistment.adversary;
    const party = (member: number): number =>
      role === 'vendor' ? market.vendorParty(member) : market.userParty(member);
    this.enlistment = enlistment;
    this.members = members;
    this.declines = declines;
    this.#market = market;
    this.#accomplices = new Map(
      role === 'pair' ? members.map((user) => [user, Math.floor(draw.next() * market.demand.vendors)]) : [],
    );
    this.#parties = new Map(members.map((member) => [party(member), member]));
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

  counts(user: number): void {
    this.#payments.set(user, this.paymentsOf(user) + 1);
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
    const bank = this.enlistment.adversary.role === 'bank' ? [this.#market.bankParty] : [];
    return new Set([...this.#parties.keys(), ...vendors, ...bank]);
  }

  /** Share of the members caught by so many payments of their own. */
  curve(caughtLaw: CaughtLaw): Curve[] {
    const { role } = this.enlistment.adversary;
    if (role === 'vendor' || role === 'bank') return [];
    const { arrivals } = this.#market.demand;
    const most = arrivals.kind === 'fixed' ? arrivals.perUser : (arrivals.perUserPerDay * this.#market.duration) / DAY;
    const payments = paymentScale(most);
    const theory = caughtLaw(this.enlistment, payments);
    const share = (n: number): number =>
      this.#paymentsUntilCaught.filter((each) => each <= n).length / this.members.length;
    return [
      {
        name: `${this.#market.label}.${this.enlistment.label}.caught_share`,
        quantity: 'share caught',
        unit: '1',
        x: { quantity: 'payments of each cheat', unit: 'payments', values: payments },
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
    const gained = metric('gain_usd', 'USD', gain / MICRODOLLARS_PER_USD);
    if (this.members.length === 0) return [gained];
    const caught = this.#caughtAfter.size;
    return [
      metric('members_count', 'members', this.members.length),
      metric('caught_share', '1', caught / this.members.length),
      gained,
      ...(caught === 0 ? [] : [metric('detection_time_us', 'us', mean([...this.#caughtAfter.values()]))]),
      ...(this.#paymentsUntilCaught.length === 0 || this.enlistment.adversary.role === 'vendor'
        ? []
        : [metric('detection_payments', 'payments', mean(this.#paymentsUntilCaught))]),
    ];
  }
}

/** 1, 2, 5, 10, ... up to the first at or beyond `most`. */
function paymentScale(most: number): number[] {
  const scale: number[] = [];
  for (let decade = 1; ; decade *= 10)
    for (const times of [1, 2, 5]) {
      scale.push(times * decade);
      if (times * decade >= most) return scale;
    }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export class Gangs {
  readonly #gangs: readonly RecordedGang[];
  readonly #gangOfUser = new Map<number, RecordedGang>();
  readonly #behaviours = new Map<number, Behaviour>();
  readonly #parties: ReadonlySet<number>;

  /** Members are drawn by the gang's label, in the scenario's order; nobody belongs to two gangs. */
  constructor(enlistments: readonly Enlistment[], streets: Streets) {
    const { seed, demand } = streets.market;
    const free = { user: allOf(demand.users), vendor: allOf(demand.vendors) };
    this.#gangs = enlistments.map((enlistment) => {
      const draw = stream(seed, `adversary/${enlistment.label}/members`);
      const role = enlistment.adversary.role === 'vendor' ? 'vendor' : 'user';
      const count = enlistment.adversary.role === 'bank' ? 0 : sizeOf(enlistment, demand[`${role}s`]);
      const members = takeAtRandom(free[role], count, draw);
      return new RecordedGang(enlistment, members, streets, draw);
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
      if (adversary.role === 'vendor') continue;
      for (const user of gang.members) {
        this.#gangOfUser.set(user, gang);
        this.#behaviours.set(user, behaviour ?? honest);
      }
    }
  }

  /** What this user does who wants to buy; undefined for an honest one. */
  behaviourOf(user: number): Behaviour | undefined {
    return this.#behaviours.get(user);
  }

  begins(user: number): void {
    this.#gangOfUser.get(user)?.counts(user);
  }

  blamed(party: number): void {
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
    return this.#gangs.flatMap((gang) => gang.metrics(foresee));
  }
}

function allOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
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

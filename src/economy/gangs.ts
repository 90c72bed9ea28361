/**
 * The gangs of one market: who belongs to which, who was blamed, and what it all does to honest people: who of them
 * was accused or refused, and what each side has lost.
 * @module
 */
import { AliasTable, zipfWeights } from '../sim/distributions.ts';
import type { Curve, Metric } from '../sim/metric.ts';
import { type Stream, stream } from '../sim/random.ts';
import { type Enlistment, sizeOf } from './adversary.ts';
import type { Behaviour } from './behaviour.ts';
import { type CaughtLaw, type Foresight, RecordedGang, type Streets, type Surroundings } from './recorded-gang.ts';
import type { Market, Session } from './scheme.ts';

export class Gangs {
  readonly #gangs: readonly RecordedGang[];
  readonly #gangOfUser = new Map<number, RecordedGang>();
  readonly #gangOfVendor = new Map<number, RecordedGang>();
  readonly #behaviours = new Map<number, Behaviour>();
  readonly #parties: ReadonlySet<number>;
  readonly #market: Market;
  /** Parties of nobody in a gang who were blamed all the same. */
  readonly #accused = new Set<number>();
  /** Purchases refused to users of no gang. */
  #refusedToHonest = 0;

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
    const surroundings = surroundingsOf(streets, free.user);
    this.#market = streets.market;
    this.#gangs = recruited.map(({ enlistment, draw, members }) => {
      const pool = pools.get(enlistment) ?? [];
      const accomplices = pool.length === 0 ? [] : members.map((user): [number, number] => [user, oneOf(pool, draw)]);
      return new RecordedGang(enlistment, members, new Map(accomplices), surroundings);
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
  }

  /** What this user does who wants to buy; undefined for an honest one. */
  behaviourOf(user: number): Behaviour | undefined {
    return this.#behaviours.get(user);
  }

  /** A purchase of the demand begins. */
  begins(user: number, vendor: number): void {
    this.#gangOfUser.get(user)?.counts(user);
    this.comesTo(vendor);
  }

  /** A purchase begins, whether the demand asks for it or not. */
  comesTo(vendor: number): void {
    this.#gangOfVendor.get(vendor)?.counts(vendor);
  }

  /** A purchase of this user ended without goods. */
  refused(user: number): void {
    if (!this.#gangOfUser.has(user)) this.#refusedToHonest++;
  }

  blamed(party: number): void {
    if (party >= 0 && !this.has(party)) this.#accused.add(party);
    for (const gang of this.#gangs) gang.blamed(party);
  }

  get parties(): Iterable<number> {
    return this.#parties;
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
    return this.present ? [...gangs, ...this.#honestMetrics()] : gangs;
  }

  /**
   * Honest people whom somebody has blamed for a fraud, each counted once (where the bank expels, they are expelled),
   * and purchases that ended without goods for users of no gang, for whatever reason.
   */
  #honestMetrics(): Metric[] {
    const { label, demand } = this.#market;
    const users = [...this.#accused].filter((party) => party < demand.users).length;
    const metric = (quantity: string, unit: string, value: number): Metric => ({
      name: `${label}.${quantity}_count`,
      unit,
      value,
      combine: 'mean',
    });
    return [
      metric('honest_users.accused', 'users', users),
      metric('honest_vendors.accused', 'vendors', this.#accused.size - users),
      metric('honest_users.refused', 'purchases', this.#refusedToHonest),
    ];
  }
}

/** @param free - users of no gang, once all have recruited */
function surroundingsOf(streets: Streets, free: readonly number[]): Surroundings {
  const { vendors, zipfExponent } = streets.market.demand;
  let honest: readonly number[] | undefined;
  let table: AliasTable | undefined;
  return {
    ...streets,
    // Few gangs ask for either, and there may be a million users.
    get honestUsers() {
      honest ??= free.toSorted((a, b) => a - b);
      return honest;
    },
    vendorAt(uniform) {
      table ??= new AliasTable(zipfWeights(vendors, zipfExponent));
      return table.draw(uniform);
    },
  };
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

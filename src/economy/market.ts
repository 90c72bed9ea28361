/**
 * The market of one scheme in one replication: parties, purchases and what became of them, and the invariants that
 * are checked after every event and again when everything is at rest.
 * @module
 */
import { InvariantViolation } from '../sim/invariant.ts';
import { Ledger } from '../sim/ledger.ts';
import type { Curve, Metric } from '../sim/metric.ts';
import { Network, type NetworkFaults } from '../sim/network.ts';
import { Priority } from '../sim/priority.ts';
import { stream } from '../sim/random.ts';
import { Simulation } from '../sim/simulation.ts';
import { Trace } from '../sim/trace.ts';
import { DAY, type Microdollars, type Microseconds } from '../units.ts';
import type { Enlistment } from './adversary.ts';
import { checkNets, checkRules, checkWallets, partyNames } from './at-rest.ts';
import { Bank, type BankSpecification } from './bank.ts';
import { arrivesAtOnce, BankByPayments } from './bank-by-payments.ts';
import { BankLoad, observationInterval } from './bank-load.ts';
import type { Behaviour } from './behaviour.ts';
import { DEFAULT_ECONOMICS, type Economics, economicMeasures } from './cost.ts';
import { PatternedShoppers } from './demand/patterned-shoppers.ts';
import type { PurchaseSource } from './demand/purchase-blocks.ts';
import { TraceShoppers } from './demand/trace-shoppers.ts';
import { type Demand, isPlain, Shoppers } from './demand.ts';
import { Exposure } from './exposure.ts';
import { Gangs } from './gangs.ts';
import { OpenPurchases } from './open-purchases.ts';
import { PartyWork } from './party-work.ts';
import { withoutExpectations } from './plain-laws.ts';
import { PurchaseTally } from './purchase-tally.ts';
import type { Fidelity, Market, PaymentScheme, Session, Skippable } from './scheme.ts';
import { SkippingShoppers } from './skipping-shoppers.ts';
import { VendorsAtLarge } from './vendors-at-large.ts';

export interface MarketSpecification {
  readonly label: string;
  readonly seed: string;
  readonly duration: Microseconds;
  readonly fidelity: Fidelity;
  readonly demand: Demand;
  /** The purchases of a demand that stands in a log. */
  readonly openPurchases?: PurchaseSource;
  readonly bank: BankSpecification;
  readonly network: NetworkFaults;
  /** Prices of what payments use up; absent: the default assumptions. */
  readonly economics?: Economics;
  /** Who cheats, gang by gang. */
  readonly enlistments?: readonly Enlistment[];
}

/** The invariants, by what they compare. */
export type Invariant = 'ledger' | 'purchases' | 'register' | 'ends' | 'wallets' | 'nets' | 'rules';

/** What only tests set. */
export interface Tampering {
  /** Overwrites the simulator's own knowledge in every message. */
  readonly poisoned?: boolean;
  /** Which user behaves otherwise than the honest one. */
  readonly behaviourOf?: (user: number, honest: Behaviour, session: Session) => Behaviour;
  /** An invariant left out, to show that no other one catches what it catches. */
  readonly without?: Invariant;
  /** Looks at the books when everything is at rest. */
  readonly inspect?: (market: Market, session: Session) => void;
}

export interface MarketOutcome {
  readonly demandMetrics: readonly Metric[];
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
  /** Of the demand alone, and of everything that happened. At aggregate the demand's events depend on the scheme. */
  readonly demandDigest: string | undefined;
  readonly digest: string;
}

type AnyShoppers = Shoppers | PatternedShoppers | TraceShoppers | SkippingShoppers;

/** A market that has not come to its end yet: a live picture advances it piece by piece and looks at its books. */
export interface OpenMarket extends Market {
  /** Runs everything that is scheduled up to an instant, or Infinity; earlier than before: nothing. */
  advance(until: Microseconds): void;
  /**
   * Runs what is left, settles, checks everything and measures; once.
   * @throws InvariantViolation when the books, the register or the wallets disagree
   */
  run(): MarketOutcome;
}

class SchemeMarket<Options> implements OpenMarket {
  readonly label: string;
  readonly simulation = new Simulation();
  readonly network: Network;
  readonly ledger: Ledger;
  readonly bank: Bank;
  readonly work = new PartyWork();
  readonly demand: Demand;
  readonly duration: Microseconds;
  readonly fidelity: Fidelity;
  readonly seed: string;
  readonly poisoned: boolean;
  readonly bankParty: number;
  readonly faultless: boolean;
  readonly delayMax: Microseconds;
  readonly #scheme: PaymentScheme<Options>;
  readonly #tampering: Tampering;
  readonly #session: Session;
  readonly #shoppers: AnyShoppers;
  readonly #atLarge: VendorsAtLarge;
  readonly #gangs: Gangs;
  readonly #economics: Economics;
  readonly #exposure: Exposure;
  readonly #load: BankLoad;
  readonly #byPayments: BankByPayments;
  readonly #interval: Microseconds;
  readonly #aftermath: Microseconds;
  readonly #open: OpenPurchases;
  readonly #trace = new Trace();
  readonly #tally: PurchaseTally;
  honest = true;

  constructor(
    specification: MarketSpecification,
    scheme: PaymentScheme<Options>,
    options: Options,
    tampering: Tampering,
  ) {
    const { demand, seed } = specification;
    this.faultless = specification.network.loss === 0;
    this.delayMax = specification.network.latency + specification.network.jitter;
    this.#scheme = scheme;
    this.#tampering = tampering;
    this.label = specification.label;
    this.#tally = new PurchaseTally(this.label);
    this.demand = demand;
    this.duration = specification.duration;
    this.fidelity = specification.fidelity;
    this.seed = seed;
    this.#economics = specification.economics ?? DEFAULT_ECONOMICS;
    this.poisoned = tampering.poisoned ?? false;
    this.bankParty = demand.users + demand.vendors;
    const transmissions = stream(seed, 'network/transmissions');
    this.network = new Network(this.simulation, specification.network, () => transmissions.next());
    this.ledger = new Ledger(this.bankParty + 2, partyNames(demand));
    this.#exposure = new Exposure(this, scheme.byLottery ?? false);
    this.#atLarge = new VendorsAtLarge(this, this.bankParty + 1);
    this.bank = new Bank(this.simulation, specification.bank);
    this.#aftermath = scheme.aftermath(this.duration, options);
    this.#open = new OpenPurchases(demand.users);
    this.#session = scheme.open(this, options);
    this.#interval = observationInterval(this.duration, this.#aftermath);
    this.#load = new BankLoad(this.bank, this.simulation, specification.bank.servers, this.#interval);
    this.#byPayments = new BankByPayments(this.bank, demand, this.duration);
    const declines: Behaviour = (user, vendor, price) => this.refused(user, vendor, price, 'declined');
    const wants: Behaviour = (user, vendor, price) => this.#wanted(user, vendor, price);
    this.#gangs = new Gangs(specification.enlistments ?? [], { market: this, declines, wants });
    for (const party of this.#gangs.parties) this.#exposure.exclude(party);
    this.#shoppers = this.#openShops(specification.openPurchases);
    this.#scheduleDays();
    this.#scheduleObservations();
    this.simulation.at(
      this.duration,
      this.simulation.register('duration over', () => this.bank.durationEnds()),
      Priority.observation,
    );
    this.simulation.afterEvent(() => this.#checkAlways());
  }

  userParty(user: number): number {
    return user;
  }

  vendorParty(vendor: number): number {
    return this.demand.users + vendor;
  }

  get servedCount(): number {
    return this.#tally.served;
  }

  served(user: number, vendor: number, price: Microdollars, unseen = 0): void {
    this.#open.end(user, vendor, price);
    this.#byPayments.ended();
    this.#tally.served += unseen + 1;
    this.ledger.deliver(this.vendorParty(vendor), this.userParty(user), price);
    if (unseen > 0) this.#atLarge.serve(this.userParty(user), unseen, price);
    if (unseen === 0) this.#trace.record(this.simulation.now, 'served', user, vendor, price);
    else this.#trace.record(this.simulation.now, 'served', user, vendor, price, unseen);
  }

  refused(user: number, vendor: number, price: Microdollars, reason: string): void {
    this.#open.end(user, vendor, price);
    this.#byPayments.ended();
    this.#tally.refused(reason);
    this.#gangs.refused(user);
    this.#trace.record(this.simulation.now, reason, user, vendor, price);
  }

  servedUnseen(user: number, count: number, price: Microdollars): void {
    this.#tally.served += count;
    this.#atLarge.serve(this.userParty(user), count, price);
    this.#trace.record(this.simulation.now, 'served unseen', user, count, price);
  }

  incident(reason: string, blamedParty: number): void {
    this.#tally.incident(reason);
    this.#trace.record(this.simulation.now, reason, blamedParty);
    this.#gangs.blamed(blamedParty);
  }

  advance(until: Microseconds): void {
    if (until > this.simulation.now) this.simulation.advance(until);
  }

  /** Runs the demand to its end, then settles until nothing is in flight. */
  run(): MarketOutcome {
    this.simulation.run();
    if (this.#shoppers instanceof SkippingShoppers) this.#shoppers.flush();
    this.#atLarge.settle();
    do {
      this.#session.close();
    } while (this.#runDry());
    this.#checkAtRest();
    this.#tampering.inspect?.(this, this.#session);
    return this.#outcome();
  }

  #runDry(): boolean {
    const wasPending = this.simulation.pending > 0;
    this.simulation.run();
    return wasPending;
  }

  #openShops(openPurchases: PurchaseSource | undefined): AnyShoppers {
    const { simulation, demand, duration, seed } = this;
    if (this.fidelity === 'aggregate') return this.#openSkippingShops(this.#session.skippable);
    const buy = this.#behaviours();
    if (demand.arrivals.kind === 'patterned') return new PatternedShoppers(simulation, demand, duration, seed, buy);
    if (demand.arrivals.kind !== 'trace') return new Shoppers(simulation, demand, duration, seed, buy);
    if (openPurchases === undefined) throw new RangeError(`${this.label}: the purchases of the log are not at hand`);
    return new TraceShoppers(simulation, demand, openPurchases, buy);
  }

  /** At aggregate everybody is honest: what an adversary does may depend on every single payment. */
  #openSkippingShops(skippable: Skippable | undefined): SkippingShoppers {
    const { simulation, demand, duration, seed } = this;
    if (skippable === undefined || demand.price.kind !== 'constant' || this.#gangs.present || !isPlain(demand))
      throw new RangeError(
        `${this.label}: fidelity aggregate needs a scheme that skips, one price, one rate and honest users`,
      );
    return new SkippingShoppers(simulation, demand, duration, seed, skippable.reach(demand.price.price), {
      payReaching: (user, vendor, price, skipped) => {
        this.#open.begin(user, vendor, price);
        skippable.payReaching(user, vendor, price, skipped);
      },
      rest: (user, count, price) => skippable.rest(user, count, price),
    });
  }

  #behaviours(): (user: number) => Behaviour {
    const { behaviourOf } = this.#tampering;
    const honest: Behaviour = (user, vendor, price) => this.#session.pay(user, vendor, price);
    this.#gangs.enlist(this.#session, honest);
    if (this.#gangs.present) this.honest = false;
    const begun =
      (behaviour: Behaviour): Behaviour =>
      (user, vendor, price) => {
        this.#open.begin(user, vendor, price);
        this.#gangs.begins(user, vendor);
        behaviour(user, vendor, price);
      };
    const own = Array.from({ length: behaviourOf || this.#gangs.present ? this.demand.users : 0 }, (_, user) => {
      const behaviour = behaviourOf?.(user, honest, this.#session) ?? this.#gangs.behaviourOf(user) ?? honest;
      if (behaviour !== honest) this.honest = false;
      return begun(behaviour);
    });
    const everyone = begun(honest);
    return (user) => own[user] ?? everyone;
  }

  /** A purchase that the demand does not ask for: it must end like any other. */
  #wanted(user: number, vendor: number, price: Microdollars): void {
    this.#trace.record(this.simulation.now, 'wanted', user, vendor, price);
    this.#open.begin(user, vendor, price);
    this.#gangs.comesTo(vendor);
  }

  #scheduleDays(): void {
    const end = this.simulation.register('day end', () => {
      this.#session.dayEnd();
      scheduleNext();
    });
    const scheduleNext = (): void => {
      const next = this.simulation.now + DAY;
      if (next <= this.duration || this.#shoppers.active) this.simulation.at(next, end, Priority.closing);
    };
    scheduleNext();
  }

  #scheduleObservations(): void {
    const interval = this.#interval;
    const observe = this.simulation.register('observation', () => {
      this.#load.observe();
      if (this.simulation.now <= this.duration) this.#session.observe();
      const next = this.simulation.now + interval;
      if (next <= this.duration + this.#aftermath) this.simulation.at(next, observe, Priority.observation);
    });
    this.simulation.at(Math.round(interval / 2), observe, Priority.observation);
  }

  #checkAlways(): void {
    const { without } = this.#tampering;
    if (without !== 'ledger') this.ledger.check();
    if (without !== 'purchases') this.#open.check();
    if (without !== 'register') this.#checkRegister();
  }

  #checkRegister(): void {
    const register = this.#session.outstanding();
    const { totalLiabilities } = this.ledger;
    if (register === totalLiabilities) return;
    throw new InvariantViolation(
      `${this.label}: its register says ${register} micro-dollars are outstanding, the ledger ${totalLiabilities}`,
    );
  }

  #checkAtRest(): void {
    const { without } = this.#tampering;
    if (without !== 'ends') this.#open.checkAllEnded();
    if (without !== 'rules') checkRules(this, this.#session);
    if (this.honest && without !== 'wallets') checkWallets(this, this.#session);
    const nothingForfeited = this.#session.forfeited() === 0;
    if (this.honest && this.#scheme.prepaid && nothingForfeited && without !== 'nets')
      checkNets(this, this.bankParty + 2);
  }

  #outcome(): MarketOutcome {
    const demandDigest = this.#shoppers instanceof SkippingShoppers ? undefined : this.#shoppers.trace.digest();
    const demandMetrics = this.#shoppers.metrics(this.demand, this.duration);
    const servesAll = this.honest && this.faultless && this.#session.servesAll();
    const measured = [
      ...this.#session.metrics(),
      ...this.#tally.metrics(servesAll ? this.#shoppers.purchases : undefined),
      ...this.bank.metrics(this.label, this.#tally.served, this.duration),
      ...economicMeasures(this, this.#gangs, this.#exposure, this.#economics),
    ];
    const metrics = [
      ...measured.map((metric) => this.#besideTheory(metric)),
      ...this.#gangs.metrics((metric, enlistment) => this.#session.foresee?.(metric, enlistment)),
    ];
    const curves = [
      ...this.#session.curves(),
      ...this.#gangs.curves((enlistment, payments) => this.#session.foreseeCaught?.(enlistment, payments)),
      ...this.#load.curves(this.label),
      ...this.#curvesByPayments(),
    ];
    const all = { metrics, curves };
    const told = isPlain(this.demand) ? all : withoutExpectations(all);
    return { demandMetrics, ...told, demandDigest, digest: this.#trace.digest() };
  }

  /** At aggregate nobody knows how many payments have been skipped so far. */
  #curvesByPayments(): Curve[] {
    if (this.fidelity === 'aggregate') return [];
    const hasLaw = arrivesAtOnce(this.demand, this.duration, this.delayMax);
    return this.#byPayments.curves(this.label, (metric) => (hasLaw ? this.#session.foresee?.(metric) : undefined));
  }

  /** The scheme may know the closed form of what the market measures. */
  #besideTheory(metric: Metric): Metric {
    if (metric.theory !== undefined) return metric;
    const theory = this.#session.foresee?.(metric.name.slice(this.label.length + 1));
    return theory === undefined ? metric : { ...metric, theory };
  }
}

/** One replication of one scheme on one demand, before its first event. */
export function openMarket<Options>(
  specification: MarketSpecification,
  scheme: PaymentScheme<Options>,
  options: Options,
): OpenMarket {
  return new SchemeMarket(specification, scheme, options, {});
}

/**
 * One replication of one scheme on one demand.
 * @throws InvariantViolation when the books, the register or the wallets disagree
 */
export function runMarket<Options>(
  specification: MarketSpecification,
  scheme: PaymentScheme<Options>,
  options: Options,
  tampering: Tampering = {},
): MarketOutcome {
  return new SchemeMarket(specification, scheme, options, tampering).run();
}

/**
 * The port between the market and a payment scheme: types only.
 *
 * Each scheme of a scenario runs in its own simulation, with its own ledger and bank, on the identical demand.
 * @module
 */
import type { Ledger } from '../sim/ledger.ts';
import type { Curve, Metric, Oracle } from '../sim/metric.ts';
import type { Network } from '../sim/network.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Microdollars, Microseconds } from '../units.ts';
import type { Enlistment } from './adversary.ts';
import type { Bank } from './bank.ts';
import type { Capabilities } from './capabilities.ts';
import type { Demand } from './demand.ts';
import type { PartyWork } from './party-work.ts';

/**
 * `real`: every payment carries real bytes and is verified by the functions of the protocol library.
 * `sampled`: an event per payment, the outcome of a hash or signature drawn from its law.
 * `aggregate`: only payments that reach the bank are events; the rest are skipped exactly.
 */
export type Fidelity = 'real' | 'sampled' | 'aggregate';

/** What a scheme may see of the world, and whom it tells how a purchase ended. */
export interface Market {
  readonly label: string;
  readonly simulation: Simulation;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly bank: Bank;
  /** What everybody else computes; schemes tell it where the work is done. */
  readonly work: PartyWork;
  readonly demand: Demand;
  readonly duration: Microseconds;
  readonly fidelity: Fidelity;
  /** Seed of this replication: every key and every stream derives from it. */
  readonly seed: string;
  /** Every user behaves as the scheme's Session.pay has it; known once all users are there. */
  readonly honest: boolean;
  /** The network loses nothing. */
  readonly faultless: boolean;
  /** The longest way of a message that is not lost. */
  readonly delayMax: Microseconds;
  /** True when a test overwrites the simulator's own knowledge in every message: see Slab. */
  readonly poisoned: boolean;
  /** Parties of the ledger. */
  readonly bankParty: number;
  userParty(user: number): number;
  vendorParty(vendor: number): number;
  /** Purchases that ended in served, so far. */
  readonly servedCount: number;
  /**
   * The vendor has handed over the goods of a purchase that this user began.
   * @param unseen - payments of the user just before it that reached nobody but their vendors: fidelity aggregate
   */
  served(user: number, vendor: number, price: Microdollars, unseen?: number): void;
  /** A purchase that this user began ends without goods. */
  refused(user: number, vendor: number, price: Microdollars, reason: string): void;
  /** Payments that reach nobody but their vendors, after the last of this user that did. */
  servedUnseen(user: number, count: number, price: Microdollars): void;
  /** Somebody who can know reports a fraud, and whom he blames: a party of the ledger, or -1 for nobody. */
  incident(reason: string, blamedParty: number): void;
}

/** Payments at fidelity aggregate: those that reach the bank are events, those between are counted. */
export interface Skippable {
  /** Probability that a payment of this price reaches the bank. */
  reach(price: Microdollars): number;
  /** A payment that reaches the bank, after so many of this user that did not. */
  payReaching(user: number, vendor: number, price: Microdollars, skipped: number): void;
  /** So many payments of this user, at least one, that did not reach it, after his last that did: at the end. */
  rest(user: number, count: number, price: Microdollars): void;
}

export interface Session {
  /** The user wants goods of this price now. Ends, perhaps later, in exactly one Market.served or Market.refused. */
  pay(user: number, vendor: number, price: Microdollars): void;
  /** The end of a day: what the scheme settles once a day. */
  dayEnd(): void;
  /** Called at the horizon, and again whenever the queue has run dry, until it schedules nothing. */
  close(): void;
  /** What the scheme's own register says is outstanding: equals the ledger's liabilities after every event. */
  outstanding(): Microdollars;
  /** Counted from the wallet itself: equals the user's claims in the ledger at rest. */
  holdings(user: number): Microdollars;
  /** What at rest does not add up by the scheme's own rules, in words; undefined when all does. */
  disagreement?(): string | undefined;
  /** With honest users and a network that loses nothing, this demand is served to the last purchase. */
  servesAll(): boolean;
  /** Claims that ended without their worth: instruments that expired unused. */
  forfeited(): Microdollars;
  readonly capabilities: Partial<Capabilities>;
  /** There when the scheme runs at fidelity aggregate. */
  readonly skippable?: Skippable;
  /**
   * The closed form of what the market itself measures, where one holds.
   * @param metric its name without the label; of a gang's metrics, without the gang's label too
   */
  foresee?(metric: string, enlistment?: Enlistment): Oracle | undefined;
  /** The share of a gang's members who are caught by so many payments of their own, where a closed form holds. */
  foreseeCaught?(enlistment: Enlistment, payments: readonly number[]): Curve['theory'] | undefined;
  /** Called at regular instants of the demand's duration. */
  observe(): void;
  metrics(): Metric[];
  curves(): Curve[];
}

/** What a scheme asks of a demand or of its own options, in words, and which key of the scenario should change. */
export interface Refusal {
  /** A key of the demand, or one of the scheme's own options. */
  readonly of: 'demand' | 'options';
  readonly key: string;
  readonly message: string;
}

/** Under what a demand is to be served. */
export interface Circumstances {
  readonly fidelity: Fidelity;
  readonly duration: Microseconds;
  /** The network's largest delay of a message that is not lost. */
  readonly delayMax: Microseconds;
}

/**
 * When the bank (the broker) must be within reach while somebody pays: at every payment; when a user pays a vendor for
 * the first time or runs out; or never, since both sides see it before and after.
 */
export type BankNeeded = 'at every payment' | 'at first visits and refills' | 'never while paying';

export interface PaymentScheme<Options> {
  readonly name: string;
  readonly fidelities: readonly Fidelity[];
  /** Absent: not said. */
  readonly bankNeeded?: BankNeeded;
  /** Vendors are paid for their sales on average only: what one is owed at an instant is luck, not delay. */
  readonly byLottery?: true;
  /** Everybody has paid in advance: with honest agents every party ends with a net of zero. */
  readonly prepaid: boolean;
  /** What this scheme offers to an adversary under these options. */
  capabilities(options: Options): readonly (keyof Capabilities)[];
  /** Charts of the report that show what is particular to this scheme. */
  readonly charts: readonly string[];
  /** How long after the demand's duration the scheme still settles, when nothing is lost: the load is read so long. */
  aftermath(duration: Microseconds, options: Options): Microseconds;
  /** What of a demand the scheme cannot serve under these circumstances; undefined when it can serve all. */
  refuses(demand: Demand, options: Options, circumstances: Circumstances): Refusal | undefined;
  /** The share of payments that reach the bank, at the price of a demand of one price: the events at aggregate. */
  reach?(demand: Demand, options: Options): number;
  open(market: Market, options: Options): Session;
}

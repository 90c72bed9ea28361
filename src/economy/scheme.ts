/**
 * The port between the market and a payment scheme: types only.
 *
 * Each scheme of a scenario runs in its own simulation, with its own ledger and bank, on the identical demand.
 * @module
 */
import type { Ledger } from '../sim/ledger.ts';
import type { Curve, Metric } from '../sim/metric.ts';
import type { Network } from '../sim/network.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Microdollars, Microseconds } from '../units.ts';
import type { Bank } from './bank.ts';
import type { Demand } from './demand.ts';

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
  /** The vendor has handed over the goods of a purchase that this user began. */
  served(user: number, vendor: number, price: Microdollars): void;
  /** A purchase that this user began ends without goods. */
  refused(user: number, vendor: number, price: Microdollars, reason: string): void;
  /** Somebody who can know reports a fraud, and whom he blames (-1: nobody). */
  incident(reason: string, blamedUser: number): void;
}

/** What an adversary can get hold of, in the words of the attack, not of the scheme. */
export interface Capabilities {
  /** Bearer instruments: whoever has the bytes can present them, more than once. */
  readonly bearer: {
    /** Keeps copies of what this user presents from now on. */
    watch(user: number): void;
    /** Presents the last instruments of this user again; false when there are none yet. */
    presentAgain(user: number, vendor: number, price: Microdollars): boolean;
  };
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
  /** With honest users and a network that loses nothing, this demand is served to the last purchase. */
  servesAll(): boolean;
  /** Claims that ended without their worth: instruments that expired unused. */
  forfeited(): Microdollars;
  readonly capabilities: Partial<Capabilities>;
  /** Called at regular instants of the demand's duration. */
  observe(): void;
  metrics(): Metric[];
  curves(): Curve[];
}

export interface PaymentScheme<Options> {
  readonly name: string;
  readonly fidelities: readonly Fidelity[];
  /** Everybody has paid in advance: with honest agents every party ends with a net of zero. */
  readonly prepaid: boolean;
  /** Charts of the report that show what is particular to this scheme. */
  readonly charts: readonly string[];
  /** How long after the demand's duration the scheme still settles, when nothing is lost: the load is read so long. */
  aftermath(duration: Microseconds, options: Options): Microseconds;
  /** What of a demand the scheme cannot serve, in words; undefined when it can serve all. */
  refuses(demand: Demand, options: Options): string | undefined;
  open(market: Market, options: Options): Session;
}

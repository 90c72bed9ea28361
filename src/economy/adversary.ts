/**
 * Adversaries: behaviours built on one capability of a scheme, and the gang of those who behave so in one market.
 * @module
 */
import type { Stream } from '../sim/random.ts';
import type { Microdollars, Microseconds } from '../units.ts';
import type { Behaviour } from './behaviour.ts';
import type { Capabilities } from './capabilities.ts';

/** Who the members of a gang are; a pair is a user with a vendor as his accomplice. */
export type Role = 'user' | 'vendor' | 'pair' | 'bank';

/** The bank where a member is asked for: there is but one. */
export const THE_BANK = 0;

/** What an adversary may know of the market, and whom he tells when the cheating begins. */
export interface Gang {
  readonly label: string;
  /** Users, or vendors, by the adversary's role; empty for the bank. */
  readonly members: readonly number[];
  /** The vendor who is in league with this user, and with nobody of another gang. */
  accompliceOf(user: number): number;
  /** A member cheats: the first time counts, detection is measured from it. */
  cheats(member: number): void;
  /** Purchases of the demand that a user has begun so far, or payments begun with a vendor, this one included. */
  paymentsOf(member: number): number;
  /** The purchase ends here: the user did not want it after all. */
  declines: Behaviour;
  /** Opens a purchase that the demand does not ask for; whoever calls it then pays, like the user of any purchase. */
  wants: Behaviour;
  /** What the gang has spent outside the market (hashing, say), read at the end: whole micro-dollars. */
  costs(read: () => Microdollars): void;
  /** Users outside every gang, ascending: a thief's victims. */
  readonly honestUsers: readonly number[];
  /** Draws of this gang alone. */
  readonly draw: Stream;
  /** A vendor, drawn as the demand draws those of its purchases. */
  drawVendor(): number;
  /** What one user buys of the demand in so long a time, on average: how often, and for how much. */
  usualPurchases(within: Microseconds): { readonly count: number; readonly spent: Microdollars };
}

/** What a gang's options say, as a figure beside its others: the rate of its hashing, say. */
export interface Constant {
  /** Quantity and unit, without the gang's label. */
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

export interface Adversary<Options, Need extends keyof Capabilities = keyof Capabilities> {
  readonly kind: string;
  /** What it exploits: it works against every scheme that offers this. */
  readonly needs: Need;
  readonly role: Role;
  /**
   * Called once, before anything happens.
   * @returns what member users do who want to buy; undefined when they go on as honest ones
   */
  enlist(capability: Capabilities[Need], gang: Gang, options: Options, honest: Behaviour): Behaviour | undefined;
  /** Figures of its options that stand among the gang's results. */
  constants?(options: Options): readonly Constant[];
}

/** One gang of a scenario: how many of which kind. */
export interface Enlistment {
  readonly label: string;
  // biome-ignore lint/suspicious/noExplicitAny: each adversary has options of its own, which only its binding knows
  readonly adversary: Adversary<any>;
  readonly options: unknown;
  /** Members of all users, or of all vendors, by the adversary's role: a share of them, rounded, or a number. */
  readonly share?: number;
  readonly count?: number;
}

/** Members of a gang. A share is rounded to whole members, but never to none. */
export function sizeOf({ share, count }: Pick<Enlistment, 'share' | 'count'>, population: number): number {
  return count ?? Math.max(1, Math.round(share! * population));
}

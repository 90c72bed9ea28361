/**
 * Adversaries: behaviours built on one capability of a scheme, and the gang of those who behave so in one market.
 * @module
 */
import type { Behaviour } from './behaviour.ts';
import type { Capabilities } from './capabilities.ts';

/** Who the members of a gang are; a pair is a user with a vendor as his accomplice. */
export type Role = 'user' | 'vendor' | 'pair' | 'bank';

/** The bank where a member is asked for: there is but one. */
export const THE_BANK = 0;

/** What an adversary may know of the market, and whom he tells when the cheating begins. */
export interface Gang {
  /** Users, or vendors, by the adversary's role; empty for the bank. */
  readonly members: readonly number[];
  /** The vendor who is in league with this user, and with nobody of another gang. */
  accompliceOf(user: number): number;
  /** A member cheats: the first time counts, detection is measured from it. */
  cheats(member: number): void;
  /** Payments that a user has begun so far, or that were begun with a vendor, this one included. */
  paymentsOf(member: number): number;
  /** The purchase ends here: the user did not want it after all. */
  declines: Behaviour;
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

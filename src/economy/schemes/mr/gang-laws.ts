/**
 * What a closed form about a gang may rest on, and the shapes in which it speaks.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import type { FirstShown } from '../../../theory/detection-law.ts';
import { chanceOfPayingNothing, meanOf } from '../../../theory/lottery.ts';
import type { Suspect } from '../../../theory/vendor-detection.ts';
import { MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import { type Signing, TRIES_MAX } from './evidence.ts';
import { type Closed, turnsOfLuck } from './measures.ts';
import type { Setting } from './setting.ts';

/** One gang in one market. */
export interface Play extends Pick<Setting<Signing>, 'options' | 'unitValue'> {
  readonly closed: Closed;
  readonly users: number;
  readonly vendors: number;
  /** Users choose each vendor as often as any other. */
  readonly uniform: boolean;
  readonly delayMax: Microseconds;
  /** What a job takes at the bank on average, its wait included. */
  readonly bankTime: Microseconds;
  /** Mean time between two payments of one user. */
  readonly gap: Microseconds;
  readonly duration: Microseconds;
  /** The selection waits for the end of a period: one draw decides over all cheques of a serial number. */
  readonly deferred: boolean;
  readonly members: number;
  /** The adversary's own options. */
  readonly asked: Readonly<Record<string, number>>;
}

interface Chance {
  readonly probability: number;
  readonly formula: string;
}

/** At which payment of his own a member is shown. */
export interface Showing {
  /** Of payments up to this number. */
  law(most: number): FirstShown;
  /** The payment of his first cheat; 0 when he cheats from the start. */
  readonly since: number;
  /** Two plays of one kind and one key have one law. */
  readonly key: string;
}

export interface Expectation {
  readonly amount: Microdollars;
  readonly formula: string;
  /** Events that make the gang's gain vary in one replication, on average. */
  readonly events: number;
}

/** A cheat whose members are users, each by himself. */
export interface UserLaw {
  /** That a member is caught by so many payments of his own; undefined where no closed form holds. */
  caughtBy(play: Play, payments: number): Chance | undefined;
  /** When he is caught; undefined where no closed form holds, or where nobody ever is. */
  showing?(play: Play): Showing | undefined;
  /** What a member gains on average; undefined where no closed form holds. */
  gain(play: Play): Expectation | undefined;
}

/** A cheat whose members are vendors, who share the users among them. */
export interface VendorLaw {
  caughtShare(play: Play): Oracle | undefined;
  /** When a member is caught, and how long he waits before he does what shows; undefined where nobody ever is. */
  suspect(play: Play): { readonly suspect: Suspect; readonly delay: Microseconds } | undefined;
  gain(play: Play): Oracle | undefined;
}

/** A chance below this is none: it is left once in a thousand false alarms. */
export const NEVER = 1e-12;

export const SOURCE = 'MR02; derived';

/** Nobody is fined or expelled, and no deposit is at stake. */
export function unpunished({ options: { defences } }: Play): boolean {
  return defences.penalty === 0 && defences.identityDeposit === 0 && !defences.expulsion;
}

/** Turns of luck among so many payments of each of so many users, on average. */
export function turnsOf({ closed }: Play, users: number, payments: number): number {
  return turnsOfLuck(closed.lottery.rate, users * payments);
}

/** E[N], payments that one user makes. */
export function meanPayments({ closed: { need } }: Play): number {
  return meanOf(need);
}

/** g = 1 - (1-s)^T: that a cheat who tries up to T times for a winner finds one. */
export function chanceOfFinding({ closed: { lottery } }: Play): number {
  return 1 - chanceOfPayingNothing(lottery.rate, { kind: 'fixed', count: TRIES_MAX });
}

/** Giving up is so rare that no run shows it. */
export function alwaysFinds(play: Play): boolean {
  return 1 - chanceOfFinding(play) < NEVER;
}

/** A formula with what its g is, where that is not 1. */
export function withFinding(play: Play, formula: string): string {
  return alwaysFinds(play) ? formula : `${formula}, g = 1 - (1-s)^${TRIES_MAX}`;
}

export function expected(amount: Microdollars, formula: string): Oracle {
  return { value: amount / MICRODOLLARS_PER_USD, formula, source: SOURCE, kind: 'mean' };
}

export function always(value: number, formula: string): Oracle {
  return { value, formula, source: SOURCE, kind: 'exact' };
}

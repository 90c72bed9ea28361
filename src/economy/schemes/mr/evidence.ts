/**
 * Evidence: what a cheque is to those who handle it. At fidelity real it is bytes that are signed, verified,
 * countersigned and selected by the protocol library; otherwise it is what the simulator knows, and the selection is
 * drawn from its law.
 * @module
 */
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

/** What the bank reads from a deposit. One object is written again and again. */
export interface Facts {
  identity: number;
  vendor: number;
  serial: number;
  units: number;
  time: Microseconds;
  /** Which cheque: equal for the same cheque only. */
  id: string | number;
}

/** What users do, in whatever scheme. */
export interface Signing {
  /** A new identity gets its keys. */
  enroll(identity: number): void;
  /** The user signs a cheque of this serial number into his message. */
  write(slot: number, identity: number, serial: number): void;
  /** Draws that cheats have made. */
  readonly tries: number;
}

/** Whom the bank has expelled, as vendors know it. */
export type IsExpelled = (identity: number) => boolean;

export interface Evidence extends Signing {
  /** The vendor's check of a payment, off-line. */
  accept(slot: number, isExpelled: IsExpelled): Rejection | undefined;
  /** The vendor's draw: whether the cheque is payable; its proof stays in the message. */
  select(slot: number): boolean;
  /** A vendor's draw who tries proof after proof until one is payable; false when there is but one, or none to be had. */
  grindSelection(slot: number): boolean;
  /**
   * User and vendor try this cheque at later and later times until one is payable, and leave it in the message.
   * @param earliest the first time that they try
   * @returns its time; undefined when they find none
   */
  grindCheque(slot: number, identity: number, serial: number, earliest: Microseconds): Microseconds | undefined;
  /** The bank's check of a deposit, as far as the deposit itself decides; fills in the facts. */
  read(slot: number, facts: Facts): Rejection | undefined;
  /** Bytes of a deposit on the wire. */
  depositBytes(slot: number): number;
}

/** So many draws, and a cheat gives up. */
export const TRIES_MAX = 10_000_000;

/** What one price means in cheques. */
export interface Stakes {
  readonly units: number;
  /** The probability that the cheque is payable. */
  readonly reach: number;
  /** What it pays then. */
  readonly payout: Microdollars;
}

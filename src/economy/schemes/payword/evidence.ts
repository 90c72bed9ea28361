/**
 * Evidence: what certificates, commitments, paywords and deposits are to those who handle them. At fidelity real they
 * are bytes, signed, hashed and verified by the protocol library (real-evidence.ts); at sampled they are what the
 * simulator knows (sampled-evidence.ts).
 * @module
 */
import type { Rejection } from '../../../protocols/payword/rejection.ts';
import type { Microseconds } from '../../../units.ts';

/** A user's chain for one vendor and one day. L: whatever a letter is. */
export interface Chain<L> {
  /** Signed by the user. */
  readonly commitment: L;
  /** The payment (w_i, i). */
  payment(index: number): L;
}

/** What a vendor keeps of a commitment that it has accepted. */
export interface Till<L> {
  /** Equal for the same commitment only. */
  readonly id: string | number;
  /** When the commitment's day begins. */
  readonly date: Microseconds;
  /** Paywords that the certificate's credit limit pays for. */
  readonly creditWords: number;
  /** l: paywords received. */
  readonly index: number;
  /** How many paywords the payment brings, at least `due`. */
  receive(payment: L, due: number, now: Microseconds): number | Rejection;
  /** For the broker; undefined when nothing was paid. */
  deposit(): L | undefined;
}

/** What the broker reads from a deposit. */
export interface Deposited {
  readonly user: number;
  readonly vendor: number;
  readonly id: string | number;
  readonly date: Microseconds;
  readonly index: number;
}

export interface Evidence<L> {
  /** The column of a message in which letters travel: bytes that anyone may read, or the simulator's own knowledge. */
  readonly column: 'letters' | 'truth';
  /** The broker issues a certificate for days that begin before `expires`. */
  certify(user: number, expires: Microseconds): L;
  /** The user makes a chain and signs the commitment to it. */
  chain(user: number, vendor: number, certificate: L, date: Microseconds): Chain<L>;
  /** The vendor's check of a commitment, off-line. */
  accept(commitment: L, vendor: number, now: Microseconds, isRevoked: (user: number) => boolean): Till<L> | Rejection;
  /** The broker's check of a deposit, as far as the deposit itself decides. */
  read(deposit: L): Deposited | Rejection;
  /** Bytes on the wire. */
  size(letter: L): number;
}

/**
 * What an adversary can get hold of in a scheme, in the words of the attack, not of the scheme: an adversary is written
 * against one of these, and works in every scheme that has it.
 * @module
 */
import type { Microdollars, Microseconds } from '../units.ts';

/** Bearer instruments: whoever has the bytes can present them, more than once. */
interface Bearer {
  /** Keeps copies of what this user presents from now on. */
  watch(user: number): void;
  /** Presents the last instruments of this user again; false when there are none yet. */
  presentAgain(user: number, vendor: number, price: Microdollars): boolean;
}

/** Payments are numbered by the payer himself, off-line. */
interface Serials {
  /** The number that an honest payment of this user would have next. */
  next(user: number): number;
  /** Pays under any number; the honest count does not move. */
  payNumbered(user: number, vendor: number, price: Microdollars, serial: number): void;
}

/** Whoever pays may be somebody else the next time, and choose what is drawn. */
interface Identities extends Collusion {
  /** The user leaves the scheme under his name and joins it under a new one. */
  renew(user: number): void;
}

/** Payer and payee together decide what is drawn. */
interface Collusion {
  /** A payment without goods whose terms the two have chosen until it wins; false when none can, or he is expelled. */
  payChosen(user: number, vendor: number, price: Microdollars): boolean;
}

/** The payee draws. */
interface Selection {
  /** From now on this vendor chooses among all draws that look right, until one wins. */
  grind(vendor: number): void;
}

/** The payee hands in what he has won when he likes. */
interface Deposits {
  /** From now on this vendor waits so long before each deposit. */
  delay(vendor: number, time: Microseconds): void;
  /** From now on this vendor hands in everything so many times more. */
  replay(vendor: number, times: number): void;
}

/** The payer is charged later. */
interface Credit {
  /** This user has so much money and no more. */
  limit(user: number, funds: Microdollars): void;
}

/** The payer can stop and never come back. */
interface Leaving {
  leave(user: number): void;
}

/** The bank draws. */
interface BankDraw {
  /** From now on the bank draws so many times and publishes the draw that is cheapest for it. */
  grind(tries: number): void;
}

export interface Capabilities {
  readonly bearer: Bearer;
  readonly serials: Serials;
  readonly identities: Identities;
  readonly collusion: Collusion;
  readonly selection: Selection;
  readonly deposits: Deposits;
  readonly credit: Credit;
  readonly leaving: Leaving;
  readonly bankDraw: BankDraw;
}

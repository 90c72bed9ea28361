/**
 * What an adversary can get hold of in a scheme, in the words of the attack, not of the scheme: an adversary is written
 * against one of these, and works in every scheme that has it.
 * @module
 */
import type { Microdollars, Microseconds } from '../units.ts';

/** Bearer instruments: whoever has the bytes can present them, more than once. */
interface Bearer {
  /**
   * Keeps copies of what this user presents from now on.
   * @param presented told of each payment as soon as it is on its way, and of its price
   */
  watch(user: number, presented?: (price: Microdollars) => void): void;
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

/** What a forger puts into hashing. */
export interface Effort {
  readonly hashesPerSecond: number;
  /** What a hash costs him: power and machine. */
  readonly usdPerHash: number;
  /** He starts so long after the key of a period is known. */
  readonly delay: Microseconds;
  /** Hashes only as long as he expects more from it than it costs; otherwise to the end, whatever it brings. */
  readonly rational: boolean;
  /** So many coins of a period at most he gets rid of. */
  readonly outletCoins: number;
  /** Coins that each of his purchases takes, on average. */
  readonly perPurchase: number;
  /** He hands them to a vendor in league, who claims them; otherwise he buys goods with them. */
  readonly fenced: boolean;
  /** He hashes for one more ball in the bins of coins that he has seen, instead of k balls in any bin. */
  readonly splices: boolean;
  /** The gang's label: what its members find is counted together. */
  readonly gang: string;
  /** Called when a period is about to end: what he has left will be worth nothing. */
  lastCall(user: number): void;
}

/** Instruments are found by search, and whoever searches finds some. */
interface Forgery {
  /** What one instrument is worth. */
  readonly faceValue: Microdollars;
  /** How long instruments are good: a search begins again when a period ends. */
  readonly validity: Microseconds;
  /** From now on this user searches, under every key as soon as it is known. */
  search(user: number, effort: Effort): void;
  /** From now on he, who searches already, sees this share of all that others pay with, in [0, 1]. */
  overhear(user: number, share: number): void;
  /** Pays with forged instruments, as a buyer of goods; false when he has too few: nothing has happened then. */
  pay(user: number, vendor: number, price: Microdollars): boolean;
  /** Gives so many forged instruments at most to a vendor in league, who claims them at once; how many. */
  fence(user: number, vendor: number, most: number): number;
  /** Forged instruments that he could get rid of now: of the running period, within his outlet. */
  stock(user: number): number;
  /** Hashes of this user so far. */
  hashes(user: number): number;
}

/** Instruments can be copied where they lie. */
interface Theft {
  /** Copies at most so many out of this victim's wallet, who keeps his; how many. */
  fromUser(thief: number, victim: number, most: number): number;
  /** Copies at most so many of those that the bank has not sold yet; how many. */
  fromStore(thief: number, most: number): number;
  /** Pays with stolen instruments, as a buyer of goods; false when he has too few: nothing has happened then. */
  pay(thief: number, vendor: number, price: Microdollars): boolean;
}

/** The payee says what he was paid. */
interface Sales {
  /** From now on this vendor refuses what is paid, sends it back and claims a copy of it all the same. */
  invent(vendor: number): void;
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

/** Instruments carry a stamp that only their issuers can make, and somebody invents one. */
interface Guessing {
  /** Pays with an instrument of his own writing, of this price, under an invented stamp; as a buyer of goods. */
  pay(user: number, vendor: number, price: Microdollars): void;
}

/** Requests and replies go by where others can read them. */
interface Wire {
  /**
   * From now on this user reads such a share, in [0, 1], of the requests that others send, and of the replies to them:
   * what is not encrypted. Purchases of instruments for money are not to be read.
   */
  tap(thief: number, ears: { readonly requests: number; readonly replies: number }): void;
  /**
   * Pays with what he has read last of this vendor's and not yet tried, as a buyer of goods, and keeps the change; false
   * when he has read nothing that is worth the price: nothing has happened then.
   */
  pay(thief: number, vendor: number, price: Microdollars): boolean;
  /**
   * Sends the last payment to this vendor that he has read once more, byte for byte: within the replay window the answer
   * is that of the first time, change and all, and he can read it where it is not encrypted; false when he has read none
   * since he last did so.
   */
  resend(thief: number, vendor: number): boolean;
}

/** The payee hands out what is left over. */
interface Change {
  /** From now on this vendor keeps all that it is handed, and gives neither goods nor change. */
  keep(vendor: number): void;
}

/** The bank hands out instruments for money, and takes them back. */
interface Issuing {
  /** From now on every n-th instrument that can be is a copy of one that somebody else has got. */
  sellTwice(every: number): void;
  /** From now on nobody gets money back, neither for what never reached him nor for what a closed vendor owes. */
  refuseRefunds(): void;
}

/** What a payer owes in all is known to nobody until payees have reported to the bank. */
interface OfflineCredit {
  /**
   * From now on this user promises beyond what he may owe, and pays of each bill no more than that.
   * @param beyond called at each payment that goes beyond it
   */
  exceed(user: number, beyond: () => void): void;
}

export interface Capabilities {
  readonly bearer: Bearer;
  readonly serials: Serials;
  readonly identities: Identities;
  readonly collusion: Collusion;
  readonly selection: Selection;
  readonly forgery: Forgery;
  readonly theft: Theft;
  readonly sales: Sales;
  readonly deposits: Deposits;
  readonly credit: Credit;
  readonly leaving: Leaving;
  readonly bankDraw: BankDraw;
  readonly guessing: Guessing;
  readonly wire: Wire;
  readonly change: Change;
  readonly issuing: Issuing;
  readonly offlineCredit: OfflineCredit;
}

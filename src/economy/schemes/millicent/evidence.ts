/**
 * Evidence: what scrip, requests and replies are to those who handle them. At fidelity real they are bytes of the
 * chosen protocol, stamped, tagged and verified (real-evidence.ts); at sampled they are what the bytes would say, and
 * whether stamps and tags would hold (sampled-evidence.ts). Amounts, ID#s and decisions are the same.
 * @module
 */
import type { Charged, Counter } from '../../../protocols/millicent/counter.ts';
import type { Protocol } from '../../../protocols/millicent/frame.ts';
import type { Holding } from '../../../protocols/millicent/grant.ts';
import type { Order } from '../../../protocols/millicent/order.ts';
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import type { Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import type { Microseconds } from '../../../units.ts';

/** What a request says, and whether its bytes would speak for it. */
export interface SaidRequest {
  readonly protocol: Protocol;
  readonly scrip: Scrip;
  readonly order: Order;
  readonly isForged: boolean;
  /** Whoever asks holds the customer's secret. */
  readonly isProven: boolean;
}

/** What a reply says. */
export interface SaidReply {
  readonly protocol: Protocol;
  /** Made with the customer's secret; in the clear nothing is. */
  readonly isProven: boolean;
  readonly answer: { readonly change: Scrip | undefined; readonly goods: Scrip | undefined } | Rejection;
}

/** Scrip from its maker to its first holder. */
export interface SaidGrant {
  readonly granted: Scrip;
}

/** What travels in a message: bytes, or what they would say. */
export type Letter = Uint8Array | SaidRequest | SaidReply | SaidGrant;

/** What a reply comes to. */
export type Answer =
  | { readonly served: true; readonly change: Holding | undefined; readonly goods: Holding | undefined }
  | { readonly served: false; readonly reason: Rejection };

/** A request, as long as whoever asked waits for its answer; the same letter asks again. */
export interface Asked {
  readonly holding: Holding;
  readonly letter: Letter;
  read(reply: Letter): Answer;
}

export type Outcome = Charged<Supplied> | Rejection;

/** A vendor's, or a broker's, decisions on what comes to it. */
export interface House {
  readonly counter: Counter<Supplied>;
  /** @param now never less than at the call before. */
  answer(request: Letter, now: Microseconds): { readonly reply: Letter; readonly outcome: Outcome };
  /** The same, but the change is kept, and the customer told that there is none. */
  answerWithoutChange(request: Letter, now: Microseconds): { readonly reply: Letter; readonly outcome: Outcome };
  /** The scrip of a request that was examined and then refused; undefined when it was not as good as that. */
  scripOf(request: Letter): Scrip | undefined;
  /** Scrip of its own, for its first holder. */
  grant(scrip: Scrip): Letter;
}

export interface Evidence {
  /** The column of a message in which letters travel: bytes that anyone may read, or the simulator's own knowledge. */
  readonly column: 'letter' | 'truth';
  vendor(vendor: number, counter: Counter<Supplied>): House;
  broker(broker: number, counter: Counter<Supplied>): House;
  /** @throws RangeError when there is no text for the order */
  ask(holding: Holding, order: Order, protocol: Protocol): Asked;
  /** Takes scrip from its maker. */
  receive(grant: Letter): Holding;
  /** A piece for a warehouse, as its maker wrote it. */
  store(grant: Letter): Supplied;
  /** This scrip with a stamp that somebody has invented. */
  guess(scrip: Scrip): Holding;
  /** All scrip that who reads the letter on the wire finds in it. */
  scripIn(letter: Letter): Holding[];
  /** Bytes of the letter. */
  size(letter: Letter): number;
}

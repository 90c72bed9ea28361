/**
 * What a vendor checks, off-line: a commitment at the user's first purchase of the day, then hashes only.
 * Source: RS96.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import { equalBytes } from '../primitives/bytes.ts';
import type { IsIssued } from './certificate.ts';
import { isOfToday } from './commitment.ts';
import { encodeDeposit } from './deposit.ts';
import { type Examined, examine } from './examine.ts';
import { advance, type Payword, parsePayment } from './payword.ts';
import type { Rejection } from './rejection.ts';
import type { Terms } from './terms.ts';

/** What the commitment has to be. */
export interface Expected {
  readonly vendor: Uint8Array;
  readonly now: Microseconds;
  /** `signedByBroker`, or a memory of what that has said. */
  readonly isIssued: IsIssued;
  /** The broker's list of revoked certificates, by user. */
  readonly isRevoked: (user: Uint8Array) => boolean;
}

/**
 * What a vendor keeps of a user for a day, when the commitment of these bytes is one to this vendor for today. Never
 * throws.
 * Rejections: those of `examine`; `wrong-vendor`, `wrong-date`, `revoked-certificate`.
 * Costs two signature checks, or one when the certificate is known.
 */
export function acceptCommitment(terms: Terms, bytes: Uint8Array, expected: Expected): PaywordTill | Rejection {
  const examined = examine(terms, bytes, expected.isIssued);
  if (typeof examined === 'string') return examined;
  const { commitment, certificate } = examined;
  if (!equalBytes(commitment.vendor, expected.vendor)) return 'wrong-vendor';
  if (!isOfToday(commitment, expected.now)) return 'wrong-date';
  if (expected.isRevoked(certificate.user)) return 'revoked-certificate';
  return new PaywordTill(bytes, examined);
}

/** A commitment that was accepted, and the last payword of its chain. */
export class PaywordTill {
  readonly examined: Examined;
  readonly #bytes: Uint8Array;
  #last: Payword;

  constructor(bytes: Uint8Array, examined: Examined) {
    this.#bytes = bytes.slice();
    this.examined = examined;
    this.#last = { word: examined.commitment.root, index: 0 };
  }

  /** The last payword, (w_l, l). */
  get last(): Payword {
    return this.#last;
  }

  /**
   * Takes a payment: how many paywords it pays, at least `due`; one that skips some pays for those too. Never throws,
   * whatever the bytes.
   * Rejections, each of which leaves everything as it was: `malformed`, `value-out-of-range`, `wrong-date`,
   * `replayed-payword`, `underpaid`, `beyond-limit`, `bad-payword`.
   * @param due the price in paywords, at least 1.
   */
  receive(payment: Uint8Array, due: number, now: Microseconds): number | Rejection {
    const next = parsePayment(payment);
    if (typeof next === 'string') return next;
    if (!isOfToday(this.examined.commitment, now)) return 'wrong-date';
    if (next.index > this.#last.index && next.index - this.#last.index < due) return 'underpaid';
    const paid = advance(this.#last, next, this.examined.words);
    if (typeof paid === 'number') this.#last = next;
    return paid;
  }

  /** What goes to the broker at the day's end; undefined when nothing was paid. */
  deposit(): Uint8Array | undefined {
    return this.#last.index === 0 ? undefined : encodeDeposit(this.#bytes, this.#last);
  }
}

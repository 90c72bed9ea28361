/**
 * Evidence without bytes: the simulator knows what each letter says, and rejects what the protocol library would, for
 * the same reasons. Signatures and hashes of honest people always hold.
 * @module
 */
import type { Rejection } from '../../../protocols/payword/rejection.ts';
import { DAY, type Microseconds } from '../../../units.ts';
import type { Chain, Deposited, Evidence, Till } from './evidence.ts';
import { type PaywordOptions, wordsOfChain } from './options.ts';

/** What a letter says: a certificate speaks of its user and expiry, a commitment of its chain, all else of an index. */
export interface Paper {
  readonly kind: keyof typeof BYTES;
  readonly user: number;
  readonly expires: Microseconds;
  readonly vendor: number;
  readonly date: Microseconds;
  /** Which commitment of all. */
  readonly id: number;
  readonly index: number;
}

/** What each takes on the wire at fidelity real. */
const BYTES = { certificate: 152, commitment: 302, payment: 66, deposit: 402 };

export class SampledEvidence implements Evidence<Paper> {
  readonly column = 'truth';
  readonly #options: PaywordOptions;
  #commitments = 0;

  constructor(options: PaywordOptions) {
    this.#options = options;
  }

  certify(user: number, expires: Microseconds): Paper {
    return { kind: 'certificate', user, expires, vendor: -1, date: 0, id: -1, index: 0 };
  }

  chain(_user: number, vendor: number, certificate: Paper, date: Microseconds): Chain<Paper> {
    const commitment: Paper = { ...certificate, kind: 'commitment', vendor, date, id: this.#commitments++ };
    return { commitment, payment: (index) => ({ ...commitment, kind: 'payment', index }) };
  }

  accept(
    commitment: Paper,
    vendor: number,
    now: Microseconds,
    isRevoked: (user: number) => boolean,
  ): Till<Paper> | Rejection {
    if (commitment.date >= commitment.expires) return 'certificate-expired';
    if (commitment.vendor !== vendor) return 'wrong-vendor';
    if (!isOfToday(commitment, now)) return 'wrong-date';
    if (isRevoked(commitment.user)) return 'revoked-certificate';
    const { limit, unitValue } = this.#options;
    return new SampledTill(commitment, wordsOfChain(this.#options), limit / unitValue);
  }

  read(deposit: Paper): Deposited {
    return deposit;
  }

  size({ kind }: Paper): number {
    return BYTES[kind];
  }
}

class SampledTill implements Till<Paper> {
  readonly id: number;
  readonly date: Microseconds;
  readonly creditWords: number;
  readonly #commitment: Paper;
  readonly #words: number;
  #index = 0;

  constructor(commitment: Paper, words: number, creditWords: number) {
    this.#commitment = commitment;
    this.#words = words;
    this.creditWords = creditWords;
    this.id = commitment.id;
    this.date = commitment.date;
  }

  get index(): number {
    return this.#index;
  }

  receive({ id, index }: Paper, due: number, now: Microseconds): number | Rejection {
    const paid = index - this.#index;
    if (!isOfToday(this.#commitment, now)) return 'wrong-date';
    if (paid <= 0) return 'replayed-payword';
    if (paid < due) return 'underpaid';
    if (index > this.#words) return 'beyond-limit';
    if (id !== this.id) return 'bad-payword';
    this.#index = index;
    return paid;
  }

  deposit(): Paper | undefined {
    return this.#index === 0 ? undefined : { ...this.#commitment, kind: 'deposit', index: this.#index };
  }
}

function isOfToday({ date }: Paper, now: Microseconds): boolean {
  return now >= date && now < date + DAY;
}

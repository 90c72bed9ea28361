/**
 * Who makes scrip: a vendor for a broker's warehouse, a broker its own, and a broker under a licence a vendor's, who
 * then accepts it without a word between them. It knows numbers only; a Stamper makes the bytes.
 * Source: G95 (licensed production); how long scrip lives is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { expiryAfter } from './date.ts';
import type { IdRange } from './id-range.ts';
import { NO_PROPERTIES, type Properties } from './properties.ts';
import type { Rejection } from './rejection.ts';
import { isScrip, type Scrip } from './scrip.ts';
import { isWithin, type NumberRange } from './secret-table.ts';
import type { Next, Supply } from './supply.ts';

export interface IssuerOptions {
  /** Where the scrip is good. */
  readonly vendor: string;
  readonly ids: IdRange;
  /** The CustID#s that it may make scrip for. */
  readonly customers: NumberRange;
  /** How long scrip is good at least: to the end of the day. */
  readonly life: Microseconds;
}

export class Issuer implements Supply {
  readonly #options: IssuerOptions;
  #made = 0;
  #madeValue: Microdollars = 0;

  constructor(options: IssuerOptions) {
    this.#options = options;
  }

  /** Pieces made so far, and what they were worth together: what a licensee owes the vendor for. */
  get made(): { readonly pieces: number; readonly value: Microdollars } {
    return { pieces: this.#made, value: this.#madeValue };
  }

  /** Rejections: `out-of-ids`, `unknown-customer-secret` (no CustID# of its range). */
  flawOf(_value: Microdollars, customer: number): Rejection | undefined {
    if (this.#options.ids.left === 0) return 'out-of-ids';
    return isWithin(customer, this.#options.customers) ? undefined : 'unknown-customer-secret';
  }

  next(value: Microdollars, customer: number, now: Microseconds): Next {
    const scrip = this.#draft(value, customer, now, NO_PROPERTIES);
    return { piece: { scrip, grant: undefined }, take: () => this.#count(scrip) };
  }

  /**
   * A new piece of scrip.
   * @throws RangeError when no ID# is left, for a CustID# beyond its range, and for what scrip cannot say.
   */
  make(value: Microdollars, customer: number, now: Microseconds, properties: Properties = NO_PROPERTIES): Scrip {
    const scrip = this.#draft(value, customer, now, properties);
    this.#count(scrip);
    return scrip;
  }

  #draft(value: Microdollars, customer: number, now: Microseconds, properties: Properties): Scrip {
    const { vendor, ids, life } = this.#options;
    const flaw = this.flawOf(value, customer);
    if (flaw !== undefined) throw new RangeError(`no scrip for customer ${customer}: ${flaw}`);
    const scrip = { vendor, value, id: ids.next, customer, expires: expiryAfter(now, life), properties };
    if (!isScrip(scrip)) throw new RangeError(`no scrip: ${vendor}, ${value}, ${customer}`);
    return scrip;
  }

  #count({ id, value }: Scrip): void {
    if (this.#options.ids.take() !== id) throw new Error(`scrip ${id} was not the next`);
    this.#made++;
    this.#madeValue += value;
  }
}

/**
 * Payouts: what a vendor gives for scrip that is cashed out. A payout is made out to one customer of one broker, whom the
 * customer has named in his order; that broker, and no other, gives him broker scrip for it, once.
 *
 *     kiosk.example/0.005usd/0081432/broker.example/500007/19970117/1d7f...
 *
 * vendor, worth, ID# cashed out, broker, CustID# at the broker, first day on which it is no longer good, and HMAC-SHA-256
 * of all before its last slash under a secret that vendor and broker share.
 * Source: the lecture and G95 (vendor scrip is exchanged back for broker scrip); how, they leave open: all here is ours.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import { concatenate } from '../primitives/bytes.ts';
import { HmacKey, TAG_DIGITS } from '../primitives/hmac.ts';
import { amountText, readAmount } from './amount.ts';
import { dateText, expiryAfter, readDate } from './date.ts';
import { isWord, LETTERS } from './properties.ts';
import type { Rejection } from './rejection.ts';
import { HEXADECIMAL, idText, readId, type Scrip, VENDOR_LENGTH_MAX } from './scrip.ts';
import { SpentSet } from './spent-set.ts';
import { ascii, TextReader } from './text-reader.ts';

/** To whom scrip is paid out: a broker, for its customer of this CustID#. */
export interface Payee {
  readonly broker: string;
  readonly customer: number;
}

export interface Payout {
  readonly vendor: string;
  readonly value: Microdollars;
  /** Of the scrip that was cashed out. */
  readonly id: number;
  readonly payee: Payee;
  readonly expires: Microseconds;
  /** In digits, as it came. */
  readonly tag: string;
}

/** What the receipt of a cash-out says. */
interface CashedOut {
  readonly paid: Pick<Scrip, 'vendor' | 'id'>;
  readonly price: Microdollars;
  readonly time: Microseconds;
}

/** A payout is good so long at least, whenever the scrip itself would have expired. */
const LIFE: Microseconds = 30 * DAY;
const SLASH = 0x2f;
const SEPARATOR = Uint8Array.of(SLASH);

/** The payee's text: `broker.example 500007`. @throws RangeError when there is none. */
export function payeeText({ broker, customer }: Payee): string {
  if (!isWord(broker, VENDOR_LENGTH_MAX) || !Number.isSafeInteger(customer) || customer < 0) {
    throw new RangeError(`no payee: ${broker}, ${customer}`);
  }
  return `${broker} ${customer}`;
}

/** The payout's text, with the tag that it bears. */
export function payoutText(payout: Payout): string {
  return `${bodyText(payout)}/${payout.tag}`;
}

function bodyText({ vendor, value, id, payee, expires }: Omit<Payout, 'tag'>): string {
  return [vendor, amountText(value), idText(id), payee.broker, payee.customer, dateText(expires)].join('/');
}

/** Reads a payout, whatever its tag is worth. Flaws: those of `parsePayout`. */
export function readPayout(reader: TextReader): Payout {
  const vendor = reader.word(LETTERS, VENDOR_LENGTH_MAX);
  reader.expect(SEPARATOR);
  const value = readAmount(reader);
  reader.expect(SEPARATOR);
  const id = readId(reader);
  reader.expect(SEPARATOR);
  const broker = reader.word(LETTERS, VENDOR_LENGTH_MAX);
  reader.expect(SEPARATOR);
  const customer = reader.number(1);
  reader.expect(SEPARATOR);
  const expires = readDate(reader);
  reader.expect(SEPARATOR);
  const tag = reader.word(HEXADECIMAL, TAG_DIGITS);
  if (tag.length !== TAG_DIGITS) reader.fail('malformed');
  return { vendor, value, id, payee: { broker, customer }, expires, tag };
}

/**
 * The payout of these bytes: what a vendor gave for scrip that was cashed out.
 * Rejections: `malformed`, `negative-amount`, `fractional-amount`, `amount-too-large`. Never throws.
 */
export function parsePayout(bytes: Uint8Array): Payout | Rejection {
  const reader = new TextReader(bytes);
  const payout = readPayout(reader);
  return reader.flaw ?? payout;
}

/** A vendor's side: the brokers to whom it pays scrip out, each by the secret that they share. */
export class Payouts {
  readonly #keys = new Map<string, HmacKey>();

  /** From now on scrip is paid out to this broker. */
  open(broker: string, secret: Uint8Array): this {
    this.#keys.set(broker, new HmacKey(secret));
    return this;
  }

  has(broker: string): boolean {
    return this.#keys.has(broker);
  }

  /** The payout for scrip that was cashed out; the same again for the same receipt. @throws Error for an unknown payee */
  write({ paid, price, time }: CashedOut, payee: Payee): Uint8Array {
    const key = this.#keys.get(payee.broker);
    if (key === undefined) throw new Error(`no secret is shared with ${payee.broker}`);
    const { vendor, id } = paid;
    const body = ascii(bodyText({ vendor, value: price, id, payee, expires: expiryAfter(time, LIFE) }));
    return concatenate(body, SEPARATOR, key.digits(body));
  }
}

/** A broker's side: payouts of vendors, each taken in once. It remembers them until they expire. */
export class PayoutBook {
  readonly #broker: string;
  readonly #vendors = new Map<string, { readonly key: HmacKey; readonly taken: SpentSet }>();

  /** @param broker to whom payouts must be made out. */
  constructor(broker: string) {
    this.#broker = broker;
  }

  /** From now on payouts of this vendor are taken in. */
  open(vendor: string, secret: Uint8Array): this {
    this.#vendors.set(vendor, { key: new HmacKey(secret), taken: new SpentSet() });
    return this;
  }

  /**
   * Why the broker's customer gets nothing for the payout. Charges nothing, and takes nothing in.
   * Rejections: `unknown-vendor`, `bad-payout` (not made with the vendor's secret, or altered), `wrong-payee` (made out to
   * another broker, or to another customer), `payout-expired`, `already-paid-out`.
   */
  flawOf(payout: Payout, customer: number, now: Microseconds): Rejection | undefined {
    const vendor = this.#vendors.get(payout.vendor);
    if (vendor === undefined) return 'unknown-vendor';
    if (!vendor.key.writes(ascii(payout.tag), 0, ascii(bodyText(payout)))) return 'bad-payout';
    if (payout.payee.broker !== this.#broker || payout.payee.customer !== customer) return 'wrong-payee';
    if (now >= payout.expires) return 'payout-expired';
    return vendor.taken.has(payout.id) ? 'already-paid-out' : undefined;
  }

  /** @throws Error when it was taken in before. */
  takeIn({ vendor, id, expires }: Payout, now: Microseconds): void {
    const { taken } = this.#vendors.get(vendor)!;
    taken.forget(now);
    taken.add(id, expires);
  }
}

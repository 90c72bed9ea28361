/**
 * Scrip: a vendor's promise of goods, paid for in advance; as fields, and as text with its stamp:
 * `wellsfargo.com / 0.005usd / 0081432 / 101861 / 19961218 {co=us/st=ca} 1d7f...`
 * Source: G95; the text is that of the lecture's slide. Its single writing is ours (amounts and dates without choice,
 * ID# of at least seven digits, properties in order, a stamp of 64 digits): the body is then a part of the text, and
 * stamps are checked over the bytes that came. The slide's eighth column, Secret, is the customer's: see grant.ts.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import { TAG_DIGITS } from '../primitives/hmac.ts';
import { amountText, readAmount } from './amount.ts';
import { dateText, isExpiry, readDate } from './date.ts';
import { areProperties, isWord, LETTERS, type Properties, propertiesText, readProperties } from './properties.ts';
import type { Rejection } from './rejection.ts';
import { alphabet, ascii, TextReader, type Word } from './text-reader.ts';

/** What the stamp is over. */
export interface Scrip {
  /** Where it is good: 1 to 64 small letters, digits, points and hyphens. */
  readonly vendor: string;
  /** From 0 (it then only carries properties) to 2^53 - 1. */
  readonly value: Microdollars;
  /** ID#, from 0 to 2^53 - 1: no two pieces of a vendor's scrip have one. */
  readonly id: number;
  /** CustID#, from 0 to 2^53 - 1. */
  readonly customer: number;
  /** The first instant at which it is no longer good; the beginning of a day. */
  readonly expires: Microseconds;
  readonly properties: Properties;
}

/** The digits of the stamp and the space before them. */
export const BODY_TO_END = TAG_DIGITS + 1;

/** Of the names of vendors and brokers. */
export const VENDOR_LENGTH_MAX = 64;
const ID_WIDTH = 7;
const [SPACE, SLASH, OPENING, CLOSING] = ascii(' /{}');
export const HEXADECIMAL = alphabet('0123456789abcdef');

/**
 * The bytes under the stamp.
 * @throws RangeError when a field is out of range.
 */
export function encodeBody(scrip: Scrip): Uint8Array {
  if (!isScrip(scrip)) throw new RangeError(`no scrip: ${scrip.vendor}, ${scrip.value}, ${scrip.id}, ${scrip.expires}`);
  const { vendor, value, customer, expires, properties } = scrip;
  const fields = [vendor, amountText(value), idText(scrip.id), customer, dateText(expires)].join(' / ');
  return ascii(`${fields} {${propertiesText(properties)}}`);
}

/** ID# as scrip writes it. */
export function idText(id: number): string {
  return String(id).padStart(ID_WIDTH, '0');
}

/** Reads an ID# as scrip writes it. Flaws: `malformed`. */
export function readId(reader: TextReader): number {
  return reader.number(ID_WIDTH);
}

/**
 * The scrip that these bytes write, whatever its stamp is worth: exactly the inverse of writing.
 * Rejections: `malformed`, `negative-amount`, `fractional-amount`, `amount-too-large`. Never throws.
 */
export function parseScrip(bytes: Uint8Array): Scrip | Rejection {
  const reader = new TextReader(bytes);
  const scrip = readScrip(reader);
  return reader.flaw ?? scrip;
}

/**
 * Reads scrip up to the last digit of its stamp: the body lies before, and ends `BODY_TO_END` bytes before that.
 * Flaws: those of `parseScrip`.
 */
export function readScrip(reader: TextReader): Scrip {
  const scrip = readUnstamped(reader);
  const stampAt = reader.at;
  reader.run(HEXADECIMAL, TAG_DIGITS);
  if (reader.at - stampAt !== TAG_DIGITS) reader.fail('malformed');
  return scrip;
}

/**
 * As `readScrip`, up to the first digit of the stamp.
 * @param usualVendor whose scrip it mostly is: saves making the text of the name.
 */
export function readUnstamped(reader: TextReader, usualVendor?: Word): Scrip {
  const vendor = reader.word(LETTERS, VENDOR_LENGTH_MAX, usualVendor);
  reader.expectThree(SPACE, SLASH, SPACE);
  const value = readAmount(reader);
  reader.expectThree(SPACE, SLASH, SPACE);
  const id = readId(reader);
  reader.expectThree(SPACE, SLASH, SPACE);
  const customer = reader.number(1);
  reader.expectThree(SPACE, SLASH, SPACE);
  const expires = readDate(reader);
  reader.expectTwo(SPACE, OPENING);
  const properties = readProperties(reader);
  reader.expectTwo(CLOSING, SPACE);
  return { vendor, value, id, customer, expires, properties };
}

/** Whether these fields have a text. */
export function isScrip({ vendor, value, id, customer, expires, properties }: Scrip): boolean {
  return (
    isWord(vendor, VENDOR_LENGTH_MAX) &&
    [value, id, customer].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    isExpiry(expires) &&
    areProperties(properties)
  );
}

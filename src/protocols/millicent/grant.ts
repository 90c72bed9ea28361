/**
 * What an issuer hands to the customer: scrip, and behind it, in the slide's eighth column, the customer's secret. The
 * secret travels only here, from the issuer to the customer, and never with scrip that is spent.
 * Source: the lecture's slide; G95.
 * @module
 */
import { concatenate, fromHex, toHex } from '../primitives/bytes.ts';
import { TAG_BYTES, TAG_DIGITS } from '../primitives/hmac.ts';
import type { Rejection } from './rejection.ts';
import { HEXADECIMAL, readScrip, type Scrip } from './scrip.ts';
import { ascii, TextReader } from './text-reader.ts';

export interface Grant {
  /** The stamped scrip. */
  readonly bytes: Uint8Array;
  /** customer_secret, 32 bytes; undefined when the line to the customer is not for secrets. */
  readonly secret: Uint8Array | undefined;
}

/** Scrip that somebody holds, with its fields read. */
export interface Holding extends Grant {
  readonly scrip: Scrip;
}

const SPACE = ascii(' ');

export function encodeGrant({ bytes, secret }: Grant): Uint8Array {
  return secret === undefined ? bytes : concatenate(bytes, ascii(` ${toHex(secret)}`));
}

/** The grant of these bytes. Rejections: those of `parseScrip`. Never throws. */
export function parseGrant(bytes: Uint8Array): Holding | Rejection {
  const reader = new TextReader(bytes);
  const scrip = readScrip(reader);
  const scripEnd = reader.at;
  if (reader.flaw === undefined) return { scrip, bytes, secret: undefined };
  reader.expect(SPACE);
  const digits = reader.word(HEXADECIMAL, TAG_DIGITS);
  if (reader.flaw !== undefined) return reader.flaw;
  const secret = fromHex(digits);
  if (secret?.length !== TAG_BYTES) return 'malformed';
  return { scrip, bytes: bytes.subarray(0, scripEnd), secret };
}

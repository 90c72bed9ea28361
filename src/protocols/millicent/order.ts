/**
 * What a customer wants for his scrip, and the text of it: `buy 0.005usd /news/today`, `refund 0081432`,
 * `cash-out broker.example 500007`, `deposit kiosk.example/0.005usd/...`.
 * Source: G95 leaves the request open; naming the most that the customer agrees to pay is ours: then prices may depend
 * on his properties, and no vendor takes all of his scrip for the first article.
 * Naming whom scrip is paid out to is ours too: a cash-out that names nobody is anybody's.
 * @module
 */
import type { Microdollars } from '../../units.ts';
import { amountText, readAmount } from './amount.ts';
import { type Payee, type Payout, payeeText, payoutText, readPayout } from './payout.ts';
import { LETTERS } from './properties.ts';
import type { Rejection } from './rejection.ts';
import { idText, readId, VENDOR_LENGTH_MAX } from './scrip.ts';
import { alphabet, ascii, TextReader } from './text-reader.ts';

/** Wants goods. */
export interface Purchase {
  readonly verb: 'buy';
  /** The most that the customer agrees to pay; at most what his scrip is worth. */
  readonly offer: Microdollars;
  /** What he wants: 1 to 1024 printable characters of ASCII without a space. */
  readonly target: string;
}

export type Order =
  | Purchase
  /** Wants back what goods cost that were paid with scrip of this ID# and did not arrive. */
  | { readonly verb: 'refund'; readonly paid: number }
  /** Wants no goods and no change, but a payout of the scrip's value: broker scrip from his broker. */
  | { readonly verb: 'cash-out'; readonly payee: Payee }
  /** Of a broker: wants the payout's value added to his broker scrip. */
  | { readonly verb: 'deposit'; readonly payout: Payout };

const TARGET_LENGTH_MAX = 1024;
const [B, U, Y, BLANK] = ascii('buy ');
const REFUND = ascii('refund ');
const CASH_OUT = ascii('cash-out ');
const DEPOSIT = ascii('deposit ');
const SPACE = ascii(' ');
const PRINTABLE = alphabet(Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join(''));

/** @throws RangeError when there is no text for it. */
export function encodeOrder(order: Order): Uint8Array {
  const bytes = ascii(orderText(order));
  if (typeof parseOrder(bytes) === 'string') throw new RangeError(`no order: ${orderText(order)}`);
  return bytes;
}

/**
 * The order of these bytes: exactly the inverse of `encodeOrder`.
 * Rejections: `malformed`, `negative-amount`, `fractional-amount`, `amount-too-large`. Never throws.
 */
export function parseOrder(bytes: Uint8Array): Order | Rejection {
  const reader = new TextReader(bytes);
  const order = readOrder(reader);
  return reader.flaw ?? order;
}

/** Reads an order. Flaws: those of `parseOrder`. */
export function readOrder(reader: TextReader): Order {
  switch (reader.peek()) {
    case B: {
      reader.expectFour(B, U, Y, BLANK);
      const offer = readAmount(reader);
      reader.expect(SPACE);
      return { verb: 'buy', offer, target: reader.word(PRINTABLE, TARGET_LENGTH_MAX) };
    }
    case REFUND[0]:
      reader.expect(REFUND);
      return { verb: 'refund', paid: readId(reader) };
    case DEPOSIT[0]:
      reader.expect(DEPOSIT);
      return { verb: 'deposit', payout: readPayout(reader) };
    default:
      reader.expect(CASH_OUT);
      return { verb: 'cash-out', payee: readPayee(reader) };
  }
}

function readPayee(reader: TextReader): Payee {
  const broker = reader.word(LETTERS, VENDOR_LENGTH_MAX);
  reader.expect(SPACE);
  return { broker, customer: reader.number(1) };
}

/** Whether two orders have one text. */
export function isSameOrder(one: Order, other: Order): boolean {
  return orderText(one) === orderText(other);
}

/** The order's text. @throws RangeError for a payee without one. */
function orderText(order: Order): string {
  switch (order.verb) {
    case 'buy':
      return `buy ${amountText(order.offer)} ${order.target}`;
    case 'refund':
      return `refund ${idText(order.paid)}`;
    case 'cash-out':
      return `cash-out ${payeeText(order.payee)}`;
    case 'deposit':
      return `deposit ${payoutText(order.payout)}`;
  }
}

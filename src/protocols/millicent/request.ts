/**
 * The customer's side of a payment: a request in one of the three protocols.
 * Source: G95; the bytes are ours (frame.ts).
 * @module
 */
import type { Microdollars } from '../../units.ts';
import type { Aead } from '../primitives/aead.ts';
import { concatenate } from '../primitives/bytes.ts';
import type { CustomerKeys } from './customer-keys.ts';
import { LINE_END, REQUEST } from './frame.ts';
import type { Holding } from './grant.ts';
import { encodeOrder, type Order } from './order.ts';
import { ascii } from './text-reader.ts';

/** In which protocol to ask, with what it takes. */
export type Way =
  | { readonly protocol: 'clear' }
  | { readonly protocol: 'secure'; readonly keys: CustomerKeys }
  /** @param nonce never used before with these keys. */
  | { readonly protocol: 'private'; readonly keys: CustomerKeys; readonly aead: Aead; readonly nonce: Uint8Array };

/** What the customer keeps until the reply is there: to ask again, he sends the same bytes. */
export interface Asked {
  readonly request: Uint8Array;
  readonly way: Way;
  readonly holding: Holding;
  readonly order: Order;
  /** The least that the change may be worth; undefined when there is to be none. */
  readonly changeMin: Microdollars | undefined;
  /** What a reply to this request, and to no other, is made with. */
  readonly binding: Uint8Array;
}

const NEW_LINE = Uint8Array.of(LINE_END);
const NOTHING = new Uint8Array();

/**
 * The request for this order, paid with the scrip held.
 * @throws RangeError when there is no text for the order, or the nonce has a wrong length.
 */
export function ask(holding: Holding, order: Order, way: Way): Asked {
  const changeMin = leastChange(holding.scrip.value, order);
  const paid = concatenate(holding.bytes, NEW_LINE, encodeOrder(order));
  return { ...enclose(paid, holding.scrip.customer, way), way, holding, order, changeMin };
}

function enclose(paid: Uint8Array, customer: number, way: Way): Pick<Asked, 'request' | 'binding'> {
  switch (way.protocol) {
    case 'clear':
      return { request: concatenate(REQUEST.clear, paid), binding: NOTHING };
    case 'secure': {
      const signed = concatenate(REQUEST.secure, paid);
      const binding = way.keys.tags.digits(signed);
      return { request: concatenate(signed, NEW_LINE, binding), binding };
    }
    case 'private': {
      const header = concatenate(REQUEST.private, ascii(`${customer}\n`));
      const binding = concatenate(header, checkedNonce(way.aead, way.nonce));
      const sealed = way.aead.seal(way.keys.requestSeal, way.nonce, paid, header);
      return { request: concatenate(binding, sealed), binding };
    }
  }
}

/** The nonce. @throws RangeError when its length is not the cipher's. */
export function checkedNonce(aead: Aead, nonce: Uint8Array | undefined): Uint8Array {
  if (nonce?.length === aead.nonceBytes) return nonce;
  throw new RangeError(`a nonce has ${aead.nonceBytes} bytes, not ${nonce?.length}`);
}

function leastChange(value: Microdollars, order: Order): Microdollars | undefined {
  switch (order.verb) {
    case 'buy':
      return value - order.offer;
    case 'refund':
      return value;
    case 'deposit':
      return value + order.payout.value;
    case 'cash-out':
      return undefined;
  }
}

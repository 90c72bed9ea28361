/**
 * The outermost form of requests and replies in the three protocols.
 *
 *     millicent/1 clear            millicent/1 secure           millicent/1 private CUSTID
 *     SCRIP                        SCRIP                        nonce and ciphertext of the scrip's line and the order
 *     ORDER                        ORDER
 *                                  HMAC of all lines above
 *
 *     millicent/1 clear-reply      millicent/1 secure-reply     millicent/1 private-reply
 *     ANSWER                       ANSWER                       nonce and ciphertext of the answer
 *                                  HMAC of all above and of the request's HMAC
 *
 * Source: G95 for what goes into each; the lines, and that a reply is bound to its request, are ours.
 * @module
 */
import { ascii } from './text-reader.ts';

export type Protocol = 'clear' | 'secure' | 'private';

export const LINE_END = 0x0a;

export const REQUEST = {
  clear: ascii('millicent/1 clear\n'),
  secure: ascii('millicent/1 secure\n'),
  /** CustID# and the end of the line follow. */
  private: ascii('millicent/1 private '),
};

export const REPLY = {
  clear: ascii('millicent/1 clear-reply\n'),
  secure: ascii('millicent/1 secure-reply\n'),
  private: ascii('millicent/1 private-reply\n'),
  /** A refusal without proof: in the clear, or of a request that did not show whose secret to answer with. */
  refusal: ascii('millicent/1 refusal\n'),
};

export function beginsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  for (let i = 0; i < beginning.length; i++) if (bytes[i] !== beginning[i]) return false;
  return true;
}

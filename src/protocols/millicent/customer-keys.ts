/**
 * What the customer's secret is good for: tags of requests and replies, and, in the private protocol, two keys of a
 * cipher, one for each direction, so that no nonce of one side can meet one of the other.
 * Source: G95; deriving the cipher's keys by a tag over their names is ours.
 * @module
 */
import { HmacKey } from '../primitives/hmac.ts';
import { ascii } from './text-reader.ts';

const REQUEST_SEAL = ascii('millicent/1 request seal');
const REPLY_SEAL = ascii('millicent/1 reply seal');

export class CustomerKeys {
  readonly tags: HmacKey;
  #requestSeal: Uint8Array | undefined;
  #replySeal: Uint8Array | undefined;

  /** @param secret customer_secret, 32 bytes. */
  constructor(secret: Uint8Array) {
    this.tags = new HmacKey(secret);
  }

  /** 32 bytes, under which the customer seals. */
  get requestSeal(): Uint8Array {
    this.#requestSeal ??= this.tags.tag(REQUEST_SEAL);
    return this.#requestSeal;
  }

  /** 32 bytes, under which the vendor seals. */
  get replySeal(): Uint8Array {
    this.#replySeal ??= this.tags.tag(REPLY_SEAL);
    return this.#replySeal;
  }
}

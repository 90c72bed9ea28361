/**
 * Authenticated encryption with associated data, as the protocols need it; the cipher is the caller's.
 * Source: RFC 5116, section 2.
 * @module
 */

export interface Aead {
  /** The only length of a nonce. No nonce may be used twice under one key. */
  readonly nonceBytes: number;
  /**
   * The ciphertext with its tag.
   * @param key 32 bytes.
   */
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Uint8Array;
  /** What was sealed under the same key, nonce and associated data; undefined when nothing was. Never throws. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Uint8Array | undefined;
}

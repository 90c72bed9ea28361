/**
 * XChaCha20-Poly1305: the protocols' authenticated encryption. Its nonces of 24 bytes may be drawn at random.
 * Source: RFC 8439; draft-irtf-cfrg-xchacha for the longer nonce.
 * @module
 */
import { xchacha20poly1305 as cipher } from '@noble/ciphers/chacha.js';
import type { Aead } from './aead.ts';

export const xchacha20poly1305: Aead = {
  nonceBytes: 24,
  seal: (key, nonce, plaintext, associated) => cipher(key, nonce, associated).encrypt(plaintext),
  open(key, nonce, sealed, associated) {
    try {
      return cipher(key, nonce, associated).decrypt(sealed);
    } catch {
      // The library throws for a wrong tag and for what is too short to hold one.
      return undefined;
    }
  },
};

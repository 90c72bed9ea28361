/**
 * The protocols' authenticated encryption. Fails when the library's order of arguments changes, when what was tampered
 * with opens, or when anything throws.
 */
import { describe, expect, it } from 'vitest';
import { xchacha20poly1305 } from '../../src/protocols/primitives/xchacha20poly1305.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** The example of draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
const VECTOR = {
  key: hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
  nonce: hex('404142434445464748494a4b4c4d4e4f5051525354555657'),
  associated: hex('50515253c0c1c2c3c4c5c6c7'),
  plaintext: new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  ),
  firstBytes: 'bd6d179d3e83d43b9576579493c0e939',
  tag: 'c0875924c1c7987947deafd8780acf49',
};

describe('XChaCha20-Poly1305', () => {
  const { key, nonce, associated, plaintext } = VECTOR;
  const sealed = xchacha20poly1305.seal(key, nonce, plaintext, associated);

  it('seals as the draft does', () => {
    const text = Buffer.from(sealed).toString('hex');
    expect(text.slice(0, 32)).toBe(VECTOR.firstBytes);
    expect(text.slice(-32)).toBe(VECTOR.tag);
  });

  it('opens what it sealed, and nothing that differs in a bit, a byte or its length', () => {
    expect(xchacha20poly1305.open(key, nonce, sealed, associated)).toEqual(plaintext);
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice();
      changed[i] ^= 1 << (i % 8);
      expect(xchacha20poly1305.open(key, nonce, changed, associated)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(xchacha20poly1305.open(key, nonce, sealed.subarray(0, length), associated)).toBeUndefined();
    expect(xchacha20poly1305.open(key, nonce, sealed, associated.subarray(1))).toBeUndefined();
  });
});

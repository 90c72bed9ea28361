/** Both implementations of Ed25519 side by side: what they say of hostile bytes, and whether they say the same. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { fromHex, toHex, writeNumber } from '../../src/protocols/primitives/bytes.ts';
import * as noble from '../../src/protocols/primitives/ed25519-noble.ts';
import * as node from '../../src/protocols/primitives/ed25519-node.ts';

interface Vectors {
  signing: { name: string; secretKey: string; publicKey: string; message: string; signature: string }[];
  verification: { name: string; publicKey: string; message: string; signature: string; valid: boolean }[];
  keys: { name: string; publicKey: string; registrable: boolean }[];
}

export const vectors: Vectors = JSON.parse(readFileSync(new URL('vectors/ed25519.json', import.meta.url), 'utf8'));
export const BACKENDS = [
  ['plain JavaScript', noble],
  ['OpenSSL', node],
] as const;

/** What both say; the name of the case when they part, which no verdict equals. */
export function verdict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean | string {
  const verdicts = BACKENDS.map(([, { verify }]) => verify(signature, message, publicKey));
  return verdicts[0] === verdicts[1] ? verdicts[0]! : `${verdicts} of ${[signature, message, publicKey].map(toHex)}`;
}

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const ofLength = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Parts of two vectors put together, or a bit or S of one changed. */
export function agreeOnHostileParts(numRuns: number, seed: number): void {
  const part = fc.constantFrom(...vectors.verification);
  const S_BYTES = { min: 0n, max: (1n << 256n) - 1n };
  const change = fc.oneof(
    fc.record({ kind: fc.constant('bit' as const), of: fc.nat(2), bit: fc.nat(255) }),
    fc.record({ kind: fc.constant('S' as const), s: fc.bigInt(S_BYTES) }),
    fc.record({ kind: fc.constant('swap' as const), other: part, of: fc.nat(3) }),
  );
  const agree = fc.property(part, change, (vector, changed) => {
    const parts = [vector.signature.slice(0, 64), vector.signature.slice(64), vector.publicKey, vector.message];
    const all = parts.map(bytes);
    if (changed.kind === 'bit') all[changed.of] = flipped(all[changed.of]!, changed.bit);
    if (changed.kind === 'S') all[1] = writeNumber(changed.s, 32);
    if (changed.kind === 'swap') {
      const { signature, publicKey, message } = changed.other;
      all[changed.of] = bytes([signature.slice(0, 64), signature.slice(64), publicKey, message][changed.of]!);
    }
    const [r, s, a, text] = all as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(typeof verdict(Uint8Array.of(...r, ...s), text, a)).toBe('boolean');
  });
  fc.assert(agree, { numRuns, seed });
}

/** Bytes that nobody made: half of all keys are points; S is below L once in sixteen, so its high byte is cut. */
export function agreeOnFormless(numRuns: number, seed: number): void {
  const refused = fc.property(ofLength(64), fc.uint8Array(), ofLength(32), (made, text, maker) => {
    made[63]! &= 0x0f;
    expect(verdict(made, text, maker)).toBe(false);
  });
  fc.assert(refused, { numRuns, seed });
}

import { readFileSync } from 'node:fs';
import { Point } from '@noble/ed25519';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatenate, fromHex, readNumber, toHex, writeNumber } from '../../src/protocols/primitives/bytes.ts';
import * as ecvrf from '../../src/protocols/primitives/ecvrf.ts';
import { publicKeyOf } from '../../src/protocols/primitives/ed25519.ts';
import { GROUP_ORDER, type Group, nobleGroup } from '../../src/protocols/primitives/edwards25519.ts';
import { sodiumGroup } from '../../src/protocols/primitives/edwards25519-sodium.ts';
import { sha512 } from '../../src/protocols/primitives/hash.ts';

/** RFC 9381, appendix B.3. */
const { vectors }: { vectors: { sk: string; pk: string; alpha: string; pi: string; beta: string }[] } = JSON.parse(
  readFileSync(new URL('vectors/ecvrf.json', import.meta.url), 'utf8'),
);
const { keys }: { keys: { name: string; publicKey: string; registrable: boolean }[] } = JSON.parse(
  readFileSync(new URL('vectors/ed25519.json', import.meta.url), 'utf8'),
);

const bytes = (hex: string) => fromHex(hex)!;
const ARITHMETICS = ['plain JavaScript', 'WebAssembly'] as const;
const vrfs = {} as Record<(typeof ARITHMETICS)[number], ReturnType<typeof ecvrf.overGroup>>;
const secretKey = Uint8Array.from({ length: 32 }, (_, i) => 3 * i);
const publicKey = publicKeyOf(secretKey);
const alpha = bytes('c0ffee');
const proof = ecvrf.prove(secretKey, alpha);
const c = readNumber(proof.subarray(32, 48));
const s = readNumber(proof.subarray(48));
/** A point of order 8. */
const torsion = Point.fromBytes(bytes(keys.find(({ name }) => name === '1 T')!.publicKey));

beforeAll(async () => {
  vrfs['plain JavaScript'] = ecvrf.overGroup(nobleGroup);
  vrfs.WebAssembly = ecvrf.overGroup(await sodiumGroup());
});

/**
 * A proof that a holder of the secret key makes with torsion in Gamma, trying nonces until the challenge is divisible
 * by 8 or is not.
 */
function proofWithTorsion(wanted: 'harmless' | 'harmful'): Uint8Array {
  const x = readNumber(clamped(sha512(secretKey))) % GROUP_ORDER;
  const h = encodeToCurve(publicKey);
  const gamma = nobleGroup.multiply(x, h).add(torsion);
  for (let k = 1n; ; k++) {
    const points = [h, gamma, nobleGroup.multiplyBase(k), nobleGroup.multiply(k, h)].map((point) => point.toBytes());
    const challenge = sha512(concatenate(bytes('0302'), publicKey, ...points, bytes('00'))).subarray(0, 16);
    const number = readNumber(challenge);
    if ((number % 8n === 0n) !== (wanted === 'harmless')) continue;
    return concatenate(gamma.toBytes(), challenge, writeNumber((k + number * x) % GROUP_ORDER, 32));
  }
}

function clamped(hash: Uint8Array): Uint8Array {
  const scalar = hash.slice(0, 32);
  scalar[0]! &= 248;
  scalar[31] = (scalar[31]! & 127) | 64;
  return scalar;
}

/** H for a key and the alpha of this file, by trying counters as the standard says. */
function encodeToCurve(key: Uint8Array): Point {
  for (let counter = 0; ; counter++) {
    const hash = sha512(concatenate(bytes('0301'), key, alpha, Uint8Array.of(counter, 0)));
    const point = nobleGroup.decode(hash.subarray(0, 32));
    if (point !== undefined) return point.clearCofactor();
  }
}

describe.each(ARITHMETICS)('ECVRF-EDWARDS25519-SHA512-TAI over %s', (name) => {
  it.each(vectors)('is the standard’s: alpha $alpha', ({ sk, pk, alpha, pi, beta }) => {
    const vrf = vrfs[name];
    expect(toHex(publicKeyOf(bytes(sk)))).toBe(pk);
    expect(toHex(vrf.prove(bytes(sk), bytes(alpha)))).toBe(pi);
    expect(vrf.verify(bytes(pk), bytes(alpha), bytes(pi))).toBe(true);
    expect(toHex(vrf.proofToHash(bytes(pi))!)).toBe(beta);
  });

  it('rejects a proof when any byte of it is another', () => {
    for (let i = 0; i < proof.length; i++) {
      const forged = Uint8Array.from(proof);
      forged[i]! ^= 1 << (i % 8);
      expect(vrfs[name].verify(publicKey, alpha, forged), `byte ${i}`).toBe(false);
    }
  });

  it('rejects it for another alpha, an empty one, a longer one and another key', () => {
    const { verify } = vrfs[name];
    expect(verify(publicKey, alpha, proof)).toBe(true);
    for (const other of ['', 'c0ffef', 'c0ffee00', 'c0ff']) expect(verify(publicKey, bytes(other), proof)).toBe(false);
    expect(verify(bytes(vectors[0]!.pk), alpha, proof)).toBe(false);
  });

  it('rejects an s not reduced, though it is the same scalar, and shows no output of it', () => {
    for (let i = 1n; i < 16n; i++) {
      const forged = concatenate(proof.subarray(0, 48), writeNumber(s + i * GROUP_ORDER, 32));
      expect(vrfs[name].verify(publicKey, alpha, forged)).toBe(false);
      expect(vrfs[name].proofToHash(forged)).toBeUndefined();
    }
  });

  it('rejects a proof, a key and a Gamma of any wrong length or form, and never throws', () => {
    const { verify, proofToHash } = vrfs[name];
    const long = concatenate(proof, proof);
    for (let length = 0; length <= long.length; length++) {
      if (length === proof.length) continue;
      expect(verify(publicKey, alpha, long.subarray(0, length))).toBe(false);
      expect(proofToHash(long.subarray(0, length))).toBeUndefined();
    }
    for (const length of [0, 31, 33, 64]) expect(verify(new Uint8Array(length).fill(1), alpha, proof)).toBe(false);
    for (const key of keys) {
      const gamma = bytes(key.publicKey);
      if (gamma.length !== 32) continue;
      expect(verify(publicKey, alpha, concatenate(gamma, proof.subarray(32)))).toBe(false);
      const isPoint = nobleGroup.decode(gamma) !== undefined;
      expect(proofToHash(concatenate(gamma, proof.subarray(32))) !== undefined, key.name).toBe(isPoint);
    }
  });

  it('validates the key: one of small order has proofs that satisfy every equation, and is turned away', () => {
    const identity = Point.ZERO.toBytes();
    for (const { name: which, publicKey: hex } of keys.filter(({ name }) => / T/.test(name) && !/^a B/.test(name))) {
      // Gamma = O, U = k B and V = k H hold with s = k wherever c is divisible by the key's order.
      const y = bytes(hex);
      const h = encodeToCurve(y);
      let forged: Uint8Array | undefined;
      for (let k = 1n; forged === undefined; k++) {
        const points = [h, Point.ZERO, nobleGroup.multiplyBase(k), nobleGroup.multiply(k, h)];
        const hash = sha512(concatenate(bytes('0302'), y, ...points.map((point) => point.toBytes()), bytes('00')));
        if (hash[0]! % 8 === 0) forged = concatenate(identity, hash.subarray(0, 16), writeNumber(k, 32));
      }
      expect(vrfs[name].verify(y, alpha, forged), which).toBe(false);
    }
  });

  it('takes torsion in Gamma as the standard does: the output is the same, and only a harmless c is accepted', () => {
    const { verify, proofToHash } = vrfs[name];
    const harmless = proofWithTorsion('harmless');
    expect(verify(publicKey, alpha, harmless)).toBe(true);
    expect(proofToHash(harmless)).toEqual(proofToHash(proof));
    expect(verify(publicKey, alpha, proofWithTorsion('harmful'))).toBe(false);
  });

  it.each([0, 31, 33])('throws for a secret key of %i bytes, which only a programmer can make', (length) => {
    expect(() => vrfs[name].prove(new Uint8Array(length), alpha)).toThrow(RangeError);
  });
});

describe('the two arithmetics', () => {
  it('give the same proofs and outputs for any key and alpha, and each accepts them', () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(key, fc.uint8Array({ maxLength: 100 }), (secret, text) => {
        const { 'plain JavaScript': slow, WebAssembly: fast } = vrfs;
        const made = slow.prove(secret, text);
        expect(fast.prove(secret, text)).toEqual(made);
        expect(fast.proofToHash(made)).toEqual(slow.proofToHash(made));
        for (const vrf of [slow, fast]) expect(vrf.verify(publicKeyOf(secret), text, made)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('compute alike on all points, those of small order and those with torsion too, and by scalars such as 0', async () => {
    const fast = await sodiumGroup();
    const points = keys.map(({ publicKey }) => bytes(publicKey)).filter((point) => point.length === 32);
    const outcomes = <P>(group: Group<P>): string[] =>
      points.flatMap((encoded, i) => {
        const point = group.decode(encoded);
        if (point === undefined) return ['no point'];
        const other = group.decode(points[(i + 1) % 12]!) ?? point;
        const results = [
          ...[0n, 1n, 8n, c, GROUP_ORDER - 1n].map((scalar) => group.multiply(scalar, point)),
          group.subtract(point, other),
          group.subtract(point, point),
          group.clearCofactor(point),
        ];
        return results.map((result) => toHex(group.encode(result)));
      });
    expect(outcomes(fast)).toEqual(outcomes(nobleGroup));
    const bases = <P>(group: Group<P>) =>
      [0n, 1n, s, GROUP_ORDER - 1n].map((k) => toHex(group.encode(group.multiplyBase(k))));
    expect(bases(fast)).toEqual(bases(nobleGroup));
  });

  it('change places when the fast one is loaded, and nobody sees it in the bits', async () => {
    await ecvrf.loadFastArithmetic();
    expect(ecvrf.prove(secretKey, alpha)).toEqual(proof);
    expect(ecvrf.verify(publicKey, alpha, proof)).toBe(true);
    expect(ecvrf.proofToHash(proof)).toEqual(vrfs['plain JavaScript'].proofToHash(proof));
  });
});

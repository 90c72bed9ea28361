/**
 * ECVRF-EDWARDS25519-SHA512-TAI, a verifiable random function: under one key a message has one output, which only the
 * holder of the key can compute and everybody can check. Keys are validated on verification (validate_key = true), so
 * the output is unique under keys made by a cheat too.
 *
 * A proof is Gamma (32 bytes) || c (16) || s (32). The letters are the standard's, with Y for the public key.
 *
 * Source: RFC 9381, sections 5.1 to 5.4 and 5.5.
 * @module
 */
import { concatenate, equalBytes, readNumber, writeNumber } from './bytes.ts';
import { BytesCache } from './bytes-cache.ts';
import { GROUP_ORDER, type Group, nobleGroup, POINT_BYTES, SCALAR_BYTES } from './edwards25519.ts';
import { sha512 } from './hash.ts';
import { expandSecret } from './secret-scalar.ts';

const CHALLENGE_BYTES = 16;
const PROOF_BYTES = POINT_BYTES + CHALLENGE_BYTES + SCALAR_BYTES;
const CACHED_KEYS_MAX = 4096;

const SUITE = 3;
const ENCODE_TO_CURVE = Uint8Array.of(SUITE, 1);
const CHALLENGE = Uint8Array.of(SUITE, 2);
const PROOF_TO_HASH = Uint8Array.of(SUITE, 3);
const END = Uint8Array.of(0);
const COUNTERS = 256;

interface Vrf {
  prove(secretKey: Uint8Array, alpha: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, alpha: Uint8Array, proof: Uint8Array): boolean;
  proofToHash(proof: Uint8Array): Uint8Array | undefined;
}

let vrf: Vrf = overGroup(nobleGroup);

/**
 * From when it resolves on, the functions below compute by libsodium's WebAssembly: about four times as fast, the same
 * bits. Who never calls this never loads it.
 */
export async function loadFastArithmetic(): Promise<void> {
  const { sodiumGroup } = await import('./edwards25519-sodium.ts');
  vrf = overGroup(await sodiumGroup());
}

/**
 * The proof pi of the output for `alpha`, 80 bytes.
 * @param secretKey 32 bytes, as for Ed25519, whose public key it shares.
 * @throws RangeError when the key has another length.
 */
export function prove(secretKey: Uint8Array, alpha: Uint8Array): Uint8Array {
  return vrf.prove(secretKey, alpha);
}

/** Whether the proof shows the one output for `alpha` under this key; false for bytes of any wrong form or length. */
export function verify(publicKey: Uint8Array, alpha: Uint8Array, proof: Uint8Array): boolean {
  return vrf.verify(publicKey, alpha, proof);
}

/**
 * The output beta, 64 bytes, that a proof shows; undefined when it has not the form of one. Worth something only when
 * `verify` accepts the proof.
 */
export function proofToHash(proof: Uint8Array): Uint8Array | undefined {
  return vrf.proofToHash(proof);
}

/** The function on points held as a `P`. */
export function overGroup<P>(group: Group<P>): Vrf {
  /** A proof's parts, undefined when Gamma is no point or s not below L. */
  const decodeProof = (proof: Uint8Array) => {
    if (proof.length !== PROOF_BYTES) return undefined;
    const gamma = group.decode(proof.subarray(0, POINT_BYTES));
    const c = readNumber(proof.subarray(POINT_BYTES, POINT_BYTES + CHALLENGE_BYTES));
    const s = readNumber(proof.subarray(POINT_BYTES + CHALLENGE_BYTES));
    return gamma === undefined || s >= GROUP_ORDER ? undefined : { gamma, c, s };
  };

  /** Y, undefined when it is no point or one of small order: validate_key of section 5.4.5. */
  const validKeys = new BytesCache(CACHED_KEYS_MAX, (publicKey) => {
    const y = group.decode(publicKey);
    return y === undefined || isIdentity(group, group.clearCofactor(y)) ? undefined : y;
  });

  return {
    prove(secretKey, alpha) {
      const { scalar: x, prefix } = expandSecret(secretKey);
      const publicKey = group.encode(group.multiplyBase(x));
      const h = encodeToCurve(group, publicKey, alpha);
      const hBytes = group.encode(h);
      const gamma = group.encode(group.multiply(x, h));
      const k = readNumber(sha512(concatenate(prefix, hBytes))) % GROUP_ORDER;
      const u = group.encode(group.multiplyBase(k));
      const v = group.encode(group.multiply(k, h));
      const c = challenge(publicKey, hBytes, gamma, u, v);
      const s = (k + readNumber(c) * x) % GROUP_ORDER;
      return concatenate(gamma, c, writeNumber(s, SCALAR_BYTES));
    },

    verify(publicKey, alpha, proof) {
      if (publicKey.length !== POINT_BYTES) return false;
      const y = validKeys.get(publicKey);
      const parts = decodeProof(proof);
      if (y === undefined || parts === undefined) return false;
      const { gamma, c, s } = parts;
      const h = encodeToCurve(group, publicKey, alpha);
      const u = group.subtract(group.multiplyBase(s), group.multiply(c, y));
      const v = group.subtract(group.multiply(s, h), group.multiply(c, gamma));
      const points = [h, gamma, u, v].map((point) => group.encode(point));
      return equalBytes(challenge(publicKey, ...points), proof.subarray(POINT_BYTES, POINT_BYTES + CHALLENGE_BYTES));
    },

    proofToHash(proof) {
      const parts = decodeProof(proof);
      if (parts === undefined) return undefined;
      return sha512(concatenate(PROOF_TO_HASH, group.encode(group.clearCofactor(parts.gamma)), END));
    },
  };
}

/** H: the first hash of key, alpha and a counter that is a point, times the cofactor (section 5.4.1.1). */
function encodeToCurve<P>(group: Group<P>, publicKey: Uint8Array, alpha: Uint8Array): P {
  for (let counter = 0; counter < COUNTERS; counter++) {
    const hash = sha512(concatenate(ENCODE_TO_CURVE, publicKey, alpha, Uint8Array.of(counter), END));
    const candidate = group.decode(hash.subarray(0, POINT_BYTES));
    if (candidate === undefined) continue;
    const h = group.clearCofactor(candidate);
    if (!isIdentity(group, h)) return h;
  }
  throw new Error('none of 256 hashes is a point of the curve: there are 2^256 messages between two such');
}

/** c: the first 16 bytes of the hash of five points (section 5.4.3). */
function challenge(...points: readonly Uint8Array[]): Uint8Array {
  return sha512(concatenate(CHALLENGE, ...points, END)).subarray(0, CHALLENGE_BYTES);
}

function isIdentity<P>(group: Group<P>, point: P): boolean {
  return readNumber(group.encode(point)) === 1n; // x = 0, y = 1
}

/**
 * Selection: the merchant's proof D over a cheque, and the lottery number F(D) that decides whether it is payable.
 * Source: MR02 (D = Sig_M(C), F a public function); RFC 8032 and RFC 9381 for the two suites. F is ours: the first 64
 * bits of SHA-512 of the signature, or of the output of the verifiable random function.
 * @module
 */
import { proofToHash, prove, verify as verifyProof } from '../primitives/ecvrf.ts';
import { sign, verify as verifySignature } from '../primitives/ed25519.ts';
import { sha512 } from '../primitives/hash.ts';
import { type SelectionRate, threshold } from './selection-rate.ts';
import type { SelectionSuite } from './terms.ts';

const SIGNATURE_BYTES = 64;

interface Suite {
  readonly make: (message: Uint8Array, secret: Uint8Array) => Uint8Array;
  readonly check: (proof: Uint8Array, message: Uint8Array, key: Uint8Array) => boolean;
  /** 64 bytes; undefined for bytes that are no proof in form. */
  readonly hash: (proof: Uint8Array) => Uint8Array | undefined;
}

const SUITES: Readonly<Record<SelectionSuite, Suite>> = {
  ed25519: {
    make: sign,
    check: verifySignature,
    hash: (proof) => (proof.length === SIGNATURE_BYTES ? sha512(proof) : undefined),
  },
  ecvrf: {
    make: (message, secret) => prove(secret, message),
    check: (proof, message, key) => verifyProof(key, message, proof),
    hash: proofToHash,
  },
};

/**
 * The honest selection proof D over the bytes of a signed cheque (or of a period's commitments).
 * @param secret 32 bytes.
 * @throws RangeError when the secret has another length.
 */
export function select(suite: SelectionSuite, signed: Uint8Array, secret: Uint8Array): Uint8Array {
  return SUITES[suite].make(signed, secret);
}

/** Whether the proof is one over these bytes under the key; never throws, whatever the bytes. */
export function checkSelection(suite: SelectionSuite, proof: Uint8Array, signed: Uint8Array, key: Uint8Array): boolean {
  return SUITES[suite].check(proof, signed, key);
}

/** The 64 bytes that a proof decides by; undefined when it is none in form. */
export function selectionHash(suite: SelectionSuite, proof: Uint8Array): Uint8Array | undefined {
  return SUITES[suite].hash(proof);
}

/** F(D), below 2^64; undefined when the proof is none in form. That it is valid is `checkSelection`'s to say. */
export function lotteryNumber(suite: SelectionSuite, proof: Uint8Array): bigint | undefined {
  const hash = selectionHash(suite, proof);
  return hash && firstNumber(hash);
}

/** The first 64 bits as a number, big-endian. */
export function firstNumber(hash: Uint8Array): bigint {
  return new DataView(hash.buffer, hash.byteOffset, hash.byteLength).getBigUint64(0);
}

/** Whether a cheque of j units with this lottery number is payable: with probability min(1, j s). */
export function isPayable(number: bigint, rate: SelectionRate, units: number): boolean {
  return number < threshold(rate, units);
}

/**
 * The signatures that a dishonest signer can make of one message: Ed25519 prescribes how the nonce is derived, but no
 * verifier can see whether it was, and every nonce gives another valid signature.
 *
 * The nonces are r, r + 1, r + 2, ... from the honest one on, so that R, R + B, R + 2B, ... costs one addition of
 * points each. A batch of points shares one inversion (Montgomery's trick), which is most of the cost otherwise.
 *
 * Source: RFC 8032, section 5.1.6, whose letters these are; the attack is ours.
 * @module
 */
import { etc, Point } from '@noble/ed25519';
import { concatenate, readNumber, writeNumber } from './bytes.ts';
import { GROUP_ORDER, POINT_BYTES, SCALAR_BYTES } from './edwards25519.ts';
import { sha512 } from './hash.ts';
import { expandSecret } from './secret-scalar.ts';

const FIELD_PRIME = Point.CURVE().p;
const BATCH = 32;
/** Where the parity of x stands in an encoded point. */
const SIGN_BIT = 0x80;

/**
 * Valid signatures of the message, one after the other and each different; the first is the honest one.
 * @param secretKey 32 bytes.
 * @throws RangeError, when the first is asked for, if the key has another length.
 */
export function* signaturesOf(message: Uint8Array, secretKey: Uint8Array): Generator<Uint8Array, never> {
  const { scalar, prefix } = expandSecret(secretKey);
  const publicKey = Point.BASE.multiply(scalar).toBytes();
  let nonce = readNumber(sha512(concatenate(prefix, message))) % GROUP_ORDER;
  let point = Point.BASE.multiply(nonce);
  const hashed = concatenate(new Uint8Array(POINT_BYTES), publicKey, message);
  while (true) {
    const points: Point[] = [];
    for (; points.length < BATCH; point = point.add(Point.BASE)) points.push(point);
    for (const r of encodeAll(points)) {
      hashed.set(r);
      const k = readNumber(sha512(hashed));
      yield concatenate(r, writeNumber((nonce + k * scalar) % GROUP_ORDER, SCALAR_BYTES));
      nonce = (nonce + 1n) % GROUP_ORDER;
    }
  }
}

/** The points as 32 bytes each, by one inversion for all of them. */
function encodeAll(points: readonly Point[]): Uint8Array[] {
  const productsBefore: bigint[] = [];
  let product = 1n;
  for (const { Z } of points) {
    productsBefore.push(product);
    product = (product * Z) % FIELD_PRIME;
  }
  let inverse = etc.invert(product, FIELD_PRIME);
  const encoded = new Array<Uint8Array>(points.length);
  for (let i = points.length - 1; i >= 0; i--) {
    const { X, Y, Z } = points[i];
    const z = (inverse * productsBefore[i]) % FIELD_PRIME;
    encoded[i] = encodeAffine((X * z) % FIELD_PRIME, (Y * z) % FIELD_PRIME);
    inverse = (inverse * Z) % FIELD_PRIME;
  }
  return encoded;
}

function encodeAffine(x: bigint, y: bigint): Uint8Array {
  const bytes = writeNumber(y, POINT_BYTES);
  if (x % 2n === 1n) bytes[POINT_BYTES - 1] |= SIGN_BIT;
  return bytes;
}

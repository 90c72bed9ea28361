/**
 * The group of edwards25519 for those who build on it: which bytes are a point, and the few operations that a proof of
 * a verifiable random function needs. Points outside the subgroup of prime order count too: only a cheat makes them.
 *
 * Source: RFC 8032, sections 5.1 to 5.1.3.
 * @module
 */
import { Point } from '@noble/ed25519';
import { readNumber } from './bytes.ts';

export const POINT_BYTES = 32;
export const SCALAR_BYTES = 32;
export const SIGNATURE_BYTES = POINT_BYTES + SCALAR_BYTES;
/** L, the prime order of the base point B. */
export const GROUP_ORDER = Point.CURVE().n;

const FIELD_PRIME = Point.CURVE().p;
const SIGN_BIT = 1n << 255n;

/** Arithmetic on points held as a `P`. A scalar is at least 0 and below L. */
export interface Group<P> {
  /** The point that the bytes encode; undefined when they are not the one canonical encoding of a point. */
  decode(bytes: Uint8Array): P | undefined;
  /** 32 bytes. */
  encode(point: P): Uint8Array;
  multiplyBase(scalar: bigint): P;
  multiply(scalar: bigint, point: P): P;
  subtract(minuend: P, subtrahend: P): P;
  /** 8 times the point: what is left of it lies in the subgroup of order L. */
  clearCofactor(point: P): P;
}

/**
 * Whether 32 bytes are the only encoding of their point, if they encode any: y below p, and no sign where x = 0, which
 * is at y = 1 and y = -1. Libraries disagree about the others, so nothing here hands one to a library that is lax.
 */
export function isCanonical(bytes: Uint8Array): boolean {
  if (bytes.length !== POINT_BYTES) return false;
  // Whatever is refused below is near 0 or near 2^255, and a byte in its middle shows it: big integers are slow.
  const middle = bytes[POINT_BYTES / 2];
  if (middle !== 0 && middle !== 0xff) return true;
  const number = readNumber(bytes);
  if (number < SIGN_BIT) return number < FIELD_PRIME;
  const y = number - SIGN_BIT;
  return y < FIELD_PRIME && y !== 1n && y !== FIELD_PRIME - 1n;
}

/** The point that the bytes encode, decoded as strictly as RFC 8032, section 5.1.3, asks; undefined when none. */
export function decodePoint(bytes: Uint8Array): Point | undefined {
  if (!isCanonical(bytes)) return undefined;
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined; // the library's way to say that no point of the curve has this y
  }
}

/** Arithmetic in plain JavaScript. */
export const nobleGroup: Group<Point> = {
  decode: decodePoint,
  encode: (point) => point.toBytes(),
  multiplyBase: (scalar) => Point.BASE.multiply(scalar, false),
  multiply: (scalar, point) => point.multiply(scalar, false),
  subtract: (minuend, subtrahend) => minuend.subtract(subtrahend),
  clearCofactor: (point) => point.clearCofactor(),
};

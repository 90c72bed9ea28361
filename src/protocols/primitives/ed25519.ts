/**
 * Ed25519 for the rest of the house: the implementation that the place of running has. The package's import condition
 * chooses (package.json, "imports"): OpenSSL under Node, plain JavaScript everywhere else. Both sign and verify alike on
 * all bytes.
 * @module
 */
import { decodePoint } from './edwards25519.ts';

export { publicKeyOf, sign, verify } from '#ed25519';

/**
 * Whether a bank may register this public key: the canonical encoding of a point of the subgroup of prime order that is
 * not the identity. Under any other key a cheat has signatures that stand for several messages, or several for one.
 */
export function isRegistrableKey(publicKey: Uint8Array): boolean {
  const point = decodePoint(publicKey);
  return point !== undefined && !point.is0() && point.isTorsionFree();
}

/**
 * MR3: the bank's draw for a period, made after all commitments are fixed. The output beta must be one that the bank
 * cannot choose, or it grinds for a draw in which little is payable; with suite `ed25519` it can, with `ecvrf` not.
 *
 * The draw covers the commitments in ascending order of the merchants, so that their order is not the bank's to choose.
 * A cheque is payable by its identity, user and serial, so that listing it twice buys nothing.
 *
 * Source: MR02 (deferred selection); what is drawn over and how is ours.
 * @module
 */
import { concatenate, toHex } from '../primitives/bytes.ts';
import { sha512 } from '../primitives/hash.ts';
import { ascii, identity, uint64 } from '../primitives/wire.ts';
import { type Commitment, encodeCommitment } from './period-list.ts';
import { checkSelection, firstNumber, select, selectionHash } from './selection.ts';
import type { SelectionSuite } from './terms.ts';

const DRAW = ascii('farthing/period-draw/1');
const LEAF = ascii('farthing/period-leaf/1');

/**
 * What the bank's proof of a period is over.
 * @param period its number, an integer of at least 0.
 * @returns undefined when the period or a commitment is out of range, or two are of one merchant.
 */
export function drawMessage(period: number, commitments: readonly Commitment[]): Uint8Array | undefined {
  if (!Number.isSafeInteger(period) || period < 0) return undefined;
  const byMerchant = new Map<string, Uint8Array>();
  for (const commitment of commitments) {
    const encoded = encodeCommitment(commitment);
    if (encoded !== undefined) byMerchant.set(toHex(commitment.merchant), encoded);
  }
  if (byMerchant.size !== commitments.length) return undefined;
  const inOrder = [...byMerchant.keys()].sort().map((merchant) => byMerchant.get(merchant)!);
  return concatenate(DRAW, uint64(period), uint64(commitments.length), ...inOrder);
}

/**
 * The bank's honest proof over a period and all its commitments.
 * @param bankSecret 32 bytes.
 * @throws RangeError when a commitment or the key is out of range, or two commitments are of one merchant.
 */
export function drawPeriod(
  suite: SelectionSuite,
  bankSecret: Uint8Array,
  period: number,
  commitments: readonly Commitment[],
): Uint8Array {
  const message = drawMessage(period, commitments);
  if (message === undefined) throw new RangeError('the period or a commitment out of range, or two of one merchant');
  return select(suite, message, bankSecret);
}

/**
 * The output beta, 64 bytes, when the proof is one over the period and these commitments; for any commitments and proof.
 * Rejection: `bad-selection-proof`.
 */
export function checkDraw(
  suite: SelectionSuite,
  bankKey: Uint8Array,
  period: number,
  commitments: readonly Commitment[],
  proof: Uint8Array,
): Uint8Array | 'bad-selection-proof' {
  const message = drawMessage(period, commitments);
  if (message === undefined || !checkSelection(suite, proof, message, bankKey)) return 'bad-selection-proof';
  return selectionHash(suite, proof) ?? 'bad-selection-proof';
}

/**
 * The lottery number F of a user's cheque in the draw, below 2^64: the first 64 bits of SHA-512 of beta, user, serial.
 * @param serial the first one of the cheque.
 */
export function leafNumber(beta: Uint8Array, user: Uint8Array, serial: number): bigint {
  return firstNumber(sha512(concatenate(LEAF, beta, identity(user), uint64(serial))));
}

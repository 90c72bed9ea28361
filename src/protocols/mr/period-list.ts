/**
 * MR3: a merchant's list of the cheques of a period, to which it commits before anyone knows which of them are payable.
 * Source: MR02 (deferred selection); the Merkle tree and the encoding are ours.
 * @module
 */
import type { Microdollars } from '../../units.ts';
import { concatenate } from '../primitives/bytes.ts';
import { ascii, identity, isIdentity, uint64 } from '../primitives/wire.ts';
import { parseCheque } from './cheque.ts';
import { commit, type MerkleTree, ROOT_BYTES } from './merkle.ts';
import { parseSigned } from './signed-cheque.ts';

/** What a merchant sends to the bank once a period, and nothing else unless a cheque is payable. */
export interface Commitment {
  readonly merchant: Uint8Array;
  /** The root of the tree over the bytes of its signed cheques: 32 bytes. */
  readonly root: Uint8Array;
  readonly count: number;
  /** The sum of the values, as declared. */
  readonly total: Microdollars;
}

/** A payable cheque, shown to be in the list. */
export interface Opening {
  readonly merchant: Uint8Array;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly signed: Uint8Array;
  readonly path: readonly Uint8Array[];
}

export interface PeriodList {
  readonly commitment: Commitment;
  /** @throws RangeError when there is no such cheque. */
  open(index: number): Opening;
}

const KIND = ascii('farthing/period-list/1');

/**
 * Commits to the signed cheques of a period in their order; whether they are good is looked at when they are opened.
 * @throws RangeError when one is no cheque in form.
 */
export function commitPeriod(merchant: Uint8Array, cheques: readonly Uint8Array[]): PeriodList {
  const tree: MerkleTree = commit(cheques);
  const total = cheques.reduce((sum, signed) => sum + valueIn(signed), 0);
  return {
    commitment: { merchant, root: tree.root, count: tree.count, total },
    open: (index) => ({ merchant, index, path: tree.open(index), signed: cheques[index] }),
  };
}

/** The commitment as bytes: its kind, merchant, root, count, total; undefined when a field is out of range. */
export function encodeCommitment({ merchant, root, count, total }: Commitment): Uint8Array | undefined {
  const numbers = [count, total];
  const sound = isIdentity(merchant) && root.length === ROOT_BYTES && numbers.every(isCount);
  return sound ? concatenate(KIND, identity(merchant), root, ...numbers.map(uint64)) : undefined;
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function valueIn(bytes: Uint8Array): Microdollars {
  const signed = parseSigned(bytes);
  const cheque = signed === 'malformed' ? signed : parseCheque(signed.text);
  if (typeof cheque === 'string') throw new RangeError(`no cheque to commit to: ${cheque}`);
  return cheque.value;
}

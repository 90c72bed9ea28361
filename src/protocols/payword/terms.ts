/**
 * What a broker announces: its key, what a payword is worth, how long a chain may be.
 * Source: RS96; that all chains of a broker have one value of a payword and a greatest length is ours.
 * @module
 */
import type { Microdollars } from '../../units.ts';

export interface Terms {
  /** Identity of 1 to 64 bytes. */
  readonly broker: Uint8Array;
  /** 32 bytes. */
  readonly brokerKey: Uint8Array;
  /** v: what one payword is worth, at least 1. */
  readonly wordValue: Microdollars;
  /** The greatest index of a payword: nobody can be made to hash more often than this for one message. */
  readonly wordsMax: number;
}

/** The greatest index of a payword that a commitment with this limit covers. */
export function wordsOf(terms: Terms, limit: Microdollars): number {
  return Math.min(terms.wordsMax, Math.floor(limit / terms.wordValue));
}

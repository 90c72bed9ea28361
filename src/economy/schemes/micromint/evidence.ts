/**
 * Evidence: what a coin is to those who handle it. At fidelity real it is the list of its balls, hashed by vendor and
 * broker, and found by the broker on his exact list (real-evidence.ts); at sampled it is the coin's number in the mint,
 * whose bin is its own (sampled-evidence.ts). The coins come from a mint that throws real balls, or from a file, at
 * both: so both have the same coins.
 * @module
 */
import type { Register } from '../../../protocols/micromint/broker.ts';
import type { Settlement } from '../../../protocols/micromint/settlement.ts';
import type { Rejection } from '../../../protocols/micromint/vendor.ts';
import type { Search, SearchPlan } from './search.ts';

/** What a vendor knows when a coin is presented. */
export interface Presented {
  /** Of which period it is said to be. */
  readonly period: number;
  /** Whether this vendor has taken a coin of the bin in this period. */
  readonly seen: (bin: number) => boolean;
  /** Stages of the hidden predicates that are disclosed. */
  readonly stages: number;
  /** The payer's group. */
  readonly group: number;
}

export type Acceptance =
  | { readonly accepted: true; readonly bin: number }
  | { readonly accepted: false; readonly reason: Rejection | 'hidden-predicate' | 'wrong-group' };

/** One period's coins, as broker and vendors handle them. */
export interface Issue<C> {
  readonly coins: number;
  /** Hashes that they cost; undefined, like the good balls among them, when they come from a file, which does not say. */
  readonly hashes: number | undefined;
  readonly goodBalls: number | undefined;
  /** What became of each coin, by its number. */
  readonly register: Register;
  /** The broker sells a coin that this buyer can spend: its number, or SOLD_OUT. */
  sell(buyer: number): number;
  /** The broker takes a coin from his store. */
  coinAt(number: number): C;
  /** The vendor's decision, off-line. */
  accept(coin: C, presented: Presented): Acceptance;
  /** The broker decides a vendor's claim, by the whole coin or by its bin, and redeems the coin when it is paid. */
  settle(coin: C, vendor: number, graceOver: boolean): Settlement;
  /** The broker looks a coin up on his exact list: its number, or NOT_MINTED. */
  find(coin: C): number;
  /** Somebody begins to look for coins under this period's key. */
  search(plan: SearchPlan): Search<C>;
}

export interface Evidence<C> {
  /** The column of a message in which coins travel: bytes that anyone may read, or the simulator's own knowledge. */
  readonly column: 'coins' | 'truth';
  issue(period: number): Issue<C>;
}

/** The group of a user, of 2^g. */
export function groupOfUser(user: number, groupBits: number): number {
  return user % 2 ** groupBits;
}

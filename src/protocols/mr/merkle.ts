/**
 * A commitment to a list of byte strings: 32 bytes that fix how many there are and what each one is, and a short path
 * that shows one of them.
 * Source: the tree of RFC 9162, section 2.1 (leaves and nodes are hashed apart; a node without a sibling moves up); the
 * count in the root is ours.
 * @module
 */
import { concatenate, equalBytes } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import { uint64 } from '../primitives/wire.ts';

export const ROOT_BYTES = 32;
const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const ROOT = Uint8Array.of(2);
/** The tree of no leaves has this top. */
const NOTHING = new Uint8Array(HASH_BYTES);

export interface MerkleTree {
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly count: number;
  /**
   * The path that shows leaf `index`: the siblings on the way up, 32 bytes each.
   * @throws RangeError when there is no such leaf.
   */
  open(index: number): Uint8Array[];
}

/** Commits to the leaves in their order. */
export function commit(leaves: readonly Uint8Array[]): MerkleTree {
  const levels = [leaves.map(leafHash)];
  for (let level = levels[0]; level.length > 1; levels.push(level)) level = levelAbove(level);
  const count = leaves.length;
  const top = levels[levels.length - 1][0] ?? NOTHING;
  return { root: rootHash(count, top), count, open: (index) => pathFrom(levels, index) };
}

/** Whether the path shows that `leaf` is number `index` of the `count` leaves under the root; for any arguments. */
export function checkOpening(
  root: Uint8Array,
  count: number,
  index: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(index) || index < 0 || index >= count) return false;
  let hash = leafHash(leaf);
  let place = index;
  let used = 0;
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    if (siblingOf(place) < width) {
      const sibling = path[used++];
      if (sibling?.length !== HASH_BYTES) return false;
      hash = place % 2 === 0 ? nodeHash(hash, sibling) : nodeHash(sibling, hash);
    }
    place = Math.floor(place / 2);
  }
  return used === path.length && equalBytes(rootHash(count, hash), root);
}

function pathFrom(levels: readonly Uint8Array[][], index: number): Uint8Array[] {
  if (levels[0][index] === undefined) throw new RangeError(`no leaf ${index} of ${levels[0].length}`);
  const path: Uint8Array[] = [];
  let place = index;
  for (const level of levels) {
    const sibling = level[siblingOf(place)];
    if (sibling !== undefined) path.push(sibling);
    place = Math.floor(place / 2);
  }
  return path;
}

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    above.push(i + 1 < level.length ? nodeHash(level[i], level[i + 1]) : level[i]);
  }
  return above;
}

function siblingOf(place: number): number {
  return place % 2 === 0 ? place + 1 : place - 1;
}

function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concatenate(LEAF, leaf));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatenate(NODE, left, right));
}

function rootHash(count: number, top: Uint8Array): Uint8Array {
  return sha256(concatenate(ROOT, uint64(count), top));
}

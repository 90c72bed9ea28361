import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOpening, commit } from '../../src/protocols/mr/merkle.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';

const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => new Uint8Array(Buffer.from(`leaf ${i}`)));

/** The tree of RFC 9162 by its recursion: cut at the largest power of two below the number of leaves. */
function topByRecursion(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return Buffer.alloc(32);
  if (leaves.length === 1) return createHash('sha256').update('\u0000').update(leaves[0]!).digest();
  const cut = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [topByRecursion(leaves.slice(0, cut)), topByRecursion(leaves.slice(cut))];
  return createHash('sha256').update('\u0001').update(left).update(right).digest();
}

function rootByRecursion(leaves: readonly Uint8Array[]): string {
  const count = Buffer.from(leaves.length.toString(16).padStart(16, '0'), 'hex');
  return createHash('sha256').update('\u0002').update(count).update(topByRecursion(leaves)).digest('hex');
}

/** The path with one byte changed anywhere, and with one hash too short. */
function* mutants(path: readonly Uint8Array[]): Generator<Uint8Array[]> {
  for (const [step, hash] of path.entries()) {
    yield path.with(step, hash.slice(1));
    for (let at = 0; at < hash.length; at++) {
      const changed = hash.slice();
      changed[at]! ^= 1;
      yield path.with(step, changed);
    }
  }
}

describe('a commitment to a list', () => {
  it('has the root of the standard tree over its leaves, and their number', () => {
    for (let count = 0; count <= 40; count++) {
      const tree = commit(leavesOf(count));
      expect([toHex(tree.root), tree.count]).toEqual([rootByRecursion(leavesOf(count)), count]);
    }
  });

  it('opens every leaf, at its place only', () => {
    for (let count = 1; count <= 20; count++) {
      const leaves = leavesOf(count);
      const { root, open } = commit(leaves);
      for (let i = 0; i < count; i++) {
        const path = open(i);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        for (let at = 0; at < count; at++) expect(checkOpening(root, count, at, leaves[i]!, path)).toBe(at === i);
      }
    }
  });

  // Fails when the number of leaves is not bound: a merchant could hide leaves, or show one that is a node.
  it('opens nothing under another number of leaves, another leaf, or another path', () => {
    const leaves = leavesOf(11);
    const { root, open } = commit(leaves);
    for (let i = 0; i < 11; i++) {
      const path = open(i);
      for (let count = 0; count <= 30; count++) {
        if (count !== 11) expect(checkOpening(root, count, i, leaves[i]!, path)).toBe(false);
      }
      expect(checkOpening(root, 11, i, leaves[(i + 1) % 11]!, path)).toBe(false);
      expect(checkOpening(root, 11, i, leaves[i]!, path.slice(1))).toBe(false);
      expect(checkOpening(root, 11, i, leaves[i]!, [...path, new Uint8Array(32)])).toBe(false);
      for (const changed of mutants(path)) expect(checkOpening(root, 11, i, leaves[i]!, changed)).toBe(false);
    }
  });

  it('does not take a node for a leaf', () => {
    const leaves = leavesOf(4);
    const { root, open } = commit(leaves);
    const [sibling, uncle] = open(0) as [Uint8Array, Uint8Array];
    const first = new Uint8Array(createHash('sha256').update('\u0000').update(leaves[0]!).digest());
    expect(checkOpening(root, 2, 0, new Uint8Array([...first, ...sibling]), [uncle])).toBe(false);
  });

  it('refuses whatever else is shown, and never throws', () => {
    const number = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 - 1),
    );
    const anything = fc.tuple(fc.uint8Array(), number, number, fc.uint8Array(), fc.array(fc.uint8Array()));
    fc.assert(
      fc.property(anything, ([root, count, index, leaf, path]) => {
        expect(checkOpening(root, count, index, leaf, path)).toBe(false);
      }),
    );
    expect(() => commit(leavesOf(3)).open(3)).toThrow(RangeError);
    expect(() => commit([]).open(0)).toThrow(RangeError);
  });
});

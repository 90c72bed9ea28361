/**
 * A scenario's text as a tree of values that know where they stand: what the checks, the overrides and the messages
 * all work on.
 * @module
 */

/** Where a value was written: a line and column of the file, both from 1, or an override of the command line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** `option` and `argument` as they were typed, `path` the path in the tree that they name. */
  readonly override?: { readonly option: string; readonly argument: string; readonly path: string };
}

/** A number, a text, true, false or null; `source` is how it was written. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | boolean | null;
  readonly source: string;
}

interface ListNode {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly TreeNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly at: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyAt: Place;
  readonly value: TreeNode;
}

export type TreeNode = ScalarNode | ListNode | MappingNode;

/** Steps from the root: keys of mappings and indices of lists. */
export type TreePath = readonly PropertyKey[];

/** Something wrong with the scenario, and where; an empty path means the text as a whole. */
export interface Problem {
  readonly at: Place;
  readonly path: TreePath;
  readonly message: string;
}

/** The value without its places; mappings have no prototype, so that no key of a file can reach one. */
export function plain(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const mapping: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of node.entries) mapping[key] = plain(entry.value);
  return mapping;
}

/** The node under one key or index, if there is one. */
export function childOf(node: TreeNode | undefined, key: PropertyKey): TreeNode | undefined {
  if (node?.kind === 'list') return node.items[Number(key)];
  if (node?.kind === 'mapping') return node.entries.get(String(key))?.value;
  return undefined;
}

/** The text of a scalar under a key, if it is a text. */
export function textOf(node: TreeNode | undefined, key: string): string | undefined {
  const child = childOf(node, key);
  return child?.kind === 'scalar' && typeof child.value === 'string' ? child.value : undefined;
}

/**
 * Harmless values to stand in the place of what a file has wrong: small, of every kind that a scenario holds, and
 * different from each other, so that what rests on one of them is not said beside another.
 * @module
 */
import { z } from 'zod';
import { locate } from './position.ts';
import { kindsAt, kindsOf, namesIn, schemaOfItems, schemaOfKey } from './schema-walk.ts';
import { type Entry, type Place, type ScalarNode, type TreeNode, type TreePath, textOf } from './tree.ts';

type Schema = z.core.$ZodType;

const DEMANDS = [
  { users: 1, vendors: 1, payments: { perUser: 1 }, price: { usd: 1 } },
  { users: 2, vendors: 2, payments: { perUser: 2 }, price: { usd: 2 } },
];
const MINTS = [
  { label: 'a', bits: 8, way: 2, coins: [1] },
  { label: 'b', bits: 9, way: 3, coins: [2] },
];
const PROJECTIONS = MINTS.map((mint) => ({ ...mint, coins: 1 }));
const VALUES: readonly unknown[] = [
  ...[1, 2, 0, 0.5, 0.25, 'a', 'b', '1d', '2d', true, false],
  ...[[1], [2], ['a'], ['b'], MINTS, PROJECTIONS],
  ...[{ perUser: 1 }, { perUser: 2 }, { usd: 1 }, { usd: 2 }, ...DEMANDS, ...MINTS, ...PROJECTIONS],
];
/** They may be left out, but hardly anything can be said without them. */
const PARTS: ReadonlySet<unknown> = new Set(['demand', 'schemes']);

/**
 * What may stand at a path, nothing at all (undefined) first where that is allowed; empty where the path leaves the
 * schema. A scheme, or an adversary, is one of each name in turn, and may still lack what only it asks for.
 */
export function standIns(root: Schema, tree: TreeNode, path: TreePath): (TreeNode | undefined)[] {
  const schema = schemaAt(root, tree, path);
  if (schema === undefined) return [];
  const { node, at } = locate(tree, path);
  const isPart = path.length === 1 && PARTS.has(path[0]);
  const [isOptional, values] = takenBy(schema);
  return [
    ...(isOptional && !isPart ? [undefined] : []),
    ...[...namedEntries(schema, node), ...values].map((value) => nodeOf(value, at)),
  ];
}

type Taken = readonly [isOptional: boolean, values: readonly unknown[]];
/** Asked once of each schema. */
const taken = new WeakMap<Schema, Taken>();

function takenBy(schema: Schema): Taken {
  const known = taken.get(schema) ?? tryAll(schema);
  taken.set(schema, known);
  return known;
}

function tryAll(schema: Schema): Taken {
  const takes = (value: unknown): boolean => z.safeParse(schema, value).success;
  const words = kindsOf(schema, undefined).flatMap((kind) => [...(kind._zod.values ?? [])]);
  return [takes(undefined), [...words, ...VALUES].filter((value) => value !== undefined && takes(value))];
}

function schemaAt(root: Schema, tree: TreeNode, path: TreePath): Schema | undefined {
  const owner = path.slice(0, -1);
  const key = path[path.length - 1];
  const kinds = kindsAt(root, tree, owner);
  return locate(tree, owner).node?.kind === 'list' ? schemaOfItems(kinds) : schemaOfKey(kinds, String(key));
}

/** An entry that says its own name, or a list of such: one of each name, with the label by which others know it. */
function namedEntries(schema: Schema, node: TreeNode | undefined): unknown[] {
  const items = schemaOfItems(kindsOf(schema, undefined));
  if (items !== undefined) return namedEntries(items, undefined).map((entry) => [entry]);
  return namesIn(schema).map(({ key, name }) => {
    const label = textOf(node, 'label') ?? textOf(node, key);
    return { [key]: name, ...(label !== undefined && { label }) };
  });
}

function nodeOf(value: unknown, at: Place): TreeNode {
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((item) => nodeOf(item, at)) };
  if (typeof value !== 'object' || value === null)
    return { kind: 'scalar', at, value: value as ScalarNode['value'], source: String(value) };
  const entries = Object.entries(value).map(([key, each]): [string, Entry] => [
    key,
    { keyAt: at, value: nodeOf(each, at) },
  ]);
  return { kind: 'mapping', at, entries: new Map(entries) };
}

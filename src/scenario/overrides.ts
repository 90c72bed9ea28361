/**
 * Values set from outside into a scenario's tree: by `--set path=value`, by options that stand for one path, such as
 * `--fidelity`, and by the file's own quick block.
 * @module
 */
import type { z } from 'zod';
import { readTree } from './document.ts';
import { locate, pathText, shortened } from './position.ts';
import { alternativesIn, keysOf, kindsAt, kindsOf, schemaOfItems, schemaOfKey } from './schema-walk.ts';
import { hint, nearest } from './suggest.ts';
import {
  childOf,
  type Entry,
  type MappingNode,
  type Place,
  type Problem,
  type TreeNode,
  type TreePath,
  textOf,
} from './tree.ts';

type Schema = z.core.$ZodType;

/** A tree after changes, and what was wrong with those that were left out. */
interface Changed {
  readonly tree: MappingNode;
  readonly problems: readonly Problem[];
}

const QUICK_REPLICATIONS = 3;

/** One value from the command line; without a value the argument was no `path=value`. */
export interface Override {
  /** As they were typed: `--set` and `fidelity=real`, or `--fidelity` and `real`. */
  readonly option: string;
  readonly argument: string;
  readonly path: string;
  readonly value: string | undefined;
}

/** `--set path=value`. */
export function setting(argument: string): Override {
  const separator = argument.indexOf('=');
  const [path, value] =
    separator < 0 ? [argument, undefined] : [argument.slice(0, separator), argument.slice(separator + 1)];
  return { option: '--set', argument, path, value };
}

/** An option that is named after the path that it sets. */
export function shorthand(path: string, value: string): Override {
  return { option: `--${path}`, argument: value, path, value };
}

/** Applies every override in order. */
export function applyOverrides(tree: MappingNode, schema: Schema, overrides: readonly Override[]): Changed {
  let changed = tree;
  const problems: Problem[] = [];
  for (const override of overrides) {
    const { tree: next, problems: more } = applyOverride(changed, schema, override);
    changed = next;
    problems.push(...more);
  }
  return { tree: changed, problems };
}

function applyOverride(tree: MappingNode, schema: Schema, override: Override): Changed {
  const { argument, path: text } = override;
  const refuse = (message: string): Changed => ({
    tree,
    problems: [{ at: atOverride({ ...override, argument: text === '' ? argument : text }), path: [], message }],
  });
  if (override.value === undefined) return refuse('expected path=value');
  const path = resolvePath(tree, schema, text);
  if (!path.known) return refuse(`unknown path${path.hint}`);
  const { tree: value, problems } = readTree(override.value, { ...override, path: pathText(path.path) });
  const placed = problems.map((problem) => ({ ...problem, path: [...path.path, ...problem.path] }));
  return { tree: value === undefined ? tree : replaced(tree, schema, path.path, value), problems: placed };
}

/**
 * The tree with the value at the path; of keys that exclude each other, such as the kinds of prices, the others give way.
 */
function replaced(tree: MappingNode, schema: Schema, path: TreePath, value: TreeNode): MappingNode {
  const [key, owner] = [String(path[path.length - 1]), path.slice(0, -1)];
  const others = alternativesIn(kindsAt(schema, tree, owner)).find((keys) => keys.includes(key)) ?? [];
  const rest = withoutKeys(
    tree,
    owner,
    others.filter((other) => other !== key),
  );
  return withValue(rest, path, value);
}

/** The place of an override as a whole: no line and no column. */
export function atOverride(override: Override): Place {
  return { line: 0, column: 0, override };
}

/** Applies the file's quick block; without one there are fewer replications. */
export function applyQuick(tree: MappingNode, schema: Schema): Changed {
  const quick = childOf(tree, 'quick');
  if (quick === undefined) return { tree: withFewReplications(tree), problems: [] };
  // The schema says what is wrong with a quick block that is no mapping.
  if (quick.kind !== 'mapping') return { tree, problems: [] };
  let changed = tree;
  const problems: Problem[] = [];
  for (const [text, { keyAt, value }] of quick.entries) {
    const path = resolvePath(changed, schema, text);
    if (path.known) changed = replaced(changed, schema, path.path, value);
    else problems.push({ at: keyAt, path: ['quick', ...text.split('.')], message: `unknown path${path.hint}` });
  }
  return { tree: changed, problems };
}

function withFewReplications(tree: MappingNode): MappingNode {
  const replications = childOf(tree, 'replications');
  const isFew = replications?.kind === 'scalar' && !(Number(replications.value) > QUICK_REPLICATIONS);
  if (replications !== undefined && (replications.kind !== 'scalar' || isFew)) return tree;
  const few = { kind: 'scalar', at: tree.at, value: QUICK_REPLICATIONS, source: String(QUICK_REPLICATIONS) } as const;
  return withValue(tree, ['replications'], few);
}

type Resolved = { readonly known: true; readonly path: TreePath } | { readonly known: false; readonly hint: string };

/** A dotted path with list items by index or label, against what the schema knows and the file has. */
function resolvePath(tree: TreeNode, schema: Schema, text: string): Resolved {
  const segments = text.split('.');
  const path: PropertyKey[] = [];
  let node: TreeNode | undefined = tree;
  let current = schema;
  for (const segment of segments) {
    const kinds = kindsOf(current, node);
    const step = stepInto(kinds, node, segment);
    // The quick block has been applied by now: setting it would do nothing.
    if (step === undefined || (path.length === 0 && segment === 'quick')) {
      const known = knownHere(kinds, node).filter((key) => path.length > 0 || key !== 'quick');
      return { known: false, hint: pathHint(tree, schema, segments, path.length, known) };
    }
    path.push(step.key);
    node = childOf(node, step.key);
    current = step.schema;
  }
  return { known: true, path };
}

function stepInto(kinds: readonly Schema[], node: TreeNode | undefined, segment: string) {
  const items = schemaOfItems(kinds);
  if (items !== undefined && node?.kind === 'list') {
    const index = /^[0-9]{1,7}$/.test(segment) ? Number(segment) : labelsOf(node.items).indexOf(segment);
    return index in node.items ? { key: index, schema: items } : undefined;
  }
  const schema = schemaOfKey(kinds, segment);
  return schema === undefined ? undefined : { key: segment, schema };
}

function labelsOf(items: readonly TreeNode[]): (string | undefined)[] {
  return items.map((item) => textOf(item, 'label') ?? textOf(item, 'name') ?? textOf(item, 'kind'));
}

function knownHere(kinds: readonly Schema[], node: TreeNode | undefined): string[] {
  if (node?.kind !== 'list') return keysOf(kinds);
  return labelsOf(node.items).map((label, index) => label ?? String(index));
}

/** The whole path that was probably meant, when the rest of it exists as well. */
function pathHint(tree: TreeNode, schema: Schema, segments: string[], wrong: number, known: string[]): string {
  const before = segments.slice(0, wrong);
  const meant = nearest(segments[wrong]!, known);
  if (meant === undefined) return hint('', known);
  const whole = [...before, meant, ...segments.slice(wrong + 1)].join('.');
  const isWhole = resolvePath(tree, schema, whole).known;
  return `, did you mean ${shortened(isWhole ? whole : [...before, meant].join('.'))}?`;
}

/** The tree with the value at the path, which is not empty: the root stays a mapping. */
export function withValue(tree: MappingNode, path: TreePath, value: TreeNode): MappingNode {
  return put(tree, path, value) as MappingNode;
}

/** What is missing on the way is made; a scalar on the way gives way to a mapping. */
function put(node: TreeNode | undefined, path: TreePath, value: TreeNode): TreeNode {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const child = put(childOf(node, key), rest, value);
  if (node?.kind === 'list') return { ...node, items: node.items.with(Number(key), child) };
  const old = node?.kind === 'mapping' ? node : undefined;
  const entries = new Map<string, Entry>(old?.entries);
  entries.set(String(key), { keyAt: old?.entries.get(String(key))?.keyAt ?? value.at, value: child });
  return { kind: 'mapping', at: old?.at ?? value.at, entries };
}

/** The tree without these keys of the mapping at the path. */
export function withoutKeys(tree: MappingNode, path: TreePath, keys: readonly string[]): MappingNode {
  const { node } = locate(tree, path);
  if (node?.kind !== 'mapping') return tree;
  const entries = new Map(node.entries);
  for (const key of keys) entries.delete(key);
  return put(tree, path, { ...node, entries }) as MappingNode;
}

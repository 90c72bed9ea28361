/**
 * Misspelt keys, and misspelt names of schemes and adversaries, and the scenario as it was probably meant: one misspelt
 * word must not hide what else is wrong.
 * @module
 */
import { z } from 'zod';
import { withoutKeys, withValue } from './overrides.ts';
import { locate } from './position.ts';
import { keysOf, kindsAt, schemaOfKey } from './schema-walk.ts';
import { nearest } from './suggest.ts';
import { childOf, type MappingNode, plain, type TreeNode, type TreePath } from './tree.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Whether the schema found that a name, or a kind, is none of those it knows. */
export function isUnknownName(issue: Issue): issue is z.core.$ZodIssueInvalidUnion & { discriminator: string } {
  return issue.code === 'invalid_union' && issue.discriminator !== undefined;
}

/** The known name that was meant by the one at the issue's path. */
export function meantName(
  { path, discriminator }: { readonly path: readonly PropertyKey[]; readonly discriminator: string },
  tree: TreeNode,
  schema: Schema,
): string | undefined {
  const { node } = locate(tree, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const known = kindsAt(schema, tree, path.slice(0, -1)).flatMap((kind) => [
    ...(kind._zod.propValues?.[discriminator] ?? []),
  ]);
  return nearest(node.value, known.map(String));
}

/** The keys that the mapping at a path may have. */
export function knownKeys(path: TreePath, tree: TreeNode, schema: Schema): string[] {
  return [...new Set(keysOf(kindsAt(schema, tree, path)))];
}

/** The tree with every misspelt word put right where it can be told; undefined where none can. */
export function withMeantNames(tree: MappingNode, issues: readonly Issue[], schema: Schema): MappingNode | undefined {
  let changed = tree;
  for (const issue of issues) {
    if (isUnknownName(issue)) changed = withMeantName(changed, issue, schema);
    else if (issue.code === 'unrecognized_keys') changed = withMeantKeys(changed, issue, schema);
  }
  return changed === tree ? undefined : changed;
}

function withMeantName(tree: MappingNode, issue: Parameters<typeof meantName>[0], schema: Schema): MappingNode {
  const meant = meantName(issue, tree, schema);
  if (meant === undefined) return tree;
  const { at } = locate(tree, issue.path);
  return withValue(tree, issue.path, { kind: 'scalar', at, value: meant, source: meant });
}

/** What a misspelt key holds goes under the key that was meant, if it suits that, and nothing is there already. */
function withMeantKeys(
  tree: MappingNode,
  { path, keys }: z.core.$ZodIssueUnrecognizedKeys,
  schema: Schema,
): MappingNode {
  const kinds = kindsAt(schema, tree, path);
  let changed = tree;
  for (const key of keys) {
    const { node } = locate(changed, path);
    const meant = nearest(key, keysOf(kinds));
    const value = childOf(node, key);
    if (meant === undefined || value === undefined || childOf(node, meant) !== undefined) continue;
    if (z.safeParse(schemaOfKey(kinds, meant)!, plain(value)).success)
      changed = withValue(withoutKeys(changed, path, [key]), [...path, meant], value);
  }
  return changed;
}

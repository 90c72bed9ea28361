/**
 * Misspelt names of schemes and adversaries, and the scenario as it was probably meant: one misspelt name must not hide
 * what else is wrong.
 * @module
 */
import type { z } from 'zod';
import { withValue } from './overrides.ts';
import { locate } from './position.ts';
import { kindsAt } from './schema-walk.ts';
import { nearest } from './suggest.ts';
import type { MappingNode, TreeNode } from './tree.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Whether the schema found that a name, or a kind, is none of those it knows. */
export function isUnknownName(issue: Issue): issue is z.core.$ZodIssueInvalidUnion & { discriminator: string } {
  return issue.code === 'invalid_union' && issue.discriminator !== undefined;
}

/** The known name that was meant by the one at the issue's path, if one is near enough. */
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

/** The tree with every misspelt name put right where it can be told; undefined where none can. */
export function withMeantNames(tree: MappingNode, issues: readonly Issue[], schema: Schema): MappingNode | undefined {
  let changed = tree;
  for (const issue of issues) {
    const meant = isUnknownName(issue) ? meantName(issue, tree, schema) : undefined;
    if (meant === undefined) continue;
    const { at } = locate(tree, issue.path);
    changed = withValue(changed, issue.path, { kind: 'scalar', at, value: meant, source: meant });
  }
  return changed === tree ? undefined : changed;
}

/**
 * A scenario that might have been meant: what is wrong is replaced by what the schema takes there.
 * @module
 */
import type { z } from 'zod';
import { isUnknownName } from './meant-names.ts';
import { withoutKeys, withValue } from './overrides.ts';
import { locate } from './position.ts';
import { standIns } from './stand-ins.ts';
import { childOf, type MappingNode, type TreePath } from './tree.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

export interface Mended {
  readonly tree: MappingNode;
  /** Where something stands that the file does not say. */
  readonly replaced: readonly TreePath[];
}

/** Whether a path is another or lies within it. */
export function isWithin(path: TreePath, outer: TreePath): boolean {
  return outer.every((key, index) => String(path[index]) === String(key));
}

/** @param pick which of the stand-ins to take, counted from 0 and round again */
export function mend(before: Mended, issues: readonly Issue[], schema: Schema, pick: number): Mended {
  let mended = before;
  for (const issue of issues) mended = mendIssue(mended, issue, schema, pick);
  return withParts(mended, schema, pick);
}

/** A demand and adversaries need schemes, as does who has no mints; schemes need a demand. */
function withParts(mended: Mended, schema: Schema, pick: number): Mended {
  const has = (key: string): boolean => mended.tree.entries.has(key);
  const needsSchemes = has('demand') || has('adversaries') || !has('mints');
  const withSchemes = has('schemes') || !needsSchemes ? mended : replace(mended, ['schemes'], schema, pick);
  const needsDemand = withSchemes.tree.entries.has('schemes') && !has('demand');
  return needsDemand ? replace(withSchemes, ['demand'], schema, pick) : withSchemes;
}

function mendIssue(mended: Mended, issue: Issue, schema: Schema, pick: number): Mended {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return without(mended, path, issue.keys);
  const alternatives: readonly string[] = (issue.code === 'custom' && issue.params?.oneOf) || [];
  const [first] = alternatives;
  if (first !== undefined) return replace(without(mended, path, alternatives), [...path, first], schema, pick);
  return replace(mended, isUnknownName(issue) ? path.slice(0, -1) : path, schema, pick);
}

function without({ tree, replaced }: Mended, path: TreePath, keys: readonly string[]): Mended {
  const there = keys.filter((key) => childOf(locate(tree, path).node, key) !== undefined);
  return {
    tree: withoutKeys(tree, path, there),
    replaced: [...replaced, ...there.map((key) => [...path, key])],
  };
}

function replace({ tree, replaced }: Mended, path: TreePath, schema: Schema, pick: number): Mended {
  const choice = path.length === 0 ? [] : standIns(schema, tree, path);
  if (choice.length === 0) return { tree, replaced };
  const node = choice[pick % choice.length];
  const [owner, key] = [path.slice(0, -1), path[path.length - 1]];
  return {
    tree: node === undefined ? withoutKeys(tree, owner, [String(key)]) : withValue(tree, path, node),
    replaced: [...replaced, path],
  };
}

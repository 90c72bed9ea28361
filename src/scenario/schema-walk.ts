/**
 * The schema as a map of the paths that a scenario can have: which keys are known where.
 * @module
 */
import { z } from 'zod';
import { childOf, type TreeNode, type TreePath, textOf } from './tree.ts';

type Schema = z.core.$ZodType;

/** The kinds that a value may be of: the branches of unions, of which a node that says its own name keeps only its. */
export function kindsOf(schema: Schema, node: TreeNode | undefined): Schema[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return kindsOf(schema.unwrap(), node);
  if (schema instanceof z.ZodPipe) return kindsOf(schema.in, node);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const claimed = textOf(node, discriminator);
    const claiming = schema.options.filter((option) => option._zod.propValues?.[discriminator]?.has(claimed));
    return (claiming.length > 0 ? claiming : schema.options).flatMap((option) => kindsOf(option, node));
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => kindsOf(option, node));
  return [schema];
}

/** The names by which the branches of a union are told apart, and the key that holds them; none in other schemas. */
export function namesIn(schema: Schema): { readonly key: string; readonly name: string }[] {
  if (schema instanceof z.ZodPipe) return namesIn(schema.in);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return [];
  const { discriminator: key } = schema.def;
  return schema.options.flatMap((option) =>
    [...(option._zod.propValues?.[key] ?? [])].map((name) => ({ key, name: String(name) })),
  );
}

/** The keys that a mapping may have here. */
export function keysOf(kinds: readonly Schema[]): string[] {
  return kinds.flatMap((kind) => (kind instanceof z.ZodObject ? Object.keys(kind.shape) : []));
}

/** Keys of which a mapping has exactly one here, as each schema of the kinds says in its meta data. */
export function alternativesIn(kinds: readonly Schema[]): string[][] {
  return kinds.flatMap((kind) => {
    const branches = kind instanceof z.ZodObject ? kind.meta()?.oneOf : undefined;
    if (!Array.isArray(branches)) return [];
    const required: readonly string[][] = branches.map((branch) => branch.required);
    return required.every((keys) => keys.length === 1) ? [required.flat()] : [];
  });
}

/** The schema under one key, if the key is known. */
export function schemaOfKey(kinds: readonly Schema[], key: string): Schema | undefined {
  const owner = kinds.find((kind) => kind instanceof z.ZodObject && Object.hasOwn(kind.shape, key));
  return owner instanceof z.ZodObject ? owner.shape[key] : undefined;
}

/** The schema of a list's items, if this may be a list. */
export function schemaOfItems(kinds: readonly Schema[]): Schema | undefined {
  const list = kinds.find((kind) => kind instanceof z.ZodArray);
  return list instanceof z.ZodArray ? list.element : undefined;
}

/** The kinds that the value at a path may be of; none where the path leaves the schema. */
export function kindsAt(root: Schema, tree: TreeNode, path: TreePath): Schema[] {
  let kinds = kindsOf(root, tree);
  let node: TreeNode | undefined = tree;
  for (const key of path) {
    const schema = node?.kind === 'list' ? schemaOfItems(kinds) : schemaOfKey(kinds, String(key));
    if (schema === undefined) return [];
    node = childOf(node, key);
    kinds = kindsOf(schema, node);
  }
  return kinds;
}

/**
 * What no key can tell by itself: which parts need each other, which labels collide, which numerals say more than a
 * double can. Works on the tree, so that it speaks up even when the schema has objections of its own.
 * @module
 */
import { saysTheSame } from './decimal.ts';
import { pathText, shortened } from './position.ts';
import { childOf, type MappingNode, type Problem, type TreeNode, type TreePath, textOf } from './tree.ts';

/** Demand without schemes, schemes without demand, or nothing to simulate at all. */
export function missingParts(tree: MappingNode): Problem[] {
  const has = (key: string) => tree.entries.has(key);
  const missing = (present: string, message: string): Problem[] => [
    { at: tree.entries.get(present)?.keyAt ?? tree.at, path: tree.entries.has(present) ? [present] : [], message },
  ];
  if (has('demand') && !has('schemes')) return missing('demand', 'expected schemes to serve the demand, got none');
  if (has('schemes') && !has('demand')) return missing('schemes', 'expected a demand for the schemes, got none');
  return has('schemes') || has('mints') ? [] : missing('', 'expected schemes with a demand, or mints, got neither');
}

/** Labels that two schemes or mints share: their results would have one name. */
export function sharedLabels(tree: MappingNode): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, TreePath>();
  for (const listKey of ['schemes', 'mints']) {
    const list = childOf(tree, listKey);
    if (list?.kind !== 'list') continue;
    list.items.forEach((item, index) => {
      const key = childOf(item, 'label') === undefined ? 'name' : 'label';
      const label = textOf(item, key);
      if (label === undefined) return;
      const path = [listKey, index];
      const owner = owners.get(label);
      if (owner === undefined) owners.set(label, path);
      else problems.push(sharedLabel(label, item, [...path, key], owner));
    });
  }
  return problems;
}

function sharedLabel(label: string, item: TreeNode, path: TreePath, owner: TreePath): Problem {
  const message = `expected a label of its own, got ${shortened(label)} as ${pathText(owner)} has`;
  return { at: childOf(item, path[path.length - 1]!)!.at, path, message };
}

/** Numerals with more digits than a double holds: what is read must be what was written. */
export function inexactNumerals(node: TreeNode, path: TreePath = []): Problem[] {
  if (node.kind === 'list') return node.items.flatMap((item, index) => inexactNumerals(item, [...path, index]));
  if (node.kind === 'mapping')
    return [...node.entries].flatMap(([key, { value }]) => inexactNumerals(value, [...path, key]));
  if (typeof node.value !== 'number' || saysTheSame(node.source, node.value)) return [];
  return [{ at: node.at, path, message: `expected at most 15 significant digits, got ${shortened(node.source)}` }];
}

/**
 * What no key can tell by itself: which parts need each other, which labels collide or are nobody's, which numerals say
 * more than a double can. Works on the tree, so that it speaks up even when the schema has objections of its own.
 * @module
 */
import { saysTheSame } from './decimal.ts';
import { unknownWord } from './fields.ts';
import { found, pathText, shortened } from './position.ts';
import { childOf, type MappingNode, type Problem, type TreeNode, type TreePath, textOf } from './tree.ts';

/** Demand without schemes, schemes without demand, or nothing to simulate at all. */
export function missingParts(tree: MappingNode): Problem[] {
  const has = (key: string) => tree.entries.has(key);
  const missing = (present: string, message: string): Problem[] => [
    { at: tree.entries.get(present)?.keyAt ?? tree.at, path: tree.entries.has(present) ? [present] : [], message },
  ];
  if (has('demand') && !has('schemes')) return missing('demand', 'expected schemes to serve the demand, got none');
  if (has('schemes') && !has('demand')) return missing('schemes', 'expected a demand for the schemes, got none');
  if (has('adversaries') && !has('schemes'))
    return missing('adversaries', 'expected schemes for the adversaries, got none');
  return has('schemes') || has('mints') ? [] : missing('', 'expected schemes with a demand, or mints, got neither');
}

interface Labelled {
  readonly item: TreeNode;
  readonly label: string;
  /** The key that says it. */
  readonly key: string;
  readonly path: TreePath;
}

/** The items of a list with their labels: what `label` says, else what `key` says. */
function labelled(tree: MappingNode, listKey: string, key: string): Labelled[] {
  const list = childOf(tree, listKey);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, index) => {
    const saying = childOf(item, 'label') === undefined ? key : 'label';
    const label = textOf(item, saying);
    return label === undefined ? [] : [{ item, label, key: saying, path: [listKey, index] }];
  });
}

/** Labels that two schemes, mints or projections share, or two adversaries: their results would have one name. */
export function sharedLabels(tree: MappingNode): Problem[] {
  const parts = ['schemes', 'mints', 'projections'].flatMap((list) => labelled(tree, list, 'name'));
  return [...sharedAmong(parts), ...sharedAmong(labelled(tree, 'adversaries', 'kind'))];
}

function sharedAmong(parts: readonly Labelled[]): Problem[] {
  const owners = new Map<string, TreePath>();
  return parts.flatMap(({ item, label, key, path }) => {
    const owner = owners.get(label);
    if (owner !== undefined) return [sharedLabel(label, item, [...path, key], owner)];
    owners.set(label, path);
    return [];
  });
}

/** Labels that an adversary is set against and no scheme has, or that it names twice. */
export function unknownTargets(tree: MappingNode): Problem[] {
  const labels = labelled(tree, 'schemes', 'name').map(({ label }) => label);
  const adversaries = childOf(tree, 'adversaries');
  if (labels.length === 0 || adversaries?.kind !== 'list') return [];
  return adversaries.items.flatMap((item, index) => {
    const against = childOf(item, 'against');
    if (against?.kind !== 'list') return [];
    const named = against.items.map((_, place) => textOf(against, String(place)));
    return against.items.flatMap((node, place): Problem[] => {
      const label = named[place];
      const path = ['adversaries', index, 'against', place];
      if (label === undefined) return [];
      const got = `got ${found(node)}`;
      if (!labels.includes(label)) return [{ at: node.at, path, message: `${unknownWord(labels, label)}, ${got}` }];
      return named.indexOf(label) === place
        ? []
        : [{ at: node.at, path, message: `expected each label once, ${got} again` }];
    });
  });
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

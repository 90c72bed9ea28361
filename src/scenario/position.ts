/**
 * From a path to what stands there: the place to point at, and the words for the path and for what was found.
 * @module
 */
import { childOf, type Place, type TreeNode, type TreePath } from './tree.ts';

const SHOWN_LENGTH_MAX = 60;
const PLAIN_KEY = /^[A-Za-z0-9_-]{1,60}$/;

/** The node at a path, or undefined, and the place of the last node on the way that exists. */
export function locate(tree: TreeNode, path: TreePath): { node: TreeNode | undefined; at: Place } {
  let node: TreeNode | undefined = tree;
  let at = tree.at;
  for (const key of path) {
    node = childOf(node, key);
    if (node === undefined) break;
    at = node.at;
  }
  return { node, at };
}

/** The place of a key of a mapping: what to point at when the key itself is wrong. */
export function keyPlace(tree: TreeNode, path: TreePath, key: string): Place {
  const { node, at } = locate(tree, path);
  return (node?.kind === 'mapping' ? node.entries.get(key)?.keyAt : undefined) ?? at;
}

/** `schemes.0.commission`, as `--set` takes it. */
export function pathText(path: TreePath): string {
  return path.map((key) => (PLAIN_KEY.test(String(key)) ? String(key) : quoted(String(key)))).join('.');
}

/** What was found, as the file's author wrote it, in one short line. */
export function found(node: TreeNode | undefined): string {
  if (node === undefined) return 'nothing';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'mapping') return node.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (typeof node.value === 'string') return quoted(node.value);
  return node.source === '' ? 'nothing' : shortened(node.source);
}

/** A text of any content on one line of bounded length, in quotes. */
function quoted(text: string): string {
  return JSON.stringify(shortened(text));
}

/** A text without line breaks and control characters, cut after a line's worth. */
export function shortened(text: string, lengthMax = SHOWN_LENGTH_MAX): string {
  const cut = text.length > lengthMax ? `${text.slice(0, lengthMax)}...` : text;
  return cut.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ');
}

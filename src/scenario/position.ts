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
  return `"${cut(text, SHOWN_LENGTH_MAX, (mark) => (mark === '"' || mark === '\\' ? `\\${mark}` : visible(mark)))}"`;
}

/** A text on one line, cut after a line's worth; what a terminal would obey rather than show is escaped. */
export function shortened(text: string, lengthMax = SHOWN_LENGTH_MAX): string {
  return cut(text, lengthMax, visible);
}

/** A text on one line, whole. */
export function printable(text: string): string {
  return shortened(text, Number.POSITIVE_INFINITY);
}

function cut(text: string, lengthMax: number, escaped: (mark: string) => string): string {
  let shown = '';
  for (const mark of text) {
    const next = escaped(mark);
    if (shown.length + next.length > lengthMax) return `${shown}...`;
    shown += next;
  }
  return shown;
}

const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]$/u;
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(mark: string): string {
  if (!INVISIBLE.test(mark)) return mark;
  return ESCAPES[mark] ?? `\\u{${mark.codePointAt(0)!.toString(16)}}`;
}

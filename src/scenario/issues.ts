/**
 * From what the schema found wrong to problems with places and suggestions.
 * @module
 */
import type { z } from 'zod';
import { unknownWord } from './fields.ts';
import { isUnknownName, knownKeys, meantName } from './meant-names.ts';
import { found, keyPlace, locate, pathText } from './position.ts';
import { hint, nearest } from './suggest.ts';
import type { Problem, TreeNode, TreePath } from './tree.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'an integer',
  number: 'a number',
  object: 'a mapping',
  record: 'a mapping',
  string: 'a text',
};

const SIZE_NAMES: Readonly<Record<string, string>> = { array: ' items', string: ' characters' };

/** The words for a value of the wrong kind or size where the schema has none of its own. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return `expected ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return unknownWord(issue.values.map(String), issue.input);
  if (issue.code === 'too_small')
    return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${SIZE_NAMES[issue.origin] ?? ''}`;
  if (issue.code === 'too_big')
    return `expected ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${SIZE_NAMES[issue.origin] ?? ''}`;
  return undefined;
}

/** Why the schema refused a tree's plain value, in the branch of each union that was meant, where that can be told. */
export function flattened(issues: readonly Issue[], tree: TreeNode, schema: Schema): Issue[] {
  return issues.flatMap(unfolded).flatMap((issue) => [issue, ...strangersBeside(issue, tree, schema)]);
}

/** The problems behind flattened issues. */
export function problemsOf(flat: readonly Issue[], tree: TreeNode, schema: Schema): Problem[] {
  const unknown = flat.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, tree, schema) : []));
  const meant = new Set(unknown.map(({ meantPath }) => meantPath));
  const others = flat
    .filter((issue) => issue.code !== 'unrecognized_keys')
    // A misspelt key is one mistake, not also a missing key.
    .filter((issue) => !missingPaths(issue, tree).some((path) => meant.has(path)))
    .map((issue) => quotedNumber(issue, tree) ?? valueProblem(issue, tree));
  return [...unknown.map(({ problem }) => problem), ...others];
}

/** A number in quotes is a text: said in so many words, since the value itself looks right. */
function quotedNumber(issue: Issue, tree: TreeNode): Problem | undefined {
  if (issue.code !== 'invalid_type' || issue.expected !== 'number') return undefined;
  const { node } = locate(tree, issue.path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || !isNumeral(node.value)) return undefined;
  return valueProblem({ path: issue.path, message: `expected a number, got the text ${found(node)}` }, tree);
}

function isNumeral(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** The issues of the one branch of a union that the value was meant for, if one can be told. */
function unfolded(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.filter((branch) => !branch.some(isOfWrongKind));
  if (meant.length !== 1) return [issue];
  return meant[0]!.flatMap((inner) => unfolded({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isOfWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

/** Beside a name that nobody has: the keys that nobody has either. */
function strangersBeside(issue: Issue, tree: TreeNode, schema: Schema): Issue[] {
  if (!isUnknownName(issue) || meantName(issue, tree, schema) !== undefined) return [];
  const path = issue.path.slice(0, -1);
  const { node } = locate(tree, path);
  const known = knownKeys(path, tree, schema);
  const keys = node?.kind === 'mapping' ? [...node.entries.keys()].filter((key) => !known.includes(key)) : [];
  return keys.length === 0 ? [] : [{ code: 'unrecognized_keys', keys, path, message: '' }];
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, tree: TreeNode, schema: Schema) {
  const known = knownKeys(issue.path, tree, schema);
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const meantKey = nearest(key, known);
    const problem = { at: keyPlace(tree, issue.path, key), path, message: `unknown key${hint(key, known)}` };
    return { problem, meantPath: meantKey === undefined ? undefined : pathText([...issue.path, meantKey]) };
  });
}

/** The paths of which any, had it been there, would have spared the issue. */
function missingPaths(issue: Issue, tree: TreeNode): string[] {
  if (issue.code === 'custom' && issue.params?.missing !== undefined)
    return issue.params.missing.map((key: string) => pathText([...issue.path, key]));
  return locate(tree, issue.path).node === undefined ? [pathText(issue.path)] : [];
}

/** A problem with the value at a path: what was expected, and, unless the message says it, what was found. */
export function valueProblem({ path, message }: { path: TreePath; message: string }, tree: TreeNode): Problem {
  const { node, at } = locate(tree, path);
  const isComplete = !message.startsWith('expected') || message.includes(', got ');
  return { at, path, message: isComplete ? message : `${message}, got ${found(node)}` };
}

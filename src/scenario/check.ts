/**
 * Everything that is wrong with a scenario at once, in three layers: what the schema refuses, what no key can tell by
 * itself, and what cannot be done with a scenario that is sound in itself. A mistake in one layer hides nothing in the
 * next: what was wrong gives way to stand-ins, and what is said whatever stands there does not rest on it.
 * @module
 */
import type { z } from 'zod';
import { inexactNumerals, missingParts, sharedLabels, unknownTargets } from './cross-check.ts';
import { flattened, problemsOf, wording } from './issues.ts';
import { withMeantNames } from './meant-names.ts';
import { isWithin, type Mended, mend } from './mending.ts';
import { locate, pathText } from './position.ts';
import type { scenarioSchema } from './schema.ts';
import { type MappingNode, type Problem, plain } from './tree.ts';

type Schema = ReturnType<typeof scenarioSchema>;

/** What is wrong with a scenario that is sound in itself; the tree is the one that it was read from. */
export type Judge = (value: z.output<Schema>, tree: MappingNode) => readonly Problem[];

/** `value` is there when the scenario is sound in itself, whatever the judge says of it. */
export interface Checked {
  readonly value?: z.output<Schema>;
  readonly problems: readonly Problem[];
}

/** More stand-ins than there are schemes, or kinds of adversaries: what all of them agree upon rests on none. */
const TRIALS = 20;
/** What is put in a place may be refused beside its neighbours: then another is tried. */
const ROUNDS = 4;
/** More mistakes than anybody is told of are not mended. */
const MENDED_MAX = 100;

/**
 * Everything that is wrong with the scenario of a tree.
 * @param judge asked of the scenario itself when it is sound, else of several that might have been meant
 */
export function check(tree: MappingNode, schema: Schema, judge: Judge): Checked {
  const parsed = schema.safeParse(plain(tree), { error: wording });
  const cross = crossProblems(tree);
  if (parsed.success && cross.length === 0) return { value: parsed.data, problems: judge(parsed.data, tree) };
  if (parsed.success) return { problems: [...cross, ...agreedProblems(tree, schema, judge)] };
  const issues = flattened(parsed.error.issues, tree, schema);
  const problems = problemsOf(issues, tree, schema);
  const meant = withMeantNames(tree, issues, schema);
  if (meant !== undefined) return { problems: [...problems, ...check(meant, schema, judge).problems] };
  if (issues.length > MENDED_MAX) return { problems: [...problems, ...cross] };
  return { problems: [...problems, ...cross, ...agreedProblems(tree, schema, judge)] };
}

/**
 * What the schema refuses of a file's beginning, which says nothing yet of what may follow: values that are wrong
 * whatever stands beside them.
 */
export function checkBeginning(tree: MappingNode, schema: Schema): Problem[] {
  const { error } = schema.safeParse(plain(tree), { error: wording });
  const issues = flattened(error?.issues ?? [], tree, schema).filter(({ code }) => code !== 'custom');
  return problemsOf(issues, tree, schema).filter(({ path }) => {
    const { node } = locate(tree, path);
    return node?.kind === 'scalar' && node.source !== '';
  });
}

function crossProblems(tree: MappingNode): Problem[] {
  return [...missingParts(tree), ...sharedLabels(tree), ...unknownTargets(tree), ...inexactNumerals(tree)];
}

/** What is wrong in the same words whatever stands in the place of what is known to be wrong. */
function agreedProblems(tree: MappingNode, schema: Schema, judge: Judge): readonly Problem[] {
  let agreed: readonly Problem[] | undefined;
  for (let trial = 0; trial < TRIALS && agreed?.length !== 0; trial++) {
    const found = tried(tree, schema, judge, trial);
    const said = new Set(found?.map(inWords));
    agreed = found && agreed ? agreed.filter((problem) => said.has(inWords(problem))) : (agreed ?? found);
  }
  return agreed ?? [];
}

function inWords({ path, message }: Problem): string {
  return `${pathText(path)}: ${message}`;
}

/** What is wrong with one scenario that might have been meant, beside what was mended; undefined if it cannot be. */
function tried(tree: MappingNode, schema: Schema, judge: Judge, trial: number): Problem[] | undefined {
  const problems: Problem[] = [];
  let mended: Mended = { tree, replaced: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(plain(mended.tree), { error: wording });
    const isWhole = parsed.success && missingParts(mended.tree).length === 0;
    const issues = parsed.success ? [] : flattened(parsed.error.issues, mended.tree, schema);
    const { replaced } = mended;
    const found = isWhole ? judge(parsed.data, mended.tree) : problemsOf(issues, mended.tree, schema);
    // What the schema says of the scenario as it stands has been said.
    if (isWhole || round > 0)
      problems.push(...found.filter(({ path }) => !replaced.some((place) => isWithin(path, place))));
    if (isWhole) return problems;
    mended = mend(mended, issues, schema, trial + round);
    if (mended.replaced.length === replaced.length) return undefined;
  }
  return undefined;
}

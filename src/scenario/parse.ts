/**
 * A scenario file's text into a scenario, or into everything that is wrong with it, each in one line with its place.
 * @module
 */
import type { z } from 'zod';
import type { AdversarySchemas } from './adversary-schema.ts';
import { check, checkBeginning, type Judge } from './check.ts';
import { readTree } from './document.ts';
import { fitted } from './fitting.ts';
import { valueProblem } from './issues.ts';
import type { Scenario } from './model.ts';
import { applyOverrides, applyQuick, atOverride, type Override, setting, shorthand } from './overrides.ts';
import { found, locate, pathText, printable, shortened } from './position.ts';
import { type SchemeSchemas, scenarioSchema } from './schema.ts';
import type { MappingNode, Problem, TreeNode, TreePath } from './tree.ts';

/** One thing wrong with a scenario: in a file by line and column from 1, or in an option (`file` is `--set`, line 0). */
export interface ScenarioError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `demand.users`; of an option its argument, such as `demand.users=-3`; empty for the text as a whole. */
  readonly path: string;
  readonly message: string;
}

export interface ParseOptions {
  /** `path=value` each, applied in order; the values are YAML. */
  readonly overrides?: readonly string[];
  /** Values of options that are named after the path that they set, such as fidelity: applied last, YAML as well. */
  readonly shorthands?: Readonly<Record<string, string | undefined>>;
  /** Whether to apply the file's quick block, before the overrides. */
  readonly quick?: boolean;
  /**
   * What is wrong with a scenario that is sound in itself: what no scheme offers, no report draws.
   * `isOverride` tells whether the value at a path is an override's.
   */
  readonly refine?: (scenario: Scenario, isOverride: (path: TreePath) => boolean) => readonly Objection[];
}

/** Something in a sound scenario that cannot be done; the message goes on after the path. */
export interface Objection {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** More lines than this help nobody. */
const ERRORS_MAX = 100;
const OVERRIDE_LENGTH_MAX = 200;

/**
 * Reads a scenario: defaults filled in, quantities in the simulator's units. Never throws for what the text, the
 * overrides or their values say. Unless the overrides change the file, its quick block is checked even when it is
 * not asked for.
 * @param file named in the errors; its last part without the ending is the scenario's name
 * @param schemes the options of every scheme that the file may name, at least one
 * @param adversaries the same for the adversaries
 * @returns the scenario, or all errors in the order of the file, those of overrides last
 */
export function parseScenario(
  text: string,
  file: string,
  options: ParseOptions,
  schemes: SchemeSchemas,
  adversaries: AdversarySchemas,
): { readonly scenario: Scenario } | { readonly errors: readonly ScenarioError[] } {
  const { tree, problems } = readTree(text);
  const schema = scenarioSchema(schemes, adversaries);
  if (tree === undefined) return { errors: errorsOf([...problems, ...problemsBefore(problems, text, schema)], file) };
  if (tree.kind !== 'mapping') return { errors: errorsOf([...problems, notMapping(tree)], file) };
  const source = { tree, schema, schemes, file, options };
  const overrides = overridesOf(options);
  const outcome = examine(source, overrides);
  const all = [...problems, ...blamed(outcome, source, overrides)];
  if (outcome.scenario === undefined || all.length > 0) return { errors: errorsOf(all, file) };
  return { scenario: outcome.scenario };
}

/** `scenarios/x.yaml:12:7 demand.users: expected a positive integer, got -3`, or `--set demand.users=-3: ...`. */
export function formatError({ file, line, column, path, message }: ScenarioError): string {
  const name = printable(file);
  const place = line === 0 ? name : `${name}:${line}:${column}`;
  return path === '' ? `${place} ${message}` : `${place} ${path}: ${message}`;
}

type Schema = ReturnType<typeof scenarioSchema>;

/** What is examined, before any override. */
interface Source {
  readonly tree: MappingNode;
  readonly schema: Schema;
  readonly schemes: SchemeSchemas;
  readonly file: string;
  readonly options: ParseOptions;
}

function overridesOf({ overrides = [], shorthands = {} }: ParseOptions): Override[] {
  const named = Object.entries(shorthands);
  return [
    ...overrides.map(setting),
    ...named.flatMap(([path, value]) => (value === undefined ? [] : [shorthand(path, value)])),
  ];
}

/** `scenario` is there when it is sound in itself, so that its problems are all there are. */
interface Examined {
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

function examine({ tree, schema, schemes, file, options }: Source, overrides: readonly Override[]): Examined {
  const quick = options.quick === true ? applyQuick(tree, schema) : { tree, problems: [] };
  const changed = applyOverrides(quick.tree, schema, overrides);
  const judge: Judge = (value, meant) => {
    const isOverride = (path: TreePath): boolean => locate(meant, path).at.override !== undefined;
    const objections = options.refine?.(toScenario(value, file, schemes), isOverride) ?? [];
    return objections.map((objection) => valueProblem(objection, meant));
  };
  const checked = check(changed.tree, schema, judge);
  const isAsWritten = options.quick !== true && overridesOf(options).length === 0;
  const unasked = isAsWritten ? quickProblems(tree, schema) : [];
  const problems = [...quick.problems, ...changed.problems, ...checked.problems, ...unasked];
  return checked.value === undefined ? { problems } : { scenario: toScenario(checked.value, file, schemes), problems };
}

/** A problem with the file's own value that an override has brought is the override's: the first since which it is there. */
function blamed({ scenario, problems }: Examined, source: Source, overrides: readonly Override[]): Problem[] {
  const examined: Examined[] = [];
  const isThereAfter = (count: number, { path }: Problem): boolean => {
    examined[count] ??= examine(source, overrides.slice(0, count));
    const before = examined[count];
    // What is less sound was looked at less closely: it tells nothing.
    const isSilent = before.scenario === undefined && scenario !== undefined;
    return isSilent || before.problems.some((problem) => pathText(problem.path) === pathText(path));
  };
  return problems.map((problem) => {
    if (problem.at.override !== undefined) return problem;
    let count = overrides.length;
    while (count > 0 && isThereAfter(count - 1, problem)) count--;
    return count === 0 ? problem : { ...problem, at: atOverride(overrides[count - 1]!) };
  });
}

/** What would be wrong with the scenario if its quick block were asked for. */
function quickProblems(tree: MappingNode, schema: Schema): readonly Problem[] {
  const quick = applyQuick(tree, schema);
  return [...quick.problems, ...check(quick.tree, schema, () => []).problems];
}

/** What is wrong in the lines before those that cannot be read; if need be, without the key of the file that these end. */
function problemsBefore(unreadable: readonly Problem[], text: string, schema: Schema): Problem[] {
  const line = Math.min(...unreadable.map(({ at }) => at.line));
  const lines = text.split('\n', line - 1);
  const begun = lines.findLastIndex((each) => /^[\w"']/.test(each));
  for (const end of [lines.length, Math.max(0, begun)]) {
    const { tree } = readTree(lines.slice(0, end).join('\n'));
    if (tree?.kind === 'mapping') return checkBeginning(tree, schema);
  }
  return [];
}

function notMapping(tree: TreeNode): Problem {
  const message = `expected a mapping with a title, and a demand with schemes, or mints, got ${found(tree)}`;
  return { at: tree.at, path: [], message };
}

function toScenario(value: z.output<Schema>, file: string, schemas: SchemeSchemas): Scenario {
  const {
    demand,
    schemes = [],
    adversaries = [],
    mints = [],
    projections,
    network,
    report,
    quick: _applied,
    ...same
  } = value;
  const { latencyMs, jitterMs, loss, duplication } = network;
  return {
    name: file.replace(/^.*[\\/]/s, '').replace(/\.[^.]*$/, ''),
    ...same,
    ...(demand && { demand }),
    schemes: fitted(schemes, schemas, { demand, duration: value.duration }),
    adversaries,
    mints,
    ...(projections && { projections }),
    network: { latency: latencyMs, jitter: jitterMs, loss, duplication },
    ...(report.charts && { charts: report.charts }),
    ...(report.figures && { figures: report.figures }),
    ...(report.claims && { claims: true as const }),
  };
}

/** One error for each path at each place, the first found; in the order of the file. */
function errorsOf(problems: readonly Problem[], file: string): ScenarioError[] {
  const errors = new Map<string, ScenarioError>();
  for (const problem of problems) {
    const error = errorOf(problem, file);
    const { line, column, override } = problem.at;
    const key = `${line}:${column} ${override?.option} ${override?.argument} ${pathText(problem.path)}`;
    if (!errors.has(key)) errors.set(key, error);
  }
  const sorted = [...errors.values()].sort(byPlace);
  const more = sorted.length - ERRORS_MAX;
  if (more <= 0) return sorted;
  return [...sorted.slice(0, ERRORS_MAX), { ...sorted[ERRORS_MAX]!, path: '', message: `and ${more} more errors` }];
}

function byPlace(one: ScenarioError, other: ScenarioError): number {
  const lineOf = ({ line }: ScenarioError) => (line === 0 ? Number.POSITIVE_INFINITY : line);
  if (one.line !== other.line) return lineOf(one) - lineOf(other);
  return one.column - other.column;
}

function errorOf({ at, path, message }: Problem, file: string): ScenarioError {
  const where = pathText(path);
  if (at.override === undefined) return { file, line: at.line, column: at.column, path: where, message };
  const { option, argument, path: target } = at.override;
  const inside = where === '' || where === target ? message : `${where}: ${message}`;
  return { file: option, line: 0, column: 0, path: shortened(argument, OVERRIDE_LENGTH_MAX), message: inside };
}

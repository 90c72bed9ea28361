/**
 * The factors of a sweep as the command line gives them: `--vary path=a,b,c`, each value as `--set` takes one.
 * @module
 */
import type { FactorValue, SweepFactor } from '../experiment/comparison-result.ts';
import { readTree } from '../scenario/document.ts';
import { found, shortened } from '../scenario/position.ts';
import { InputError } from './failure.ts';

/** A factor with its values as they were typed. */
export interface Factor extends SweepFactor {
  readonly texts: readonly string[];
}

const FACTORS_MAX = 2;
/** Keys of a scenario on which no run depends, and names of what is run. */
const WORDS = /^(title|about|report)\b|\.label=/;
/** A value in quotes, in which a comma separates nothing, or a plain one; and the comma behind it, or the end. */
const VALUE = /\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)\s*(?:,|$)/y;

/** @throws InputError with a line for each argument that is none */
export function readFactors(args: readonly string[]): Factor[] {
  if (args.length > FACTORS_MAX)
    throw new InputError(`--vary: expected at most ${FACTORS_MAX} factors, got ${args.length}`);
  const faults: string[] = [];
  const factors = args.flatMap((argument): Factor[] => {
    const outcome = readFactor(argument);
    if (typeof outcome !== 'string') return [outcome];
    faults.push(`--vary ${shortened(argument)}: ${outcome}`);
    return [];
  });
  const [first, second] = factors;
  if (second !== undefined && first!.path === second.path)
    faults.push(`--vary ${shortened(second.path)}: varied twice, expected two different paths`);
  if (faults.length > 0) throw new InputError(faults);
  return factors;
}

/** The factor, or what is wrong with it. */
function readFactor(argument: string): Factor | string {
  const separator = argument.indexOf('=');
  if (separator < 1) return 'expected path=a,b,c';
  if (WORDS.test(argument)) return 'expected what changes the run, and not only what is said of it';
  const texts = valuesIn(argument.slice(separator + 1));
  const values: FactorValue[] = [];
  for (const text of texts) {
    const { tree, problems } = readTree(text);
    if (text === '') return 'expected a value before and behind every comma, got nothing';
    if (problems.length > 0) return `${problems[0]!.message} in ${shortened(text)}`;
    if (tree?.kind !== 'scalar') return `expected single values such as 3 or real, got ${found(tree)}`;
    if (values.includes(tree.value)) return `expected different values, got ${shortened(String(tree.value))} twice`;
    values.push(tree.value);
  }
  if (values.length < 2) return 'expected at least two values, separated by commas';
  return { path: argument.slice(0, separator), values, texts };
}

function valuesIn(list: string): string[] {
  const texts: string[] = [];
  const value = new RegExp(VALUE);
  do {
    // A plain value may be empty, so that there is always one.
    texts.push(value.exec(list)![1]!);
  } while (value.lastIndex < list.length);
  return list.endsWith(',') ? [...texts, ''] : texts;
}

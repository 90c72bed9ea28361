/**
 * What the bank's operations cost, in a scenario file or in a file of its own, as `farthing calibrate` writes one.
 * @module
 */
import { z } from 'zod';
import { type CostTable, OPERATIONS, type Operation } from '../economy/bank.ts';
import { DEFAULT_COSTS } from './default-costs.ts';
import { readTree } from './document.ts';
import { integerBetween } from './fields.ts';
import { pathText } from './position.ts';
import { childOf, plain } from './tree.ts';

const COST_MAX = 1_000_000_000;

export function costTableSchema() {
  const cost = (name: Operation) =>
    integerBetween(0, COST_MAX).exactOptional().describe(`Microseconds; by default ${DEFAULT_COSTS[name]}.`);
  const shape = Object.fromEntries(OPERATIONS.map((name) => [name, cost(name)]));
  return z.strictObject(shape as Record<Operation, ReturnType<typeof cost>>);
}

/**
 * The table of a cost file, YAML or JSON: under `costs`, under `bank` and `costs`, or the whole file; what it leaves out
 * has its default.
 * @returns the table, or what is wrong with the file, in words
 */
export function parseCostFile(text: string): CostTable | string {
  const { tree, problems } = readTree(text);
  const [unreadable] = problems;
  if (unreadable !== undefined) return `line ${unreadable.at.line}: ${unreadable.message}`;
  const node = childOf(tree, 'costs') ?? childOf(childOf(tree, 'bank'), 'costs') ?? tree;
  if (node?.kind !== 'mapping') return 'no table of costs';
  const { data, error } = costTableSchema().safeParse(plain(node));
  if (data !== undefined) return { ...DEFAULT_COSTS, ...data };
  const { path, message } = error.issues[0]!;
  return path.length === 0 ? message : `${pathText(path)}: ${message}`;
}

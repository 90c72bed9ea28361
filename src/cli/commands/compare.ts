/**
 * farthing compare: what changes with B instead of A, replication by replication on common random numbers.
 * @module
 */
import { commonPairs, differenceOf, differingMost, type Pair, pairingOf, pairOf } from '../../experiment/comparison.ts';
import type { ComparedSide, ComparisonResult } from '../../experiment/comparison-result.ts';
import { digestOf } from '../../experiment/digest.ts';
import { differenceSentence, PAIRINGS } from '../../report/differences.ts';
import { confidenceWords } from '../../report/format.ts';
import { printable } from '../../scenario/position.ts';
import { hint } from '../../scenario/suggest.ts';
import { type Asked, askedSide, runSide, type Side } from '../compared-side.ts';
import { type ComputingOptions, computeAll } from '../computing.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';
import type { ScenarioChanges } from '../scenario-changes.ts';
import { traceNote } from '../traces/scenario-trace.ts';

export interface CompareOptions extends ScenarioChanges, ComputingOptions {
  readonly setA: readonly string[];
  readonly setB: readonly string[];
  readonly metric: readonly string[];
  readonly json?: boolean;
}

/** Sentences beyond this number are printed only when they are asked for. */
const SENTENCES_MAX = 5;

/** Both sides with what had to be run, in one queue. */
async function computed(asked: readonly [Asked, Asked], options: ComputingOptions): Promise<[Side, Side]> {
  const toRun = asked.flatMap((one) => ('scenario' in one ? [one] : []));
  const notes = new Set(toRun.map(({ scenario }) => traceNote(scenario)));
  if (!(options.quiet ?? false)) for (const note of notes) process.stderr.write(note);
  const runs = await computeAll(
    toRun.map(({ scenario }) => scenario),
    options,
  );
  const sideOf = (one: Asked): Side =>
    'side' in one ? one.side : runSide(one.scenario, one.title, runs[toRun.indexOf(one)]!);
  return [sideOf(asked[0]), sideOf(asked[1])];
}

/** The metrics asked for, each as `name` or as `name of A=name of B`. */
function askedPairs(a: Side, b: Side, metrics: readonly string[]): Pair[] {
  const faults: string[] = [];
  const pairs = metrics.flatMap((argument) => {
    const [nameA, nameB = nameA] = argument.split('=') as [string, string?];
    const pair = pairOf(a.arm, b.arm, nameA, nameB);
    if (pair === undefined) faults.push(`--metric ${printable(argument)}: ${whyNot(a, b, nameA, nameB)}`);
    return pair ?? [];
  });
  if (faults.length > 0) throw new InputError(faults);
  return pairs;
}

function whyNot(a: Side, b: Side, nameA: string, nameB: string): string {
  const [kindA, kindB] = [a.arm.kinds.get(nameA), b.arm.kinds.get(nameB)];
  if (kindA === undefined) return `A has no such metric${hint(nameA, [...a.arm.kinds.keys()])}`;
  if (kindB === undefined) return `B has no such metric${hint(nameB, [...b.arm.kinds.keys()])}`;
  if (kindA.unit !== kindB.unit) return `expected one unit, got ${kindA.unit} and ${kindB.unit}`;
  if (kindA.combine !== kindB.combine) return `expected two of one kind, got a ${kindA.combine} and a ${kindB.combine}`;
  return 'no replication has both';
}

function comparisonOf(a: Side, b: Side, metrics: readonly string[]): ComparisonResult {
  const common = commonPairs(a.arm, b.arm);
  const { confidence } = a;
  const pairs =
    metrics.length > 0 ? askedPairs(a, b, metrics) : differingMost(common, confidence).slice(0, SENTENCES_MAX);
  const body = {
    format: 'farthing-comparison/1' as const,
    a: a.told,
    b: b.told,
    pairing: pairingOf(a.drawn, b.drawn),
    confidence,
    metrics: common.length,
    differences: pairs.map((pair) => differenceOf(pair, confidence)),
  };
  return { ...body, digest: digestOf(body) };
}

function sideWords({ title, seed, fidelity, replications }: ComparedSide): string {
  const counted = replications === 1 ? '1 replication' : `${replications} replications`;
  return `${title} (${counted}, seed ${printable(seed)}, fidelity ${fidelity})`;
}

function text({ a, b, pairing, confidence, metrics, differences }: ComparisonResult, isAsked: boolean): string {
  const sentences = differences.map((one) => differenceSentence(one, confidence, pairing));
  const none =
    metrics === 0
      ? 'A and B have no metric in common; --metric "name of A=name of B" compares two of different names.'
      : `None of ${metrics} metrics differs beyond its interval (${confidenceWords(confidence)} for all together).`;
  const chosen = `Of ${metrics} metrics, those that differ most beyond their intervals; --metric names others.`;
  return [
    `A: ${sideWords(a)}`,
    `B: ${sideWords(b)}`,
    `${PAIRINGS[pairing].charAt(0).toUpperCase()}${PAIRINGS[pairing].slice(1)}.`,
    ...(sentences.length === 0 ? [none] : sentences),
    ...(sentences.length > 0 && !isAsked ? [chosen] : []),
    '',
  ].join('\n');
}

/** @returns the exit code: 1 when a metric of a side left the band of theory */
export async function compare(a: string, given: string | undefined, options: CompareOptions): Promise<number> {
  if (given === undefined && options.setA.length + options.setB.length === 0)
    throw new InputError('compare: expected a second scenario, or --set-a or --set-b');
  const asked = [askedSide(a, options, options.setA), askedSide(given ?? a, options, options.setB)] as const;
  const [sideA, sideB] = await computed(asked, options);
  const comparison = comparisonOf(sideA, sideB, options.metric);
  print(options.json ? `${JSON.stringify(comparison, null, 2)}\n` : text(comparison, options.metric.length > 0));
  const apart = [...new Set([...sideA.disagreements, ...sideB.disagreements])];
  if (apart.length === 0) return EXIT.done;
  process.stderr.write(`theory and simulation disagree: ${apart.join(', ')}; farthing run tells more\n`);
  return EXIT.failed;
}

/**
 * What a run prints: the purchases that were not served, the key figures or the metrics that theory speaks of, what became
 * of the lecture's claims, and where the report is.
 * @module
 */
import { createColors } from 'picocolors';
import type { Result, ResultMetric } from '../experiment/result.ts';
import { namedFigures } from '../report/charts/lookup.ts';
import { claimsInWords } from '../report/claims.ts';
import { refusals } from '../report/refusals.ts';

/** Colours on a terminal only: picocolors by itself also writes them where CI is set. */
const pc = createColors((process.stdout.isTTY ?? false) && process.env.NO_COLOR === undefined);

function number(x: number): string {
  return Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(6)));
}

function verdict({ theory }: ResultMetric): string {
  if (theory === undefined) return '';
  const mark = theory.agrees === null ? `(${theory.remark})` : theory.agrees ? pc.green('agrees') : pc.red('DISAGREES');
  return `${theory.kind === 'bound' ? 'at most' : 'theory'} ${number(theory.value)}  ${mark}`;
}

function line(metric: ResultMetric, width: number): string {
  const interval = metric.halfWidth === null ? '' : ` ± ${number(Number(metric.halfWidth.toPrecision(2)))}`;
  return `  ${metric.name.padEnd(width)}  ${`${number(metric.value)}${interval}`.padEnd(26)}  ${verdict(metric)}`.trimEnd();
}

/** More lines nobody reads on a terminal; the report has them all. */
const LINES_MAX = 16;

/** Those that disagree, then the key figures that the scenario names, or the first ones that theory speaks of. */
function foremost(result: Result): ResultMetric[] {
  const disagrees = ({ theory }: ResultMetric): boolean => theory?.agrees === false;
  const named = namedFigures(result);
  const others = named.length > 0 ? named : judgedIn(result);
  return [...result.metrics.filter(disagrees), ...others.filter((metric) => !disagrees(metric))].slice(0, LINES_MAX);
}

function judgedIn({ metrics }: Result): ResultMetric[] {
  return metrics.filter(({ theory }) => theory !== undefined);
}

export function summary(result: Result, report: string): string {
  const shown = foremost(result);
  const more = judgedIn(result).filter((metric) => !shown.includes(metric)).length;
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const { replications, disagreements } = result;
  const outcome =
    disagreements.length === 0
      ? 'Theory and simulation agree.'
      : `Theory and simulation disagree: ${disagreements.join(', ')}`;
  return [
    pc.bold(result.scenario.title),
    `${replications} replication${replications === 1 ? '' : 's'}, seed ${result.seed}${fidelityWords(result)}`,
    ...refusals(result),
    ...shown.map((metric) => line(metric, width)),
    ...(more > 0 ? [`  and ${more} more beside theory, in the report`] : []),
    outcome,
    ...(result.claims === undefined ? [] : [`${claimsInWords(result.claims.claims)}.`]),
    `Report: ${report}`,
    '',
  ].join('\n');
}

/** Mints have no fidelity: all their hashes are real. */
function fidelityWords({ labels, fidelity }: Result): string {
  return labels.every(({ scheme }) => scheme === 'mint') ? ', every hash real' : `, fidelity ${fidelity}`;
}

/** So many metrics are named in one line. */
const NAMES_MAX = 3;

/** One line of what disagrees and where to read about it; empty when all agrees. */
export function complaint({ disagreements }: Result, report: string): string {
  if (disagreements.length === 0) return '';
  const more = disagreements.length - NAMES_MAX;
  const names = disagreements.slice(0, NAMES_MAX).join(', ');
  return `theory and simulation disagree: ${names}${more > 0 ? ` and ${more} more` : ''}; report: ${report}\n`;
}

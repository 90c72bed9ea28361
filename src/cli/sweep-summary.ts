/**
 * What a sweep prints: for each metric shown a line for each arm, and where the report is.
 * @module
 */
import type { SweepArm, SweepResult } from '../experiment/comparison-result.ts';
import { costByPrice } from '../report/charts/cost-by-price.ts';
import { PAIRINGS, signedDifference } from '../report/differences.ts';
import { quantity, unitOf } from '../report/format.ts';
import { agreement, refusalWords } from '../report/sweep-page.ts';

/** More lines of one metric nobody reads on a terminal; the report has them all. */
const LINES_MAX = 12;
const REFUSALS_MAX = 6;

function point({ factors }: SweepResult, { values }: SweepArm): string {
  return factors.map(({ path }, i) => `${path}=${values[i]}`).join(' ');
}

function cells(sweep: SweepResult, arm: SweepArm, name: string): string[] {
  const metric = arm.metrics.find((candidate) => candidate.name === name);
  const difference = arm.againstFirst.find(({ metricA, combine }) => metricA === name && combine !== 'max');
  const value = metric === undefined ? 'not measured' : quantity(unitOf(metric), metric.value, metric.halfWidth);
  return [point(sweep, arm), value, difference === undefined ? '' : `(${signedDifference(difference)})`];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
}

function metricLines(sweep: SweepResult, name: string): string[] {
  const rows = sweep.arms.map((arm) => cells(sweep, arm, name));
  const more = rows.length - LINES_MAX;
  return [name, ...table(rows.slice(0, LINES_MAX)), ...(more > 0 ? [`  and ${more} more arms, in the report`] : [])];
}

function counted(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

export function sweepSummary(sweep: SweepResult, report: string): string {
  const { arms, shown, scenario } = sweep;
  const prices = costByPrice(sweep);
  const pairings = new Set(arms.slice(1).map(({ pairing }) => PAIRINGS[pairing]));
  return [
    scenario.title,
    `${arms.length} arms of ${counted(arms.map(({ replications }) => replications))} replications; in brackets: less the first arm, paired`,
    [...pairings].join('; or '),
    ...(sweep.shownBecause === 'may-differ' ? ['no metric differs beyond its interval; these differ most'] : []),
    ...(prices === null ? [] : [`${prices.title}.`]),
    ...refusalWords(sweep).slice(0, 1 + REFUSALS_MAX),
    ...shown.flatMap((name) => metricLines(sweep, name)),
    agreement(sweep),
    `Report: ${report}`,
    '',
  ].join('\n');
}

/** One line of which arms disagree with theory and where to read about it; empty when none does. */
export function disagreement(sweep: SweepResult, report: string): string {
  const apart = sweep.arms.filter(({ disagreements }) => disagreements.length > 0);
  if (apart.length === 0) return '';
  const [first] = apart;
  const more = apart.length > 1 ? ` and in ${apart.length - 1} more arms` : '';
  const where = `${point(sweep, first!)} (${first!.disagreements[0]})${more}`;
  return `theory and simulation disagree at ${where}; report: ${report}\n`;
}

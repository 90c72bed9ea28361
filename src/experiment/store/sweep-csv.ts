/**
 * replications.csv of a sweep: one line for each arm, replication and metric, the arm by the values of its factors.
 * @module
 */
import type { SweepFactor } from '../comparison-result.ts';
import type { RunArm } from '../sweep.ts';

export function sweepCsv(factors: readonly SweepFactor[], runs: readonly RunArm[]): string {
  const lines = [[...factors.map(({ path }) => cell(path)), 'replication,metric,value'].join(',')];
  for (const { values, replications } of runs) {
    const arm = values.map((value) => cell(String(value))).join(',');
    replications.forEach(({ metrics }, index) => {
      for (const { name, value } of metrics) lines.push(`${arm},${index},${name},${value}`);
    });
  }
  return `${lines.join('\n')}\n`;
}

/** A text as RFC 4180 has it: in quotes where it would otherwise be taken apart. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

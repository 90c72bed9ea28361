/**
 * replications.csv: one line for each replication and metric.
 * @module
 */
import type { Replication } from '../../scenario/replicate.ts';

export function replicationsCsv(replications: readonly Replication[]): string {
  const lines = ['replication,metric,value'];
  replications.forEach(({ metrics }, index) => {
    for (const { name, value } of metrics) lines.push(`${index},${name},${value}`);
  });
  return `${lines.join('\n')}\n`;
}

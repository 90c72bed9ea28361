/**
 * What the experiments behind the claims measured in a run with seed 42 (`farthing claims`), as far as judges ask for it;
 * and the same with some figures changed.
 */
import { readFileSync } from 'node:fs';
import type { ResultCurve, ResultMetric } from '../../src/experiment/result.ts';
import { Evidence, type Measured } from '../../src/lecture/claims/evidence.ts';

interface RecordedMetric {
  readonly unit: string;
  value: number;
  halfWidth: number | null;
  readonly replications: number;
  readonly theory?: { readonly value: number; readonly agrees: boolean | null };
}

interface Recorded {
  readonly confidence: number;
  readonly replications: number;
  readonly metrics: Record<string, RecordedMetric>;
  readonly curves: ResultCurve[];
}

/** Experiment, metric or curve, and what it is instead: a metric's value, or a curve's value at an index. */
export type Change = readonly [experiment: string, name: string, value: number, index?: number];

const CHANGED_WIDTH = 1e-3;

const RECORDED: Record<string, Recorded> = JSON.parse(
  readFileSync(new URL('fixtures/claims-evidence.json', import.meta.url), 'utf8'),
);

/** As recorded, with the changes. A changed figure is known to within one in a thousand. */
export function recorded(changes: readonly Change[] = []): Map<string, Measured> {
  const all = structuredClone(RECORDED);
  for (const [experiment, name, value, index] of changes) change(all[experiment]!, name, value, index);
  return new Map(Object.entries(all).map(([name, one]) => [name, measuredOf(one)]));
}

export function evidence(changes: readonly Change[] = []): Evidence {
  return new Evidence(recorded(changes));
}

function change(one: Recorded, name: string, value: number, index: number | undefined): void {
  const curve = one.curves.find((each) => each.name === name);
  if (curve !== undefined && index !== undefined) {
    (curve.values as number[])[index < 0 ? curve.values.length + index : index] = value;
    return;
  }
  const metric = one.metrics[name];
  if (metric === undefined) throw new Error(`nothing recorded of ${name}`);
  if (metric.halfWidth !== null) metric.halfWidth = CHANGED_WIDTH * Math.abs(value);
  metric.value = value;
}

function measuredOf({ confidence, replications, metrics, curves }: Recorded): Measured {
  const whole = Object.entries(metrics).map(([name, { theory, ...metric }]) => ({
    ...metric,
    ...(theory && { theory: { formula: 'as recorded', source: 'as recorded', kind: 'mean', z: null, ...theory } }),
    name,
    confidence,
    combine: 'mean',
  }));
  return { confidence, replications, metrics: whole as ResultMetric[], curves };
}

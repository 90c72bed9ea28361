/**
 * What a chart looks up in a result beside its curves: metrics by label, and a label's options in the scenario as run.
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';

/** The metric `<label>.<quantity>`. */
export function metricOf(result: Result, label: string, quantity: string): ResultMetric | undefined {
  return result.metrics.find(({ name }) => name === `${label}.${quantity}`);
}

/** The options of a label's scheme in the scenario as run; empty when it holds none. */
export function optionsOf(result: Result, label: string): Readonly<Record<string, unknown>> {
  const schemes = field(result.scenario.resolved, 'schemes');
  const entry = Array.isArray(schemes) ? schemes.find((candidate) => field(candidate, 'label') === label) : undefined;
  const options = field(entry, 'options');
  return typeof options === 'object' && options !== null ? { ...options } : {};
}

/** A selection rate s of a label's options as a number; undefined where there is none. */
export function selectionRateOf(result: Result, label: string): number | undefined {
  const { selectionRate } = optionsOf(result, label);
  const [numerator, denominator] = [field(selectionRate, 'numerator'), field(selectionRate, 'denominator')];
  const rate = Number(numerator) / Number(denominator);
  return Number.isFinite(rate) && rate > 0 ? rate : undefined;
}

/** u, k and t of a mint that a scenario runs by itself, or only projects. */
export interface MintLooks {
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
}

/** The parameters of a label's mint in the scenario as run; undefined when the label is no mint's. */
export function mintOf(result: Result, label: string): MintLooks | undefined {
  const lists = ['mints', 'projections'].map((name) => field(result.scenario.resolved, name));
  const entry = lists.flatMap((list) => (Array.isArray(list) ? list : [])).find((one) => field(one, 'label') === label);
  const [bits, way, filter] = ['bits', 'way', 'filter'].map((name) => Number(field(entry, name)));
  return entry === undefined ? undefined : { bits, way, filter };
}

/** The metrics that the scenario names as its key figures; none when it leaves the choice to the report. */
export function figuresNamed(result: Result): readonly string[] {
  const figures = field(result.scenario.resolved, 'figures');
  return Array.isArray(figures) ? figures.filter((name) => typeof name === 'string') : [];
}

/** Those of them that the run has measured, in the scenario's order. */
export function namedFigures(result: Result): ResultMetric[] {
  return figuresNamed(result).flatMap((name) => result.metrics.find((metric) => metric.name === name) ?? []);
}

/** The demand's duration in microseconds; undefined where the result does not hold it. */
export function durationOf(result: Result): number | undefined {
  const duration = field(result.scenario.resolved, 'duration');
  return typeof duration === 'number' ? duration : undefined;
}

/** What the log came to that a result's demand is; undefined where it is no log, or says nothing of late purchases. */
export function traceFindingsOf(result: Result) {
  const found = field(field(field(result.scenario.resolved, 'demand'), 'trace'), 'found');
  const names = ['requests', 'purchases', 'late', 'lateAfter', 'moved'] as const;
  const entries = names.map((name) => [name, field(found, name)] as const);
  if (entries.some(([, value]) => typeof value !== 'number')) return undefined;
  return Object.fromEntries(entries) as Record<(typeof names)[number], number>;
}

/** Whether purchases stand in a log, whose hours count from its first line and not from a midnight. */
export function isFromLog(result: Result): boolean {
  return field(field(field(result.scenario.resolved, 'demand'), 'arrivals'), 'kind') === 'trace';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

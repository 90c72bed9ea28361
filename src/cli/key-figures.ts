/**
 * The key figures that a scenario names beside the metrics that its run has measured.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import { figuresNamed } from '../report/charts/lookup.ts';
import { nearest } from '../scenario/suggest.ts';
import { InputError } from './failure.ts';

/** @throws InputError for each key figure that was not measured, with the metric that was probably meant */
export function assertFiguresMeasured(result: Result): void {
  const known = result.metrics.map(({ name }) => name);
  const faults = figuresNamed(result).flatMap((name, index) =>
    known.includes(name) ? [] : [fault(name, index, known)],
  );
  if (faults.length > 0) throw new InputError(faults);
}

function fault(name: string, index: number, known: readonly string[]): string {
  const meant = nearest(name, known);
  const guess = meant === undefined ? '; result.json of a run without it names them all' : `, did you mean ${meant}?`;
  return `report.figures.${index}: this run measures no ${name}${guess}`;
}

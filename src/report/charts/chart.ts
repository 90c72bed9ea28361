/**
 * What a chart is to the report: words computed from the result, a drawing for each stage, and its data as tables.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../experiment/result.ts';
import type { Stage } from '../theme.ts';

/** A table of a chart's data: one row of cells for each head, all written out. */
export interface DataTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Chart {
  /** The finding, in a sentence without its stop. Powers as "2^13.2". */
  readonly title: string;
  /** How to read the chart, and where theory and simulation part. */
  readonly caption: string;
  /** The same in a line or two, for a slide. */
  readonly brief: string;
  /** Type, axes and finding for those who do not see the drawing. */
  readonly alternative: string;
  readonly tables: readonly DataTable[];
  /** The tables are small enough to stand under the drawing for all to see. */
  readonly tablesShown?: boolean;
  readonly draw: (stage: Stage) => TopLevelSpec;
}

/** What a chart may say of the machine that computed the result, in which there is nothing of it. */
export interface Machine {
  /** Of one minting thread, as measured after the run. */
  readonly hashesPerSecond?: number;
}

/** Makes a chart of a result; null when the result has nothing to draw. */
export type ChartMaker = (result: Result, machine: Machine) => Chart | null;

/**
 * Plots beside and below each other as one specification.
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import { type Stage, textWidth, vegaConfig } from '../theme.ts';

/** How many plots stand in a row. */
export function columnsOf(arrangement: 'stacked' | 'beside', count: number): number {
  return arrangement === 'beside' ? count : 1;
}

/** Plots in an arrangement, in a number of columns, or each below the other. */
export function arranged(
  plots: readonly object[],
  stage: Stage,
  arrangement: 'stacked' | 'beside' | number,
): TopLevelSpec {
  return {
    ...(arrangement === 'stacked' && { vconcat: plots }),
    ...(arrangement === 'beside' && { hconcat: plots }),
    ...(typeof arrangement === 'number' && { concat: plots, columns: arrangement }),
    background: 'transparent',
    padding: stage.fontSize / 4,
    config: vegaConfig(stage),
  } as unknown as TopLevelSpec;
}

/** A heading broken into lines that are no wider than its plot. */
export function headingLines(heading: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of heading.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidth(longer, fontSize, true) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

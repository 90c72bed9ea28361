/** What a run prints at the end. */
import { describe, expect, it } from 'vitest';
import { summary } from '../../src/cli/summary.ts';
import type { Result } from '../../src/experiment/result.ts';
import { economicsResult } from '../report/fixtures/economics.ts';

function naming(figures: readonly string[], result = economicsResult()): Result {
  const { resolved } = result.scenario as { resolved: object };
  return { ...result, scenario: { ...result.scenario, resolved: { ...resolved, figures } } };
}

/** The metrics of the lines, in order. */
function listed(result: Result): string[] {
  const lines = summary(result, 'report.html').split('\n');
  return lines.flatMap((line) => /^ {2}(\S+\.\S+) /.exec(line)?.[1] ?? []);
}

describe('the summary', () => {
  // Fails when a scenario's own figures are left to the page, or when what disagrees is hidden behind them.
  it('lists the key figures that the scenario names, behind what disagrees, and no others', () => {
    const { metrics } = economicsResult();
    const names = [metrics.at(-1)!.name, metrics[3]!.name];
    expect(listed(naming(names))).toEqual(names);
    const theory = { value: 1, formula: '1', source: 'a test', kind: 'exact', z: null, agrees: false } as const;
    const [first, ...rest] = metrics;
    const broken = { ...economicsResult(), metrics: [{ ...first!, theory }, ...rest] };
    expect(listed(naming(names, broken))).toEqual([first!.name, ...names]);
    expect(listed(naming([], broken))[0]).toBe(first!.name);
  });
});

/** The chart of who gains by cheating: what its heading claims, and what of many labels can be drawn. */
import { describe, expect, it } from 'vitest';
import type { Result, ResultMetric } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { PAGE, SLIDE, type Stage } from '../../src/report/theme.ts';
import { fixtureResult } from './fixtures/result.ts';

/** A gang's gain in dollars, and half of its interval. */
type Gains = Readonly<Record<string, Readonly<Record<string, readonly [value: number, half: number | null]>>>>;

function resultOf(gains: Gains): Result {
  const metric = (name: string, [value, halfWidth]: readonly [number, number | null]): ResultMetric => ({
    ...{ name, unit: 'USD', value, halfWidth, confidence: 0.95, replications: 5, combine: 'mean' },
  });
  const metrics = Object.entries(gains).flatMap(([label, gangs]) => [
    ...Object.entries(gangs).map(([gang, gain]) => metric(`${label}.${gang}.gain_usd`, gain)),
    metric(`${label}.loss.bank_usd`, [0, 0]),
    metric(`${label}.loss.vendors_usd`, [12, 1]),
    metric(`${label}.loss.users_usd`, [0.5, 0.1]),
  ]);
  const labels = Object.keys(gains).map((label) => ({ label, scheme: 'micromint' }));
  return fixtureResult({ labels, metrics, curves: [], charts: ['cheats'], replications: 5 });
}

function chartOf(gains: Gains): Chart {
  return chartsOf(resultOf(gains))[0]!.chart;
}

/** So many labels with the same three gangs. */
function many(count: number, gangs: readonly string[] = ['forger', 'splicer', 'spender']): Gains {
  const nets = Object.fromEntries(gangs.map((gang, i) => [gang, [5 * i - 2, 0.5] as const]));
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`defence-${i}`, nets]));
}

interface Plot {
  readonly title: string;
  readonly height: number;
  readonly layer: readonly {
    readonly mark: { readonly type: string };
    readonly data: { readonly values: readonly object[] };
  }[];
}

function plotsOf(chart: Chart, stage: Stage): readonly Plot[] {
  return Reflect.get(chart.draw(stage), 'concat') as readonly Plot[];
}

/** Figures written beside the rows of a plot. */
function rowsOf({ layer }: Plot): number {
  return layer.filter(({ mark }) => mark.type === 'text').flatMap(({ data }) => data.values).length;
}

describe('the heading', () => {
  it.each<[string, Gains, string]>([
    [
      'names a winner and who pays',
      { a: { forger: [7, 0.5], spender: [14, 0.8] }, b: { forger: [7, 0.5], spender: [1, 0.1] } },
      'The spender gang gains most, $14.0 ± 0.8 under a; the vendors lose $12.0 ± 1.0',
    ],
    [
      'names no label where the gang gains as much under several',
      { a: { spender: [14.1, 0.8] }, b: { spender: [14.2, 0.8] }, c: { spender: [1, 0.1] } },
      'The spender gang gains most, $14.1 to $14.2 under a and b alike',
    ],
    [
      'counts labels when there are many of them',
      {
        ...Object.fromEntries('abcdefgh'.split('').map((x) => [x, { spender: [14.5, 0.8] }])),
        i: { spender: [1, 0.1] },
      },
      'The spender gang gains most, about $14.5 under 8 of 9 labels alike',
    ],
    [
      'names no gang where two gain as much',
      { a: { forger: [7, 0.5], spender: [7.3, 0.4] } },
      'The greatest gains of 2 gangs are not told apart: $7.00 ± 0.50 under a (forger) and $7.30 ± 0.40 under a (spender)',
    ],
    [
      'says nothing of a gain that may be none',
      { a: { spender: [0.3, 0.4] } },
      'No gang gains by cheating for certain: at most 30 ± 40¢ under a',
    ],
    [
      'but of one that is sure, beside a greater one that may be chance',
      { a: { spender: [7, 12], forger: [3, 0.1], splicer: [-1, 0.1] } },
      'The greatest gains of 2 gangs are not told apart: $7 ± 12 under a (spender) and $3.00 ± 0.10 under a (forger)',
    ],
    ['says so when nobody gains', { a: { spender: [-1, 0.4] } }, 'No gang gains by cheating'],
    [
      'takes one replication for what it is',
      { a: { spender: [14, null] }, b: { spender: [13, null] } },
      'The spender gang gains most, $14.0 under a; the vendors lose $12.0 ± 1.0',
    ],
  ])('%s', (_, gains, title) => {
    expect(chartOf(gains).title).toBe(title);
  });
});

describe('of many labels', () => {
  // Fails when ten panels of six rows lie on top of each other.
  it.each([
    [1, 3],
    [4, 3],
    [5, 1],
    [8, 2],
    [8, 3],
    [10, 3],
    [25, 4],
  ])('%i of them with %i gangs have rows that stand apart, on page and slide', (labels, gangs) => {
    const chart = chartOf(many(labels, ['forger', 'splicer', 'spender', 'thief'].slice(0, gangs)));
    for (const stage of [PAGE, SLIDE])
      for (const plot of plotsOf(chart, stage))
        expect(plot.height / rowsOf(plot)).toBeGreaterThan(0.9 * stage.fontSize);
  });

  it('the gangs have a panel each, in which labels are rows; the parties are in the tables', () => {
    const chart = chartOf(many(10));
    expect(plotsOf(chart, SLIDE).map(({ title }) => title)).toEqual(['forger', 'splicer', 'spender']);
    expect(plotsOf(chart, SLIDE).map(rowsOf)).toEqual([10, 10, 10]);
    expect(chart.brief).toContain('Gangs of cheats only');
    expect(chart.tables).toHaveLength(10);
    expect(chart.tables[9]!.rows.map(([party]) => party)).toContain('vendors');
  });

  it('those that no slide has room for are named as such', () => {
    expect(chartOf(many(13)).brief).not.toContain('defence-12');
    const chart = chartOf(many(15));
    expect(plotsOf(chart, PAGE).map(rowsOf)).toEqual([13, 13, 13]);
    expect(chart.brief).toContain('defence-13 and defence-14');
    expect(chart.tables).toHaveLength(15);
  });

  it('a gang below zero is explained, and only then', () => {
    expect(chartOf(many(2)).caption).toContain('what others cheat its members');
    expect(chartOf({ a: { spender: [14, 1] } }).caption).not.toContain('what others cheat');
  });
});

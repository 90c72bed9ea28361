/** The charts of forgers and of defences against them, on results made by hand. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { symmetricAxis, symmetricLogarithm } from '../../src/report/charts/axis.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { rateName, rateWords } from '../../src/report/charts/forgers.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { DEFENCES, defencesResult, forgersResult, ONE, THREE } from './fixtures/forgers.ts';

function chartOf(result: Result, name: string): Chart {
  return chartsOf({ ...result, charts: [name] })[0]!.chart;
}

function isLeftOut(result: Result, name: string): boolean {
  return chartsOf({ ...result, charts: [name] }).length === 0;
}

interface Datum {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  readonly from?: number;
  readonly to?: number;
  readonly text?: string;
}

interface Layer {
  readonly mark: {
    readonly type: string;
    readonly color?: string;
    readonly shape?: string;
    readonly strokeWidth?: number;
  };
  readonly data: { readonly values: readonly Datum[] };
}

function layersOf(chart: Chart): readonly Layer[] {
  const { vconcat, hconcat } = chart.draw(PAGE) as unknown as Record<string, readonly { layer: readonly Layer[] }[]>;
  return (vconcat ?? hconcat)![0]!.layer;
}

function textsOf(chart: Chart): (string | undefined)[] {
  return layersOf(chart).flatMap(({ data }) => data.values.flatMap(({ text }) => text ?? []));
}

function without(result: Result, pattern: RegExp): Result {
  return { ...result, metrics: result.metrics.filter(({ name }) => !pattern.test(name)) };
}

describe('rates', () => {
  it.each([
    [2 ** 34, '2^34 hashes/s', '2³⁴/s'],
    [2 ** 26.13, '2^26.1 hashes/s', '2²⁶·¹/s'],
    [2 ** 30.99, '2^31.0 hashes/s', '2³¹·⁰/s'],
    [1e9, '2^29.9 hashes/s', '2²⁹·⁹/s'],
  ])('%d are powers of two, with a tenth unless they are whole powers', (rate, words, name) => {
    expect(rateWords(rate)).toBe(words);
    expect(rateName(rate)).toBe(name);
  });
});

describe('forged coins', () => {
  const one = chartOf(forgersResult(ONE), 'forged-coins');

  it('says when the fastest gang has a coin and what the slowest has, and which gangs have no line', () => {
    expect(one.title).toBe(
      'At 2^36 hashes/s a forger has one coin on average after 14.3 h; at 2^28 hashes/s none in 30 d',
    );
    expect(one.caption).toContain('No coin in any replication at 2^28 hashes/s.');
  });

  it('compares labels at the fastest rate that all have (fails when each is told by a rate of its own)', () => {
    expect(chartOf(forgersResult(THREE), 'forged-coins').title).toBe(
      'At 2^34 hashes/s a gang finds 407,820 coins under rs96-1996, 25,489 coins under rs96-2026 and 6.23 coins under ' +
        'hidden-predicate in 30 d',
    );
  });

  it('tells labels without a common rate by their own, and a part of a coin as such', () => {
    const apart = { slow: { ...ONE.micromint!, exponents: [30] }, fast: { ...ONE.micromint!, exponents: [34] } };
    expect(chartOf(forgersResult(apart), 'forged-coins').title).toBe(
      'A gang finds 0.400 coins at 2^30 hashes/s under slow and 25,489 coins at 2^34 hashes/s under fast in 30 d',
    );
  });

  it("draws the gangs in the text's colour with a shape each, theory as lines, the broker's coins of one month as a rule of the scheme", () => {
    const shapes = layersOf(one).filter(({ mark, data }) => mark.shape !== undefined && data.values.length > 5);
    expect(new Set(shapes.filter(({ mark }) => mark.shape !== 'triangle-down').map(({ mark }) => mark.color))).toEqual(
      new Set(['var(--ink)']),
    );
    expect(new Set(shapes.map(({ mark }) => mark.shape)).size).toBeGreaterThanOrEqual(4);
    expect(layersOf(one).filter(({ mark }) => mark.type === 'line')).toHaveLength(4);
    const rules = layersOf(one).filter(({ mark }) => mark.type === 'rule' && mark.color === 'var(--micromint)');
    expect(rules[0]!.data.values[0]!.y).toBeCloseTo(8, 9);
    expect(textsOf(one)).toEqual(
      expect.arrayContaining(["broker's coins", '2³⁶/s', '2³⁴/s', '2³²/s', '2³⁰/s', 'theory']),
    );
  });

  it('lets theory begin where the axis does, long before the first coin was seen', () => {
    const line = layersOf(one).filter(({ mark }) => mark.type === 'line')[0]!;
    expect(line.data.values[0]!.y).toBeLessThan(0);
    for (const { y } of line.data.values) expect(y).toBeGreaterThanOrEqual(-2);
  });

  it('draws no more points than can be told apart, the last reading among them; the table has all', () => {
    const points = layersOf(one).find(({ mark, data }) => mark.shape === 'circle' && data.values.length > 5)!;
    expect(points.data.values.length).toBeLessThanOrEqual(15);
    expect(points.data.values.at(-1)!.x).toBe(30 * 86_400e6);
    expect(one.tables[0]!.rows).toHaveLength(121);
  });

  it('names gangs of one rate by their own names too', () => {
    const result = forgersResult({ micromint: { ...ONE.micromint!, exponents: [34] } });
    const twin = (name: string): string => name.replace('.f34.', '.fence.');
    const twins = {
      ...result,
      metrics: result.metrics.flatMap((each) => [each, { ...each, name: twin(each.name) }]),
      curves: result.curves.flatMap((each) => [each, { ...each, name: twin(each.name) }]),
    };
    expect(textsOf(chartOf(twins, 'forged-coins'))).toEqual(expect.arrayContaining(['2³⁴/s f34', '2³⁴/s fence']));
  });

  it('names on a slide, behind the last of many panels, the gangs of all', () => {
    // Fails when a gang that has no coin under the last label has no name on the slide.
    const { hconcat } = chartOf(forgersResult(THREE), 'forged-coins').draw(SLIDE) as unknown as {
      readonly hconcat: readonly { readonly layer: readonly Layer[] }[];
    };
    const texts = hconcat.at(-1)!.layer.flatMap(({ data }) => data.values.flatMap(({ text }) => text ?? []));
    expect(new Set(texts)).toEqual(new Set(["broker's coins", '2²⁸/s', '2³⁰/s', '2³²/s', '2³⁴/s', '2³⁶/s']));
  });

  it('is left out where nobody finds a coin or is expected to', () => {
    expect(isLeftOut(forgersResult({ micromint: { ...ONE.micromint!, exponents: [28] } }), 'forged-coins')).toBe(true);
  });
});

describe('the profit of forging', () => {
  const one = chartOf(forgersResult(ONE), 'forging-profit');

  it.each([
    ['the break-even beside theory', forgersResult(ONE), 'Forging pays above 2^31.0 hashes/s (theory 2^30.9)'],
    [
      'that of every label',
      forgersResult(THREE),
      'Forging pays above 2^31.3 hashes/s (theory 2^31.2) under rs96-1996, above 2^31.0 hashes/s (theory 2^30.9) under ' +
        'rs96-2026 and never under hidden-predicate',
    ],
    [
      'that it never pays, and by how much',
      forgersResult({ m: THREE['hidden-predicate']! }),
      'Forging never pays: a coin costs at least 11.2 times what it brings',
    ],
    [
      'that nobody begins',
      forgersResult({ m: { ...ONE.micromint!, exponents: [20, 22], costPerHash: 0, never: true } }),
      'Forging never pays: no forger begins',
    ],
    [
      'that it pays at once, where no two gangs stand on both sides of zero',
      forgersResult({ m: { ...ONE.micromint!, exponents: [32, 34], never: true } }),
      'Forging pays from 2^32 hashes/s on',
    ],
  ])('says %s', (_, result, title) => {
    expect(chartOf(result, 'forging-profit').title).toBe(title);
  });

  it('marks the break-even as an upright line in its band, theory thin beside it, with its name', () => {
    const band = layersOf(one).find(({ mark }) => mark.type === 'rect')!.data.values[0]!;
    const [heavy, thin] = layersOf(one).filter(
      ({ mark, data }) => mark.type === 'rule' && data.values.length === 1 && data.values[0]!.y === undefined,
    );
    expect(band.from).toBeLessThan(heavy!.data.values[0]!.x);
    expect(band.to).toBeGreaterThan(heavy!.data.values[0]!.x);
    expect(thin!.data.values[0]!.x).toBeCloseTo(30.93, 1);
    expect(thin!.mark.strokeWidth).toBeLessThan(heavy!.mark.strokeWidth! / 2);
    expect(textsOf(one)).toContain('break-even 2³¹·⁰/s');
  });

  it('puts profit above and loss below the line of zero, whiskers from end to end', () => {
    const points = layersOf(one).find(({ mark, data }) => mark.shape === 'circle' && data.values.length === 5)!;
    const ys = points.data.values.map(({ y }) => y);
    expect(ys.map(Math.sign)).toEqual([-1, -1, 1, 1, 1]);
    for (const { low, y, high } of points.data.values) {
      expect(low).toBeLessThanOrEqual(y);
      expect(high).toBeGreaterThanOrEqual(y);
    }
    const zero = layersOf(one).find(({ mark, data }) => mark.type === 'line' && data.values.length === 2)!;
    expect(zero.data.values.map(({ y }) => y)).toEqual([0, 0]);
  });

  it('tells labels apart by shape, and hides a long table', () => {
    const three = chartOf(forgersResult(THREE), 'forging-profit');
    const shapes = layersOf(three).filter(({ mark }) => mark.color === 'var(--micromint)' && mark.shape !== 'stroke');
    expect(new Set(shapes.flatMap(({ mark }) => mark.shape ?? []))).toEqual(
      new Set(['circle', 'square', 'triangle-up']),
    );
    expect([one.tablesShown, three.tablesShown]).toEqual([true, false]);
    expect(three.tables[1]!.rows).toEqual([
      ['rs96-1996', '2³¹·³/s', '2³¹·²/s to 2³¹·⁴/s', '2³¹·²/s'],
      ['rs96-2026', '2³¹·⁰/s', '2³⁰·⁹/s to 2³¹·¹/s', '2³⁰·⁹/s'],
    ]);
  });

  it('is left out where no profit is known', () => {
    expect(isLeftOut(without(forgersResult(ONE), /profit_usd$/), 'forging-profit')).toBe(true);
  });
});

describe('the loss by defence', () => {
  const chart = chartOf(defencesResult(), 'loss-by-defence');

  it.each([
    [
      'which defence stops most, what remains, and whom it turns away',
      DEFENCES,
      'Loss falls most under hidden-predicate: by 98.2 %, from $2,310 ± 139 (bare) to $41.2 ± 2.5; honest users are ' +
        'refused 12.4 ± 1.0 purchases',
    ],
    [
      'that a defence stops all',
      { ...DEFENCES, recall: [0, 0, 0, 0, 0] as const },
      'The loss of $2,310 ± 139 under bare is stopped by recall',
    ],
    [
      'that none helps',
      { bare: DEFENCES.bare!, worse: [100, 2400, 0, 2500, 5] as const },
      'No defence lessens the loss of $2,310 ± 139 under bare',
    ],
    [
      'that nothing is lost',
      { bare: [0, 0, 0, -5, 0] as const, other: [0, 0, 0, -5, 0] as const },
      'Under bare there is no loss to stop',
    ],
  ])('says %s', (_, defences, title) => {
    expect(chartOf(defencesResult(defences), 'loss-by-defence').title).toBe(title);
  });

  it('has a mark for every party in every row, the gangs outlined in the colour of the text', () => {
    const dots = layersOf(chart).filter(({ mark, data }) => mark.type === 'point' && data.values[0]!.y !== undefined);
    const shapes = ['square', 'triangle-up', 'circle', 'diamond'];
    for (const shape of shapes) expect(dots.filter(({ mark }) => mark.shape === shape)).toHaveLength(6);
    for (const { mark } of dots.filter((dot) => dot.mark.shape === 'diamond')) expect(mark.color).toBe('var(--ink)');
    const gang = dots.find(({ mark }) => mark.shape === 'diamond')!.data.values[0]!;
    expect(gang.x).toBe(2310);
    expect(Math.round(gang.y)).toBe(5);
  });

  it('has a plot of refused purchases only where honest users were refused any', () => {
    const plots = (result: Result): number =>
      (chartOf(result, 'loss-by-defence').draw(PAGE) as unknown as { hconcat: readonly unknown[] }).hconcat.length;
    const none = { bare: DEFENCES.bare!, 'by-bin': DEFENCES['by-bin']! };
    expect([plots(defencesResult()), plots(defencesResult(none))]).toEqual([2, 1]);
    expect(chart.brief).toContain('refused to honest users');
    expect(chartOf(defencesResult(none), 'loss-by-defence').brief).not.toContain('refused');
  });

  it("takes a gang's costs off its gain, and adds gangs up with all of their half-widths", () => {
    const result = defencesResult();
    const [any] = result.metrics;
    const more = [
      { ...any!, name: 'bare.forgers.profit_usd', value: 2000, halfWidth: 100 },
      { ...any!, name: 'bare.thieves.gain_usd', value: 310, halfWidth: 39 },
    ];
    const table = chartOf({ ...result, metrics: [...result.metrics, ...more] }, 'loss-by-defence').tables[0]!;
    expect(table.rows[0]![4]).toBe('$2,310 ± 139');
    expect(table.head).toContain('gangs make');
  });

  // Fails when the cost of another mint is added to the bank's losses and nobody is told.
  it("says wherever it names the bank's losses that new mints after recalls are part of them, where there are any", () => {
    const result = defencesResult();
    const [any] = result.metrics;
    const cost = { ...any!, name: 'recall.recall.cost_usd', value: 500, halfWidth: 20 };
    const recalled = chartOf({ ...result, metrics: [...result.metrics, cost] }, 'loss-by-defence');
    const { rows, head } = recalled.tables[0]!;
    expect(rows.find(([label]) => label === 'recall')![1]).toContain('480');
    for (const words of [recalled.brief, recalled.caption, recalled.alternative, head[1]])
      expect(words).toContain('new mints after recalls');
    for (const words of [chart.brief, chart.caption, chart.alternative, chart.tables[0]!.head[1]])
      expect(words).not.toContain('recalls');
  });

  it('is left out with one label, or where nobody cheats', () => {
    expect(isLeftOut(defencesResult({ bare: DEFENCES.bare! }), 'loss-by-defence')).toBe(true);
    expect(isLeftOut(without(defencesResult(), /gain_usd$/), 'loss-by-defence')).toBe(true);
  });
});

describe('an axis that is logarithmic on both sides of zero', () => {
  it('is odd, and one unit for each power of ten far from zero', () => {
    const place = symmetricLogarithm(0.01);
    expect(place(0)).toBe(0);
    expect(place(-7)).toBe(-place(7));
    expect(place(1e6) - place(1e5)).toBeCloseTo(1, 5);
  });

  it('has ticks at zero and at as many powers of ten as it has room for', () => {
    const labels = (domain: readonly [number, number], count: number) =>
      symmetricAxis(domain, { threshold: 1, count }, String).ticks.map(({ label }) => label);
    expect(labels([-2.5, 4.5], 8)).toEqual(['-100', '-10', '0', '10', '100', '1000', '10000']);
    expect(labels([-2.5, 4.5], 4)).toEqual(['-100', '0', '100', '10000']);
    expect(labels([-0.2, 0.3], 4)).toEqual(['0']);
  });
});

it('renders every chart on both stages with its names', { timeout: 60_000 }, async () => {
  const names: readonly (readonly [Result, string, readonly string[]])[] = [
    [forgersResult(ONE), 'forged-coins', ['broker&#39;s coins', 'theory']],
    [forgersResult(THREE), 'forged-coins', ['2²⁸/s', '2³⁶/s']],
    [forgersResult(THREE), 'forging-profit', ['2³¹·³/s', '2³¹·⁰/s', 'hidden-predicate', 'theory', '$0']],
    [defencesResult(), 'loss-by-defence', ['bare', 'recall', 'gangs', 'in all', '$2,310']],
  ];
  for (const [result, name, words] of names) {
    const chart = chartOf(result, name);
    for (const stage of [PAGE, SLIDE]) {
      const svg = await renderSvg(chart.draw(stage));
      for (const word of words)
        expect(svg.replaceAll("'", '&#39;'), `${name} on a ${stage.name}`).toContain(`>${word}<`);
    }
  }
});

/** The chart of the bank's messages by payments, and what the charts of charges leave out beside cheats. */
import { describe, expect, it } from 'vitest';
import type { Result, ResultCurve } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { lotteriesResult } from './fixtures/lotteries.ts';

const PAYMENTS = [10, 100, 1000, 10_000];

function byPayments(label: string, measure: string, share: number, known: boolean): ResultCurve {
  const values = PAYMENTS.map((n) => (n * share < 0.1 ? 0 : n * share));
  return {
    name: `${label}.bank.${measure}_by_payments`,
    quantity: `${measure} at the bank`,
    unit: measure,
    x: { quantity: 'payments so far', unit: 'payments', values: PAYMENTS },
    values,
    halfWidths: values.map((value) => value / 10),
    ...(known && { theory: { values: PAYMENTS.map((n) => n * share), formula: 's n', source: 'MR02; laws derived' } }),
  };
}

/** A label's scheme stands before its first hyphen. */
function withLoads(loads: Readonly<Record<string, number>>): Result {
  const labels = Object.keys(loads).map((label) => ({ label, scheme: label.split('-')[0]! }));
  const curves = labels.flatMap(({ label, scheme }) => [
    byPayments(label, 'messages', loads[label]!, scheme !== 'mr3'),
    byPayments(label, 'signature_checks', scheme === 'micromint' ? 0 : 2 * loads[label]!, false),
  ]);
  return lotteriesResult({ labels, curves, charts: ['bank-by-payments'] });
}

function chartOf(result: Result): Chart {
  return chartsOf(result)[0]!.chart;
}

interface Layer {
  readonly mark: { readonly type: string; readonly color?: string; readonly strokeDash?: readonly number[] };
  readonly data: { readonly values: readonly { readonly x: number; readonly y: number; readonly text?: string }[] };
}

function layersOf(chart: Chart): readonly Layer[] {
  const { vconcat } = chart.draw(PAGE) as unknown as { vconcat: readonly { layer: readonly Layer[] }[] };
  return vconcat[0]!.layer;
}

const THREE = { mr1: 0.001, mr2: 0.001, mr3: 0.02 };

describe('bank by payments', () => {
  it.each([
    [
      'every label of a few',
      THREE,
      'After 10,000 payments the bank has seen 10.0 ± 1.0 messages under mr1 and mr2 and 200 ± 20 under mr3',
    ],
    [
      'of many the first of each scheme',
      { ...THREE, 'mr1-cheated': 0.3, 'mr2-cheated': 0.1, 'mr3-cheated': 0.02 },
      'After 10,000 payments the bank has seen 10.0 ± 1.0 messages under mr1 and mr2 and 200 ± 20 under mr3',
    ],
    [
      'of many of one scheme the least and the greatest',
      { 'mr2-a': 0.01, 'mr2-b': 0.2, 'mr2-c': 0.002, 'mr2-d': 0.1, 'mr2-e': 0.02 },
      'After 10,000 payments the bank has seen 20.0 ± 2.0 messages under mr2-c and 2,000 ± 200 under mr2-b',
    ],
  ])('speaks of %s', (_, loads, title) => {
    expect(chartOf(withLoads(loads)).title).toBe(title);
  });

  it('draws what there is on two logarithmic axes, and nothing at no message', () => {
    // MR1 has no message after 10 payments: a logarithm of it would be no number.
    const points = layersOf(chartOf(withLoads(THREE))).filter(
      ({ mark, data }) => mark.type === 'point' && mark.color === 'var(--mr1)' && data.values.length === 3,
    );
    const [drawn] = points.map(({ data }) =>
      data.values.map(({ x, y }) => [x, y].map((at) => Math.round(at * 10) / 10 + 0)),
    );
    expect(drawn).toEqual([
      [2, -1],
      [3, 0],
      [4, 1],
    ]);
  });

  it("draws theory's line and, dashed, one message a payment", () => {
    const lines = layersOf(chartOf(withLoads(THREE))).filter(({ mark }) => mark.type === 'line');
    const dashed = lines.filter(({ mark }) => (mark.strokeDash?.length ?? 0) > 0);
    expect(dashed).toHaveLength(1);
    expect(dashed[0]!.data.values.map(({ x, y }) => y - x)).toEqual([0, 0, 0, 0]);
    // MR1's and MR2's; there is none for MR3.
    expect(lines).toHaveLength(3);
  });

  it('has the signature checks in its tables, of a bank that makes any', () => {
    const heads = chartOf(withLoads({ mr1: 0.001, micromint: 0.1 })).tables.map(({ head }) => head);
    expect(heads).toEqual([
      ['payments so far', 'messages at the bank', 'messages at the bank, theory', 'signature_checks at the bank'],
      ['payments so far', 'messages at the bank', 'messages at the bank, theory'],
    ]);
  });

  it('is not drawn of a bank that nobody writes to', () => {
    expect(chartsOf(withLoads({ mr1: 0 }))).toEqual([]);
    expect(chartsOf({ ...withLoads(THREE), curves: [] })).toEqual([]);
  });

  it('renders on both stages with every name', async () => {
    const chart = chartOf(withLoads(THREE));
    for (const stage of [PAGE, SLIDE]) {
      const svg = await renderSvg(chart.draw(stage));
      for (const name of ['mr1', 'mr2', 'mr3', 'one a payment', 'theory']) expect(svg).toContain(`>${name}<`);
    }
  });
});

describe('charges beside cheats', () => {
  function lawless(label: string): Result {
    const result = lotteriesResult();
    const curves = result.curves.map((curve) => {
      const { theory: _, ...rest } = curve;
      return curve.name.startsWith(label) ? rest : curve;
    });
    return { ...result, curves };
  }

  it.each(['charge-excess', 'charge-spread'])(
    '%s leaves out, and says so, who has no law where others have',
    (name) => {
      const { chart } = chartsOf({ ...lawless('mr2'), charts: [name] })[0]!;
      expect(chart.brief).toContain('Without a law, and not drawn: mr2.');
      expect(chart.caption).toContain('Without a law, and not drawn: mr2.');
      expect(chart.title).not.toContain('mr2');
      expect(JSON.stringify(chart.draw(PAGE))).not.toContain('var(--mr2)');
    },
  );

  it.each(['charge-excess', 'charge-spread'])('%s draws everybody where nobody has a law', (name) => {
    const { chart } = chartsOf({ ...lawless(''), charts: [name] })[0]!;
    expect(chart.brief).not.toContain('not drawn');
    expect(JSON.stringify(chart.draw(PAGE))).toContain('var(--mr2)');
  });
});

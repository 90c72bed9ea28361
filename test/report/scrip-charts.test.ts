/** The charts of scrip: exchanges, scrip outstanding and forgotten scrip, on results made by hand. */
import { describe, expect, it } from 'vitest';
import type { Result, ResultCurve, ResultMetric } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { DAY } from '../../src/units.ts';
import { fixtureResult } from './fixtures/result.ts';

const CHARTS = ['exchanges', 'scrip-outstanding', 'forgotten-scrip'];
const REPLICATIONS = 30;

function metric(name: string, value: number, theory?: number): ResultMetric {
  const [unit, halfWidth] = name.endsWith('usd') ? ['USD', value === 0 ? 0 : 0.5] : ['exchanges', 2];
  const base = { name, unit, value, halfWidth, confidence: 0.95, replications: REPLICATIONS, combine: 'mean' as const };
  if (theory === undefined) return base;
  const known = { formula: 'U sum', source: 'derived', kind: 'mean' as const, z: 0, agrees: true };
  return { ...base, theory: { value: theory, ...known } };
}

function curve(name: string, values: readonly number[], theory?: readonly number[]): ResultCurve {
  return {
    name,
    quantity: 'scrip',
    unit: 'USD',
    x: { quantity: 'time', unit: 'us', values: values.map((_, i) => i * DAY) },
    values: [...values],
    halfWidths: values.map(() => 1),
    ...(theory && { theory: { values: [...theory], formula: 'U w', source: 'derived' } }),
  };
}

interface Numbers {
  readonly exchanges?: number;
  readonly peak?: number;
  readonly gap?: number;
  readonly stored?: number;
  readonly lost?: number;
  readonly expired?: number;
}

function partOf(label: string, { exchanges = 300, peak = 40, gap = 0, stored = 0, lost = 0, expired = 0 }: Numbers) {
  const metrics = [
    metric(`${label}.payments.served_count`, 7200),
    metric(`${label}.exchanges.made_count`, exchanges, exchanges + 1),
    metric(`${label}.exchanges.first_visits_count`, 200, 201),
    metric(`${label}.exchanges.refills_count`, exchanges - 200, exchanges - 200),
    metric(`${label}.broker_scrip.purchases_count`, 30),
    metric(`${label}.scrip.register_gap_usd`, gap),
    metric(`${label}.scrip.expired_in_wallets_usd`, expired),
    metric(`${label}.scrip.of_closed_vendors_usd`, 0),
    metric(`${label}.loss.users_usd`, lost),
    metric(`${label}.loss.vendors_usd`, -lost),
    metric(`${label}.loss.bank_usd`, 0),
  ];
  const curves = [
    curve(`${label}.scrip.outstanding_usd`, [10, peak, 30]),
    curve(`${label}.scrip.broker_in_wallets_usd`, [6, 20, 10]),
    curve(`${label}.scrip.vendor_in_wallets_usd`, [4, 20, 20], [4, 19, 21]),
    curve(`${label}.scrip.in_warehouses_usd`, [0, stored, 0]),
  ];
  return { metrics, curves };
}

function resultOf(numbers: Readonly<Record<string, Numbers>>): Result {
  const parts = Object.entries(numbers).map(([label, each]) => partOf(label, each));
  return {
    ...fixtureResult(),
    replications: REPLICATIONS,
    labels: Object.keys(numbers).map((label) => ({ label, scheme: 'millicent' })),
    metrics: parts.flatMap(({ metrics }) => metrics),
    curves: parts.flatMap(({ curves }) => curves),
  };
}

function chartOf(result: Result, name: string): Chart | undefined {
  return chartsOf({ ...result, charts: [name] })[0]?.chart;
}

describe('exchanges', () => {
  it('says what the broker does for so many payments and pairs, of one label and of several', () => {
    expect(chartOf(resultOf({ a: {} }), 'exchanges')!.title).toBe(
      'For 7,200 payments the broker makes 300 exchanges, 200 of them at first visits',
    );
    const several = resultOf({ a: { exchanges: 1500 }, b: { exchanges: 250 }, c: { exchanges: 250 } });
    expect(chartOf(several, 'exchanges')!.title).toBe(
      'For 7,200 payments the broker makes 1,500 exchanges under a and 250 under b and c, for 200 pairs of a user and ' +
        'a vendor',
    );
  });

  it('has a row in its table for each label, theory beside it, and says none for no refills', async () => {
    const chart = chartOf(resultOf({ a: {}, b: { exchanges: 200 } }), 'exchanges')!;
    const [table] = chart.tables;
    expect(table!.rows.map(([label]) => label)).toEqual(['a', 'b']);
    expect(table!.head.filter((head) => head === 'theory')).toHaveLength(3);
    expect(await renderSvg(chart.draw(PAGE))).toContain('none');
  });

  it('is left out where nothing was exchanged', () => {
    expect(chartOf(resultOf({ a: { exchanges: 0 } }), 'exchanges')).toBeUndefined();
    expect(chartOf(fixtureResult(), 'exchanges')).toBeUndefined();
  });
});

describe('scrip outstanding', () => {
  it('says the most, and that as much is owed only where it was so', () => {
    expect(chartOf(resultOf({ a: {}, b: { peak: 80 } }), 'scrip-outstanding')!.title).toBe(
      'At most $40.0 of scrip under a and $80.0 under b is out on average, and always as much is owed',
    );
    expect(chartOf(resultOf({ a: { gap: 1 } }), 'scrip-outstanding')!.title).toBe(
      'At most $40.0 of scrip is out on average',
    );
  });

  it('shows warehouses only where they hold something, and never on a slide', async () => {
    const drawn = async (stored: number, stage = PAGE): Promise<string> =>
      renderSvg(chartOf(resultOf({ a: { stored } }), 'scrip-outstanding')!.draw(stage));
    expect(await drawn(5)).toContain('warehouses');
    expect(await drawn(0)).not.toContain('warehouses');
    expect(await drawn(5, SLIDE)).not.toContain('warehouses');
  });

  it('is left out where there is no scrip', () => {
    expect(chartOf(fixtureResult(), 'scrip-outstanding')).toBeUndefined();
  });
});

describe('forgotten scrip', () => {
  const result = resultOf({ keeps: { expired: 5, lost: 5 }, pays: { expired: 5 }, none: {} });

  it('says what users lose, where scrip was forgotten', () => {
    const chart = chartOf(result, 'forgotten-scrip')!;
    expect(chart.title).toBe('Of scrip that nobody spends users lose $5.00 ± 0.50 under keeps and nothing under pays');
    expect(chart.tables[0]!.rows).toEqual([
      ['keeps', '$5.00', '$0', '−$5.00 ± 0.50', '$5.00 ± 0.50', '$0 ± 0'],
      ['pays', '$5.00', '$0', '$0 ± 0', '$0 ± 0', '$0 ± 0'],
    ]);
  });

  it('is left out where nothing was forgotten, and where somebody cheats, who may have caused the losses', () => {
    expect(chartOf(resultOf({ a: {} }), 'forgotten-scrip')).toBeUndefined();
    const cheated = metric('keeps.honest_users.accused_count', 0);
    const others = { ...result, metrics: [...result.metrics, cheated] };
    expect(chartOf(others, 'forgotten-scrip')!.title).not.toContain('keeps');
  });
});

describe.each(CHARTS)('%s', (name) => {
  it.each([PAGE, SLIDE])('fits its $name, with one label and with four', async (stage) => {
    const four = {
      a: { expired: 5, lost: 5 },
      b: { expired: 5 },
      c: { expired: 1 },
      d: { expired: 1, exchanges: 200 },
    };
    for (const numbers of [{ a: { expired: 5, lost: 5 } }, four]) {
      const svg = await renderSvg(chartOf(resultOf(numbers), name)!.draw(stage));
      const [, width, height] = /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/.exec(svg)!;
      expect(Number(width)).toBeLessThanOrEqual(stage.width + stage.fontSize);
      expect(Number(height)).toBeLessThanOrEqual(stage.height + stage.fontSize);
    }
  });
});

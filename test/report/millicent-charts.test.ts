/** The broker's load against payments and pairs, and the chart of cheats where a broker is one of them, made by hand. */
import { describe, expect, it } from 'vitest';
import type { Result, ResultCurve, ResultMetric } from '../../src/experiment/result.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { fixtureResult } from './fixtures/result.ts';

function metric(name: string, value: number): ResultMetric {
  const [unit, combine] = ['USD', 'mean' as const];
  return { name, unit, value, halfWidth: 0.5, confidence: 0.95, replications: 30, combine };
}

function curve(name: string, by: string, values: readonly number[], theory?: readonly number[]): ResultCurve {
  return {
    name,
    quantity: name.includes('messages') ? 'messages at the broker' : 'exchanges',
    unit: name.includes('messages') ? 'messages' : 'exchanges',
    x: { quantity: `${by} so far`, unit: by, values: values.map((_, i) => 100 * (i + 1)) },
    values: [...values],
    halfWidths: values.map(() => 1),
    ...(theory && { theory: { values: [...theory], formula: 'U E', source: 'derived' } }),
  };
}

function resultOf(labels: readonly string[], curves: readonly ResultCurve[], metrics: readonly ResultMetric[] = []) {
  const named = labels.map((label) => ({ label, scheme: 'millicent' }));
  return { ...fixtureResult(), replications: 30, labels: named, metrics: [...metrics], curves: [...curves] } as Result;
}

function curvesOf(label: string, exchanges: readonly number[]): ResultCurve[] {
  return [
    curve(`${label}.exchanges.by_payments_count`, 'payments', exchanges, exchanges),
    curve(`${label}.broker.messages_by_payments_count`, 'payments', exchanges),
    curve(`${label}.exchanges.by_pairs_count`, 'pairs', exchanges),
    curve(`${label}.broker.messages_by_pairs_count`, 'pairs', exchanges),
  ];
}

const chartOf = (result: Result, name: string) => chartsOf({ ...result, charts: [name] })[0]?.chart;

describe("the broker's load", () => {
  const two = resultOf(
    ['small', 'large'],
    [...curvesOf('small', [190, 270, 450]), ...curvesOf('large', [120, 220, 330])],
  );

  it('says what payments have taken, and what a pair takes where that is least', () => {
    expect(chartOf(two, 'broker-load')!.title).toBe(
      '300 payments have taken 450 ± 1 exchanges under small and 330 ± 1 under large; of large each pair takes 1.10',
    );
    const alone = resultOf(['small'], [curvesOf('small', [90, 170])[0]!]);
    expect(chartOf(alone, 'broker-load')!.title).toBe('200 payments have taken 170 ± 1 exchanges under small');
  });

  it('has a table by payments and one by pairs for each label, with messages and theory', () => {
    const { tables } = chartOf(two, 'broker-load')!;
    expect(tables.map(({ caption }) => caption)).toEqual([
      'The broker of small, by payments so far',
      'The broker of small, by pairs so far',
      'The broker of large, by payments so far',
      'The broker of large, by pairs so far',
    ]);
    expect(tables[0]!.head).toEqual(['payments so far', 'exchanges', 'exchanges, theory', 'messages at the broker']);
  });

  it('speaks of theory only where it is drawn', () => {
    expect(chartOf(two, 'broker-load')!.alternative).toContain("theory's lines");
    const bare = two.curves.map(({ theory: _, ...rest }) => rest);
    const chart = chartOf({ ...two, curves: bare }, 'broker-load')!;
    expect(`${chart.alternative} ${chart.caption}`).not.toContain('heory');
  });

  it.each([PAGE, SLIDE])('fits its $name', async (stage) => {
    const svg = await renderSvg(chartOf(two, 'broker-load')!.draw(stage));
    const [, width, height] = /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/.exec(svg)!;
    expect(Number(width)).toBeLessThanOrEqual(stage.width + stage.fontSize);
    expect(Number(height)).toBeLessThanOrEqual(stage.height + stage.fontSize);
    expect(svg).toContain('one a pair');
  });

  it('is left out where nobody counts by payments', () => {
    expect(chartOf(fixtureResult(), 'broker-load')).toBeUndefined();
  });
});

describe('cheats, a broker among them', () => {
  const net = (label: string, gangs: Record<string, number>, users: number): ResultMetric[] => [
    ...Object.entries(gangs).map(([gang, gain]) => metric(`${label}.${gang}.gain_usd`, gain)),
    ...['bank', 'vendors'].map((side) => metric(`${label}.loss.${side}_usd`, 0)),
    metric(`${label}.loss.users_usd`, users),
  ];
  const labels = ['clear', 'secure', 'private', 'insiders'];
  const metrics = [
    ...labels.slice(0, 3).flatMap((label) => net(label, { 'request-replayer': 1, 'double-spender': 0 }, 1)),
    ...net('insiders', { 'change-keeper': 24, 'cheating-broker': 16 }, 40),
  ];
  const result = resultOf(labels, [], metrics);

  // Fails when the narrow panel of a slide has no number on its axis but zero.
  it('have a scale on the slide, in every panel', async () => {
    const svg = await renderSvg(chartOf(result, 'cheats')!.draw(SLIDE));
    expect(svg).toMatch(/>[−-]\$[2345]0</);
  });

  it('speak of luck only under a lottery', () => {
    expect(chartOf(result, 'cheats')!.caption).not.toContain('lottery');
    const lottery = { ...result, metrics: [...metrics, metric('clear.payable_count', 3)] };
    expect(chartOf(lottery, 'cheats')!.caption).toContain('lottery');
  });
});

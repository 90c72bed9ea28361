/** The report of a sweep: axes that fit the factor, titles computed from the arms, intervals, theory, differences. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Difference, FactorValue, SweepArm, SweepResult } from '../../src/experiment/comparison-result.ts';
import type { ResultMetric } from '../../src/experiment/result.ts';
import { sweepChart } from '../../src/report/charts/sweep.ts';
import { factorAxis, metricAxis, placeOf } from '../../src/report/charts/sweep-axes.ts';
import { differenceSentence, signedDifference } from '../../src/report/differences.ts';
import { renderSvg } from '../../src/report/render.ts';
import { renderSweepReport } from '../../src/report/sweep-page.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { PROVENANCE } from './fixtures/result.ts';

const NAME = 'mr1.bank.messages_per_payment';

function metric(value: number, more: Partial<ResultMetric> = {}): ResultMetric {
  const counted = { confidence: 0.95, replications: 30, combine: 'mean' as const };
  return { name: NAME, unit: 'messages', value, halfWidth: 0.01, ...counted, ...more };
}

function difference(more: Partial<Difference> = {}): Difference {
  const sides = { a: 3.4, b: 2.2, difference: -1.2, halfWidth: 0.1, replications: 30 };
  return { metricA: NAME, metricB: NAME, unit: 'messages', combine: 'mean', ...sides, ...more };
}

function arm(values: readonly FactorValue[], value: number, more: Partial<SweepArm> = {}): SweepArm {
  const run = { seed: '42', fidelity: 'sampled', replications: 30, digest: 'ab'.repeat(32) };
  return {
    values,
    ...run,
    metrics: [metric(value)],
    pairing: 'same-purchases',
    againstFirst: [],
    costDifferences: [],
    disagreements: [],
    ...more,
  };
}

function sweepOf(factors: SweepResult['factors'], arms: readonly SweepArm[]): SweepResult {
  return {
    format: 'farthing-sweep/1',
    scenario: { name: 'lottery', title: 'A <lottery>', about: 'What does it *cost*?' },
    labels: [{ label: 'mr1', scheme: 'mr1' }],
    confidence: 0.95,
    factors,
    arms,
    shown: [NAME],
    shownBecause: 'differ',
    digest: 'cd'.repeat(32),
  };
}

/** One factor with these values, the metric of each arm as given. */
function line(values: readonly FactorValue[], figures: readonly number[], path = 'demand.users'): SweepResult {
  return sweepOf(
    [{ path, values }],
    values.map((value, i) => arm([value], figures[i]!)),
  );
}

describe('the axis of a factor', () => {
  const factor = (...values: FactorValue[]) => ({ path: 'demand.users', values });

  it('is linear for numbers of one size, with a tick at each', () => {
    const { title, ticks } = factorAxis(factor(30, 10, 20), PAGE);
    expect(title).toBe('demand.users');
    expect(ticks).toEqual([10, 20, 30].map((value) => ({ value, label: String(value) })));
  });

  it('is logarithmic for numbers that span decades, and says so', () => {
    const users = factor(1, 10, 100);
    expect(factorAxis(users, PAGE).title).toBe('demand.users (log)');
    expect(users.values.map((value) => placeOf(users, value))).toEqual([0, 1, 2]);
    // There is no logarithm of 0.
    expect(factorAxis(factor(0, 10, 1000), PAGE).title).toBe('demand.users');
  });

  it('names categories in their order, also where only one value is no number', () => {
    for (const values of [
      ['real', 'sampled'],
      [10, 'none'],
      [true, false],
    ]) {
      const { ticks, domain } = factorAxis(factor(...values), PAGE);
      expect(ticks).toEqual(values.map((value, i) => ({ value: i, label: String(value) })));
      expect(domain).toEqual([-0.5, 1.5]);
    }
  });

  it('has round ticks of its own where values are too many to be written', () => {
    const { ticks } = factorAxis(factor(...Array.from({ length: 40 }, (_, i) => 101 + i)), PAGE);
    expect(ticks.length).toBeLessThan(12);
    expect(ticks.map(({ label }) => label)).toContain('120');
  });
});

describe('the axis of a metric', () => {
  it('writes money as money and ratios in per cent', () => {
    const money = metricAxis([metric(5, { name: 'mr1.user_charge.mean_usd', unit: 'USD' })]);
    expect(money.on(PAGE).ticks[0]!.label).toMatch(/^\$/);
    const busy = metricAxis([metric(0.5, { name: 'mr1.bank.utilisation_ratio', unit: '1' })]);
    expect(busy.place(0.5)).toBe(50);
    expect(busy.on(PAGE).ticks[0]!.label).toMatch(/ %$/);
  });

  it('is logarithmic where values span two decades, and shows every interval', () => {
    const axis = metricAxis([metric(1), metric(1000, { halfWidth: 200 })]);
    expect(axis.heading).toMatch(/\(log\)$/);
    expect(axis.on(PAGE).domain[1]).toBeGreaterThan(axis.place(1200)!);
  });
});

describe('the title of a chart', () => {
  const title = (sweep: SweepResult): string => sweepChart(sweep, NAME)!.title;

  it('says which way the metric goes, and from where to where', () => {
    expect(title(line([10, 30, 20], [1, 3, 2]))).toBe(
      'mr1: bank messages per payment rises from 1.00 ± 0.01 at users = 10 to 3.00 ± 0.01 at users = 30',
    );
    expect(title(line([10, 20], [3, 1]))).toContain('falls from 3.00');
  });

  it('says where it is least and greatest when it turns, or the values have no order', () => {
    expect(title(line([1, 2, 3], [1, 3, 2]))).toContain('is least, 1.00 ± 0.01 at users = 1, and greatest');
    expect(title(line(['real', 'sampled'], [1, 3], 'fidelity'))).toContain('greatest, 3.00 ± 0.01 at fidelity');
  });

  it('claims nothing where the intervals overlap, or nothing changes', () => {
    expect(title(line([1, 2], [1, 1.015]))).toContain('does not leave its intervals');
    expect(title(line([1, 2], [1, 1]))).toContain('is 1.00 ± 0.01 everywhere');
  });

  it('does not exist for a metric that no arm has', () => {
    expect(sweepChart(line([1, 2], [1, 2]), 'mr1.nothing')).toBeNull();
  });
});

describe('the chart', () => {
  const theory = { value: 2, formula: 's x', source: 'MR02', kind: 'mean' as const, z: 9, agrees: false };

  it('tells theory, and where it parts from the simulation', () => {
    const apart = sweepOf(
      [{ path: 'demand.users', values: [1, 2] }],
      [arm([1], 1), arm([2], 3, { metrics: [metric(3, { theory })] })],
    );
    const { caption, tables } = sweepChart(apart, NAME)!;
    expect(caption).toContain(
      'Points: the mean of 30 replications with 95 % intervals. Thin line: theory, s x (MR02).',
    );
    expect(caption).toContain('Simulation and theory part at users = 2.');
    expect(tables[0]!.head).toContain('theory');
  });

  it('has the paired difference to the first arm in its table, none for a maximum', () => {
    const against = (more: Partial<Difference>): string => {
      const [first, second] = [arm([1], 3.4), arm([2], 2.2, { againstFirst: [difference(more)] })];
      const { tables } = sweepChart(sweepOf([{ path: 'demand.users', values: [1, 2] }], [first, second]), NAME)!;
      expect(tables[0]!.rows[0]!.at(-1)).toBe('');
      return tables[0]!.rows[1]!.at(-1)!;
    };
    expect(against({})).toBe('−1.20 ± 0.10 messages');
    expect(against({ difference: 0, halfWidth: 0 })).toBe('none');
    expect(against({ combine: 'max' })).toBe('');
  });

  it('draws a named line for each value of the second factor, and joins only numbers', async () => {
    const grid = sweepOf(
      [
        { path: 'demand.users', values: [1, 2] },
        { path: 'schemes.mr1.selectionRate', values: [0.1, 0.2] },
      ],
      [arm([1, 0.1], 1), arm([1, 0.2], 2), arm([2, 0.1], 3), arm([2, 0.2], 5)],
    );
    for (const stage of [PAGE, SLIDE]) {
      const svg = await renderSvg(sweepChart(grid, NAME)!.draw(stage));
      expect(svg).toContain('selectionRate 0.1');
      expect(svg).toContain('selectionRate 0.2');
    }
    const lines = async (sweep: SweepResult): Promise<number> =>
      (await renderSvg(sweepChart(sweep, NAME)!.draw(PAGE))).split('mark-line').length - 1;
    expect(await lines(grid)).toBe(2);
    expect(await lines(line(['real', 'sampled'], [1, 3], 'fidelity'))).toBe(0);
  });
});

describe('the page', () => {
  let page = '';
  const sweep = line([10, 20], [1, 3]);
  beforeAll(async () => {
    page = await renderSweepReport(sweep, { ...PROVENANCE, scenario: 'title: x\n' });
  });

  it('has its parts in order, escaped, self-contained, and the same bytes again', async () => {
    const headings = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text);
    expect(headings).toEqual([
      'Charts',
      'All arms',
      'About the scenario',
      'The scenario as given',
      'Reproduce',
      'Provenance',
    ]);
    expect(page).toContain('<h1>A &lt;lottery&gt;: demand.users varied</h1>');
    expect(page).not.toMatch(/ (src|style|on[a-z]+)=|url\(|@import|<link|<iframe|<base/i);
    expect(await renderSweepReport(sweep, { ...PROVENANCE, scenario: 'title: x\n' })).toBe(page);
  });

  it('says what the arms share, and how the metrics were chosen', () => {
    expect(page).toContain('replication by replication the same purchases');
    expect(page).toContain('those that differ most between the first arm and another');
  });

  it('says first where theory and simulation disagree', async () => {
    const apart = { ...sweep, arms: [sweep.arms[0]!, arm([20], 3, { disagreements: [NAME] })] };
    expect(await renderSweepReport(apart, PROVENANCE)).toContain(
      `<strong>Simulation and theory disagree</strong> at demand.users = 20 (${NAME})`,
    );
  });
});

describe('a difference in a sentence', () => {
  const say = (more: Partial<Difference>): string => differenceSentence(difference(more), 0.95, 'same-purchases');

  it('says how much, from where to where, and what the interval rests on', () => {
    expect(say({})).toBe(
      `With B instead of A, ${NAME} falls by 1.20 ± 0.10 messages, from 3.40 to 2.20 messages (95 %, paired, 30 replications).`,
    );
    expect(say({ a: 2.2, b: 3.4, difference: 1.2 })).toContain('rises by 1.20 ± 0.10 messages, from 2.20 to 3.40');
  });

  it('does not claim what may be chance, what one replication says, or what does not differ', () => {
    expect(say({ difference: -0.05, b: 3.35 })).toContain('changes by −0.05 ± 0.10 messages');
    expect(say({ difference: -0.05, b: 3.35 })).toContain('which may be chance');
    expect(say({ halfWidth: null, replications: 1 })).toContain(
      'of which one replication gives no interval (95 %, paired, 1 replication)',
    );
    expect(say({ difference: 0, halfWidth: 0, b: 3.4 })).toContain(
      'is the same in every replication, 3.40 messages on average',
    );
    expect(say({ halfWidth: 0 })).toContain('falls by 1.20 messages in every replication');
  });

  it('names both metrics when they differ, the seeds when they do, and a maximum as its mean', () => {
    const other = differenceSentence(difference({ metricB: 'mr2.x' }), 0.95, 'independent');
    expect(other).toBe(
      `From A's ${NAME} to B's mr2.x, the figure falls by 1.20 ± 0.10 messages, from 3.40 to 2.20 messages (95 %, independent seeds, 30 replications).`,
    );
    expect(say({ combine: 'max' })).toContain(`${NAME}, on average over replications, falls`);
    expect(signedDifference(difference({ difference: 1.2, unit: 'USD' }))).toBe('+$1.20 ± 0.10');
  });
});

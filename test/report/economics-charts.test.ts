/** The charts of load, cost and risk side by side: what they say, what they draw, and when they are left out. */
import { describe, expect, it } from 'vitest';
import type { Result, ResultMetric } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { costByPrice } from '../../src/report/charts/cost-by-price.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE, type Stage } from '../../src/report/theme.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { ECONOMICS_CHARTS, economicsResult, priceSweep } from './fixtures/economics.ts';

function chartOf(name: string, result: Result = economicsResult()): Chart {
  const [found] = chartsOf({ ...result, charts: [name] });
  if (found === undefined) throw new Error(`${name} has nothing to draw`);
  return found.chart;
}

function without(part: RegExp): Result {
  const result = economicsResult();
  const kept = ({ name }: { readonly name: string }): boolean => !part.test(name);
  return { ...result, curves: result.curves.filter(kept), metrics: result.metrics.filter(kept) };
}

/** What of marks stands in a drawing, whatever its arrangement. */
interface Mark {
  readonly type: string;
  readonly shape?: string;
}
function marksOf(chart: Chart, stage: Stage): Mark[] {
  const marks: Mark[] = [];
  JSON.stringify(chart.draw(stage), (key, value) => {
    if (key === 'mark') marks.push(value);
    return value;
  });
  return marks;
}

describe('titles computed from the result', () => {
  it.each([
    ['load-by-scheme', '1,000 payments bring the bank 2,000 messages under card and 10 under mr1 and mr2'],
    ['load-over-day', "The bank of micromint does 64.6 % of its day's work in the hour around midnight"],
    ['cost-by-party', '1,000 payments cost all parties $6.00 under mr1 and $300 under card'],
    [
      'risk-by-party',
      // MicroMint's vendors are owed $12, all of which users have paid in.
      'The greatest risks: users under mr1 ($1.50), vendors under mr1 ($17.0) and the bank under mr2 ($55.0)',
    ],
  ])('%s', (name, title) => {
    expect(chartOf(name).title).toBe(title);
  });

  it('cost by price names the cheapest at both ends, and where they cost the same', () => {
    expect(costByPrice(priceSweep())?.title).toBe(
      'micromint is cheapest at 1¢, mr1 is cheapest at $1; they change places between 10¢ and $1',
    );
  });
});

describe('costs by price', () => {
  it('tells no crossing where a side may be chance: fails when bare means are compared', () => {
    const wide = costByPrice(priceSweep('demand.price.usd', 0.0196))!;
    // At 1¢ the difference is 1.95¢, at 10¢ 1.5¢, and the interval is 1.96¢.
    expect(wide.title).toBe('micromint and mr1 are the cheapest and not told apart at 1¢, mr1 is cheapest at $1');
    expect(wide.caption).toContain('no two schemes change places');
    expect(wide.tables[1]!.rows).toEqual([['micromint or mr1', 'not told apart', 'not told apart', 'mr1']]);
    expect(costByPrice(priceSweep())!.caption).toContain('micromint is cheaper than mr1 at 10¢ and dearer at $1');
  });

  it('takes no rounding for a difference, and no single replication for a finding', () => {
    const exact = priceSweep('demand.price.usd', 0);
    const arms = exact.arms.map((arm) => {
      const [cost] = arm.costDifferences;
      return { ...arm, costDifferences: [{ ...cost!, b: cost!.a * (1 + 1e-14), difference: cost!.a * 1e-14 }] };
    });
    expect(costByPrice({ ...exact, arms })!.tables[1]!.rows[0]!.slice(1)).toEqual(Array(3).fill('not told apart'));
    const single = exact.arms.map((arm) => {
      return { ...arm, costDifferences: arm.costDifferences.map((cost) => ({ ...cost, halfWidth: null })) };
    });
    expect(costByPrice({ ...exact, arms: single })!.tables[1]!.rows[0]!.slice(1)).toEqual(Array(3).fill('not known'));
  });

  it('compares costs of fewer payments with nothing, draws no point there and says so', () => {
    const chart = costByPrice(priceSweep('demand.price.usd', 0.001, 95))!;
    expect(chart.title).toBe('micromint is cheapest at 1¢ and at $1');
    expect(chart.caption).toContain('Costs of fewer payments are compared with nothing: mr1 at $1.');
    expect(chart.brief).toContain('A line without a point: 1 % of the purchases or more are refused there.');
    expect(chart.tables[0]!.rows[2]![2]).toMatch(/, of fewer payments$/);
    expect(chart.tables[1]!.rows[0]).toEqual(['micromint or mr1', 'micromint', 'micromint', 'other payments']);
  });

  it('knows prices in micro-dollars', () => {
    const sweep = priceSweep('demand.price.microdollars');
    const arms = sweep.arms.map((arm) => ({ ...arm, values: [1e6 * (arm.values[0] as number)] }));
    expect(costByPrice({ ...sweep, arms })!.title).toBe(costByPrice(priceSweep())!.title);
  });
});

describe('drawings', () => {
  it.each(ECONOMICS_CHARTS.flatMap((name) => [[name, PAGE] as const, [name, SLIDE] as const]))(
    '%s is drawn without a complaint',
    async (name, stage) => {
      // Fails when Vega-Lite drops an encoding or warns.
      expect(await renderSvg(chartOf(name).draw(stage))).toContain('<svg');
    },
  );

  it('cost by price is drawn without a complaint', async () => {
    for (const stage of [PAGE, SLIDE])
      expect(await renderSvg(costByPrice(priceSweep())!.draw(stage))).toContain('<svg');
  });

  it.each([PAGE, SLIDE])('kinds of costs differ in shape, on the $name', (stage) => {
    // Fails when a reader who sees no colour, or all marks of a label in one, cannot tell a fee from a loss.
    const shapes = new Set(marksOf(chartOf('cost-by-party'), stage).flatMap(({ shape }) => shape ?? []));
    expect([...shapes].sort()).toEqual(['circle', 'cross', 'diamond', 'square']);
  });

  it('a zero is said in words, and so is what is not known', () => {
    const texts = JSON.stringify(chartOf('risk-by-party').draw(PAGE));
    for (const word of ['"none"', '"nothing"', '"not known"']) expect(texts).toContain(word);
    expect(JSON.stringify(chartOf('load-by-scheme').draw(PAGE))).toContain('"none"');
  });
});

describe('tables', () => {
  it("the load over the day has every hour, and shares of each label's work", () => {
    const [{ rows, head }] = chartOf('load-over-day').tables as [Chart['tables'][number]];
    expect(rows).toHaveLength(24);
    expect(rows[0]!.slice(0, 3)).toEqual(['00:00', '42.0 %', '64.6 %']);
    expect(head).toContain("card: share of the day's work");
  });

  it('costs have a column for each kind and their sum, income with its sign', () => {
    const card = chartOf('cost-by-party').tables.at(-1)!;
    expect(card.head).toEqual(['party', 'fees', 'losses', 'interest', 'computing', 'minting', 'macropayments', 'sum']);
    expect(card.rows.at(-1)!.slice(0, 2)).toEqual(['bank', '−$300 ± 15']);
  });
});

describe('load over the day', () => {
  /** One day, read every hour; everything is done in the hour after it, as settlements are. */
  function oneDay(change: object = {}): Result {
    const result = economicsResult();
    const curves = result.curves.map((curve) => {
      const x = { ...curve.x, values: Array.from({ length: 26 }, (_, i) => (i + 0.5) * HOUR) };
      return {
        ...curve,
        x,
        values: x.values.map((time) => (time > DAY ? 0.5 : 0)),
        halfWidths: x.values.map(() => null),
      };
    });
    return { ...result, scenario: { ...result.scenario, resolved: { duration: DAY, ...change } }, curves };
  }

  it('counts what is settled after the last day', () => {
    // Fails when readings after the duration are cut off: then the bank of a single day has nothing to do.
    const rows = chartOf('load-over-day', oneDay()).tables[0]!.rows;
    expect(rows.map((row) => row[1])).toEqual(['50.0 %', '50.0 %', ...Array.from({ length: 22 }, () => '0 %')]);
  });

  it('of a log counts hours from its first line and names no time of day', () => {
    const chart = chartOf('load-over-day', oneDay({ demand: { arrivals: { kind: 'trace' } } }));
    const words = [chart.title, chart.tables[0]!.head[0], JSON.stringify(chart.draw(PAGE))].join(' ');
    expect(words).toContain('the time of day at which the log begins');
    expect(words).toContain('hours since the log begins');
    expect(words).not.toMatch(/midnight|hour of the day/);
  });

  it('of a log speaks of no midnight either where it draws the load', () => {
    const result = economicsResult();
    const { resolved } = result.scenario as { resolved: object };
    const ofLog = { ...resolved, demand: { arrivals: { kind: 'trace' } } };
    const title = chartOf('bank-load', { ...result, scenario: { ...result.scenario, resolved: ofLog } }).title;
    expect(chartOf('bank-load', result).title).toMatch(/midnight/);
    expect(title).toMatch(/around the time of day at which the log begins/);
    expect(title).not.toMatch(/midnight/);
  });

  it('says nothing of the busiest hour of a bank with a handful of jobs, if others have more', () => {
    const result = economicsResult();
    const [first, ...others] = result.labels;
    const few = {
      ...result.curves[0]!,
      name: `${first!.label}.bank.arrivals_count`,
      values: result.curves[0]!.values.map(() => 0.01),
    };
    const chart = chartOf('load-over-day', { ...result, curves: [...result.curves, few] });
    expect(chart.title).toMatch(new RegExp(`^The bank of (${others.map(({ label }) => label).join('|')}) `));
  });

  it('names of eight lines stand a line of text apart on a slide', async () => {
    // Fails when eight names are put beside a panel that has room for five.
    const result = economicsResult();
    const labels = Array.from({ length: 8 }, (_, i) => ({ label: `scheme${i}`, scheme: 'card' }));
    const curves = labels.map(({ label }) => ({ ...result.curves[0]!, name: `${label}.bank.utilisation_ratio` }));
    const svg = await renderSvg(chartOf('load-over-day', { ...result, labels, curves }).draw(SLIDE));
    const found = [...svg.matchAll(/translate\([\d.]+,([\d.]+)\)"[^>]*>scheme\d</g)].map(([, y]) => Number(y));
    const heights = found.slice(-8).toSorted((x, y) => x - y);
    expect(heights).toHaveLength(8);
    for (let i = 1; i < 8; i++) expect(heights[i]! - heights[i - 1]!).toBeGreaterThan(SLIDE.fontSize);
  });
});

describe('cost by party', () => {
  it.each([PAGE, SLIDE])(
    'has a line at every power of ten up to one beyond the greatest cost, on the $name',
    (stage) => {
      // Fails when ticks skip powers so that 300 dollars look like 14, or when the last of them lies below a mark.
      const text = JSON.stringify(chartOf('cost-by-party').draw(stage));
      const expression = /"labelExpr":"\((\{.*?\})\)\[datum\.value\]"/.exec(text.replaceAll('\\"', "'"))!;
      const ticks: Record<string, string> = JSON.parse(expression[1]!.replaceAll("'", '"'));
      const positive = Object.keys(ticks)
        .map(Number)
        .filter((place) => place > 0)
        .sort((x, y) => x - y);
      // 1 cent to 1,000 dollars, and each one unit from the one before.
      expect(positive).toHaveLength(6);
      for (let i = 1; i < 6; i++) expect(positive[i]! - positive[i - 1]!).toBeCloseTo(1, 1);
      expect(Object.values(ticks).filter((label) => label !== '').length).toBeGreaterThan(2);
      expect(text).toContain('(log)');
    },
  );
});

describe('risk by party', () => {
  it('speaks of what vendors are owed beyond what the bank holds, where that was measured', () => {
    // Fails when a channel whose vouchers a deposit covers is named as the greatest risk.
    const result = economicsResult();
    const uncovered = result.labels.map(({ label }) => ({
      ...result.metrics[0]!,
      name: `${label}.vendors.uncovered_max_usd`,
      unit: 'USD',
      value: label === 'mr2' ? 3 : 0,
    }));
    const chart = chartOf('risk-by-party', { ...result, metrics: [...result.metrics, ...uncovered] });
    expect(chart.title).toContain('vendors under mr2 ($3.00)');
    expect(chart.tables[0]!.head).toEqual(expect.arrayContaining(['vendors: uncovered', 'vendors: owed']));
  });
});

describe('wait by load', () => {
  const queue = (label: string, load: number, wait: number, law?: number): ResultMetric[] => {
    const common = { confidence: 0.95, replications: 30, combine: 'mean' as const, halfWidth: null };
    const theory = { formula: 'PK', source: 'M/G/1', kind: 'mean' as const, z: 0, agrees: true };
    return [
      { ...common, name: `${label}.bank.offered_load_ratio`, unit: '1', value: load },
      {
        ...common,
        name: `${label}.bank.wait_mean_us`,
        unit: 'us',
        value: wait,
        ...(law !== undefined && { theory: { ...theory, value: law } }),
      },
      { ...common, name: `${label}.bank.saturation_payments_per_second`, unit: 'payments/s', value: 50 },
      { ...common, name: `${label}.bank.backlog_end_us`, unit: 'us', value: load > 1 ? 60e6 : 0 },
    ];
  };
  const resultOf = (...metrics: ResultMetric[][]): Result => ({ ...economicsResult(), metrics: metrics.flat() });

  it('says what a job waits at the greatest load, and that a bank which is offered too much cannot keep up', () => {
    expect(chartOf('wait-by-load', resultOf(queue('card', 0.8, 40_000, 40_000), queue('mr1', 0.1, 1000))).title).toBe(
      'At 80.0 % of what the bank of card can do (50 payments/s) a job waits 40.0 ms on average',
    );
    expect(chartOf('wait-by-load', resultOf(queue('card', 1.35, 640e6))).title).toBe(
      'The bank of card cannot keep up: it is offered 135 % of what it can do (50 payments/s), and at the end 1.00 min of work are left',
    );
  });

  it('draws the law of M/D/1 through the point, from its one value', () => {
    // Service 20 ms: rho 0.8 waits 40 ms, rho 0.6 15 ms. Fails when the line is of another queue than the point.
    const text = JSON.stringify(chartOf('wait-by-load', resultOf(queue('card', 0.8, 40_000, 40_000))).draw(PAGE));
    const places = [...text.matchAll(/"x":([\d.]+),"y":([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const at = (load: number) => places.filter(([x]) => Math.abs(x! - load) < 1e-9).map(([, y]) => y!);
    for (const y of at(80)) expect(y).toBeCloseTo(Math.log10(40_000), 9);
    expect(at(80).length).toBeGreaterThan(1);
    expect(at(60)[0]).toBeCloseTo(Math.log10(15_000), 9);
  });

  it('names whose jobs never waited, and has nothing to draw where nobody waits', async () => {
    const some = chartOf('wait-by-load', resultOf(queue('card', 0.8, 40_000, 40_000), queue('mr1', 0.01, 0)));
    expect(some.caption).toContain('No job waited, and no point: mr1');
    for (const stage of [PAGE, SLIDE]) expect(await renderSvg(some.draw(stage))).toContain('<svg');
    expect(chartsOf({ ...resultOf(queue('card', 0.01, 0)), charts: ['wait-by-load'] })).toEqual([]);
  });
});

describe('charts are left out', () => {
  it.each([
    ['load-by-scheme', /bank\..*_per_payment/],
    ['load-over-day', /utilisation/],
    ['cost-by-party', /\.cost\./],
    ['risk-by-party', /net_sd|exposure|delay/],
  ] as const)('%s without its data', (name, part) => {
    expect(chartsOf({ ...without(part), charts: [name] })).toEqual([]);
  });

  it('load over the day for a run of less than a day', () => {
    const result = economicsResult();
    const short = { ...result, scenario: { ...result.scenario, resolved: { duration: 1 } } };
    expect(chartsOf({ ...short, charts: ['load-over-day'] })).toEqual([]);
  });

  it('cost by price for a sweep of anything else', () => {
    expect(costByPrice(priceSweep('demand.users'))).toBeNull();
  });

  it('totals are left out of a title where they are not known, as at aggregate', () => {
    expect(chartOf('cost-by-party', without(/cost\.total/)).title).toBe(
      'The greatest cost of 1,000 payments: fees of vendors under card, $300',
    );
  });
});

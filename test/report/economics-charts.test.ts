/** The charts of load, cost and risk side by side: what they say, what they draw, and when they are left out. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { costByPrice } from '../../src/report/charts/cost-by-price.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE, type Stage } from '../../src/report/theme.ts';
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
    ['load-over-day', "The bank of micromint does 63.5 % of its day's work in the hour around midnight"],
    ['cost-by-party', '1,000 payments cost all parties $6.00 under mr1 and $300 under card'],
    [
      'risk-by-party',
      'The greatest risks: users under mr1 ($1.50), vendors under mr1 ($17.0) and the bank under mr2 ($55.0)',
    ],
  ])('%s', (name, title) => {
    expect(chartOf(name).title).toBe(title);
  });

  it('cost by price names the cheapest at both ends, and where they cost the same', () => {
    expect(costByPrice(priceSweep())?.title).toBe(
      'micromint is cheapest at 1¢, mr1 at $1; they cost the same at 40.0¢',
    );
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
    expect(rows[0]!.slice(0, 3)).toEqual(['00:00', '40.0 %', '63.5 %']);
    expect(head).toContain("card: share of the day's work");
  });

  it('costs have a column for each kind and their sum, income with its sign', () => {
    const card = chartOf('cost-by-party').tables.at(-1)!;
    expect(card.head).toEqual(['party', 'fees', 'losses', 'interest', 'computing', 'macropayments', 'sum']);
    expect(card.rows.at(-1)!.slice(0, 2)).toEqual(['bank', '−$300 ± 15']);
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

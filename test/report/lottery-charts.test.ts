import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { renderSvg } from '../../src/report/render.ts';
import { PAGE, SLIDE, type Stage } from '../../src/report/theme.ts';
import { fourLotteries, LOTTERY_CHARTS, lotteriesResult } from './fixtures/lotteries.ts';

/** What one mark is drawn from. */
interface Datum {
  readonly left: number;
  readonly right: number;
  readonly share: number;
  readonly y: number;
  readonly text: string;
}
interface Layer {
  readonly mark: {
    readonly type: string;
    readonly fill?: string;
    readonly fillOpacity?: number;
    readonly shape?: string;
    readonly color?: string;
    readonly filled?: boolean;
    readonly size?: number;
  };
  readonly data: { readonly values: readonly Datum[] };
  readonly encoding: { readonly x: { readonly value?: number; readonly field?: string } };
}
interface Plot {
  readonly title: string;
  readonly layer: readonly Layer[];
}

function chartOf(name: string, result: Result = lotteriesResult()): Chart {
  const [found] = chartsOf({ ...result, charts: [name] });
  return found.chart;
}

function plotsOf(chart: Chart, stage: Stage = PAGE): readonly Plot[] {
  const drawn = chart.draw(stage) as unknown as Record<string, readonly Plot[] | undefined>;
  return drawn.concat ?? drawn.vconcat ?? drawn.hconcat ?? [];
}

function without(part: RegExp, result: Result = lotteriesResult()): Result {
  const kept = ({ name }: { readonly name: string }): boolean => !part.test(name);
  return { ...result, curves: result.curves.filter(kept), metrics: result.metrics.filter(kept) };
}

describe('titles computed from the result', () => {
  it.each([
    [
      'charge-excess',
      'After 1,000 payments 26.4 ± 1.0 % of the users of mr1 have paid more than they used, and no user of mr2',
    ],
    [
      'charge-spread',
      'After 1,000 payments what users are charged spreads by $10.2 ± 0.5 under mr1, $4.08 ± 0.20 under mr2',
    ],
    [
      'bank-net',
      'The bank ends $2,528 ± 83 short under mr2, a reserve of $3,022 suffices with 99.9 %; it is never short under mr1',
    ],
    [
      'detection',
      'Caught of the reuser gang: 50.0 % after 204 ± 5 payments under mr1, all after 39.0 ± 5.0 payments under mr2',
    ],
    ['cheats', 'The reuser gang gains most, $400 ± 9 under mr2; the bank loses $2,528 ± 83'],
    ['redemption-cost', 'Settling 1,000 payments costs $6.00 ± 0.02 at s = 1/100 and 60.0 ± 2.0¢ at s = 1/1,000'],
    ['bank-work', 'Messages that 1,000 payments bring the bank: 1 under mr1 and 10 under mr2'],
    [
      'bottle-cost',
      'A bottle costs from independent 6.24 ± 0.02¢ on average and at most 30¢, from spaced 6.25¢ on average and at most 15¢',
    ],
  ])('%s', (name, title) => {
    expect(chartOf(name).title).toBe(title);
  });

  it('says once what holds for several labels', () => {
    expect(chartOf('charge-excess', fourLotteries()).title).toBe(
      'After 1,000 payments 26.4 ± 1.0 % of the users of statistical and mr1 have paid more than they used, and no user of mr2 or mr3',
    );
    expect(chartOf('bank-net', fourLotteries()).title).toContain('short under mr2 and mr3');
  });

  it('does not speak of overpaying users where there are none, nor of a gain where nobody gains', () => {
    const serial = without(/^mr1\./);
    expect(chartOf('charge-excess', serial).title).toBe(
      'After 1,000 payments no user of mr2 has paid more than he used',
    );
    const poor = lotteriesResult();
    const metrics = poor.metrics.map((metric) => (/gain_usd/.test(metric.name) ? { ...metric, value: -1 } : metric));
    expect(chartOf('cheats', { ...poor, metrics }).title).toBe('No gang gains by cheating');
  });
});

describe('a chart without data is not drawn', () => {
  it.each([
    ['charge-excess', /excess_after/],
    ['charge-spread', /user_charge\.sd/],
    ['bank-net', /float_usd/],
    ['detection', /reuser\.caught_share/],
    ['cheats', /gain_usd/],
    ['redemption-cost', /^mr2\.bank\.redemption/],
    ['bank-work', /_per_payment/],
    ['bottle-cost', /bottle_cost\.share/],
  ])('%s', (name, part) => {
    expect(chartsOf({ ...without(part), charts: [name] })).toEqual([]);
  });
});

describe('charge less use', () => {
  const strips = (result: Result): { colour?: string | undefined; values: readonly Datum[] }[] =>
    plotsOf(chartOf('charge-excess', result)).flatMap(({ layer }) =>
      layer
        .filter(({ mark }) => mark.type === 'rect')
        .map(({ mark, data }) => ({ colour: mark.fill, values: data.values })),
    );

  it("draws MR2's bars up to their abscissae, and so none above zero", () => {
    // Fails when a bar is drawn about its abscissa: the last one would reach into what nobody is charged.
    const mr2 = strips(lotteriesResult()).filter(({ colour }) => colour === 'var(--mr2)');
    expect(mr2.length).toBe(2);
    for (const { values } of mr2) {
      // A tenth of a bar's room is air on either side.
      const ends = values.map(({ left, right }) => right + (right - left) / 8);
      expect(Math.max(...ends)).toBeCloseTo(0, 9);
    }
    const curves = lotteriesResult().curves.filter(({ name }) => /^mr2.excess/.test(name));
    expect(curves.map(({ x }) => x.values.at(-1))).toEqual([0, 0]);
  });

  it("draws MR1's bars about the amounts that can be charged, filled only above zero", () => {
    const [first] = plotsOf(chartOf('charge-excess')).slice(1);
    const bars = first.layer.filter(({ mark }) => mark.type === 'rect' && mark.fill === 'var(--mr1)');
    const middles = bars.map(({ data }) => data.values.map(({ left, right }) => Math.round((left + right) / 2)));
    expect(middles).toEqual([
      [-10, 0],
      [10, 20, 30, 40],
    ]);
    expect(bars.map(({ mark }) => mark.fillOpacity)).toEqual([0.25, 1]);
  });

  it('moves a bar of several numbers of winners to their middle', () => {
    const result = lotteriesResult();
    const wide = result.curves.map((curve) =>
      curve.name === 'mr1.excess_after_1000.share'
        ? { ...curve, x: { ...curve.x, values: curve.x.values.map((_, i) => -10 + 20 * i) } }
        : curve,
    );
    const bars = strips({ ...result, curves: wide }).filter(({ colour }) => colour === 'var(--mr1)');
    const { left, right } = bars.at(-2)!.values[0];
    expect((left + right) / 2).toBeCloseTo(-5, 9);
  });

  it('loses no users when narrow bars are joined', () => {
    const mr2 = strips(lotteriesResult()).filter(({ colour }) => colour === 'var(--mr2)');
    for (const { values } of mr2) {
      expect(values.length).toBeLessThan(51);
      const whole = values.reduce((sum, { share }) => sum + share, 0);
      expect(whole).toBeCloseTo(1, 1);
    }
  });

  it('says who is not on the axis', () => {
    const result = lotteriesResult();
    const gone = result.curves.map((curve) =>
      curve.name === 'mr1.excess_after_100.share' ? { ...curve, values: curve.values.map(() => 0.1) } : curve,
    );
    expect(chartOf('charge-excess', { ...result, curves: gone }).caption).toContain(
      'Not on the axis: 20.0 % of mr1 after 100 payments.',
    );
    expect(chartOf('charge-excess').caption).not.toContain('Not on the axis');
  });

  it('draws the exact law only where there is one', () => {
    const result = lotteriesResult();
    const strokes = (of: Result): number =>
      plotsOf(chartOf('charge-excess', of))[1].layer.filter(
        ({ mark, data }) => mark.type === 'rule' && mark.color === 'var(--ink)' && 'left' in data.values[0],
      ).length;
    expect(strokes(result)).toBe(2);
    expect(strokes({ ...result, curves: result.curves.map(({ theory: _, ...curve }) => curve) })).toBe(0);
  });
});

describe('marks that would lie on each other', () => {
  const layersOf = (result: Result) =>
    plotsOf(chartOf('charge-spread', result))[0].layer.filter(({ mark }) => mark.type === 'point');
  const marks = (result: Result) =>
    layersOf(result)
      .filter(({ mark, encoding }) => mark.filled !== undefined && encoding.x?.field === 'x')
      .map(({ mark }) => `${mark.shape} ${mark.filled ? 'filled' : 'outlined'}`);

  it('are told apart by outlines and caps, where they are: none stands at an x that is not its own', () => {
    // Fails when series that meet hide each other, or when one is moved aside again.
    expect(marks(lotteriesResult())).toEqual(['square filled', 'circle filled']);
    expect(marks(fourLotteries())).toEqual([
      'diamond filled',
      'square outlined',
      'circle filled',
      'triangle-up outlined',
    ]);
    expect(layersOf(lotteriesResult()).filter(({ mark }) => mark.shape === 'stroke')).toEqual([]);
    const caps = layersOf(fourLotteries()).filter(({ mark }) => mark.shape === 'stroke');
    expect(new Set(caps.map(({ mark }) => mark.size)).size).toBe(2);
    const drawn = JSON.stringify([PAGE, SLIDE].map((stage) => chartOf('charge-spread', fourLotteries()).draw(stage)));
    expect(drawn).not.toMatch(/[xy]Offset/);
  });
});

describe("the bank's net", () => {
  const rules = (result: Result): string[] =>
    plotsOf(chartOf('bank-net', result))[0].layer.flatMap(({ mark, data }) =>
      mark.type === 'text' && /suffices/.test(data.values[0].text) ? [data.values[0].text] : [],
    );

  it('names the reserve on its rule, once for all labels that need the same', () => {
    expect(rules(lotteriesResult())).toEqual(['$3,022 suffices for mr2 (99.9 %)']);
    expect(rules(fourLotteries())).toEqual(['$3,022 suffices for mr2 and mr3 (99.9 %)']);
    expect(rules(without(/reserve/))).toEqual([]);
  });

  it('shows the shortfall at the end over its theory', () => {
    const [{ layer }] = plotsOf(chartOf('bank-net'));
    const points = layer.filter(({ mark }) => mark.type === 'point').map(({ data }) => data.values[0].y);
    expect(points).toEqual([2528, 2527]);
    expect(chartOf('bank-net').caption).toContain('Point at the end: what is never billed (stroke: theory, ');
  });
});

describe('cheats', () => {
  it('are detected in a panel for each gang that is ever caught; the others are named', () => {
    expect(plotsOf(chartOf('detection')).map(({ title }) => title)).toEqual(['reuser: members caught']);
    expect(chartOf('detection').brief).toContain('Never caught: quitter.');
  });

  it('gain to the right and others lose to the left, and every row has its name', async () => {
    const chart = chartOf('cheats');
    expect(chart.tables[1].rows).toEqual([
      ['reuser', '$400 ± 9'],
      ['bank', '−$2,528 ± 83'],
      ['vendors', '$30 ± 140'],
      ['users', '$2,000 ± 140'],
    ]);
    const many = lotteriesResult();
    const gangs = Array.from({ length: 8 }, (_, i) => ({ ...many.metrics[13], name: `mr2.gang${i}.gain_usd` }));
    const svg = await renderSvg(chartOf('cheats', { ...many, metrics: [...many.metrics, ...gangs] }).draw(SLIDE));
    // Fails when Vega leaves out every other name because there are more than it would have made itself.
    for (const name of ['gang0', 'gang1', 'gang6', 'gang7', 'bank', 'vendors', 'users'])
      expect(svg).toContain(`>${name}<`);
  });

  it('has axes of its own for a label beside which it would show nothing', () => {
    expect(chartOf('cheats').brief).toContain('Each panel has a scale of its own.');
    const same = without(/^mr1\./);
    expect(chartOf('cheats', same).brief).not.toContain('scale of its own');
  });
});

describe('cost of redemption', () => {
  it('is stated per 1,000 payments, beside two fees for each payable cheque also where the metric has no theory', () => {
    expect(chartOf('redemption-cost').tables[0].rows).toEqual([
      ['mr1', 'mr1', '1/1,000', '60.0 ± 2.0¢', '60.0¢'],
      ['mr2', 'mr2', '1/100', '$6.00 ± 0.02', '$6.00'],
    ]);
  });

  it('needs two rates', () => {
    const result = lotteriesResult();
    const { schemes } = result.scenario.resolved as { schemes: { options: object }[] };
    const alike = schemes.map((scheme) => ({ ...scheme, options: schemes[0].options }));
    const scenario = { ...result.scenario, resolved: { schemes: alike } };
    expect(chartsOf({ ...result, scenario, charts: ['redemption-cost'] })).toEqual([]);
  });
});

it('shows the bank that does none of something as none, not as a point on a logarithmic axis', () => {
  const [{ title, layer }] = plotsOf(chartOf('bank-work')).slice(3);
  expect(title).toBe('macropayments per payment (log)');
  expect(layer.filter(({ mark }) => mark.shape === 'square' || mark.shape === 'circle')).toEqual([]);
  expect(layer.at(-1)?.data.values.map(({ text }) => text)).toEqual(['none', 'none']);
});

it('draws bottles of two machines of one scheme in different fillings, and no cost that no bottle has', () => {
  const [{ layer }] = plotsOf(chartOf('bottle-cost'));
  const bars = layer.filter(({ mark }) => mark.type === 'rect');
  expect(bars.map(({ mark }) => mark.fillOpacity)).toEqual([1, 0.25]);
  expect(bars.map(({ data }) => data.values.length)).toEqual([5, 5]);
});

it.each(LOTTERY_CHARTS)(
  '%s says on a slide what its marks mean without a formula, and is drawn on both stages',
  async (name) => {
    for (const result of [lotteriesResult(), fourLotteries()]) {
      const drawable = chartsOf({ ...result, charts: [name] });
      for (const { chart } of drawable) {
        expect(chart.brief).not.toMatch(/S_last|\(1-s\)/);
        expect(chart.brief.length).toBeLessThan(190);
        expect(chart.alternative).toContain(chart.title);
        for (const stage of [PAGE, SLIDE]) expect(await renderSvg(chart.draw(stage))).toContain('<svg');
      }
    }
  },
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result, ResultCurve } from '../../src/experiment/result.ts';
import {
  countsOn,
  decadesAxis,
  fittingAxis,
  linearAxis,
  powersOfTwoAxis,
  timeAxis,
} from '../../src/report/charts/axis.ts';
import { bankLoad } from '../../src/report/charts/bank-load.ts';
import { chartNames, chartsOf } from '../../src/report/charts/registry.ts';
import { spread } from '../../src/report/charts/spread.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { fixtureResult } from './fixtures/result.ts';

function titleOf(name: string, result: Result): string | undefined {
  return chartsOf({ ...result, charts: [name] })[0]?.chart.title;
}

function changed(change: (curve: ResultCurve) => ResultCurve): Result {
  const result = fixtureResult();
  return { ...result, curves: result.curves.map(change) };
}

describe('the registry of charts', () => {
  it('refuses an unknown name and lists those that exist', () => {
    expect(() => chartsOf(fixtureResult({ charts: ['pie'] }))).toThrow(
      `no chart is named pie; there are ${chartNames.join(', ')}`,
    );
  });

  it.each(chartNames)('%s is left out when the result has no data for it', (name) => {
    expect(chartsOf(fixtureResult({ charts: [name], curves: [], metrics: [] }))).toEqual([]);
  });

  it('keeps the order of the result', () => {
    const names = chartsOf(fixtureResult({ charts: ['bank-load', 'cost-curve'] })).map(({ name }) => name);
    expect(names).toEqual(['bank-load', 'cost-curve']);
  });
});

describe('titles computed from the result', () => {
  it('says what the first and the last coins cost', () => {
    expect(titleOf('cost-curve', fixtureResult())).toBe(
      'The first k4 coin costs 9,238 ± 1,119 balls, all 37,000 average 7.07, the last 7,000 average 4.83',
    );
    const full = changed((curve) => ({
      ...curve,
      values: curve.values.map((value, i) => (i === curve.values.length - 1 ? 9 : value)),
    }));
    expect(titleOf('cost-curve', full)).toBe(
      'The first k4 coin costs 9,238 ± 1,119 balls, the least average is 7.59, the last 7,000 average 9',
    );
  });

  it('says about what the first coin costs where there is no interval', () => {
    const single = changed((curve) => ({ ...curve, halfWidths: curve.halfWidths.map(() => null) }));
    expect(titleOf('cost-curve', { ...single, replications: 1 })).toContain('first k4 coin costs about 2^13.2 balls');
  });

  it('does not speak of a first coin where the curve does not begin with it', () => {
    const result = changed((curve) => ({
      ...curve,
      x: { ...curve.x, values: curve.x.values.slice(2) },
      values: curve.values.slice(2),
    }));
    expect(titleOf('cost-curve', result)).toBe('37,000 k4 coins cost 7.07 balls each');
  });

  it('says when most coins circulate', () => {
    expect(titleOf('circulation', fixtureResult())).toBe(
      'At most 10,532 coins circulate on average (day 28), 0 at the end',
    );
  });

  it("says how much of the bank's work comes around midnight, while that is most of it", () => {
    expect(titleOf('bank-load', fixtureResult())).toBe(
      'The bank does 95.3 % of its work around midnight and is 41.3 % busy in its busiest hour',
    );
    const even = changed((curve) => ({
      ...curve,
      values: curve.values.map((value, i) => (i === 30 ? 0.5 : Math.min(value, 0.01))),
    }));
    expect(titleOf('bank-load', even)).toMatch(
      /^The bank is busy \d\.\d+ % of the time, 50\.0 % in its busiest hour \(day 2\)$/,
    );
    const idle = changed((curve) => ({ ...curve, values: curve.values.map(() => 0) }));
    expect(titleOf('bank-load', idle)).toBe('The bank has nothing to do');
  });

  it.each([
    [0.5, 'The bank is busy less than 0.1 % of the time, 50.0 % in its busiest hour (day 2)'],
    [0.000_9, 'The bank is hardly busy: less than 0.1 % of the time even in its busiest hour (day 2)'],
  ])('gives no digits of a load below a thousandth, at a peak of %d', (peak, title) => {
    const loaded = changed((curve) => ({ ...curve, values: curve.values.map((_, i) => (i === 30 ? peak : 1e-5)) }));
    expect(titleOf('bank-load', loaded)).toBe(title);
  });

  it.each([
    ['2 h', 2],
    ['90 min', 1.5],
    ['3.60 s', 0.001],
  ])("speaks of the bank's busiest %s when it is read so often", (each, factor) => {
    // Fails when a sentence is made for an interval that has a name of its own, as an hour has.
    const stretched = changed((curve) => ({
      ...curve,
      x: { ...curve.x, values: curve.x.values.map((time) => time * factor) },
      values: curve.values.map((value, i) => (i === 30 ? 0.5 : Math.min(value, 0.01))),
    }));
    expect(titleOf('bank-load', stretched)).toContain(` % of the time, 50.0 % in its busiest ${each} (`);
  });

  it('counts the intervals that hold theory', () => {
    expect(titleOf('balls-to-coin', fixtureResult())).toBe(
      'Balls to the c-th coin are at most 0.341 % off theory; 5 of 5 intervals (95 %) hold the exact mean',
    );
    const far = fixtureResult().metrics.map((metric) =>
      metric.name === 'k3.coins_1.good_balls' ? { ...metric, value: 2900 } : metric,
    );
    expect(titleOf('balls-to-coin', fixtureResult({ metrics: far }))).toMatch(/9\.97 % off theory; 4 of 5/);
  });
});

it('says in words where simulation and theory part', () => {
  const away = changed((curve) => ({ ...curve, values: curve.values.map((value, i) => (i < 2 ? value * 2 : value)) }));
  const [{ chart }] = chartsOf({ ...away, charts: ['cost-curve'] });
  expect(chart.caption).toContain('Simulation and theory part for k4 (good balls per coin) at 2 of 16 points.');
  const [{ chart: agreeing }] = chartsOf(fixtureResult({ charts: ['cost-curve'] }));
  expect(agreeing.caption).not.toContain('part for');
});

it('does not cry wolf over a distance that nobody sees, or where so few replications only happen to agree', () => {
  // Fails when a half-width of zero, or few replications, alone make a parting.
  const caption = (shift: number, half: number, replications: number): string => {
    const result = changed((curve) => ({
      ...curve,
      values: (curve.theory?.values ?? curve.values).map((value) => value + shift),
      halfWidths: curve.values.map(() => half),
    }));
    return chartsOf({ ...result, replications, charts: ['circulation'] })[0].chart.caption;
  };
  expect(caption(30, 0, 30)).not.toContain('part for');
  expect(caption(500, 0, 4)).not.toContain('part for');
  expect(caption(500, 100, 4)).not.toContain('part for');
  expect(caption(500, 0, 30)).toContain('part for micromint (coins in circulation) at 121 of 121 points.');
  expect(caption(500, 100, 1000)).toContain('at 121 of 121 points.');
});

it('states every formula once, and one source for all formulas that it stands behind', () => {
  const [{ chart }] = chartsOf(fixtureResult({ charts: ['cost-curve'] }));
  expect(chart.caption.split('B E[c-th smallest').length).toBe(2);
  expect(chart.caption.split('derived, after RS96').length).toBe(2);
});

it('names what the bank is measured in by the interval of its readings', () => {
  const headings = (result: Result): string[] => {
    const { vconcat } = bankLoad(result)!.draw(PAGE) as unknown as { vconcat: readonly { title: string }[] };
    return vconcat.map(({ title }) => title);
  };
  expect(headings(fixtureResult())).toEqual([
    'jobs arriving per hour',
    'utilisation (share of each hour that the servers are busy)',
    'longest queue in each hour (jobs)',
  ]);
  const faster = changed((curve) => ({ ...curve, x: { ...curve.x, values: curve.x.values.map((time) => time / 5) } }));
  expect(headings(faster)[0]).toBe('jobs arriving per 12 min');
});

it('shows the figures of the experiment under its drawing, with the confidence of the interval in words', () => {
  const [{ chart }] = chartsOf(fixtureResult({ charts: ['balls-to-coin'], confidence: 0.999 }));
  expect(chart.tablesShown).toBe(true);
  expect(chart.tables[0].rows[0]).toEqual(['k2, coin 1', '322 ± 2', '321.5', '0.28 ± 0.75 %']);
  expect(chart.caption).toContain('bars: its 99.9 % confidence interval');
  expect(JSON.stringify(chart.draw(PAGE))).toContain('bars: 99.9 % intervals');
});

it('writes the moments of a month to the minute in the data of a chart, and no unit that the head says', () => {
  const [{ chart: load }, { chart: cost }] = chartsOf(fixtureResult({ charts: ['bank-load', 'cost-curve'] }));
  expect(load.tables[0].rows[31][0]).toBe('day 2, 07:00');
  expect(cost.tables[0].rows[2][0]).toBe('5');
});

it('names lines at their first points where they are apart there, and at their ends otherwise', () => {
  interface Layer {
    readonly mark: { readonly type: string; readonly align?: string };
    readonly data: { readonly values: readonly { readonly text?: string }[] };
  }
  const named = (name: string): string[] => {
    const [{ chart }] = chartsOf(fixtureResult({ charts: [name] }));
    const [{ layer }] = (chart.draw(PAGE) as unknown as { vconcat: readonly { layer: readonly Layer[] }[] }).vconcat;
    return layer.flatMap(({ mark, data }) => (mark.type === 'text' ? [`${data.values[0].text} ${mark.align}`] : []));
  };
  expect(named('cost-curve')).toEqual(['k2 right', 'k3 right', 'k4 right', 'theory left']);
  expect(named('bank-load')).toEqual(['micromint left']);
});

it('draws an interval that reaches zero on a logarithmic axis as far down as up, with an arrow that says so', () => {
  // Fails when such intervals are left out, or when all of them run to the bottom and lie on each other.
  interface Layer {
    readonly mark: { readonly shape?: string };
    readonly encoding: { readonly y2?: object };
    readonly data: { readonly values: readonly { readonly low: number; readonly y: number; readonly high: number }[] };
  }
  const wide = changed((curve) => ({ ...curve, halfWidths: curve.values.map((value) => 2 * value) }));
  const [{ chart }] = chartsOf({ ...wide, charts: ['cost-curve'] });
  const [{ layer }] = (chart.draw(PAGE) as unknown as { vconcat: readonly { layer: readonly Layer[] }[] }).vconcat;
  const whiskers = layer.filter(({ encoding }) => encoding.y2 !== undefined).flatMap(({ data }) => data.values);
  expect(whiskers).toHaveLength(3 * 16);
  for (const { low, y, high } of whiskers) expect(y - low).toBeCloseTo(Math.min(high - y, y - low), 9);
  expect(whiskers.filter(({ low, y, high }) => Math.abs(y - low - (high - y)) < 1e-9).length).toBeGreaterThan(24);
  const arrows = layer.filter(({ mark }) => mark.shape === 'triangle-down').flatMap(({ data }) => data.values);
  expect(arrows).toHaveLength(3 * 16);
  expect(chart.caption).toContain('(▾: down to zero)');
});

describe('the balls between two readings', () => {
  interface Datum {
    readonly from?: number;
    readonly to?: number;
    readonly x?: number;
    readonly y: number;
  }
  interface Layer {
    readonly mark: { readonly type: string; readonly interpolate?: string };
    readonly encoding: { readonly x?: { readonly field?: string } };
    readonly data: { readonly values: readonly Datum[] };
  }
  const [{ chart }] = chartsOf(fixtureResult({ charts: ['cost-curve'] }));
  const [average, between] = (chart.draw(PAGE) as unknown as { vconcat: readonly { layer: readonly Layer[] }[] })
    .vconcat;
  const k4 = fixtureResult().curves.find(({ name }) => name === 'k4.mint.between_readings_balls_per_coin')!;
  const marginal = fixtureResult().curves.find(({ name }) => name === 'k4.mint.marginal_balls_per_coin')!;
  const coins = k4.x.values.map(Math.log2);

  it('are drawn as a bar over the coins that they are the mean of (fails when a mean stands at its last coin)', () => {
    const bars = between.layer.filter(({ encoding }) => encoding.x?.field === 'from').at(-1)!.data.values;
    expect(bars).toHaveLength(coins.length - 1);
    for (const [i, { from, to, y }] of bars.entries()) {
      expect(from).toBeCloseTo(coins[i], 9);
      expect(to).toBeCloseTo(coins[i + 1], 9);
      expect(2 ** y).toBeCloseTo(k4.values[i + 1], 6);
    }
    const points = between.layer.filter(({ mark, data }) => mark.type === 'point' && data.values.length === 16).at(-1)!;
    expect(points.data.values[0].x).toBe(0);
    expect(points.data.values[15].x).toBeCloseTo((coins[14] + coins[15]) / 2, 9);
  });

  it('stand beside the exact cost of the very coin, drawn at this coin, as the averages do beside theirs', () => {
    const theory = (panel: { readonly layer: readonly Layer[] }) =>
      panel.layer.filter(({ mark }) => mark.type === 'line').at(-1)!.data.values;
    for (const panel of [average, between]) {
      for (const [i, { x }] of theory(panel).entries()) expect(x).toBeCloseTo(coins[i], 9);
    }
    for (const [i, { y }] of theory(between).entries()) expect(2 ** y).toBeCloseTo(marginal.theory!.values[i], 6);
  });

  it('begin at the left end of the axis where the curve does not begin with the first coin', () => {
    const later = changed((curve) => ({
      ...curve,
      x: { ...curve.x, values: curve.x.values.slice(2) },
      values: curve.values.slice(2),
    }));
    const [, panel] = (
      chartsOf({ ...later, charts: ['cost-curve'] })[0].chart.draw(PAGE) as unknown as {
        vconcat: readonly { layer: readonly (Layer & { encoding: { x?: { scale?: { domain: number[] } } } })[] }[];
      }
    ).vconcat;
    const [low] = panel.layer[0].encoding.x!.scale!.domain;
    const bars = panel.layer.find(({ encoding }) => encoding.x?.field === 'from')!.data.values;
    expect(bars).toHaveLength(14);
    expect(bars[0].from).toBeGreaterThanOrEqual(low);
    expect(bars[0].from).toBeLessThan(bars[0].to!);
  });

  it('are named so in the table too, beside the cost of the very coin', () => {
    expect(chart.tables[0].head).toContain('good balls per coin since the reading before');
    expect(chart.tables[0].head).toContain('good balls for the last coin');
  });
});

it('says why a figure that a chart draws was not judged, once for all labels', () => {
  const base = fixtureResult({ charts: ['cost-curve'] });
  const remark = 'too few events to be judged by their spread';
  const metrics = ['k2', 'k4'].map((label) => ({
    ...base.metrics[7],
    name: `${label}.mint.average_balls_per_coin`,
    theory: { ...base.metrics[7].theory!, agrees: null, remark },
  }));
  const [{ chart }] = chartsOf({ ...base, metrics });
  expect(chart.caption).toContain(` Not judged under k2 and k4: good balls per coin (${remark}).`);
  expect(chart.brief).toContain(remark);
  expect(chartsOf(base)[0].chart.caption).not.toContain('Not judged');
});

it('puts the panels of a month side by side on a slide, with short headings that are broken where they are too wide', () => {
  // Fails when three panels share the height of a slide, which leaves each a strip with two ticks.
  const { hconcat } = bankLoad(fixtureResult())!.draw(SLIDE) as unknown as {
    hconcat: readonly { title: string | string[]; height: number; width: number }[];
  };
  expect(hconcat.map(({ title }) => [title].flat().join(' '))).toEqual([
    'jobs per hour',
    'servers busy',
    'longest queue',
  ]);
  for (const { height, width } of hconcat) {
    expect(height).toBeGreaterThan(250);
    expect(width).toBeGreaterThan(180);
  }
});

it('speaks of one replication instead of intervals that it does not have', () => {
  const single = changed((curve) => ({ ...curve, halfWidths: curve.halfWidths.map(() => null) }));
  expect(bankLoad({ ...single, replications: 1 })?.caption).toBe('Heavy lines: one replication.');
});

it('draws whiskers and bands from their lower to their upper end in every layer, also in the one that has the axes', () => {
  interface Layer {
    readonly encoding: { readonly y?: { readonly field?: string }; readonly y2?: { readonly field?: string } };
  }
  for (const { chart } of chartsOf(fixtureResult({ charts: ['cost-curve', 'circulation', 'bank-load'] }))) {
    const { vconcat } = chart.draw(PAGE) as unknown as {
      readonly vconcat: readonly { readonly layer: readonly Layer[] }[];
    };
    const spans = vconcat.flatMap(({ layer }) => layer).filter(({ encoding }) => encoding.y2 !== undefined);
    expect(spans.length).toBeGreaterThanOrEqual(vconcat.length);
    for (const { encoding } of spans) expect([encoding.y?.field, encoding.y2?.field]).toEqual(['low', 'high']);
  }
});

it('draws the whiskers of every cell of the experiment from their lower to their upper end', () => {
  interface Layer {
    readonly encoding: { readonly x: { readonly field?: string }; readonly x2?: { readonly field: string } };
  }
  const [{ chart }] = chartsOf(fixtureResult({ charts: ['balls-to-coin'] }));
  const { layer } = chart.draw(PAGE) as unknown as { readonly layer: readonly Layer[] };
  const whiskers = layer.filter(({ encoding }) => encoding.x2 !== undefined);
  expect(whiskers.map(({ encoding }) => [encoding.x.field, encoding.x2?.field])).toEqual(
    Array(5).fill(['low', 'high']),
  );
});

it('draws no cost curve of what a logarithmic axis cannot show', () => {
  const nothing = changed((curve) => ({ ...curve, values: curve.values.map(() => 0) }));
  expect(chartsOf({ ...nothing, charts: ['cost-curve'] })).toEqual([]);
});

describe('axes', () => {
  const labels = (axis: { ticks: readonly { label: string }[] }) => axis.ticks.map(({ label }) => label);

  it('count in round steps with as many decimals as the step has', () => {
    expect(labels(linearAxis('', [-1.1, 1.1], 5, ' %'))).toEqual(['−1.0 %', '−0.5 %', '0.0 %', '0.5 %', '1.0 %']);
    expect(labels(linearAxis('', [0, 10_500], 3))).toEqual(['0', '5,000', '10,000']);
  });

  it('count powers of two in whole exponents', () => {
    expect(labels(powersOfTwoAxis('', [0, 15], 6))).toEqual(['2⁰', '2³', '2⁶', '2⁹', '2¹²', '2¹⁵']);
  });

  it('count powers of ten, and what lies between them when they are few', () => {
    const written = countsOn(PAGE);
    expect(labels(decadesAxis('', [0.9, 5.1], 8, written))).toEqual(['10', '100', '1,000', '10,000', '100,000']);
    expect(labels(decadesAxis('', [0.9, 5.1], 3, written))).toEqual(['100', '10,000']);
    expect(labels(decadesAxis('', [1.2, 2.1], 8, written))).toEqual(['20', '50', '100']);
    expect(labels(decadesAxis('', [2.9, 6.1], 8, countsOn(SLIDE)))).toEqual(['1k', '10k', '100k', '1M']);
  });

  it('have as many ticks as there is room for, at least two', () => {
    const axis = (width: number) =>
      labels(fittingAxis((count) => linearAxis('', [-90, 90], count, '', '$'), width, 14));
    expect(axis(900)).toEqual(['−$80', '−$60', '−$40', '−$20', '$0', '$20', '$40', '$60', '$80']);
    expect(axis(240)).toEqual(['−$50', '$0', '$50']);
    expect(axis(110)).toEqual(['−$50', '$50']);
  });

  it('count time in the unit that fits', () => {
    const month = timeAxis([0, 30 * DAY], 10);
    expect([month.title, ...labels(month)]).toEqual(['time in days', '0', '5', '10', '15', '20', '25', '30']);
    expect(timeAxis([0, 30 * HOUR], 10).title).toBe('time in hours');
  });
});

it('names at line ends keep their order and a line of distance, and stay on a panel that has room for them', () => {
  const ends = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(ends, (ys) => {
      const placed = spread(
        ys.map((y) => ({ y, end: y })),
        10,
        [0, 100],
      );
      for (const [i, name] of placed.entries()) {
        expect(name.y).toBeGreaterThanOrEqual(-1e-9);
        expect(name.y).toBeLessThanOrEqual(100 + 1e-9);
        if (i === 0) continue;
        expect(name.y - placed[i - 1].y).toBeGreaterThanOrEqual(10 - 1e-9);
        expect(name.end).toBeGreaterThanOrEqual(placed[i - 1].end);
      }
    }),
    { seed: 7 },
  );
});

/** Replications become a result: every figure recomputed by hand. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { digestOf } from '../../src/experiment/digest.ts';
import type { Result, ResultMetric } from '../../src/experiment/result.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import type { Curve, Metric, Oracle } from '../../src/sim/metric.ts';
import { metric, replicationOf, scenarioOf } from './fixtures.ts';

const SCENARIO = scenarioOf();

/** The result of replications that measured these. */
function resultOf(...replications: readonly (readonly Metric[])[]): Result {
  return combine(
    SCENARIO,
    [],
    replications.map((metrics) => replicationOf(metrics)),
  );
}

function only(result: Result): ResultMetric {
  expect(result.metrics).toHaveLength(1);
  return result.metrics[0]!;
}

function exact(value: number): Oracle {
  return { value, formula: 'n', source: 'test', kind: 'exact' };
}

describe('a metric over the replications', () => {
  it('of means has the mean and the half-width of Student’s t', () => {
    // 1, 2, 6: mean 3, variance 7; t(0.975; 2) = 4.302652729911275.
    const found = only(resultOf([metric('a', 1)], [metric('a', 2)], [metric('a', 6)]));
    expect(found).toMatchObject({
      name: 'a',
      unit: 'coins',
      value: 3,
      confidence: 0.95,
      replications: 3,
      combine: 'mean',
    });
    expect(found.halfWidth).toBeCloseTo((4.302652729911275 * Math.sqrt(7)) / Math.sqrt(3), 9);
    expect(found).not.toHaveProperty('theory');
  });

  it('of means follows the confidence asked for', () => {
    // t(0.995; 1) = 63.65674116287158.
    const replications = [0, 2].map((value) => replicationOf([metric('a', value)]));
    const { metrics } = combine({ ...SCENARIO, confidence: 0.99 }, [], replications);
    expect(metrics[0]).toMatchObject({ value: 1, confidence: 0.99 });
    expect(metrics[0]!.halfWidth).toBeCloseTo(63.65674116287158, 6);
  });

  it('of rates has one over the mean of what they are one over, and that one’s interval by the slope', () => {
    // 1 s, 2 s and 6 s a payment are 3 s on average: a third of a payment a second, where the mean of the rates is 0.556.
    const rates = [1, 1 / 2, 1 / 6];
    const found = only(resultOf(...rates.map((value) => [metric('a', value, { combine: 'harmonic-mean' })])));
    expect(found.value).toBeCloseTo(1 / 3, 12);
    expect(found.halfWidth).toBeCloseTo((4.302652729911275 * Math.sqrt(7)) / Math.sqrt(3) / 9, 9);
    const theory: Oracle = { ...exact(1 / 3), kind: 'mean' };
    const judged = only(resultOf(...rates.map((value) => [metric('a', value, { combine: 'harmonic-mean', theory })])));
    expect(judged.theory).toMatchObject({ value: 1 / 3, z: 0 });
  });

  // Fails when a bank that had nothing to do is left out: then few busy ones make the load at which it saturates too low.
  it('of a saturation counts a replication without work as one that nothing saturates', () => {
    const busy = metric('a.bank.saturation_payments_per_second', 100, { combine: 'harmonic-mean' });
    const found = resultOf([busy, metric('a.b', 1)], [metric('a.b', 1)], [metric('a.b', 1)], [busy, metric('a.b', 1)]);
    const saturation = found.metrics.find(({ name }) => name === busy.name)!;
    expect(saturation.value).toBeCloseTo(200, 9);
    expect(saturation.replications).toBe(4);
  });

  it('of maxima has the greatest, of sums the sum, and no interval', () => {
    const values = [3, -8, 5];
    const of = (combined: 'max' | 'sum') =>
      only(resultOf(...values.map((value) => [metric('a', value, { combine: combined })])));
    expect(of('max')).toMatchObject({ value: 5, halfWidth: null, combine: 'max' });
    expect(of('sum')).toMatchObject({ value: 0, halfWidth: null, combine: 'sum' });
  });

  it('of one replication has no interval', () => {
    expect(only(resultOf([metric('a', 4)]))).toMatchObject({ value: 4, halfWidth: null, replications: 1 });
  });

  it('counts nought where a replication does not report a count, be it the first or the last', () => {
    const result = resultOf(
      [metric('x.a_count', 6)],
      [metric('x.b_count', 9)],
      [metric('x.a_count', 3), metric('x.b_count', 0)],
    );
    expect(result.metrics.map(({ name, value, replications }) => ({ name, value, replications }))).toEqual([
      { name: 'x.a_count', value: 3, replications: 3 },
      { name: 'x.b_count', value: 3, replications: 3 },
    ]);
    const maximum = resultOf([metric('x.m_count', -5, { combine: 'max' })], [metric('x.other_count', 1)]);
    expect(maximum.metrics[0]!.value).toBe(0);
  });

  it('counts nothing in a replication in which a mint took no part', () => {
    const result = resultOf([metric('mint.a_count', 6), metric('x.b_count', 1)], [metric('x.b_count', 3)]);
    expect(result.metrics).toMatchObject([
      { name: 'mint.a_count', value: 6, replications: 1 },
      { name: 'x.b_count', value: 2, replications: 2 },
    ]);
  });

  it('leaves out a replication that did not observe a quantity: a wait of no job is not nought', () => {
    const result = resultOf([metric('wait_us', 6)], [], [metric('wait_us', 8)]);
    expect(only(result)).toMatchObject({ value: 7, replications: 2 });
  });

  it('refuses an expectation that differs between replications, a defect of who states it', () => {
    const mean = (value: number) => ({ value, formula: 'm', source: 's', kind: 'mean' as const });
    expect(() => resultOf([metric('a', 1, { theory: mean(1) })], [metric('a', 2, { theory: mean(2) })])).toThrow(
      /differs between replications/,
    );
  });
});

describe('a metric beside its theory', () => {
  it('is judged against the exact value of its own replication', () => {
    const agreeing = only(resultOf([metric('a', 5, { theory: exact(5) })], [metric('a', 7, { theory: exact(7) })]));
    expect(agreeing.theory).toMatchObject({
      value: 6,
      kind: 'exact',
      agrees: true,
      z: null,
      formula: 'n',
      source: 'test',
    });
    const crossed = only(resultOf([metric('a', 5, { theory: exact(7) })], [metric('a', 7, { theory: exact(5) })]));
    expect(crossed.theory).toMatchObject({ value: 6, agrees: false });
    expect(crossed.theory!.remark).toMatch(/replication 0/);
  });

  it('is judged by its law where the oracle is an expectation', () => {
    const theory: Oracle = { value: 10, formula: 'm', source: 'test', kind: 'mean', law: { name: 'normal', sd: 1 } };
    const at = (value: number) =>
      only(resultOf([metric('a', value, { theory })], [metric('a', value, { theory })])).theory!;
    // The mean of two has an sd of 0.707: 6.1 of them are 4.3.
    expect(at(14).agrees).toBe(true);
    expect(at(15).agrees).toBe(false);
    expect(at(15).z).toBeCloseTo(5 * Math.SQRT2, 9);
  });

  it('of sums stands beside as many times the expectation', () => {
    const theory: Oracle = { value: 10, formula: 'm', source: 'test', kind: 'mean', law: { name: 'normal', sd: 1 } };
    const found = only(
      resultOf([metric('a', 9, { theory, combine: 'sum' })], [metric('a', 11, { theory, combine: 'sum' })]),
    );
    expect(found).toMatchObject({ value: 20, theory: { value: 20, agrees: true } });
  });

  it('is never judged by the exact value of another replication', () => {
    // An oracle may hold in some replications only, as that all are served holds where nothing sold out.
    const first = resultOf([metric('a', 5, { theory: exact(5) })], [metric('a', 7)]);
    const last = resultOf([metric('a', 7)], [metric('a', 5, { theory: exact(5) })]);
    for (const result of [first, last]) {
      expect(only(result).theory?.agrees).not.toBe(false);
      expect(result.disagreements).toEqual([]);
    }
  });

  it('is named when it disagrees, and no other', () => {
    const result = resultOf([
      metric('right', 1, { theory: exact(1) }),
      metric('wrong', 1, { theory: exact(2) }),
      metric('bound', 3, { theory: { ...exact(4), kind: 'bound' } }),
      metric('unjudged', 8, { theory: { ...exact(1), kind: 'mean' } }),
      metric('plain', 9),
    ]);
    expect(result.disagreements).toEqual(['wrong']);
    expect(result.metrics.map(({ theory }) => theory?.agrees)).toEqual([true, false, true, null, undefined]);
  });
});

describe('a curve over the replications', () => {
  const curve = (values: readonly number[]): Curve => ({
    name: 'k2.mint.average',
    quantity: 'balls',
    unit: 'balls',
    x: { quantity: 'coins', unit: 'coins', values: [1, 10] },
    values,
    theory: { values: [2, 3], formula: 'f', source: 's' },
  });

  it('has mean and half-width at each abscissa', () => {
    const replications = [curve([1, 5]), curve([3, 5])].map((each) => replicationOf([], [each]));
    const [found] = combine(SCENARIO, [], replications).curves;
    expect(found).toMatchObject({ ...curve([2, 5]) });
    // t(0.975; 1) = 12.706204736432095; sd of 1 and 3 is sqrt 2.
    expect(found!.halfWidths[0]).toBeCloseTo(12.706204736432095, 9);
    expect(found!.halfWidths[1]).toBe(0);
  });
});

describe('a result', () => {
  const replications = [0, 1].map((index) => replicate(SCENARIO, index));
  const result = combine(SCENARIO, ['cost-curve'], replications);

  it('says what was run', () => {
    expect(result).toMatchObject({
      format: 'farthing-result/1',
      scenario: { name: 'made-up', title: 'A made-up run', about: '', resolved: SCENARIO },
      labels: [{ label: 'k2', scheme: 'mint' }],
      seed: '7',
      fidelity: 'sampled',
      replications: 2,
      confidence: 0.95,
      charts: ['cost-curve'],
      disagreements: [],
    });
  });

  it('can have its digest recomputed from the file', () => {
    const { digest, ...body } = JSON.parse(`${JSON.stringify(result, null, 2)}\n`);
    expect(digest).toBe(result.digest);
    expect(digestOf(body)).toBe(digest);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another digest when a figure, the scenario or an event differs', () => {
    const [first, second] = replications;
    const events = { ...second!, digests: ['another'] };
    const figure = {
      ...second!,
      metrics: second!.metrics.map((each, i) => (i === 0 ? { ...each, value: each.value + 1 } : each)),
    };
    const others = [
      combine(SCENARIO, ['cost-curve'], [first!, events]),
      combine(SCENARIO, ['cost-curve'], [first!, figure]),
      combine({ ...SCENARIO, title: 'Another' }, ['cost-curve'], replications),
      combine(SCENARIO, [], replications),
    ];
    expect(new Set([result, ...others].map(({ digest }) => digest)).size).toBe(5);
    expect(others[0]!.traces).not.toBe(result.traces);
    expect(others[1]!.traces).toBe(result.traces);
  });

  it('is the same from a scenario whose keys came in another order', () => {
    const shuffled = Object.fromEntries(Object.entries(SCENARIO).reverse()) as unknown as typeof SCENARIO;
    expect(combine(shuffled, ['cost-curve'], replications).digest).toBe(result.digest);
  });
});

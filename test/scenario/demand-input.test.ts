/** What a file may say of habits, of laws of prices and of a log: what is read from it, and every way to say it wrongly. */
import { describe, expect, it } from 'vitest';
import type { Demand } from '../../src/economy/demand.ts';
import { sizeObjections } from '../../src/scenario/size-checks.ts';
import { withoutPurchases, withTrace } from '../../src/scenario/trace-files.ts';
import { DAY, SECOND } from '../../src/units.ts';
import { broken, errorLines, GOOD, scenarioOf } from './fixtures/parsing.ts';

const PAYMENTS = '{ perUserPerDay: 20 }';
const PRICE = '{ usd: 0.01 }';

function demandOf(text: string): Demand {
  return scenarioOf(text).demand!;
}

function withTraceOf(trace: string): string {
  return `title: A log\ndemand:\n  trace: ${trace}\nschemes:\n  - { name: tokens }\n`;
}

describe('how users buy', () => {
  it('at one rate is the plain process, said or not', () => {
    const plain = { kind: 'poisson', perUserPerDay: 20 };
    expect(demandOf(GOOD).arrivals).toEqual(plain);
    expect(demandOf(broken(PAYMENTS, '{ perUserPerDay: 20, process: poisson }')).arrivals).toEqual(plain);
  });

  it('by the hours is relative to the mean of the day, named or listed', () => {
    const list = `[${Array.from({ length: 24 }, (_, hour) => Number(hour < 6)).join(', ')}]`;
    const listed = demandOf(broken(PAYMENTS, `{ perUserPerDay: 20, diurnal: ${list} }`)).arrivals;
    const byHour = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 4 : 0));
    expect(listed).toEqual({ kind: 'patterned', perUserPerDay: 20, pattern: { byHour } });
    const web = demandOf(broken(PAYMENTS, '{ perUserPerDay: 20, process: diurnal }')).arrivals;
    expect(web).toEqual(demandOf(broken(PAYMENTS, '{ perUserPerDay: 20, diurnal: web }')).arrivals);
    expect(web).not.toEqual(demandOf(broken(PAYMENTS, '{ perUserPerDay: 20, diurnal: office }')).arrivals);
  });

  it('in bursts has its defaults, and goes together with hours, a stay and a budget', () => {
    expect(demandOf(broken(PAYMENTS, '{ perUserPerDay: 20, process: bursty }')).arrivals).toMatchObject({
      pattern: { bursts: { purchases: 5, gap: 30 * SECOND } },
    });
    const all = broken(
      `payments: ${PAYMENTS}`,
      'payments: { perUserPerDay: 20, process: bursty, diurnal: office, burst: { purchases: 2.5, gap: 1s } }\n' +
        '  stay: 3d\n  budget: { usdPerDay: 0.5, usd: 3 }',
    );
    expect(demandOf(all).arrivals).toMatchObject({
      pattern: { bursts: { purchases: 2.5, gap: SECOND }, meanStay: 3 * DAY, budget: { perDay: 500_000, inAll: 3e6 } },
    });
  });

  it.each([
    ['{ perUser: 3, process: diurnal }', 'process: expected no process beside perUser, got "diurnal"'],
    ['{ perUser: 3, burst: {} }', 'burst: expected no burst beside perUser, got an empty mapping'],
    ['{ perUserPerDay: 3, burst: {} }', 'burst: expected no burst without process: bursty, got an empty mapping'],
    [
      '{ perUserPerDay: 3, process: poisson, diurnal: web }',
      'diurnal: expected no diurnal with process poisson, got "web"',
    ],
    ['{ perUserPerDay: 3, diurnal: weekly }', 'diurnal: expected web, office or a list of 24 numbers, got "weekly"'],
    ['{ perUserPerDay: 3, diurnal: [1, 2] }', 'diurnal: expected web, office or a list of 24 numbers, got a list'],
  ])('%s is refused', (payments, message) => {
    const [line, ...others] = errorLines(broken(PAYMENTS, payments));
    expect(others).toEqual([]);
    expect(line).toContain(`demand.payments.${message}`);
  });

  it('goes on without a stay and a budget where purchases are counted', () => {
    const text = broken(`payments: ${PAYMENTS}`, 'payments: { perUser: 3 }\n  stay: 3d\n  budget: { usd: 3 }');
    expect(errorLines(text)).toEqual([
      'x.yaml:6:9 demand.stay: expected no stay beside payments.perUser, got "3d"',
      'x.yaml:7:11 demand.budget: expected no budget beside payments.perUser, got a mapping',
    ]);
  });

  it('cannot be aggregate, nor can a log: fails when either is skipped by the law of one rate', () => {
    for (const text of [
      broken(PAYMENTS, '{ perUserPerDay: 20, process: bursty }'),
      withTraceOf('{ file: x, price: { usd: 1 } }'),
    ])
      expect(sizeObjections({ ...scenarioOf(text), fidelity: 'aggregate' }, [1])).toMatchObject([
        { path: ['fidelity'] },
      ]);
    expect(sizeObjections({ ...scenarioOf(GOOD), fidelity: 'aggregate' }, [1])).toEqual([]);
  });
});

describe('what a purchase costs', () => {
  it('is as likely from one price to another', () => {
    const { price } = demandOf(broken(PRICE, '{ uniform: { fromUsd: 0.02, stepUsd: 0.01, prices: 4 } }'));
    expect(price).toEqual({
      kind: 'choice',
      prices: [20_000, 30_000, 40_000, 50_000],
      weights: [1, 1, 1, 1],
      meanUsd: 0.035,
    });
  });

  it('is lognormal in whole steps, with the mean that was asked for where nothing is cut off', () => {
    const { price } = demandOf(broken(PRICE, '{ lognormal: { meanUsd: 0.05, sigma: 0.5, stepUsd: 0.001 } }'));
    if (price.kind !== 'choice') throw new Error('one price');
    expect(price.prices.every((each) => each % 1000 === 0 && each >= 1000)).toBe(true);
    expect(price.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    // Rounding to a fiftieth of the mean moves it by far less than that.
    expect(price.meanUsd!).toBeCloseTo(0.05, 5);
    // The median of the law is exp(mu).
    const half = 0.05 * Math.exp(-0.125);
    const below = price.prices.reduce((sum, each, i) => sum + (each / 1e6 <= half ? price.weights[i]! : 0), 0);
    expect(Math.abs(below - 0.5)).toBeLessThan(0.02);
  });

  it('is the highest price where the law lies above it', () => {
    const { price } = demandOf(broken(PRICE, '{ lognormal: { meanUsd: 1000, sigma: 0.1, stepUsd: 0.01, prices: 2 } }'));
    expect(price).toMatchObject({ prices: [20_000], meanUsd: 0.02 });
  });

  it.each([
    ['{ uniform: { fromUsd: 0.01, stepUsd: 0.01 } }', 'uniform.prices: expected a positive integer'],
    ['{ uniform: { fromUsd: 1, stepUsd: 1, prices: 1001 } }', 'prices: expected a positive integer of at most 1000'],
    ['{ lognormal: { meanUsd: 1, sigma: 0, stepUsd: 0.01 } }', 'sigma: expected a number from 0.01 to 5'],
    ['{ lognormal: { meanUsd: 0, sigma: 1, stepUsd: 0.01 } }', 'meanUsd: expected an amount above 0'],
  ])('%s is refused', (price, message) => {
    const lines = errorLines(broken(PRICE, price));
    expect(lines.join('\n')).toContain(message);
    expect(lines).toEqual([expect.any(String)]);
  });
});

describe('a log', () => {
  it('has the usual rules by default, and the format of its name', () => {
    const trace = (file: string) => demandOf(withTraceOf(`{ file: ${file}, price: { usd: 0.001 } }`)).trace!;
    expect(trace('a.log.gz')).toEqual({
      file: 'a.log.gz',
      format: 'clf',
      user: 'host',
      vendor: 'first-folder',
      columns: {},
      methods: ['GET'],
      statuses: [200],
      otherwise: 1000,
      scale: 1,
      strict: false,
    });
    expect(['a.tsv', 'a.TSV.gz', 'a.csv', 'access_log'].map((file) => trace(file).format)).toEqual([
      'tsv',
      'tsv',
      'csv',
      'clf',
    ]);
  });

  it('may give away what has no price', () => {
    expect(demandOf(withTraceOf('{ file: a, price: { free: true }, prices: p }')).trace!.otherwise).toBe(0);
  });

  it.each([
    [withTraceOf('{ price: { usd: 1 } }'), ['demand.trace.file: expected a text']],
    [withTraceOf('{ file: a }'), ['demand.trace.price: expected a mapping']],
    [withTraceOf('{ file: a, price: {} }'), ['expected exactly one of usd, microdollars or free']],
    [
      withTraceOf('{ file: a, price: { usd: 1 }, vendor: host }'),
      ['vendor: expected first-folder, url-host, server or'],
    ],
    [withTraceOf('{ file: a, price: { usd: 1 }, vendors: host }'), ['unknown key, did you mean vendor?']],
    [
      withTraceOf('{ file: a, price: { usd: 1 } }\n  users: 3'),
      ['demand.users: expected no users beside trace, got 3'],
    ],
  ])('that is wrong is refused: %#', (text, messages) => {
    const lines = errorLines(text);
    expect(lines).toHaveLength(messages.length);
    for (const [i, message] of messages.entries()) expect(lines[i]).toContain(message);
  });

  it('leaves in a result what it came to, and not where this machine keeps its purchases', () => {
    const scenario = scenarioOf(withTraceOf('{ file: a, price: { usd: 1 } }'));
    const found = {
      ...FOUND,
      prices: [
        [10, 3],
        [20, 1],
      ] as [number, number][],
    };
    const read = withTrace(scenario, { found, rules: [], purchases: 'somewhere' });
    expect(read.demand!.price).toEqual({ kind: 'choice', prices: [10, 20], weights: [3, 1] });
    expect(JSON.stringify(read)).toContain('somewhere');
    expect(JSON.stringify(withoutPurchases(read))).not.toContain('somewhere');
    expect(withoutPurchases(read).demand!.trace!.found).toEqual(found);
  });
});

const FOUND = {
  sha256: 'ff',
  bytes: 1,
  lines: 5,
  requests: 4,
  purchases: 4,
  users: 2,
  vendors: 1,
  value: 50,
  free: 0,
  late: 0,
  lateAfter: 0,
  moved: 0,
  first: 0,
  lastAfter: 9,
  malformed: 1,
  reasons: { 'bad-time': 1 },
  named: [],
};

/**
 * Scenarios too large to be run, or too small to say anything, are refused before anything runs. A row fails when such a one is taken, when the message
 * blames another value, or when what can well be run is refused.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

const BILLION = readFileSync(new URL('../../scenarios/billion-payments.yaml', import.meta.url), 'utf8');
const set = (...overrides: string[]): string[] => linesOf(marketText(), { overrides });

describe('more than can be run', () => {
  it.each<[string, string[], string]>([
    [
      'purchases at sampled',
      ['replications=11', 'demand.users=1000000', 'demand.payments.perUser=1000'],
      '--set demand.payments.perUser=1000: demand.payments: expected at most 10000000000 purchases of all replications and schemes at sampled, got 11 x 1000000000',
    ],
    [
      'purchases at real',
      ['demand.payments.perUser=20000000', 'replications=6', 'fidelity=real'],
      '--set fidelity=real: demand.payments: expected at most 1000000000 purchases of all replications and schemes at real, got 6 x 200000000',
    ],
    [
      'Poisson purchases over a long time',
      ['duration=10000d', 'replications=1', 'demand.payments={ perUserPerDay: 1000000 }'],
      '--set demand.payments={ perUserPerDay: 1000000 }: expected at most 10000000000 purchases of all replications and schemes at sampled, got 1 x 100000000000',
    ],
    [
      'users in many replications',
      ['demand.users=5000000', 'demand.payments={ perUserPerDay: 0.001 }', 'replications=3000'],
      '--set replications=3000: demand: expected at most 10000000000 users and vendors of all replications and schemes at sampled, got 3000 x 5000003',
    ],
    [
      'vendors than fit into memory',
      ['demand.vendors=10000000', 'demand.users=1400', 'replications=1'],
      '--set demand.vendors=10000000: expected a positive integer of at most 1000000, got 10000000',
    ],
    [
      'markets to be kept',
      ['replications=10001'],
      '--set replications=10001: expected replications x schemes of at most 10000, got 10001 x 1 = 10001',
    ],
    [
      'money than whole numbers hold',
      ['replications=1', 'demand.payments.perUser=1000000', 'demand.price.usd=1000000'],
      '--set demand.price.usd=1000000: demand.payments: expected purchases worth at most 2251799813685248 micro-dollars in all, got up to 10000000000000000000',
    ],
  ])('%s', (_, overrides, line) => {
    expect(set(...overrides)).toEqual([line]);
  });

  it('is told with the place in the file when the file says so', () => {
    const text = marketText().replace('perUser: 5', 'perUser: 999999999');
    expect(linesOf(text)).toEqual([
      'x.yaml:6:13 demand.payments: expected at most 10000000000 purchases of all replications and schemes at sampled, got 30 x 9999999990',
    ]);
  });

  it('is the same product in every scheme: two schemes are twice the work', () => {
    const text = marketText({ more: '  - { name: mr1 }\n' });
    const overrides = ['demand.users=1000000', 'demand.payments.perUser=1000', 'replications=6'];
    expect(linesOf(text, { overrides })).toHaveLength(1);
    expect(linesOf(marketText(), { overrides })).toEqual([]);
  });
});

describe('at aggregate', () => {
  it.each([
    ['demand.payments.perUser=1000000', 'demand.price.usd=0.001'],
    ['demand.users=10000000', 'demand.payments.perUser=100000', 'demand.price.usd=0.001', 'replications=5'],
  ])('10^12 payments are taken, since one in a thousand is an event', (...overrides) => {
    expect(linesOf(BILLION, { overrides })).toEqual([]);
  });

  it('what reaches the bank counts: with every cheque payable, 10^11 payments are too many', () => {
    expect(linesOf(BILLION, { overrides: ['demand.payments.perUser=100000', 'schemes.0.selectionRate=1'] })).toEqual([
      '--set schemes.0.selectionRate=1: demand.payments: expected at most 10000000000 purchases of all replications and schemes at aggregate, got 2 x 100000000000',
    ]);
  });
});

describe('what can be run', () => {
  it.each([
    [],
    ['replications=10000'],
    ['demand.users=10000000', 'replications=1', 'demand.payments.perUser=100'],
    ['demand.vendors=1000000', 'replications=1'],
    ['demand.payments.perUser=10000000', 'replications=10', 'fidelity=real'],
  ])('is taken up to the bounds', (...overrides) => {
    expect(set(...overrides)).toEqual([]);
  });
});

describe('a mint that hardly ever makes a coin', () => {
  const FEW = 'expected balls for at least one coin, got';
  it.each([
    ['balls: 100', `x.yaml:9:31 schemes.0.balls: ${FEW} 100 for 1.4e-8 coins`],
    [
      'filter: 48, balls: 100',
      'x.yaml:9:32 schemes.0.filter: expected a filter with which 9007199254740991 balls make a coin, got 48',
    ],
    ['bits: 4, way: 8', `x.yaml:9:30 schemes.0.bits: ${FEW} 64 for 0.73 coins, 4 good ones for each bin`],
  ])('%s is refused', (options, line) => {
    expect(linesOf(marketText({ scheme: `{ name: micromint, ${options} }` }))).toEqual([line]);
  });

  it.each(['bits: 5, way: 8', 'balls: 10000', 'bits: 1, way: 2', 'filter: 14'])('%s is taken', (options) => {
    expect(linesOf(marketText({ scheme: `{ name: micromint, ${options} }` }))).toEqual([]);
  });
});

/** Bad input about PayWord, cards and channels: each message stands with its place. A row fails when either changes. */
import { describe, expect, it } from 'vitest';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { bindScheme, objections, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { DAY } from '../../src/units.ts';

function parse(scheme: string, more = '') {
  const text = `title: Paywords
duration: 2d
demand:
  users: 10
  vendors: 3
  payments: { perUser: 5 }
  price: { usd: 0.02 }
schemes:
  - { ${scheme} }
${more}`;
  const refine = { refine: (scenario: Parameters<typeof objections>[0]) => objections(scenario, []) };
  return parseScenario(text, 'x.yaml', refine, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
}

function errorsOf(...scheme: Parameters<typeof parse>): string[] {
  const parsed = parse(...scheme);
  return 'errors' in parsed ? parsed.errors.map(formatError) : [];
}

const ROWS: readonly (readonly [string, string])[] = [
  [
    'name: payword, unitUsd: 0.03',
    '7:10 demand.price: expected prices of whole paywords of 30000 micro-dollars, got one of 20000 micro-dollars',
  ],
  ['name: payword, limitUsd: 0.015', '9:32 schemes.0.limitUsd: expected whole paywords of unitUsd, got 0.015'],
  ['name: payword, chainLength: 0', '9:35 schemes.0.chainLength: expected a positive integer, got 0'],
  [
    'name: payword, chainLength: 1',
    '7:10 demand.price: expected prices that a chain within the limit can pay, 10000 micro-dollars, got one of 20000',
  ],
  [
    'name: payword, certificateLife: 36h',
    '9:39 schemes.0.certificateLife: expected whole days, at least 1d, got "36h"',
  ],
  ['name: payword, lossPolicy: user', '9:34 schemes.0.lossPolicy: expected broker or vendor, got "user"'],
  ['name: payword, depositWindow: 5m', '9:37 schemes.0.depositWindow: expected at least 1h, got "5m"'],
  [
    'name: payword, commission: 0.00005',
    '9:34 schemes.0.commission: expected a whole number of micro-dollars of each payword, got 0.00005 of 10000',
  ],
  ['name: card, share: 1.5', '9:26 schemes.0.share: expected a number from 0 to 1, got 1.5'],
  ['name: card, share: 0.1234567', '9:26 schemes.0.share: expected at most 6 decimals, got 0.1234567'],
  ['name: card, fixedUsd: -1', '9:29 schemes.0.fixedUsd: expected a number from 0 to 1000000, got -1'],
  [
    'name: channel, depositUsd: 0.01',
    '7:10 demand.price: expected prices of at most the deposit of a channel, 10000 micro-dollars, got one of 20000',
  ],
  ['name: channel, settleEvery: 5h', '9:35 schemes.0.settleEvery: expected whole days, at least 1d, or none, got "5h"'],
];

describe('bad input about PayWord, cards and channels', () => {
  it.each(ROWS)('%s', (scheme, wanted) => {
    const errors = errorsOf(scheme);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`x.yaml:${wanted}`);
  });

  it('names the schemes against which nobody can spend beyond a limit', () => {
    const adversaries = 'adversaries:\n  - { kind: over-limit-spender, count: 1 }\n';
    expect(errorsOf('name: card', adversaries)).toEqual([
      expect.stringContaining('over-limit-spender exploits offlineCredit, which no scheme here offers'),
    ]);
    expect(errorsOf('name: payword', adversaries)).toEqual([]);
  });
});

describe('input about PayWord, cards and channels', () => {
  const optionsOf = (scheme: string) => {
    const parsed = parse(scheme);
    if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
    return bindScheme(parsed.scenario.schemes[0]!).options;
  };

  it('has defaults', () => {
    expect(optionsOf('name: payword')).toEqual({
      unitValue: 10_000,
      limit: 10_000_000,
      chainLength: 100,
      certificateLife: 30 * DAY,
      commission: 1_000,
      lossPolicy: 'vendor',
      depositWindow: 7 * DAY,
    });
    expect(optionsOf('name: card')).toEqual({ fixed: 300_000, share: 29_000 });
    const channel = { deposit: 1_000_000, openFee: 10_000, closeFee: 10_000, settleEvery: Number.POSITIVE_INFINITY };
    expect(optionsOf('name: channel')).toEqual(channel);
  });

  it('becomes what the schemes want: fees of nothing, windows without end, the fees of 1996', () => {
    expect(optionsOf('name: payword, depositWindow: none, commission: 0')).toMatchObject({
      depositWindow: Number.POSITIVE_INFINITY,
      commission: 0,
    });
    expect(optionsOf('name: card, fixedUsd: 0.29, share: 0.02')).toEqual({ fixed: 290_000, share: 20_000 });
    expect(optionsOf('name: channel, openUsd: 0, closeUsd: 0, settleEvery: 3d')).toMatchObject({
      openFee: 0,
      closeFee: 0,
      settleEvery: 3 * DAY,
    });
  });
});

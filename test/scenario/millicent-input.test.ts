/** Bad input about Millicent: each message stands with its place. A row fails when either changes, or when it is taken. */
import { describe, expect, it } from 'vitest';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { bindScheme, objections, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { DAY, HOUR } from '../../src/units.ts';

function parse(scheme: string) {
  const text = `title: Scrip
duration: 2d
demand:
  users: 10
  vendors: 3
  payments: { perUser: 5 }
  price: { usd: 0.01 }
schemes:
  - { ${scheme} }
`;
  const refine = { refine: (scenario: Parameters<typeof objections>[0]) => objections(scenario, []) };
  return parseScenario(text, 'x.yaml', refine, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
}

function errorsOf(scheme: string): string[] {
  const parsed = parse(scheme);
  return 'errors' in parsed ? parsed.errors.map(formatError) : [];
}

const ROWS: readonly (readonly [string, string, string])[] = [
  [
    'a protocol that there is not',
    'protocol: open',
    '9:34 schemes.0.protocol: expected clear, secure or private, got "open"',
  ],
  ['a supply that there is not', 'supply: mint', '9:32 schemes.0.supply: expected licensed or warehouse, got "mint"'],
  ['no broker', 'brokers: 0', '9:33 schemes.0.brokers: expected an integer from 1 to 16, got 0'],
  [
    'scrip worth nothing',
    'vendorScripUsd: 0',
    '9:40 schemes.0.vendorScripUsd: expected an amount above 0 and at most 1000000 usd, got 0',
  ],
  ['a life of half days', 'life: 36h', '9:30 schemes.0.life: expected whole days, at least 1d, got "36h"'],
  [
    'a window that is no time',
    'replayWindow: soon',
    '9:38 schemes.0.replayWindow: expected a time such as 30d, 12h, 5m or 1.5s, got "soon"',
  ],
  ['a commission above all', 'commission: 1.5', '9:36 schemes.0.commission: expected a number from 0 to 1, got 1.5'],
  [
    'a commission too fine',
    'commission: 0.1234567',
    '9:36 schemes.0.commission: expected at most 6 decimals, got 0.1234567',
  ],
  [
    'a commission beside a warehouse',
    'supply: warehouse, commission: 0.1',
    '9:55 schemes.0.commission: expected none, since the warehouse is bought at a discount, got 0.1',
  ],
  [
    'a discount without a warehouse',
    'discount: 0.1',
    '9:34 schemes.0.discount: expected none without a warehouse, got 0.1',
  ],
  [
    'a bulk without a warehouse',
    'warehouseUsd: 3',
    '9:38 schemes.0.warehouseUsd: expected none without a warehouse, got 3',
  ],
  [
    'too many pieces',
    'supply: warehouse, vendorScripUsd: 0.00001',
    '9:59 schemes.0.vendorScripUsd: expected at most 100000 pieces for warehouseUsd, got 0.00001',
  ],
  ['a gain that is nobody’s', 'expiryGain: broker', '9:36 schemes.0.expiryGain: expected issuer or user, got "broker"'],
  [
    'a closing without a time',
    'closes: { vendor: 1 }',
    '9:32 schemes.0.closes.at: expected a time such as 30d, 12h, 5m or 1.5s, got nothing',
  ],
  [
    'a vendor that there is not',
    'closes: { vendor: 4, at: 1d }',
    "9:32 schemes.0.closes: expected a vendor of the demand's 3, got 4",
  ],
  [
    'a closing after the end',
    'closes: { vendor: 1, at: 3d }',
    '9:32 schemes.0.closes: expected a time within the duration of 48h, got 72h',
  ],
];

describe('bad input about Millicent', () => {
  it.each(ROWS)('%s', (_, options, wanted) => {
    expect(errorsOf(`name: millicent, ${options}`)).toEqual([`x.yaml:${wanted}`]);
  });
});

describe('another name for an adversary', () => {
  // Fails when it is taken for the kind with the nearest letters: the rest would be judged by that kind's options.
  it.each([
    ['scrip-thief', 'replies: 2', 'replies: expected a number from 0 to 1'],
    ['scrip-replayer', 'requests: 2', 'requests: expected a number from 0 to 1'],
    ['scrip-double-spender', 'pace: never', 'pace: expected'],
  ])('%s is read on as what it means', (called, option, wanted) => {
    const text = `title: Scrip
duration: 2d
demand: { users: 10, vendors: 3, payments: { perUser: 5 }, price: { usd: 0.01 } }
schemes: [{ name: millicent }]
adversaries: [{ kind: ${called}, share: 0.1, ${option} }]
`;
    const parsed = parseScenario(text, 'x.yaml', {}, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
    const errors = 'errors' in parsed ? parsed.errors.map(formatError) : [];
    expect(errors).toHaveLength(2);
    expect(errors[0]).toContain(`got "${called}"`);
    expect(errors[1]).toContain(`adversaries.0.${wanted}`);
  });
});

describe('input about Millicent', () => {
  const optionsOf = (scheme: string) => {
    const parsed = parse(scheme);
    if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
    return bindScheme(parsed.scenario.schemes[0]!).options;
  };

  it('has defaults', () => {
    expect(optionsOf('name: millicent')).toEqual({
      protocol: 'secure',
      supply: 'licensed',
      brokers: 1,
      brokerScrip: 5_000_000,
      vendorScrip: 250_000,
      life: 30 * DAY,
      replayWindow: HOUR,
      commission: 100_000,
      discount: 100_000,
      warehouse: 5_000_000,
      expiryGain: 'issuer',
      redeemClosed: false,
    });
  });

  it('becomes what the scheme wants: millionths, micro-dollars, vendors from 0', () => {
    const written =
      'name: millicent, supply: warehouse, discount: 0.05, warehouseUsd: 3, replayWindow: 0s, closes: { vendor: 3, at: 1d }';
    expect(optionsOf(written)).toMatchObject({
      discount: 50_000,
      warehouse: 3_000_000,
      replayWindow: 0,
      closes: { vendor: 2, at: DAY },
    });
  });
});

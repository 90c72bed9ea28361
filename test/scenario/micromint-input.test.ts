/**
 * MicroMint's defences in a scenario file: what is read, and what is said about bad input. A row fails when a message or
 * its place changes, or when the input is taken.
 */
import { describe, expect, it } from 'vitest';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { bindScheme } from '../../src/scenario/schemes.ts';
import { DAY } from '../../src/units.ts';
import { scenarioOf } from '../experiment/fixtures.ts';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

function text(options: string): string {
  return marketText({ scheme: `{ name: micromint, ${options} }` });
}

function read(options: string): MicroMintOptions {
  return bindScheme(scenarioOf(text(options)).schemes[0]).options as MicroMintOptions;
}

describe('defences that are read', () => {
  it('none: the exact list, the vendor’s loss, and nothing else', () => {
    const { settlement, lossPolicy, recallAfter, keyKnownAhead, groupBits, usdPerHash, ...rest } = read('bits: 8');
    expect({ settlement, lossPolicy, recallAfter, keyKnownAhead, groupBits, usdPerHash }).toEqual({
      settlement: 'coin',
      lossPolicy: 'vendor',
      recallAfter: 100,
      keyKnownAhead: 0,
      groupBits: 0,
      usdPerHash: 0,
    });
    for (const key of ['suspendAfter', 'redemptionLimit', 'recallAt', 'hiddenPredicates'])
      expect(rest).not.toHaveProperty(key);
  });

  it('all at once', () => {
    const all =
      'settlement: bin, lossPolicy: shared, suspendAfter: 3, redemptionLimit: 200, recallAt: 0.01, recallAfter: 50, ' +
      'keyKnownAhead: 7d, hiddenPredicates: { stages: 4, bits: 6 }, groupBits: 2, usdPerHash: 1e-18';
    expect(read(all)).toMatchObject({
      settlement: 'bin',
      lossPolicy: 'shared',
      suspendAfter: 3,
      redemptionLimit: 200,
      recallAt: 0.01,
      recallAfter: 50,
      keyKnownAhead: 7 * DAY,
      hiddenPredicates: { stages: 4, bits: 6 },
      groupBits: 2,
      usdPerHash: 1e-18,
    });
  });

  it.each(['keyKnownAhead: 0s', 'keyKnownAhead: 30d', 'recallAt: 1', 'groupBits: 10', 'usdPerHash: 0'])(
    '%s is taken',
    (options) => {
      expect(linesOf(text(options))).toEqual([]);
    },
  );

  it('a mint that nobody could throw is taken at sampled, as the paper’s', () => {
    expect(linesOf(text('bits: 31, filter: 21'))).toEqual([]);
    expect(read('bits: 31, filter: 21').balls).toBe(2 ** 54);
  });
});

describe('defences that are refused', () => {
  it.each([
    ['settlement: balls', 'settlement: expected coin or bin, got "balls"'],
    ['lossPolicy: user', 'lossPolicy: expected vendor, broker or shared, got "user"'],
    ['suspendAfter: 0', 'suspendAfter: expected a positive integer, got 0'],
    ['redemptionLimit: 0', 'redemptionLimit: expected a positive integer, got 0'],
    ['redemptionLimit: 1.5', 'redemptionLimit: expected a positive integer, got 1.5'],
    ['recallAt: 0', 'recallAt: expected a number above 0, at most 1, got 0'],
    ['recallAt: 1.1', 'recallAt: expected a number above 0, at most 1, got 1.1'],
    ['recallAfter: 0', 'recallAfter: expected a positive integer, got 0'],
    ['keyKnownAhead: soon', 'keyKnownAhead: expected a time such as 30d, 12h, 5m or 1.5s, got "soon"'],
    ['keyKnownAhead: 7', 'keyKnownAhead: expected a time such as 7d, or 0s, got 7'],
    ['keyKnownAhead: 31d', 'keyKnownAhead: expected at most the period, got "31d"'],
    ['hiddenPredicates: 3', 'hiddenPredicates: expected a mapping, got 3'],
    ['hiddenPredicates: { stages: 17, bits: 1 }', 'hiddenPredicates.stages: expected an integer from 1 to 16, got 17'],
    ['hiddenPredicates: { stages: 1, bits: 0 }', 'hiddenPredicates.bits: expected an integer from 1 to 16, got 0'],
    [
      'hiddenPredicates: { stages: 5, bits: 5 }',
      'hiddenPredicates.bits: expected stages x bits of at most 24, got 5 x 5',
    ],
    [
      'hiddenPredicates: { stages: 2, bits: 2 }, coinFiles: [january.coins]',
      'hiddenPredicates: expected none beside coinFiles, whose coins were minted without, got a mapping',
    ],
    ['groupBits: 11', 'groupBits: expected an integer from 0 to 10, got 11'],
    [
      'groupBits: 8, bits: 6, way: 2',
      'groupBits: expected at least one coin for each group, got 2^8 groups for 58 coins',
    ],
    ['usdPerHash: -1', 'usdPerHash: expected a number from 0 to 1, got -1'],
  ])('%s', (options, message) => {
    const lines = linesOf(text(options));
    expect(lines).toHaveLength(1);
    expect(lines[0]!.replace(/^x\.yaml:\d+:\d+ schemes\.0\./, '')).toBe(message);
  });
});

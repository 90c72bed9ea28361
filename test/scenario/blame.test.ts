/**
 * Whose fault it is: each message blames the value that is wrong, in the file or on the command line, and one mistake
 * does not hide another. A row fails when something else is blamed, or when a mistake comes to light only once another
 * one is mended.
 */
import { describe, expect, it } from 'vitest';
import { errorLines, GOOD, scenarioOf } from './fixtures/parsing.ts';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

const MINTS = 'title: A mint\nmints:\n  - ';

describe('the value that is out of range is blamed, alone', () => {
  it.each([
    [
      'bits of a scheme, and no filter',
      marketText({ scheme: '{ name: micromint, bits: 40 }', more: 'fidelity: real\n' }),
      'x.yaml:9:30 schemes.0.bits: expected at most 26 at fidelity real, got 40',
    ],
    [
      'bits of a mint',
      `${MINTS}{ label: a, bits: 40, way: 2, coins: [1] }\n`,
      'x.yaml:3:23 mints.0.bits: expected at most 26, beyond which a mint takes too long, got 40',
    ],
    [
      'a filter too many beside bits that are all right',
      `${MINTS}{ label: a, bits: 20, filter: 7, way: 2, coins: [1] }\n`,
      'x.yaml:3:35 mints.0.filter: expected at most 6 beside 20 bits, beyond which a mint takes too long, got 7',
    ],
    [
      'bits of a mint, and not its coins',
      `${MINTS}{ label: a, bits: 0, way: 2, coins: [1, 10] }\n`,
      'x.yaml:3:23 mints.0.bits: expected an integer from 1 to 40, got 0',
    ],
    [
      'a period, and no grace',
      marketText({ scheme: '{ name: micromint, period: 1h }' }),
      'x.yaml:9:32 schemes.0.period: expected whole days, at least 1d, got "1h"',
    ],
    [
      'a period of MR3, and no stage',
      marketText({ scheme: '{ name: mr3, period: 2h }' }),
      'x.yaml:9:26 schemes.0.period: expected whole days, at least 1d, got "2h"',
    ],
  ])('%s', (_, text, line) => {
    expect(linesOf(text)).toEqual([line]);
  });
});

describe('what an override has made wrong is told as the override', () => {
  const micromint = marketText({ scheme: '{ name: micromint, bits: 8, way: 2, coinUsd: 0.01 }' });

  it.each([
    [
      'a price of the file that the scheme no longer takes',
      micromint,
      ['schemes.0.coinUsd=0.03'],
      '--set schemes.0.coinUsd=0.03: demand.price: expected prices of whole coins of 30000 micro-dollars, got one of 10000 micro-dollars',
    ],
    [
      'a price in another unit, in the place of that of the file',
      micromint,
      ['demand.price.microdollars=15000'],
      '--set demand.price.microdollars=15000: demand.price: expected prices of whole coins of 10000 micro-dollars, got one of 15000 micro-dollars',
    ],
    [
      'only the override that did it',
      micromint,
      ['replications=3', 'schemes.0.coinUsd=0.03', 'demand.users=4'],
      '--set schemes.0.coinUsd=0.03: demand.price: expected prices of whole coins of 30000 micro-dollars, got one of 10000 micro-dollars',
    ],
    [
      'the override since which it is wrong, not one that was put right',
      micromint,
      ['schemes.0.coinUsd=0.03', 'schemes.0.coinUsd=0.01', 'schemes.0.coinUsd=0.02'],
      '--set schemes.0.coinUsd=0.02: demand.price: expected prices of whole coins of 20000 micro-dollars, got one of 10000 micro-dollars',
    ],
    [
      'a mistake of the file stays one, whatever is set',
      micromint.replace('0.01', '0.015'),
      ['replications=3', 'demand.users=4'],
      'x.yaml:7:10 demand.price: expected prices of whole coins of 10000 micro-dollars, got one of 15000 micro-dollars',
    ],
  ])('%s', (_, text, overrides, line) => {
    expect(linesOf(text, { overrides })).toEqual([line]);
  });

  it('options that stand for a path are told by their own names, and applied last', () => {
    const options = { overrides: ['seed=3'], shorthands: { seed: '1.5', fidelity: 'reel', replications: undefined } };
    expect(errorLines(GOOD, options)).toEqual([
      '--seed 1.5: expected an integer of at most 2^53 in size, or a text of 1 to 200 characters, got 1.5',
      '--fidelity reel: expected real, sampled or aggregate (did you mean real?), got "reel"',
    ]);
    expect(scenarioOf(GOOD, { overrides: ['seed=3'], shorthands: { seed: '007' } }).seed).toBe('7');
  });

  it.each(['1e400', '1.5', '[1]', 'true', '9007199254740993', `${'s'.repeat(201)}`])(
    'a seed is refused or taken alike in the file, by --set and by --seed: %s',
    (seed) => {
      const words = (lines: string[]): string[] => lines.map((line) => line.slice(line.indexOf(': expected')));
      const inFile = words(errorLines(`${GOOD}seed: ${seed}\n`));
      expect(inFile).toHaveLength(1);
      expect(words(errorLines(GOOD, { overrides: [`seed=${seed}`] }))).toEqual(inFile);
      expect(words(errorLines(GOOD, { shorthands: { seed } }))).toEqual(inFile);
    },
  );

  it.each(['007', '42', 'a text', '"007"', '0x10', '-3', '1_000'])('the seed %s means the same everywhere', (seed) => {
    const inFile = scenarioOf(`${GOOD}seed: ${seed}\n`).seed;
    expect(scenarioOf(GOOD, { overrides: [`seed=${seed}`] }).seed).toBe(inFile);
    expect(scenarioOf(GOOD, { shorthands: { seed } }).seed).toBe(inFile);
  });
});

describe('a misspelt name hides nothing', () => {
  const NAMES = 'expected micromint, statistical, mr1, mr2, mr3, millicent, payword, card, channel or soft-drink';

  it('of a scheme: its options are checked as those of the scheme that was meant, and so are charts and prices', () => {
    const text = marketText({
      scheme: '{ name: micromnt, bits: 8, wya: 2 }',
      more: '  - { name: mr1, unitUsd: 0.003 }\nreport: { charts: [bank-ent] }\n',
    });
    expect(linesOf(text)).toEqual([
      'x.yaml:7:10 demand.price: expected prices of whole units of 3000 micro-dollars, got one of 10000 micro-dollars',
      `x.yaml:9:13 schemes.0.name: ${NAMES} (did you mean micromint?), got "micromnt"`,
      'x.yaml:9:32 schemes.0.wya: unknown key, did you mean way?',
      expect.stringMatching(/^x\.yaml:11:20 report\.charts\.0: .*did you mean bank-net\?/),
    ]);
  });

  it('of an adversary, and what is set against it', () => {
    const more = 'adversaries:\n  - { kind: quiter, after: 0, against: [mr2, mr5], count: 1 }\n';
    expect(linesOf(marketText({ more }))).toEqual([
      expect.stringMatching(/^x\.yaml:11:13 adversaries\.0\.kind: .*did you mean quitter\?/),
      'x.yaml:11:28 adversaries.0.after: expected a positive integer, got 0',
      'x.yaml:11:46 adversaries.0.against.1: expected mr2, got "mr5"',
    ]);
  });

  it('that is nobody’s: keys that nobody knows are named, and keys that somebody knows are not', () => {
    expect(linesOf(marketText({ scheme: '{ name: zzz, bits: 8, unitUsd: 1, wya: 2 }' }))).toEqual([
      `x.yaml:9:13 schemes.0.name: ${NAMES}, got "zzz"`,
      'x.yaml:9:39 schemes.0.wya: unknown key, did you mean way?',
    ]);
  });

  it('in the key itself: the key is one mistake, not also a missing name', () => {
    expect(linesOf(marketText({ scheme: '{ nam: mr2 }' }))).toEqual([
      'x.yaml:9:7 schemes.0.nam: unknown key, did you mean name?',
    ]);
  });
});

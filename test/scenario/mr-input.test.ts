/**
 * Bad input about lotteries and their cheats: each message stands with file, line, column and path, and names what
 * would do. A row fails when a place or a message changes, or when the input is taken.
 */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { objections, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { expectRefused, workshop } from '../cli/program.ts';

interface Parts {
  readonly price?: string;
  readonly scheme?: string;
  readonly more?: string;
}

function textOf({ price = '{ usd: 0.01 }', scheme = 'name: mr2', more = '' }: Parts): string {
  return `title: A lottery
duration: 2d
demand:
  users: 10
  vendors: 3
  payments: { perUser: 5 }
  price: ${price}
schemes:
  - { ${scheme} }
${more}`;
}

function errorsOf(parts: Parts): string[] {
  const refine = { refine: (scenario: Parameters<typeof objections>[0]) => objections(scenario, []) };
  const parsed = parseScenario(textOf(parts), 'x.yaml', refine, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  return 'errors' in parsed ? parsed.errors.map(formatError) : [];
}

const RATE = 'x.yaml:9:33 schemes.0.selectionRate:';
const rated = (rate: string) => ({ scheme: `name: mr2, selectionRate: ${rate}` });
const cheats = (entry: string, scheme = 'name: mr2'): Parts => ({ scheme, more: `adversaries:\n  - { ${entry} }\n` });

const ROWS: readonly (readonly [string, Parts, readonly string[]])[] = [
  ['a rate of none', rated('0'), [`${RATE} expected a rate above 0, at most 1, such as 0.001 or 1/3, got 0`]],
  ['a rate below none', rated('-0.1'), [`${RATE} expected a rate above 0, at most 1, such as 0.001 or 1/3, got -0.1`]],
  ['a rate above 1', rated('1.5'), [`${RATE} expected a rate above 0, at most 1, such as 0.001 or 1/3, got 1.5`]],
  ['a fraction above 1', rated('4/3'), [`${RATE} expected a rate above 0, at most 1, got "4/3"`]],
  ['a fraction of nothing', rated('1/0'), [`${RATE} expected a rate above 0, at most 1, got "1/0"`]],
  [
    'a rate that is no number',
    rated('often'),
    [`${RATE} expected a rate above 0, at most 1, such as 0.001 or 1/3, got "often"`],
  ],
  [
    'v/s that is not whole, with the values of v that work on either side',
    rated('3/1000'),
    [`${RATE} expected v/s to be whole micro-dollars, got v = 10000 at s = 3/1000; the nearest v are 9999 and 10002`],
  ],
  [
    'v/s that is not whole, where only more would do',
    { ...rated('7/1000'), price: '{ microdollars: 5 }' },
    [`${RATE} expected v/s to be whole micro-dollars, got v = 5 at s = 7/1000; the nearest v is 7`],
  ],
  [
    'v/s that is whole, and too much',
    { ...rated('0.000000000001'), price: '{ usd: 1000 }' },
    [`${RATE} expected v/s to be less than 2^53 micro-dollars, got v = 1000000000 at s = 1/1000000000000`],
  ],
  [
    'prices that are no whole units',
    { scheme: 'name: mr1, unitUsd: 0.004' },
    ['x.yaml:7:10 demand.price: expected prices of whole units of 4000 micro-dollars, got one of 10000 micro-dollars'],
  ],
  [
    'a unit dearer than the price',
    { scheme: 'name: mr1, unitUsd: 0.02' },
    ['x.yaml:7:10 demand.price: expected prices of whole units of 20000 micro-dollars, got one of 10000 micro-dollars'],
  ],
  [
    'two prices of which the lower is no unit',
    { price: '{ choice: [{ usd: 0.02 }, { usd: 0.03 }] }' },
    ['x.yaml:7:10 demand.price: expected prices of whole units of 20000 micro-dollars, got one of 30000 micro-dollars'],
  ],
  [
    'two prices at aggregate',
    { price: '{ choice: [{ usd: 0.01 }, { usd: 0.03 }] }', more: 'fidelity: aggregate\n' },
    ['x.yaml:7:10 demand.price: expected one price, not a choice, since payments are skipped at aggregate'],
  ],
  [
    'a choice of one price at aggregate, which once stopped the run',
    { price: '{ choice: [{ usd: 0.01 }] }', more: 'fidelity: aggregate\n' },
    ['x.yaml:7:10 demand.price: expected one price, not a choice, since payments are skipped at aggregate'],
  ],
  [
    'expulsion on a false alarm at aggregate',
    { scheme: 'name: mr2, expulsion: true, meanGapFalseAlarm: 0.001', more: 'fidelity: aggregate\n' },
    [
      'x.yaml:9:54 schemes.0.meanGapFalseAlarm: expected at most 0.000001 beside expulsion at aggregate, where nobody is turned away',
    ],
  ],
  [
    'an option of another scheme',
    { scheme: 'name: statistical, selectionProof: ecvrf' },
    ['x.yaml:9:26 schemes.0.selectionProof: unknown key'],
  ],
  [
    'a proof that nobody knows',
    { scheme: 'name: mr1, selectionProof: rsa' },
    ['x.yaml:9:34 schemes.0.selectionProof: expected ed25519 or ecvrf, got "rsa"'],
  ],
  [
    'a deadline that is no time',
    { scheme: 'name: mr1, depositWindow: soon' },
    ['x.yaml:9:33 schemes.0.depositWindow: expected a time such as 7d, or none, got "soon"'],
  ],
  [
    'a period of half days',
    { scheme: 'name: mr3, period: 36h' },
    ['x.yaml:9:26 schemes.0.period: expected whole days, at least 1d'],
  ],
  [
    'stages longer than the period',
    { scheme: 'name: mr3, stage: 12h' },
    ['x.yaml:9:25 schemes.0.stage: expected at most a third of the period'],
  ],
  [
    'a deadline before the openings of a period',
    { scheme: 'name: mr3, depositWindow: 1d' },
    ['x.yaml:9:33 schemes.0.depositWindow: expected at least the period and three stages'],
  ],
  [
    'blanks that nobody knows',
    { scheme: 'name: soft-drink, blanks: many' },
    ['x.yaml:9:33 schemes.0.blanks: expected independent or spaced, got "many"'],
  ],
  [
    'every slot blank',
    { scheme: 'name: soft-drink, slotsPerBlank: 1' },
    ['x.yaml:9:40 schemes.0.slotsPerBlank: expected an integer from 2 to 1000000, got 1'],
  ],
  [
    'two prices of bottles at aggregate',
    { scheme: 'name: soft-drink', price: '{ choice: [{ usd: 0.01 }, { usd: 0.03 }] }', more: 'fidelity: aggregate\n' },
    ['x.yaml:7:10 demand.price: expected one price, not a choice, since payments are skipped at aggregate'],
  ],
  [
    'an adversary that nobody knows',
    cheats('kind: serial-reusr, count: 1'),
    ['x.yaml:11:13 adversaries.0.kind: expected .*did you mean serial-reuser'],
  ],
  [
    'an adversary against a scheme without what it exploits',
    cheats('kind: serial-reuser, count: 1', 'name: mr1'),
    ['x.yaml:11:13 adversaries.0.kind: serial-reuser exploits serials, which no scheme here offers'],
  ],
  [
    'a grinding bank against a bank that cannot grind',
    cheats('kind: grinding-bank', 'name: mr3'),
    ['x.yaml:11:13 adversaries.0.kind: grinding-bank exploits bankDraw, which no scheme here offers'],
  ],
  [
    'a bank of several',
    cheats('kind: grinding-bank, count: 2', 'name: mr3, bankProof: ed25519'),
    ['x.yaml:11:28 adversaries.0.count: unknown key'],
  ],
  [
    'a stretcher who does not stretch',
    cheats('kind: serial-stretcher, uses: 1, count: 1'),
    ['x.yaml:11:37 adversaries.0.uses: expected an integer from 2 to 1000000, got 1'],
  ],
  [
    'more cheats than people',
    cheats('kind: grinding-merchant, count: 4'),
    ['x.yaml:11:39 adversaries.0.count: expected at most the 3 vendors there are'],
  ],
  [
    'nobody who quits',
    cheats('kind: quitter, after: 0, count: 1'),
    ['x.yaml:11:29 adversaries.0.after: expected a positive integer, got 0'],
  ],
  [
    'cheats at aggregate',
    {
      ...cheats('kind: quitter, after: 2, count: 1'),
      more: 'fidelity: aggregate\nadversaries: [{ kind: quitter, after: 2, count: 1 }]\n',
    },
    [
      'x.yaml:10:11 fidelity: expected real or sampled beside adversaries, whose deeds may depend on every single payment',
    ],
  ],
];

describe('bad input about lotteries', () => {
  it.each(ROWS)('is refused: %s', (_, parts, expected) => {
    const found = errorsOf(parts);
    expect(found).toHaveLength(expected.length);
    for (const [i, line] of expected.entries()) {
      if (line.includes('.*')) expect(found[i]).toMatch(new RegExp(line));
      else expect(found[i]!.slice(0, line.length)).toBe(line);
    }
  });

  it('is not what is right: each scheme as it stands, and what the messages recommend', () => {
    for (const name of ['statistical', 'mr1', 'mr2', 'mr3', 'soft-drink'])
      expect(errorsOf({ scheme: `name: ${name}` })).toEqual([]);
    for (const v of [9999, 10_002])
      expect(errorsOf({ ...rated('3/1000'), price: `{ microdollars: ${v} }` })).toEqual([]);
    expect(errorsOf({ ...rated('7/1000'), price: '{ microdollars: 7 }' })).toEqual([]);
    expect(errorsOf(rated('1'))).toEqual([]);
    expect(errorsOf({ scheme: 'name: mr3, depositWindow: 27h' })).toEqual([]);
    expect(
      errorsOf({ price: '{ choice: [{ usd: 0.02 }, { usd: 0.03 }] }', scheme: 'name: mr2, unitUsd: 0.01' }),
    ).toEqual([]);
  });
});

describe('the program', () => {
  const { farthing, path } = workshop();

  it.each([
    ['v/s is not whole', rated('3/1000'), /bad\.yaml:9:33 schemes\.0\.selectionRate: .*nearest v are 9999 and 10002/],
    [
      'nobody can be cheated so',
      cheats('kind: serial-reuser, count: 1', 'name: mr1'),
      /bad\.yaml:11:13 adversaries\.0\.kind: /,
    ],
  ])('ends with exit code 2 and the place when %s', (_, parts, message) => {
    writeFileSync(path('bad.yaml'), textOf(parts));
    expectRefused(farthing(['run', 'bad.yaml']), message);
  });
});

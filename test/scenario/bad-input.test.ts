/**
 * Bad scenario files and exactly what is said about them. A row fails when a message, a place, the order or the number
 * of errors changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { ADVERSARIES, broken, errorLines, GOOD, SCHEMES, withMint } from './fixtures/parsing.ts';

const TOP_KEYS =
  'title, about, seed, duration, replications, confidence, fidelity, demand, schemes, adversaries, mints, projections, bank, network, economics, report, quick';
const NO_TITLE = 'x.yaml:1:1 title: expected a text of 1 to 200 characters, got nothing';
const NO_PARTS = 'x.yaml:1:1 expected schemes with a demand, or mints, got neither';
const NO_MAPPING = 'x.yaml:1:1 expected a mapping with a title, and a demand with schemes, or mints, got';
const AMOUNT = 'expected an amount above 0 and at most 1000000 usd';
const REFERENCE = 'anchors (&) and aliases (*) are not allowed: write the value out';

type Row = readonly [name: string, text: string, lines: readonly string[]];

/** An alias bomb: nine levels of nine would be 387 million items. */
const BOMB = `title: b\na0: &a0 [x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9]
  .map(
    (level) =>
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
  )
  .join('\n')}\n`;

const TEXTS: readonly Row[] = [
  ['an empty file', '', [`${NO_MAPPING} nothing`]],
  ['a comment only', '# nothing\n', [`${NO_MAPPING} nothing`]],
  ['a list at the top', '- title: x\n', [`${NO_MAPPING} a list`]],
  ['a number at the top', '12', [`${NO_MAPPING} 12`]],
  [
    'an open bracket',
    'title: [1\n',
    ['x.yaml:2:1 YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['a tab', 'title: a\n\tb: c\n', ['x.yaml:2:1 YAML: Tabs are not allowed as indentation']],
  ['two documents', `${GOOD}---\n${GOOD}`, ['x.yaml:9:1 expected one YAML document, got another one here']],
  ['a directive', `%YAML 1.1\n---\n${GOOD}`, ['x.yaml:1:1 YAML directives (%...) are not allowed']],
  ['nested flow', `a: ${'['.repeat(40)}`, ['x.yaml:1:36 expected at most 32 levels of nesting']],
  ['nested blocks', '- '.repeat(40), ['x.yaml:1:66 expected at most 32 levels of nesting']],
  ['very deep nesting', '['.repeat(1_000_000), ['x.yaml:1:34 expected at most 32 levels of nesting']],
  ['more than a mebibyte', 'x'.repeat(1_048_577), ['x.yaml:1:1 expected at most 1048576 characters, got 1048577']],
  [
    'a flood of tokens',
    '? '.repeat(10).concat('- \n'.repeat(300_000)),
    ['x.yaml:16660:3 expected at most 50000 YAML tokens'],
  ],
];

/** What is no text, or would have a terminal do something when it is shown. */
const NO_TEXTS: readonly Row[] = [
  ['a zero byte', 'title: a\nab\0cd', ['x.yaml:2:3 expected a text, got the unprintable character U+0000']],
  ['an escape in the open', 'title: \u001b[2J', ['x.yaml:1:8 expected a text, got the unprintable character U+001B']],
  ['a lone surrogate', 'title: \ud800', ['x.yaml:1:8 expected a text, got the unprintable character U+D800']],
  [
    'bytes that are not UTF-8, a line for all of them',
    new TextDecoder().decode(Uint8Array.of(0x61, 0x0a, 0xff, 0xfe, 0x00, 0x80)),
    ['x.yaml:2:1 expected a text in UTF-8, got other bytes'],
  ],
  [
    'an escape in quotes',
    broken('A month', '"\\e[2J"'),
    ['x.yaml:1:8 title: expected printable characters, got "\\u{1b}[2J"'],
  ],
  [
    'escapes in a value and a key',
    broken('users: 10', 'users: "\\u009b1m\\u202e"\n  "\\e\\"": 1'),
    [
      'x.yaml:3:10 demand.users: expected printable characters, got "\\u{9b}1m\\u{202e}"',
      'x.yaml:4:3 demand."\\u{1b}\\"": unknown key; known here: users, vendors, payments, price, vendorChoice, stay, budget, trace',
    ],
  ],
];

const STRUCTURE: readonly Row[] = [
  [
    'a key twice',
    broken('users: 10', 'users: 10\n  users: 11'),
    ['x.yaml:4:3 demand.users: key given twice, first on line 3'],
  ],
  ['a number as a key', `${GOOD}1: 2\n`, ['x.yaml:9:1 expected keys that are texts (quote a number to make it one)']],
  ['a list as a key', `${GOOD}[a]: 2\n`, ['x.yaml:9:1 expected keys that are texts (quote a number to make it one)']],
  ['an anchor', broken('users: 10', 'users: &n 10'), [`x.yaml:3:13 demand.users: ${REFERENCE}`]],
  ['an alias', broken('users: 10', 'users: *n'), [`x.yaml:3:10 demand.users: ${REFERENCE}`]],
  [
    'a tag',
    broken('users: 10', 'users: !!int 10'),
    ['x.yaml:3:16 demand.users: tags are not allowed, got tag:yaml.org,2002:int'],
  ],
  ['a custom tag', broken('A month', '!run x'), ['x.yaml:1:13 title: tags are not allowed, got !run']],
  ['__proto__', `${GOOD}__proto__: { users: 1 }\n`, [`x.yaml:9:1 __proto__: unknown key; known here: ${TOP_KEYS}`]],
  [
    'constructor',
    broken('users: 10', 'users: 10\n  constructor: 1'),
    [
      'x.yaml:4:3 demand.constructor: unknown key; known here: users, vendors, payments, price, vendorChoice, stay, budget, trace',
    ],
  ],
  ['a key with a line break', `${GOOD}"a\\nb": 1\n`, [`x.yaml:9:1 "a\\nb": unknown key; known here: ${TOP_KEYS}`]],
  [
    'a demand only',
    GOOD.slice(0, GOOD.indexOf('schemes')),
    ['x.yaml:2:1 demand: expected schemes to serve the demand, got none'],
  ],
  [
    'schemes only',
    'title: a\nschemes: [{ name: tokens }]\n',
    ['x.yaml:2:1 schemes: expected a demand for the schemes, got none'],
  ],
  ['a title only', 'title: a\n', [NO_PARTS]],
  ['nothing that is known', 'a: 1\n', [`x.yaml:1:1 a: unknown key; known here: ${TOP_KEYS}`, NO_TITLE, NO_PARTS]],
];

const VALUES: readonly Row[] = [
  [
    'a negative count',
    broken('users: 10', 'users: -3'),
    ['x.yaml:3:10 demand.users: expected a positive integer, got -3'],
  ],
  [
    'half a user',
    broken('users: 10', 'users: 1.50'),
    ['x.yaml:3:10 demand.users: expected a positive integer, got 1.50'],
  ],
  [
    'a text for a count',
    broken('users: 10', 'users: many'),
    ['x.yaml:3:10 demand.users: expected a positive integer, got "many"'],
  ],
  ['no value', broken('users: 10', 'users:'), ['x.yaml:3:9 demand.users: expected a positive integer, got nothing']],
  [
    'a huge count',
    broken('users: 10', 'users: 99999999999999999999'),
    ['x.yaml:3:10 demand.users: expected a positive integer of at most 10000000, got 99999999999999999999'],
  ],
  ['a misspelt key', broken('users: 10', 'user: 10'), ['x.yaml:3:3 demand.user: unknown key, did you mean users?']],
  ['a missing key', broken('  users: 10\n', ''), ['x.yaml:3:3 demand.users: expected a positive integer, got nothing']],
  [
    'a price below the smallest',
    broken('0.01', '0.0000001'),
    ['x.yaml:6:17 demand.price.usd: expected at most 6 decimals, as 0.000001, got 0.0000001'],
  ],
  [
    'a price between micro-dollars',
    broken('0.01', '0.0123456'),
    ['x.yaml:6:17 demand.price.usd: expected at most 6 decimals, as 0.012345 or 0.012346, got 0.0123456'],
  ],
  [
    'a sum that a double rounds',
    broken('0.01', '0.30000000000000004441'),
    ['x.yaml:6:17 demand.price.usd: expected at most 6 decimals, as 0.3 or 0.300001, got 0.30000000000000004441'],
  ],
  [
    'more digits than a double has',
    broken('0.01', '0.0100000000000000000001'),
    ['x.yaml:6:17 demand.price.usd: expected at most 15 significant digits, got 0.0100000000000000000001'],
  ],
  ...['1e300', '.inf', '.nan', '-0.01', '0', '1000000.000001', '"one cent"'].map(
    (price): Row => [
      `the price ${price}`,
      broken('0.01', price),
      [`x.yaml:6:17 demand.price.usd: ${AMOUNT}, got ${price}`],
    ],
  ),
  [
    'a price in quotes',
    broken('0.01', '"0.01"'),
    ['x.yaml:6:17 demand.price.usd: expected a number, got the text "0.01"'],
  ],
  [
    'numbers in quotes, of other kinds',
    `${broken('users: 10', "users: '1e2'")}network: { loss: "0" }\n`,
    [
      'x.yaml:3:10 demand.users: expected a number, got the text "1e2"',
      'x.yaml:9:18 network.loss: expected a number, got the text "0"',
    ],
  ],
  [
    'fractions of a micro-dollar',
    broken('usd: 0.01', 'microdollars: 0.5'),
    ['x.yaml:6:26 demand.price.microdollars: expected an integer from 1 to 1000000000000, got 0.5'],
  ],
  [
    'two prices',
    broken('usd: 0.01', 'usd: 0.01, microdollars: 5'),
    [
      'x.yaml:6:10 demand.price: expected exactly one of usd, microdollars, choice, uniform or lognormal, got usd and microdollars',
    ],
  ],
  [
    'a misspelt price',
    broken('usd: 0.01', 'usdd: 0.01'),
    ['x.yaml:6:12 demand.price.usdd: unknown key, did you mean usd?'],
  ],
  [
    'no price',
    broken('{ usd: 0.01 }', '{}'),
    [
      'x.yaml:6:10 demand.price: expected exactly one of usd, microdollars, choice, uniform or lognormal, got none of them',
    ],
  ],
  [
    'choices',
    broken('{ usd: 0.01 }', '{ choice: [{ usd: 1, weight: 0 }, {}, 3] }'),
    [
      'x.yaml:6:39 demand.price.choice.0.weight: expected a number above 0, at most 1000000000, got 0',
      'x.yaml:6:44 demand.price.choice.1: expected exactly one of usd or microdollars, got none of them',
      'x.yaml:6:48 demand.price.choice.2: expected a mapping, got 3',
    ],
  ],
  [
    'a process beside a fixed number',
    broken('perUserPerDay: 20', 'perUser: 20, process: poisson'),
    ['x.yaml:5:37 demand.payments.process: expected no process beside perUser, got "poisson"'],
  ],
  [
    'a vendor choice',
    broken('vendors: 2', 'vendors: 2\n  vendorChoice: zipf'),
    ['x.yaml:5:17 demand.vendorChoice: expected uniform or { zipf: exponent }, got "zipf"'],
  ],
  [
    'a Zipf exponent',
    broken('vendors: 2', 'vendors: 2\n  vendorChoice: { zipf: 11 }'),
    ['x.yaml:5:25 demand.vendorChoice.zipf: expected a number from 0 to 10, got 11'],
  ],
  ['times', `${GOOD}duration: 30\n`, ['x.yaml:9:11 duration: expected a time such as 30d, 12h, 5m or 1.5s, got 30']],
  [
    'less than a microsecond',
    `${GOOD}duration: 0.0000001s\n`,
    [
      'x.yaml:9:11 duration: expected a time that is a whole number of microseconds, above 0 and below 285 years, got "0.0000001s"',
    ],
  ],
  [
    'no time',
    `${GOOD}duration: 0d\n`,
    [
      'x.yaml:9:11 duration: expected a time that is a whole number of microseconds, above 0 and below 285 years, got "0d"',
    ],
  ],
  [
    'a seed',
    `${GOOD}seed: 1.5\n`,
    ['x.yaml:9:7 seed: expected an integer of at most 2^53 in size, or a text of 1 to 200 characters, got 1.5'],
  ],
  [
    'a misspelt word',
    `${GOOD}fidelity: sampeld\n`,
    ['x.yaml:9:11 fidelity: expected real, sampled or aggregate (did you mean sampled?), got "sampeld"'],
  ],
  [
    'a cost',
    `${GOOD}bank: { costs: { looktUp: 1, hash: -1 } }\n`,
    [
      'x.yaml:9:18 bank.costs.looktUp: unknown key, did you mean lookUp?',
      'x.yaml:9:36 bank.costs.hash: expected an integer from 0 to 1000000000, got -1',
    ],
  ],
  [
    'the network',
    `${GOOD}network: { loss: 0.95, latencyMs: 0.0001 }\n`,
    [
      'x.yaml:9:18 network.loss: expected a number from 0 to 0.9, got 0.95',
      'x.yaml:9:35 network.latencyMs: expected milliseconds with at most 3 decimals, got 0.0001',
    ],
  ],
  [
    'charts',
    `${GOOD}report: { charts: [a b] }\n`,
    ['x.yaml:9:20 report.charts.0: expected the name of a chart, of a-z, 0-9 and -, got "a b"'],
  ],
  [
    'key figures',
    `${GOOD}report: { figures: [mr1 overpay] }\n`,
    ['x.yaml:9:21 report.figures.0: expected the name of a metric, such as mr1.overpay.probability, got "mr1 overpay"'],
  ],
  [
    'everything at once, in the order of the file',
    `titel: a\nreplications: 0\n${GOOD.slice(GOOD.indexOf('demand'))}confidence: 1\n`,
    [
      'x.yaml:1:1 titel: unknown key, did you mean title?',
      'x.yaml:2:15 replications: expected a positive integer, got 0',
      'x.yaml:10:13 confidence: expected a number between 0 and 1, neither of them, got 1',
    ],
  ],
];

const SCHEMES_AND_MINTS: readonly Row[] = [
  [
    'an unknown scheme',
    broken('tokens', 'token'),
    ['x.yaml:8:13 schemes.0.name: expected tokens or lottery (did you mean tokens?), got "token"'],
  ],
  [
    'a scheme without a name',
    broken('{ name: tokens }', '{ label: a }'),
    ['x.yaml:8:5 schemes.0.name: expected tokens or lottery, got nothing'],
  ],
  [
    'a scheme that is a word',
    broken('{ name: tokens }', 'tokens'),
    ['x.yaml:8:5 schemes.0: expected a scheme, such as { name: ... }, got "tokens"'],
  ],
  [
    'options of the scheme',
    broken('{ name: tokens }', '{ name: tokens, comission: 1, rate: 2 }'),
    [
      'x.yaml:8:21 schemes.0.comission: unknown key, did you mean commission?',
      'x.yaml:8:35 schemes.0.rate: unknown key; known here: commission, name, label',
    ],
  ],
  [
    'options in words of the house',
    broken('{ name: tokens }', '{ name: lottery, rate: 0, proof: vfr }'),
    [
      'x.yaml:8:28 schemes.0.rate: expected more than 0, got 0',
      'x.yaml:8:38 schemes.0.proof: expected signature or vrf (did you mean vrf?), got "vfr"',
    ],
  ],
  [
    "a scheme's check across options",
    broken('{ name: tokens }', '{ name: lottery, rate: 0.6, proof: signature }'),
    ['x.yaml:8:40 schemes.0.proof: expected vrf at such a rate, got "signature"'],
  ],
  [
    'one label twice',
    `${GOOD}  - { name: lottery, rate: 1, label: tokens }\n`,
    ['x.yaml:9:38 schemes.1.label: expected a label of its own, got tokens as schemes.0 has'],
  ],
  [
    'one name twice',
    `${GOOD}  - { name: tokens }\n`,
    ['x.yaml:9:13 schemes.1.name: expected a label of its own, got tokens as schemes.0 has'],
  ],
  [
    'a label that the demand has',
    broken('name: tokens', 'name: tokens, label: demand'),
    [
      'x.yaml:8:28 schemes.0.label: expected a label of at most 40 of a-z, 0-9 and -, beginning with a letter, other than demand, got "demand"',
    ],
  ],
  [
    'a mint with the label of a scheme',
    `${GOOD}mints: [{ label: tokens, bits: 4, way: 2, coins: [1] }]\n`,
    ['x.yaml:9:18 mints.0.label: expected a label of its own, got tokens as schemes.0 has'],
  ],
  [
    'coins in no order',
    withMint('{ label: a, bits: 4, way: 2, coins: [1, 5, 5] }'),
    ['x.yaml:3:48 mints.0.coins.2: expected more than the 5 before it, got 5'],
  ],
  [
    'more coins than bins',
    withMint('{ label: a, bits: 4, way: 2, coins: [16, 17] }'),
    ['x.yaml:3:46 mints.0.coins.1: expected at most 2^4 = 16 coins, one of each bin, got 17'],
  ],
  [
    'bits that would take too long',
    withMint('{ label: a, bits: 27, way: 2, coins: [1] }'),
    ['x.yaml:3:23 mints.0.bits: expected at most 26, beyond which a mint takes too long, got 27'],
  ],
  [
    'n out of range',
    withMint('{ label: a, bits: 20, filter: 45, way: 2, coins: [1] }'),
    ['x.yaml:3:35 mints.0.filter: expected at most 6 beside 20 bits, beyond which a mint takes too long, got 45'],
  ],
  [
    'bits out of range',
    withMint('{ label: a, bits: 41, way: 9, coins: [] }'),
    [
      'x.yaml:3:23 mints.0.bits: expected an integer from 1 to 40, got 41',
      'x.yaml:3:32 mints.0.way: expected an integer from 2 to 8, got 9',
      'x.yaml:3:42 mints.0.coins: expected at least one number of coins, got an empty list',
    ],
  ],
  [
    'a share of all bins',
    withMint('{ label: a, bits: 4, way: 2, coins: { upToShare: 1, points: 1 } }'),
    [
      'x.yaml:3:54 mints.0.coins.upToShare: expected a share above 0, at most 0.99, got 1',
      'x.yaml:3:65 mints.0.coins.points: expected an integer from 2 to 200, got 1',
    ],
  ],
];

describe('a bad scenario', () => {
  it.each([...TEXTS, ...NO_TEXTS, ...STRUCTURE, ...VALUES, ...SCHEMES_AND_MINTS])('%s', (_name, text, lines) => {
    expect(errorLines(text)).toEqual(lines);
  });

  it('an alias bomb gets one line for all its aliases', () => {
    expect(errorLines(BOMB).filter((line) => line.includes(REFERENCE))).toEqual([`x.yaml:2:9 a0: ${REFERENCE}`]);
  });

  it('more errors than a screen takes are counted', () => {
    const lines = errorLines(`${GOOD}${Array.from({ length: 130 }, (_, index) => `k${index}: 1\n`).join('')}`);
    expect(lines).toHaveLength(101);
    expect(lines[100]).toBe('x.yaml:109:1 and 30 more errors');
  });

  it('is named with what its name would have a terminal do escaped', () => {
    const error = { file: 'a\u001b[2J.yaml', line: 1, column: 2, path: '', message: 'expected a text' };
    expect(formatError(error)).toBe('a\\u{1b}[2J.yaml:1:2 expected a text');
    const [line] = errorLines(GOOD, { overrides: ['title=\u001b[2J'] });
    expect(line).toBe('--set title=\\u{1b}[2J: expected a text, got the unprintable character U+001B');
  });

  it('every message is one line of bounded length, whatever the value', () => {
    const text = broken('users: 10', `users: "${'x\\n'.repeat(5000)}"\n  "${'\\r'.repeat(500)}": 1`);
    const lines = errorLines(text);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^.{20,300}$/);
  });
});

/** Good but for its adversaries. */
const withAdversary = (entry: string) => `${GOOD}adversaries: [${entry}]\n`;

const ADVERSARY_ROWS: readonly Row[] = [
  [
    'an unknown adversary',
    withAdversary('{ kind: doublespender, share: 0.1 }'),
    [
      'x.yaml:9:23 adversaries.0.kind: expected double-spender, grinder or grinding-bank (did you mean double-spender?), got "doublespender"',
    ],
  ],
  [
    'an adversary that is a word',
    withAdversary('grinder'),
    ['x.yaml:9:15 adversaries.0: expected an adversary, such as { kind: ..., count: 1 }, got "grinder"'],
  ],
  ['no list', `${GOOD}adversaries: none\n`, ['x.yaml:9:14 adversaries: expected a list of adversaries, got "none"']],
  ['an empty list', withAdversary(''), ['x.yaml:9:14 adversaries: expected at least one adversary, got an empty list']],
  [
    'neither share nor count',
    withAdversary('{ kind: grinder }'),
    ['x.yaml:9:15 adversaries.0: expected exactly one of share or count, got none of them'],
  ],
  [
    'share and count',
    withAdversary('{ kind: grinder, share: 1, count: 2 }'),
    ['x.yaml:9:15 adversaries.0: expected exactly one of share or count, got share and count'],
  ],
  [
    'a share and a count out of range, an option of the wrong kind',
    withAdversary('{ kind: grinder, share: 0, patience: x }, { kind: grinder, label: b, count: 1.5 }'),
    [
      'x.yaml:9:39 adversaries.0.share: expected a number above 0, at most 1, got 0',
      'x.yaml:9:52 adversaries.0.patience: expected a number, got "x"',
      'x.yaml:9:91 adversaries.1.count: expected a positive integer, got 1.5',
    ],
  ],
  [
    'how many banks',
    withAdversary('{ kind: grinding-bank, count: 1 }'),
    ['x.yaml:9:38 adversaries.0.count: unknown key; known here: kind, label, against'],
  ],
  [
    'a misspelt key',
    withAdversary('{ kind: grinder, count: 1, agianst: [tokens] }'),
    ['x.yaml:9:42 adversaries.0.agianst: unknown key, did you mean against?'],
  ],
  [
    'labels of no scheme, of one twice, and no labels',
    `${GOOD}  - { name: lottery, rate: 1 }\nadversaries: [{ kind: grinder, count: 1, against: [token, lottery, lottery, 3] }]\n`,
    [
      'x.yaml:10:52 adversaries.0.against.0: expected tokens or lottery (did you mean tokens?), got "token"',
      'x.yaml:10:68 adversaries.0.against.2: expected each label once, got "lottery" again',
      'x.yaml:10:77 adversaries.0.against.3: expected the label of a scheme, got 3',
    ],
  ],
  [
    'against the name of a scheme that has a label',
    broken('name: tokens', 'name: tokens, label: paper').concat(
      'adversaries: [{ kind: grinder, count: 1, against: [tokens] }]',
    ),
    ['x.yaml:9:52 adversaries.0.against.0: expected paper, got "tokens"'],
  ],
  [
    'against nobody',
    withAdversary('{ kind: grinder, count: 1, against: [] }'),
    ['x.yaml:9:51 adversaries.0.against: expected at least one label, got an empty list'],
  ],
  [
    'two of one kind without labels',
    withAdversary('{ kind: grinder, count: 1 }, { kind: grinder, share: 0.5 }'),
    ['x.yaml:9:52 adversaries.1.kind: expected a label of its own, got grinder as adversaries.0 has'],
  ],
  [
    'adversaries without schemes',
    withMint('{ label: a, bits: 4, way: 2, coins: [1] }').concat('adversaries: [{ kind: grinder, count: 1 }]\n'),
    ['x.yaml:4:1 adversaries: expected schemes for the adversaries, got none'],
  ],
  [
    "an adversary's check of an option",
    withAdversary('{ kind: double-spender, count: 1, chance: 0.001 }'),
    ['x.yaml:9:57 adversaries.0.chance: expected a bolder one, got 0.001'],
  ],
];

describe('adversaries', () => {
  it.each([...ADVERSARY_ROWS])('%s', (_name, text, lines) => {
    expect(errorLines(text)).toEqual(lines);
  });
});

const RATE = 'expected a rate above 0, at most 1';

describe('a rate', () => {
  it.each([
    ['0', `${RATE}, such as 0.001 or 1/3, got 0`],
    ['-0.5', `${RATE}, such as 0.001 or 1/3, got -0.5`],
    ['1.001', `${RATE}, such as 0.001 or 1/3, got 1.001`],
    ['[1]', `${RATE}, such as 0.001 or 1/3, got a list`],
    ['"0.5"', `${RATE}, such as 0.001 or 1/3, got "0.5"`],
    ['.inf', `${RATE}, such as 0.001 or 1/3, got .inf`],
    ['-1/3', `${RATE}, such as 0.001 or 1/3, got "-1/3"`],
    ['0/3', `${RATE}, got "0/3"`],
    ['3/2', `${RATE}, got "3/2"`],
    ['1/0', `${RATE}, got "1/0"`],
    ['1/1000000000001', 'expected a denominator of at most 10^12, got "1/1000000000001"'],
    ['0.0000000000001', 'expected at most 12 decimals, got 0.0000000000001'],
    ['0.1234567890123', 'expected at most 12 decimals, got 0.1234567890123'],
  ])('cannot be %s', (written, message) => {
    const text = withAdversary(`{ kind: double-spender, count: 1, chance: ${written} }`);
    expect(errorLines(text)).toEqual([`x.yaml:9:57 adversaries.0.chance: ${message}`]);
  });
});

describe('any text', () => {
  // Fails when a text makes the parser throw, or is refused without saying why or where.
  const isAnswered = (text: string, overrides: readonly string[] = []) => {
    const parsed = parseScenario(text, 'x.yaml', { overrides }, SCHEMES, ADVERSARIES);
    if ('scenario' in parsed) return;
    expect(parsed.errors.length).toBeGreaterThan(0);
    for (const { line, column, file } of parsed.errors) {
      if (file === '--set') continue;
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
    }
  };

  it('is answered, never with an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => isAnswered(text)),
      { numRuns: 200 },
    );
  });

  it('made of the marks of YAML is answered, alone and inside a good scenario', () => {
    const marks = [
      '[',
      ']',
      '{',
      '}',
      ':',
      ': ',
      ',',
      '- ',
      '? ',
      '&a',
      '*a',
      '!t ',
      '|',
      '>',
      "'",
      '"',
      '#',
      '%',
      '---',
      '\n',
      '  ',
      '\t',
      'users',
      '10',
      '__proto__',
      '<<',
    ];
    const soup = fc.array(fc.constantFrom(...marks), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, fc.nat(GOOD.length), (text, at) => {
        isAnswered(text);
        isAnswered(GOOD.slice(0, at) + text + GOOD.slice(at));
        isAnswered(GOOD, [text, `demand.users=${text}`, `schemes.0.${text}`]);
      }),
      { numRuns: 150 },
    );
  });

  it('of any values under known keys is answered', () => {
    const keys = [
      'title',
      'seed',
      'demand',
      'schemes',
      'mints',
      'bank',
      'quick',
      'label',
      'name',
      'coins',
      'usd',
      'constructor',
    ];
    const value = fc.object({ key: fc.constantFrom(...keys), maxDepth: 4, withNullPrototype: false });
    fc.assert(
      fc.property(value, (object) => isAnswered(JSON.stringify(object))),
      { numRuns: 200 },
    );
  });
});

/**
 * All errors at once: what the schema refuses does not hide what cannot be done, and what rests on a refused value is
 * not said. A pair fails when one of its mistakes is told without the other, and a row of the second part when something
 * is told that nobody wrote.
 */
import { describe, expect, it } from 'vitest';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

/** One mistake: what stands in the good market, what stands there instead, and the beginning of what is said. */
interface Mistake {
  readonly from: string;
  readonly to: string;
  /** The same on the command line. */
  readonly set: string;
  readonly line: RegExp;
}

const GOOD = `title: A market
confidence: 0.95
replications: 30
fidelity: sampled
demand:
  users: 10
  vendors: 3
  payments: { perUser: 5 }
  price: { usd: 0.01 }
network: { loss: 0 }
schemes:
  - { name: micromint, bits: 8, way: 2, coinUsd: 0.01 }
  - { name: mr2, penaltyUsd: 1 }
adversaries:
  - { kind: serial-reuser, count: 1 }
report: { charts: [cost-curve] }
`;

/** Refused by the schema. */
const REFUSED: Readonly<Record<string, Mistake>> = {
  'no share': {
    from: 'confidence: 0.95',
    to: 'confidence: 2',
    set: 'confidence=2',
    line: /confidence.*between 0 and 1/,
  },
  'no integer of 1': {
    from: 'replications: 30',
    to: 'replications: 0',
    set: 'replications=0',
    line: /replications.*a positive integer, got 0/,
  },
  'no vendors': { from: 'vendors: 3', to: 'vendors: 0', set: 'demand.vendors=0', line: /vendors.*a positive integer/ },
  'less than no user': {
    from: 'users: 10',
    to: 'users: -1',
    set: 'demand.users=-1',
    line: /users.*a positive integer/,
  },
  'no payments': {
    from: 'perUser: 5',
    to: 'perUser: many',
    set: 'demand.payments.perUser=many',
    line: /perUser.*integer/,
  },
  'a loss': { from: 'loss: 0', to: 'loss: 3', set: 'network.loss=3', line: /loss.*a number from 0 to 0\.9/ },
  'a penalty': {
    from: 'penaltyUsd: 1',
    to: 'penaltyUsd: -1',
    set: 'schemes.mr2.penaltyUsd=-1',
    line: /penaltyUsd.*amount above 0/,
  },
};

/** Sound in itself, and impossible. */
const IMPOSSIBLE: Readonly<Record<string, Mistake>> = {
  'a chart': {
    from: '[cost-curve]',
    to: '[cost-curv]',
    set: 'report.charts=[cost-curv]',
    line: /report\.charts.*did you mean cost-curve\?/,
  },
  'a key figure': {
    from: 'charts: [cost-curve]',
    to: 'charts: [cost-curve], figures: [mr3.overpay.probability]',
    set: 'report.figures=[mr3.overpay.probability]',
    line: /report\.figures\.0: expected demand, .* before the first dot/,
  },
  'no whole coins': {
    from: 'usd: 0.01',
    to: 'usd: 0.015',
    set: 'demand.price.usd=0.015',
    line: /demand\.price.*whole coins of 10000 micro-dollars, got one of 15000/,
  },
  'a fidelity': {
    from: 'fidelity: sampled',
    to: 'fidelity: aggregate',
    set: 'fidelity=aggregate',
    line: /fidelity.*expected real or sampled/,
  },
  'an adversary that nobody suffers': {
    from: 'kind: serial-reuser',
    to: 'kind: grinding-merchant, against: [micromint]',
    set: 'adversaries.0={ kind: grinding-merchant, count: 1, against: [micromint] }',
    line: /against\.0: expected a scheme that offers/,
  },
};

const PAIRS = Object.entries(REFUSED).flatMap(([name, refused]) =>
  Object.entries(IMPOSSIBLE).map(([other, impossible]) => [name, other, refused, impossible] as const),
);

describe('what is refused hides nothing that is impossible', () => {
  it('where nothing is wrong nothing is said', () => {
    expect(linesOf(GOOD)).toEqual([]);
  });

  it.each(PAIRS)('%s and %s, in the file, by --set, and one of each', (_, __, refused, impossible) => {
    const broken = (...mistakes: Mistake[]): string =>
      mistakes.reduce((text, { from, to }) => text.replace(from, to), GOOD);
    const all = [
      linesOf(broken(refused, impossible)),
      linesOf(GOOD, { overrides: [refused.set, impossible.set] }),
      linesOf(GOOD, { overrides: [impossible.set, refused.set] }),
      linesOf(broken(refused), { overrides: [impossible.set] }),
      linesOf(broken(impossible), { overrides: [refused.set] }),
    ];
    for (const lines of all) {
      expect(lines.filter((line) => refused.line.test(line))).toHaveLength(1);
      expect(lines.filter((line) => impossible.line.test(line))).toHaveLength(1);
      expect(lines).toHaveLength(2);
    }
  });

  it('all of them together are one line each', () => {
    const overrides = [...Object.values(REFUSED), ...Object.values(IMPOSSIBLE)].map(({ set }) => set);
    const lines = linesOf(GOOD, { overrides });
    for (const { line } of [...Object.values(REFUSED), ...Object.values(IMPOSSIBLE)])
      expect(lines.filter((each) => line.test(each))).toHaveLength(1);
    expect(lines).toHaveLength(overrides.length);
  });
});

describe('what rests on a refused value is not said', () => {
  it.each<[string, string, readonly RegExp[]]>([
    [
      'a price of no whole coins of a worth that is none',
      marketText({ scheme: '{ name: micromint, coinUsd: x }' }).replace('0.01', '0.015'),
      [/coinUsd: expected an amount/],
    ],
    [
      'the same of a worth under a misspelt key',
      marketText({ scheme: '{ name: micromint, coinUsdd: 0.015 }' }).replace('0.01', '0.015'),
      [/coinUsdd: unknown key, did you mean coinUsd\?/],
    ],
    [
      'members of a gang beside no number of users',
      marketText({ more: 'adversaries: [{ kind: quitter, after: 3, count: 50 }]\n' }).replace('users: 10', 'users: x'),
      [/demand\.users: expected a positive integer/],
    ],
    [
      'adversaries of a scheme that nobody knows',
      marketText({
        scheme: '{ name: zzz }',
        more: 'adversaries: [{ kind: quitter, after: 3, count: 1, against: [zzz] }]\n',
      }),
      [/schemes\.0\.name: expected micromint/],
    ],
    [
      'the size of a market of which the payments are none',
      marketText({ more: 'replications: 9000\n' })
        .replace('users: 10', 'users: 10000000')
        .replace('perUser: 5', 'perUser: 0'),
      [
        /demand: expected at most 10000000000 users and vendors/,
        /demand\.payments\.perUser: expected a positive integer/,
      ],
    ],
  ])('%s', (_, text, wanted) => {
    const lines = linesOf(text);
    expect(lines).toHaveLength(wanted.length);
    for (const [index, line] of wanted.entries()) expect(lines[index]).toMatch(line);
  });

  it('but a check across options is, when the one that is refused has no part in it', () => {
    const text = marketText({ scheme: '{ name: micromint, batch: x, period: 3d, grace: 5d }' });
    expect(linesOf(text)).toEqual([
      'x.yaml:9:31 schemes.0.batch: expected a positive integer, got "x"',
      'x.yaml:9:53 schemes.0.grace: expected at most the period, got "5d"',
    ]);
  });

  it('whatever parts are missing: a chart is told all the same', () => {
    expect(linesOf('title: x\nreport: { charts: [cost-curv] }\n')).toEqual([
      expect.stringMatching(/^x\.yaml:1:1 expected schemes with a demand, or mints/),
      expect.stringMatching(/^x\.yaml:2:20 report\.charts\.0: .*did you mean cost-curve\?/),
    ]);
  });

  it('more mistakes than are told, in a long file, are answered', () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1\n`).join('');
    expect(linesOf(`${GOOD}${keys}`)).toHaveLength(101);
  });
});

describe('a file of which the end is no YAML', () => {
  it.each([
    ['schemes: [{ name: mr2 }\n', /^x\.yaml:8:1 YAML: /],
    ['schemes: ]\n', /^x\.yaml:7:10 YAML: /],
  ])('is told of its values before: %j', (end, last) => {
    const text = `title: x\nreplications: 0\ndemand:\n  users: -1\n  vendrs: 3\n  payments: { perUser: 5 }\n${end}`;
    expect(linesOf(text)).toEqual([
      'x.yaml:2:15 replications: expected a positive integer, got 0',
      'x.yaml:4:10 demand.users: expected a positive integer, got -1',
      'x.yaml:5:3 demand.vendrs: unknown key, did you mean vendors?',
      expect.stringMatching(last),
    ]);
  });
});

/**
 * The command line's contract for bad input: exit 2, one clear line for each error on stderr, nothing on stdout, nothing
 * written. Fails when a mistake of the user ends in a stack trace, in another exit code, or in a folder. Processes of
 * their own refuse a broken file and show help; the other cases run inside this one.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, workshop } from './program.ts';

const GOOD = `title: A small mint
replications: 2
mints:
  - { label: k2, bits: 8, way: 2, coins: [1, 10] }
`;

const MARKET = `title: A small market
demand: { users: 2, vendors: 1, payments: { perUser: 3 }, price: { usd: 0.01 } }
schemes: [{ name: micromint, bits: 8, way: 2 }]
`;

const BROKEN = `title: Three mistakes
replications: -3
mints:
  - { label: k2, bits: 8, wya: 2, coins: [1, 10] }
  - { label: k3, bits: 8, way: 3, coins: [10, 1] }
`;

/** A text that would grow to 10^9 items if every alias were followed. */
const BOMB = `a: &a [x, x, x, x, x, x, x, x, x, x]
${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, i) => `${name}: &${name} [${new Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]`)
  .join('\n')}
title: *i
`;

const { farthing, inside, path } = workshop();

beforeAll(() => {
  writeFileSync(path('good.yaml'), GOOD);
  writeFileSync(path('market.yaml'), MARKET);
  writeFileSync(path('broken.yaml'), BROKEN);
  writeFileSync(path('bomb.yaml'), BOMB);
  writeFileSync(path('deep.yaml'), `title: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`);
  writeFileSync(path('binary.yaml'), Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80, 0x81]));
  writeFileSync(path('empty.yaml'), '');
  writeFileSync(path('long.yaml'), `title: ${'x'.repeat(1_048_576)}\n`);
  mkdirSync(path('folder'));
});

/** Everything in the workshop, to see that nothing came. */
function entries(): string[] {
  return readdirSync(path(), { recursive: true }).map(String).sort();
}

describe('farthing run refuses', () => {
  it.each<[string, string[], RegExp]>([
    ['a file that is not there', ['nowhere.yaml'], /^nowhere\.yaml: no such file or folder/],
    ['a misspelt name of the gallery', ['micromint-mnth'], /no such file or folder, did you mean micromint-month\?/],
    ['a folder instead of a file', ['folder'], /^folder: is a folder, expected a file/],
    ['a path through a file', ['good.yaml/x'], /^good\.yaml\/x: .*is a file, not a folder/],
    ['aliases that multiply', ['bomb.yaml'], /^bomb\.yaml:1:7 a: .*aliases.* not allowed/m],
    ['lists within lists without end', ['deep.yaml'], /^deep\.yaml:1:\d+ .*(deep|nest|level)/],
    ['an empty seed', ['good.yaml', '--seed', ''], /--seed.*expected a text, got an empty one/],
    ['no replications', ['good.yaml', '--replications', '0'], /--replications.*integer from 1 to 1000000, got 0/],
    ['half a replication', ['good.yaml', '--replications', '1.5'], /--replications.*integer .*got 1\.5/],
    ['no workers', ['good.yaml', '--workers', '0'], /--workers.*integer from 1 to 256, got 0/],
    ['an output folder below a file', ['good.yaml', '--out', 'market.yaml/below'], /market\.yaml is a file, not a/],
    ['a seed that the file may not have', ['good.yaml', '--seed', '1e400'], /^--seed 1e400: expected an integer/],
    ['an empty --set', ['good.yaml', '--set', ''], /--set.*expected a text, got an empty one/],
    [
      'more purchases than can be run',
      ['market.yaml', '--set', 'demand.users=10000000', '--set', 'demand.payments.perUser=1000000'],
      /^--set demand\.payments\.perUser=1000000: .*at most 10000000000 purchases/m,
    ],
    [
      'more replications than are kept',
      ['market.yaml', '--replications', '20000'],
      /^--replications 20000: expected replications x schemes of at most 10000/,
    ],
    ['a path to a prototype', ['good.yaml', '--set', '__proto__.x=1'], /^--set __proto__\.x: unknown path/],
    ['a constructor', ['good.yaml', '--set', 'mints.constructor=1'], /^--set mints\.constructor: unknown path/],
    ['a path into a number', ['good.yaml', '--set', 'mints.0.bits.x=1'], /^--set mints\.0\.bits\.x: unknown path/],
    [
      'what is no number',
      ['good.yaml', '--set', 'replications=NaN'],
      /^--set replications=NaN: expected a positive integer/,
    ],
    ['what a terminal would obey', ['good.yaml', '--workers', '\x1b[2J'], /--workers.*'\\u\{1b\}\[2J' is invalid/],
    ['an unknown option', ['good.yaml', '--sed', '3'], /unknown option '--sed'/],
    ['a second scenario', ['good.yaml', 'market.yaml'], /too many arguments/],
    ['no scenario', [], /missing required argument 'scenario'/],
  ])('%s', async (_, args, message) => {
    const before = entries();
    expectRefused(await inside(['run', ...(args.includes('--out') ? [] : ['--out', 'out']), ...args]), message);
    expect(entries()).toEqual(before);
    expect(existsSync(path('out'))).toBe(false);
  });

  it('whatever is wrong with options, a line each, with the path that was meant', async () => {
    const long = 's'.repeat(201);
    const ended = await inside([
      ...['run', 'market.yaml', '--out', 'out', '--seed', long, '--fidelity', 'reel'],
      ...['--set', 'demand.usrs=3', '--set', 'duration', '--set', 'bank.servers=-1'],
    ]);
    expectRefused(ended, '--set');
    const lines = ended.stderr.trimEnd().split('\n');
    const wanted = [
      /^--set demand\.usrs: unknown path, did you mean demand\.users\?/,
      /^--set duration: expected path=value/,
      /^--set bank\.servers=-1: expected a positive integer, got -1/,
      /^--seed s+.*1 to 200 characters/,
      /^--fidelity reel: .*did you mean real\?/,
    ];
    for (const line of wanted) expect(lines.filter((each) => line.test(each))).toHaveLength(1);
    expect(lines).toHaveLength(wanted.length);
    expect(existsSync(path('out'))).toBe(false);
  });

  it('what is sound and cannot be done: a fidelity, a price and a chart that nobody offers', async () => {
    const ended = await inside([
      ...['run', 'market.yaml', '--out', 'out', '--fidelity', 'aggregate'],
      ...['--set', 'schemes.0.coinUsd=0.01', '--set', 'demand.price={microdollars: 15000}'],
      ...['--set', 'report.charts=[cost-curv]'],
    ]);
    expectRefused(ended, /^--fidelity aggregate: expected real or sampled/m);
    expect(ended.stderr).toMatch(/^--set demand\.price.*whole coins of 10000 micro-dollars, got one of 15000/m);
    expect(ended.stderr).toMatch(/^--set report\.charts.*did you mean cost-curve\?/m);
    expect(existsSync(path('out'))).toBe(false);
  });

  it('what cannot be done beside what is refused', async () => {
    const set = ['--set', 'demand.vendors=0', '--set', 'report.charts=[cost-curv]'];
    const ended = await inside(['run', 'market.yaml', '--out', 'out', '--fidelity', 'aggregate', ...set]);
    expectRefused(ended, /^--set demand\.vendors=0: expected a positive integer, got 0$/m);
    expect(ended.stderr).toMatch(/^--set report\.charts.*did you mean cost-curve\?/m);
    expect(ended.stderr).toMatch(/^--fidelity aggregate: expected real or sampled/m);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(3);
  });

  it('all mistakes of a file at once, one line each, with file, line, column, path and what was expected', () => {
    const ended = farthing(['run', 'broken.yaml', '--out', 'out']);
    expectRefused(ended, 'broken.yaml');
    const lines = ended.stderr.trimEnd().split('\n');
    expect(lines).toEqual([
      'broken.yaml:2:15 replications: expected a positive integer, got -3',
      'broken.yaml:4:27 mints.0.wya: unknown key, did you mean way?',
      'broken.yaml:5:47 mints.1.coins.1: expected more than the 10 before it, got 1',
    ]);
    expect(existsSync(path('out'))).toBe(false);
  });
});

describe('the other commands refuse', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command, with the one that was meant', ['rum'], /unknown command 'rum'[\s\S]*run/],
    ['no command at all', [], /Usage: farthing/],
    ['to validate nothing', ['validate'], /missing required argument 'files'/],
    ['an unknown benchmark', ['bench', 'kernle'], /^bench kernle: expected one of .*kernel/],
    ['an argument too many', ['list', 'x'], /too many arguments/],
    ['to validate a file without a name', ['validate', ''], /expected a text, got an empty one/],
    ['to verify a sample of none', ['verify', 'good.yaml', '--sample', '0'], /--sample.*integer from 1 to/],
    [
      'to validate a file that is too long',
      ['validate', 'long.yaml'],
      /^long\.yaml: more than 1048576 bytes, expected a scen/,
    ],
  ])('%s', async (_, args, message) => {
    expectRefused(await inside(args), message);
  });

  it('every bad file that is to be validated, all of them named', async () => {
    const ended = await inside(['validate', 'good.yaml', 'broken.yaml', 'nowhere.yaml', 'empty.yaml', 'binary.yaml']);
    expectRefused(ended, 'broken.yaml:2:15');
    expect(ended.stderr).toMatch(/^nowhere\.yaml: /m);
    expect(ended.stderr).toMatch(/^empty\.yaml:1:1 /m);
    expect(ended.stderr).toMatch(/^binary\.yaml:\d+:\d+ /m);
    expect(ended.stderr).not.toContain('good.yaml');
  });
});

describe('help', () => {
  it('of the program and of every command goes to stdout, exit 0', async () => {
    const { code, stdout, stderr } = farthing(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['run', 'list', 'show', 'validate', 'schema', 'mint', 'verify', 'bench'])
      expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
    const bench = await inside(['bench', '--help']);
    expect(bench).toMatchObject({ code: 0, stderr: '' });
    expect(bench.stdout).toContain('--json');
  });
});

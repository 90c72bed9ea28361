/** farthing sweep: what it writes and prints, and what it refuses before anything is written. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweepResult } from '../../src/experiment/comparison-result.ts';
import { expectRefused, workshop } from './program.ts';

const LOTTERY = `title: A lottery
duration: 1d
replications: 3
demand: { users: 4, vendors: 2, payments: { perUserPerDay: 20, process: poisson }, price: { usd: 0.01 } }
schemes: [{ name: mr1, selectionRate: 0.1 }]
`;
const CHARGE = 'mr1.user_charge.mean_usd';

const { farthing, inside, path } = workshop();

beforeAll(() => {
  writeFileSync(path('lottery.yaml'), LOTTERY);
});

function read(...parts: string[]): string {
  return readFileSync(path(...parts), 'utf8');
}

async function sweep(...args: string[]): Promise<SweepResult> {
  const { code, stdout, stderr } = await inside(['sweep', 'lottery.yaml', ...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('farthing sweep', () => {
  it('writes the document that it prints, a table, a report and a manifest that fits them', async () => {
    const vary = ['--vary', 'demand.users=4,8', '--vary', 'fidelity=sampled,real'];
    const printed = await sweep(...vary, '--metric', CHARGE, '--workers', '1', '--out', 'out');
    expect(JSON.parse(read('out', 'sweep.json'))).toEqual(printed);
    expect(printed.factors).toEqual([
      { path: 'demand.users', values: [4, 8] },
      { path: 'fidelity', values: ['sampled', 'real'] },
    ]);
    expect(printed.arms.map(({ values }) => values)).toEqual([
      [4, 'sampled'],
      [4, 'real'],
      [8, 'sampled'],
      [8, 'real'],
    ]);
    const { files, digest } = JSON.parse(read('out', 'manifest.json'));
    expect(digest).toBe(printed.digest);
    for (const [name, { sha256 }] of Object.entries<{ sha256: string }>(files))
      expect(createHash('sha256').update(read('out', name)).digest('hex')).toBe(sha256);
    expect(readdirSync(path('out')).sort()).toEqual(['manifest.json', 'replications.csv', 'report.html', 'sweep.json']);
    expect(read('out', 'report.html')).toContain('<figure class="chart" id="chart-sweep-1"');
  });

  it('has in each arm the digest of farthing run with the values of that arm', async () => {
    const { arms } = await sweep('--vary', 'demand.users=4,8', '--workers', '1', '--out', 'arms');
    const args = ['run', 'lottery.yaml', '--set', 'demand.users=8', '--workers', '1', '--out', 'alone', '--json'];
    expect(arms[1]!.digest).toBe(JSON.parse((await inside(args)).stdout).digest);
  });

  it('gives the same document on two workers, in a process of its own, and says where the report is', async () => {
    const vary = ['--vary', 'demand.users=4,8,12'];
    const one = await sweep(...vary, '--workers', '1', '--out', 'one');
    const ended = farthing(['sweep', 'lottery.yaml', ...vary, '--workers', '2', '--out', 'two']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(read('two', 'sweep.json'))).toEqual(one);
    expect(ended.stdout).toMatch(/^ {2}demand\.users=12 +\S/m);
    expect(ended.stdout).toMatch(/^Report: two\/report\.html$/m);
  });
});

describe('farthing sweep refuses', () => {
  const values = (count: number): string => Array.from({ length: count }, (_, i) => i + 1).join(',');
  it.each<[string, string[], RegExp]>([
    ['nothing to vary', [], /required option '--vary/],
    ['no path', ['--vary', '4,8'], /^--vary 4,8: expected path=a,b,c$/m],
    [
      'an unknown path',
      ['--vary', 'demand.user=4,8'],
      /^--vary demand\.user: unknown path, did you mean demand\.users\?$/m,
    ],
    [
      'a value that the schema refuses',
      ['--vary', 'demand.users=4,-8'],
      /^--vary demand\.users=-8: expected a positive integer, got -8$/m,
    ],
    ['one value', ['--vary', 'demand.users=4'], /^--vary demand\.users=4: expected at least two values/m],
    ['a gap', ['--vary', 'demand.users=4,,8'], /^--vary demand\.users=4,,8: expected a value before and behind/m],
    [
      'a value twice',
      ['--vary', 'demand.users=4,4.0'],
      /^--vary demand\.users=4,4\.0: expected different values, got 4 twice$/m,
    ],
    ['a list', ['--vary', 'demand.users=[4],8'], /^--vary demand\.users=\[4\],8: expected single values.*got a list$/m],
    ['a path twice', ['--vary', 'seed=1,2', '--vary', 'seed=3,4'], /^--vary seed: varied twice/m],
    [
      'three factors',
      ['--vary', 'seed=1,2', '--vary', 'duration=1d,2d', '--vary', 'demand.users=1,2'],
      /^--vary: expected at most 2 factors, got 3$/m,
    ],
    [
      'what is set as well',
      ['--vary', 'seed=1,2', '--seed', '3'],
      /^--seed 3: expected a value that --vary does not vary$/m,
    ],
    ['too many arms', ['--vary', `demand.users=${values(201)}`], /^--vary: expected at most 200 arms, got 201$/m],
    [
      'too many replications',
      ['--vary', 'demand.users=4,8', '--replications', '5001'],
      /^--vary: expected arms x replications x schemes of at most 10000, got 10002/m,
    ],
    [
      'an unknown metric, with the one that was meant',
      ['--vary', 'demand.users=4,8', '--workers', '1', '--metric', 'mr1.user_charge.maen_usd'],
      /^--metric mr1\.user_charge\.maen_usd: no arm has it, did you mean mr1\.user_charge\.mean_usd\?$/m,
    ],
  ])('%s', async (_, args, message) => {
    const ended = await inside(['sweep', 'lottery.yaml', ...args, '--out', 'refused']);
    expectRefused(ended, message);
    expect(existsSync(path('refused'))).toBe(false);
  });

  it('every wrong value at once, each in one line however many arms have it', async () => {
    const vary = ['--vary', 'demand.users=0,4,x', '--vary', 'fidelity=real,reel,sampled'];
    const ended = await inside(['sweep', 'lottery.yaml', ...vary, '--out', 'refused']);
    expectRefused(ended, /^--vary demand\.users=0: /m);
    expect(ended.stderr).toMatch(/^--vary demand\.users=x: /m);
    expect(ended.stderr).toMatch(/^--vary fidelity=reel: .*did you mean real\?/m);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(3);
  });

  it('two values that do not go together, with the arm', async () => {
    writeFileSync(path('coins.yaml'), LOTTERY.replace(/mr1.*/, 'micromint, bits: 8, way: 2 }]'));
    const vary = ['--vary', 'demand.price.usd=0.01,0.02', '--vary', 'schemes.micromint.coinUsd=0.01,0.02'];
    const ended = await inside(['sweep', 'coins.yaml', ...vary, '--out', 'refused']);
    const arm = '(in the arm demand.price.usd=0.01, schemes.micromint.coinUsd=0.02)';
    expectRefused(ended, 'whole coins of 20000 micro-dollars, got one of 10000');
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ended.stderr.trimEnd().endsWith(arm)).toBe(true);
    expect(existsSync(path('refused'))).toBe(false);
  });
});

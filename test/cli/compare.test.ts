/** farthing compare: sentences whose numbers can be recomputed from replications.csv, and what cannot be compared. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonResult } from '../../src/experiment/comparison-result.ts';
import { expectRefused, workshop } from './program.ts';

const LOTTERY = `title: A lottery
duration: 1d
replications: 4
demand: { users: 4, vendors: 2, payments: { perUserPerDay: 20, process: poisson }, price: { usd: 0.01 } }
schemes: [{ name: mr1, selectionRate: 0.1 }, { name: mr2, selectionRate: 0.1 }]
`;
const MESSAGES = 'mr1.bank.messages_per_payment';
const VALUE = 'demand.value.total_usd';
/** t(0.975; 3) */
const T3 = 3.182446305284263;

const { inside, path } = workshop();

beforeAll(async () => {
  writeFileSync(path('lottery.yaml'), LOTTERY);
  for (const users of ['4', '8']) {
    const args = ['--set', `demand.users=${users}`, '--workers', '1', '--out', `run-${users}`, '--quiet'];
    expect(await inside(['run', 'lottery.yaml', ...args])).toEqual({ code: 0, stdout: '', stderr: '' });
  }
});

async function compare(...args: string[]): Promise<ComparisonResult> {
  const { code, stdout, stderr } = await inside(['compare', ...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** The values of a metric as a reader of the table finds them. */
function column(folder: string, metric: string): number[] {
  const lines = readFileSync(path(folder, 'replications.csv'), 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => (line.split(',')[1] === metric ? [Number(line.split(',')[2])] : []));
}

describe('farthing compare', () => {
  it('of two folders says what their tables say', async () => {
    const { differences, ...told } = await compare('run-4', 'run-8', '--metric', VALUE);
    const [a, b] = [column('run-4', VALUE), column('run-8', VALUE)];
    const d = b.map((value, i) => value - a[i]!);
    const mean = d.reduce((sum, x) => sum + x, 0) / 4;
    const variance = d.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3;
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ metricA: VALUE, metricB: VALUE, unit: 'USD', replications: 4 });
    expect(differences[0]!.difference).toBeCloseTo(mean, 12);
    expect(differences[0]!.halfWidth).toBeCloseTo((T3 * Math.sqrt(variance)) / 2, 8);
    expect(told).toMatchObject({ pairing: 'same-streams', confidence: 0.95, a: { title: 'run-4' } });
  });

  it('of a scenario twice runs what the folders hold', async () => {
    const folders = await compare('run-4', 'run-8');
    const runs = await compare('lottery.yaml', '--set-b', 'demand.users=8', '--workers', '1');
    expect(runs.differences).toEqual(folders.differences);
    expect(runs.differences.length).toBeGreaterThan(0);
    expect([runs.a.digest, runs.b.digest]).toEqual([folders.a.digest, folders.b.digest]);
    expect(runs.b.title).toBe('lottery with demand.users=8');
  });

  it('says in a sentence what B instead of A does, and that both met the same purchases', async () => {
    const set = ['--set-b', 'schemes.mr1.selectionRate=0.5', '--workers', '1'];
    const { code, stdout } = await inside(['compare', 'lottery.yaml', ...set, '--metric', MESSAGES, '--metric', VALUE]);
    expect(code).toBe(0);
    const [, , common, messages, value] = stdout.split('\n');
    expect(common).toBe('Common random numbers: replication by replication the same purchases.');
    expect(messages).toMatch(
      /^With B instead of A, mr1\.bank\.messages_per_payment rises by [\d.]+ ± [\d.]+ messages, from [\d.]+ to [\d.]+ messages \(95 %, paired, 4 replications\)\.$/,
    );
    expect(value).toMatch(
      /^With B instead of A, demand\.value\.total_usd is the same in every replication, \S+ on average \(/,
    );
  });

  it('sets two metrics of different names beside each other', async () => {
    const pair = 'mr1.user_charge.mean_usd=mr2.user_charge.mean_usd';
    const { differences } = await compare('run-4', 'run-4', '--metric', pair);
    const mean = (metric: string): number => column('run-4', metric).reduce((sum, x) => sum + x / 4, 0);
    expect(differences[0]!.difference).toBeCloseTo(
      mean('mr2.user_charge.mean_usd') - mean('mr1.user_charge.mean_usd'),
      12,
    );
  });

  it('says that nothing differs where nothing does, and that seeds have nothing in common', async () => {
    const same = await inside(['compare', 'run-4', 'run-4']);
    expect(same.stdout).toMatch(/^None of \d+ metrics differs beyond its interval \(95 % for all together\)\.$/m);
    const seeds = await compare('lottery.yaml', '--set-b', 'seed=2', '--workers', '1', '--metric', VALUE);
    expect(seeds.pairing).toBe('independent');
  });
});

describe('farthing compare refuses', () => {
  it.each<[string, string[], RegExp]>([
    ['one side', ['lottery.yaml'], /^compare: expected a second scenario, or --set-a or --set-b$/m],
    ['a scenario that is not there', ['lottery.yaml', 'nowhere.yaml'], /^nowhere\.yaml: no such file or folder/m],
    [
      'a wrong value of one side',
      ['lottery.yaml', '--set-b', 'demand.users=-1'],
      /demand\.users=-1: expected a positive/,
    ],
    ['to change what has been run', ['run-4', 'run-8', '--seed', '3'], /^run-4: has been run already/m],
    [
      'a folder without a run',
      ['.', 'run-8'],
      /^result\.json: no such file or folder, expected a file that farthing run wrote$/m,
    ],
    [
      'an unknown metric',
      ['run-4', 'run-8', '--metric', 'mr1.user_charge.maen_usd'],
      /^--metric mr1\S+: A has no such metric, did you mean mr1\.user_charge\.mean_usd\?$/m,
    ],
    [
      'dollars beside messages',
      ['run-4', 'run-8', '--metric', `${VALUE}=${MESSAGES}`],
      /: expected one unit, got USD and messages$/m,
    ],
  ])('%s', async (_, args, message) => {
    expectRefused(await inside(['compare', ...args]), message);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a table that is not the run’s',
      'replications.csv',
      (text) => text.replace(/\d\n$/, '7\n0,x,1\n'),
      /replications\.csv: is not the file that manifest\.json names/,
    ],
    [
      'a result that has been changed',
      'result.json',
      (text) => text.replace('"A lottery"', '"Another"'),
      /result\.json: has been changed: its digest is another/,
    ],
    ['what is no result', 'result.json', () => '{}', /result\.json: is no result of farthing run/],
    ['what is no JSON', 'result.json', () => '{', /result\.json: is no JSON/],
  ])('%s', async (_, file, change, message) => {
    const whole = readFileSync(path('run-8', file), 'utf8');
    writeFileSync(path('run-8', file), change(whole));
    const ended = await inside(['compare', 'run-4', 'run-8']);
    writeFileSync(path('run-8', file), whole);
    expectRefused(ended, message);
  });
});

/**
 * The gallery as a user runs it: every scenario, its files, its digest, and what it is about. About half of them run
 * once here, by the compiled program inside this process, and some once more on two workers; the tests read what it left.
 * The others: test/long/gallery.test.ts. Each as
 * a process of its own, and each on two workers: test/long/gallery-processes.test.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RUN_ALWAYS, tryScenarios } from './gallery-runs.ts';
import { GALLERY, ROOT, workshop } from './program.ts';

const shop = workshop();
const { farthing, inside, path } = shop;

function read(folder: string, file: string): string {
  return readFileSync(path('out', folder, file), 'utf8');
}

tryScenarios(RUN_ALWAYS, shop);

/** Real signatures. Real coins on two workers: test/long/coin-file-economy.test.ts. */
describe.each(['mr1-vs-mr2'])('%s on two workers', (name) => {
  it('gives the same result, byte by byte', async () => {
    const { code } = await inside(['run', name, '--quick', '--quiet', '--out', `two/${name}`, '--workers', '2']);
    expect(code).toBe(0);
    for (const file of ['result.json', 'replications.csv'])
      expect(readFileSync(path('two', name, file), 'utf8')).toBe(read(name, file));
  });
});

describe('a person', () => {
  it('is told the title, the verdict and the place of the report, also by one worker', () => {
    const { code, stdout, stderr } = farthing(['run', 'lund-b2', '--quick', '--out', 'out/alone', '--workers', '1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const file of ['result.json', 'replications.csv']) expect(read('alone', file)).toBe(read('lund-b2', file));
    expect(stdout.split('\n')[0]).toBe(JSON.parse(read('lund-b2', 'result.json')).scenario.title);
    expect(stdout).toMatch(/^Theory and simulation agree\.$/m);
    expect(stdout).toContain('\nReport: out/alone/report.html\n');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('a small run', () => {
  beforeAll(() => {
    writeFileSync(
      path('small.yaml'),
      'title: A small mint\nreplications: 2\nmints:\n  - { label: k2, bits: 8, way: 2, coins: [1, 20] }\n',
    );
  });

  it('writes no colours into a pipe, even where continuous integration shows them', () => {
    const { code, stdout, stderr } = farthing(['run', 'small.yaml', '--out', 'out/small'], { CI: 'true' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('A small mint');
    expect(stdout).not.toContain('\x1b');
  });

  it('follows its seed, says nothing when asked to, and has its place without --out', async () => {
    const { code, stdout, stderr } = await inside([
      'run',
      'small.yaml',
      '--seed',
      'spring',
      '--quiet',
      '--workers',
      '1',
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const result = JSON.parse(readFileSync(path('reports', 'small', 'result.json'), 'utf8'));
    expect(result.seed).toBe('spring');
    expect(result.digest).not.toBe(JSON.parse(read('small', 'result.json')).digest);
  });
});

describe('the gallery', () => {
  it('is listed, for people and for programs', async () => {
    const { code, stdout, stderr } = farthing(['list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const listed: { name: string; title: string; file: string }[] = JSON.parse(stdout);
    expect(listed.map(({ name }) => name)).toEqual(GALLERY);
    const lines = (await inside(['list'])).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(GALLERY.length);
    listed.forEach(({ name, title }, i) => {
      expect(lines[i]).toMatch(new RegExp(`^${name} +`));
      expect(lines[i]).toContain(title);
    });
  });

  it('is shown with its question and its text', async () => {
    const text = readFileSync(join(ROOT, 'scenarios', 'micromint-month.yaml'), 'utf8');
    const { code, stdout, stderr } = await inside(['show', 'micromint-month']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith(text)).toBe(true);
    expect(stdout).toMatch(/^An honest month of MicroMint\n\nDoes a month of MicroMint run/);
  });

  it('is valid, every file, at any path', async () => {
    const files = GALLERY.map((name) => join(ROOT, 'scenarios', `${name}.yaml`));
    const { code, stdout, stderr } = await inside(['validate', ...files]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(files.length);
  });

  it('has a schema that is the committed one', async () => {
    const { code, stdout, stderr } = await inside(['schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(readFileSync(join(ROOT, 'scenarios', 'scenario.schema.json'), 'utf8'));
  });
});

/**
 * The gallery as a user runs it: every scenario, its files, its digest, and the same result however many workers compute
 * it. Each scenario runs twice here, by the program on two workers and in this process; the tests read what the program
 * left.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScenario } from '../../src/cli/scenario-files.ts';
import { combine } from '../../src/experiment/combine.ts';
import { digestOf } from '../../src/experiment/digest.ts';
import { inProcess } from '../../src/experiment/executors/in-process.ts';
import { replicationsCsv } from '../../src/experiment/store/replications-csv.ts';
import { chartsOf } from '../../src/scenario/schemes.ts';
import { type Ended, ROOT, workshop } from './program.ts';

const NAMES = readdirSync(join(ROOT, 'scenarios'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))
  .sort();
const FILES = ['manifest.json', 'replications.csv', 'report.html', 'result.json'];

const { farthing, path } = workshop();
const runs = new Map<string, Ended>();

beforeAll(() => {
  for (const name of NAMES) {
    runs.set(name, farthing(['run', name, '--quick', '--json', '--out', `out/${name}`, '--workers', '2']));
  }
});

function read(folder: string, file: string): string {
  return readFileSync(path('out', folder, file), 'utf8');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe.each(NAMES)('%s, quick', (name) => {
  it('ends well: exit 0, nothing on stderr, the result and nothing but it on stdout', () => {
    const { code, stdout, stderr } = runs.get(name)!;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(read(name, 'result.json'));
    const result = JSON.parse(stdout);
    expect(result.scenario.name).toBe(name);
    expect(result.disagreements).toEqual([]);
    // Theory has spoken, or its agreement would say nothing.
    const judged = result.metrics.filter(
      ({ theory }: { theory?: { agrees: boolean | null } }) => theory?.agrees === true,
    );
    expect(judged.length).toBeGreaterThan(0);
  });

  it('leaves exactly its four files, whose fingerprints the manifest has', () => {
    expect(readdirSync(path('out', name)).sort()).toEqual(FILES);
    const manifest = JSON.parse(read(name, 'manifest.json'));
    for (const file of FILES.filter((each) => each !== 'manifest.json'))
      expect(manifest.files[file]).toEqual({ sha256: sha256(read(name, file)) });
    expect(manifest).toMatchObject({
      format: 'farthing-manifest/1',
      digest: JSON.parse(read(name, 'result.json')).digest,
    });
    expect(manifest.reproduce).toBe(`npx farthing run ${name} --quick --json --out out/${name} --workers 2`);
  });

  it('has a digest that can be recomputed from its file, and a table that agrees with it', () => {
    const { digest, ...body } = JSON.parse(read(name, 'result.json'));
    expect(digestOf(body)).toBe(digest);
    const rows = read(name, 'replications.csv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    for (const { name: metric, value, combine: how, replications } of body.metrics) {
      if (how !== 'mean') continue;
      const total = rows.filter(([, each]) => each === metric).reduce((sum, [, , each]) => sum + Number(each), 0);
      expect(Math.abs(total / replications - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-12);
    }
  });

  it('gives the same result in one process as on two workers, byte by byte', async () => {
    const scenario = readScenario(name, { quick: true });
    const replications = await inProcess.run(scenario, () => {});
    const result = combine(scenario, chartsOf(scenario), replications);
    expect(`${JSON.stringify(result, null, 2)}\n`).toBe(read(name, 'result.json'));
    expect(replicationsCsv(replications)).toBe(read(name, 'replications.csv'));
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

  it('follows its seed, says nothing when asked to, and has its place without --out', () => {
    const { code, stdout, stderr } = farthing(['run', 'small.yaml', '--seed', 'spring', '--quiet', '--workers', '1']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const result = JSON.parse(readFileSync(path('reports', 'small', 'result.json'), 'utf8'));
    expect(result.seed).toBe('spring');
    expect(result.digest).not.toBe(JSON.parse(read('small', 'result.json')).digest);
  });
});

describe('the gallery', () => {
  it('is listed, for people and for programs', () => {
    const { code, stdout, stderr } = farthing(['list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const listed: { name: string; title: string; file: string }[] = JSON.parse(stdout);
    expect(listed.map(({ name }) => name)).toEqual(NAMES);
    const lines = farthing(['list']).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(NAMES.length);
    listed.forEach(({ name, title }, i) => {
      expect(lines[i]).toMatch(new RegExp(`^${name} +`));
      expect(lines[i]).toContain(title);
    });
  });

  it('is shown with its question and its text', () => {
    const text = readFileSync(join(ROOT, 'scenarios', 'micromint-month.yaml'), 'utf8');
    const { code, stdout, stderr } = farthing(['show', 'micromint-month']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith(text)).toBe(true);
    expect(stdout).toMatch(/^An honest month of MicroMint\n\nDoes a month of MicroMint run/);
  });

  it('is valid, every file, at any path', () => {
    const files = NAMES.map((name) => join(ROOT, 'scenarios', `${name}.yaml`));
    const { code, stdout, stderr } = farthing(['validate', ...files]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(files.length);
  });

  it('has a schema that is the committed one', () => {
    const { code, stdout, stderr } = farthing(['schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(readFileSync(join(ROOT, 'scenarios', 'scenario.schema.json'), 'utf8'));
  });
});

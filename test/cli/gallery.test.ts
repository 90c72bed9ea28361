/**
 * The gallery as a user runs it: every scenario, its files, its digest, and what it is about. Each runs once here, by the
 * compiled program inside this process, and some once more on two workers; the tests read what the program left. Each as
 * a process of its own, and each on two workers: test/long/gallery-processes.test.ts.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/experiment/digest.ts';
import { type Ended, GALLERY, ROOT, workshop } from './program.ts';

const FILES = ['manifest.json', 'replications.csv', 'report.html', 'result.json'];

/** What must have happened in a quick run, since without it the scenario shows nothing. */
const HAPPENED: Readonly<Record<string, readonly string[]>> = {
  'soft-drink-machine': ['independent.four_coins.share'],
  'statistical-payment': ['statistical.payable_count'],
  'mr1-overpayment': ['mr1.user_charge.max_over_use_usd', 'mr2.payable_count'],
  'mr1-vs-mr2': ['mr1.payments.served_count', 'mr2.payments.served_count'],
  'lotteries-compared': [
    'mr1-cheated.grinding-merchant.gain_usd',
    'mr2-cheated.colluding-pair.gain_usd',
    'mr3-cheated.grinding.tries_count',
  ],
  'mr2-serial-cheats': ['mr2.serial-reuser.caught_share', 'mr2.stretcher-4.gain_usd'],
  'mr-grinding': ['mr1-ed25519.grinding-merchant.gain_usd', 'mr1-ecvrf.incidents.bad_selection_proof_count'],
  'mr-collusion': ['pairs-mean-gap.incidents.mean_gap_count', 'sybils-deposit.bank.forfeited_deposits_usd'],
  'mr3-deferred': ['mr3-ed25519.loss.vendors_usd', 'mr3.payable_count'],
  'bank-reserve': ['one-in-10.bank.reserve_usd', 'one-in-10000.bank.reserve_usd'],
  'billion-payments': ['mr2.payable_count'],
  'mr-who-bears-the-risk': ['mr1.bank.uncollected_usd', 'mr2.quitter.gain_usd', 'mr1-deadline.incidents.late_count'],
};

const { farthing, inside, path } = workshop();

function read(folder: string, file: string): string {
  return readFileSync(path('out', folder, file), 'utf8');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe.each(GALLERY)('%s, quick', (name) => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await inside(['run', name, '--quick', '--json', '--out', `out/${name}`, '--workers', '1']);
  });

  it("shows in its report the file's own text, whole, so that it can be saved and run again", () => {
    const inner = /aria-label="The scenario as given">\n([\s\S]*?)<\/pre>/.exec(read(name, 'report.html'))?.[1] ?? '';
    const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
    const text = inner.replace(/&(lt|gt|quot|#39|amp);/g, (_, entity: string) => entities[entity]);
    expect(text).toBe(readFileSync(join(ROOT, 'scenarios', `${name}.yaml`), 'utf8'));
  });

  it('ends well: exit 0, nothing on stderr, the result and nothing but it on stdout', () => {
    const { code, stdout, stderr } = ended;
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

  it.each(HAPPENED[name] ?? [])('shows what it is about: %s', (happened) => {
    const { metrics }: { metrics: { name: string; value: number }[] } = JSON.parse(ended.stdout);
    expect(metrics.find((metric) => metric.name === happened)?.value).toBeGreaterThan(0);
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
    expect(manifest.reproduce).toBe(`npx farthing run ${name} --quick --json --out out/${name} --workers 1`);
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
});

/** Real signatures, and a bank that grinds. Real coins on two workers: test/cli/coin-file-economy.test.ts. */
describe.each(['mr1-vs-mr2', 'mr3-deferred'])('%s on two workers', (name) => {
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

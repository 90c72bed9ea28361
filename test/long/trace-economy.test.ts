/**
 * An economy on a server's log, as the program runs it. Fails when the log is read otherwise on two workers or packed,
 * when a host's name gets into any file, when a line that is left out goes unsaid, or when a log that cannot be read is
 * found out after something has run.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRunnableScenario, readScenario } from '../../src/cli/scenario-files.ts';
import { traceNote } from '../../src/cli/traces/scenario-trace.ts';
import type { Result } from '../../src/experiment/result.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { expectRefused, ROOT, workshop } from '../cli/program.ts';

const { inside, path } = workshop();
const SHIPPED = join(ROOT, 'scenarios/traces/synthetic-1995.log.gz');
const HOUR_OF_LOG = ['trace', '--users', '400', '--hours', '8', '--malformed', '8000', '--out'];
const MARKET = `title: A log
duration: 1d
replications: 4
demand:
  trace: { file: day.log, prices: free.prices, price: { usd: 0.001 } }
schemes:
  - { name: mr2, selectionRate: 0.01 }
`;

async function run(folder: string, ...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await inside(['run', path('market.yaml'), '--json', '--out', path(folder), ...args]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/day\.log(\.gz)?: left out as malformed: .*\n$/);
  return JSON.parse(stdout);
}

function measured({ metrics }: Result, name: string): number {
  return metrics.find((metric) => metric.name === name)!.value;
}

let result: Result;

beforeAll(async () => {
  expect(await inside([...HOUR_OF_LOG, path('day.log')])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  writeFileSync(path('market.yaml'), MARKET);
  writeFileSync(path('free.prices'), '*.gif 0\n');
  result = await run('one', '--workers', '1');
});

describe('farthing trace', () => {
  it('writes the log that is shipped', async () => {
    const { code } = await inside(['trace', '--out', path('shipped.log.gz')]);
    expect(code).toBe(0);
    const [written, shipped] = [path('shipped.log.gz'), SHIPPED].map((file) => gunzipSync(readFileSync(file)));
    expect(written!.equals(shipped!)).toBe(true);
    expect(readFileSync(SHIPPED).length).toBeLessThan(300_000);
  });

  it('replaces no file unasked, and says where it cannot write', async () => {
    expectRefused(await inside([...HOUR_OF_LOG, path('day.log')]), /exists; --force overwrites it/);
    expectRefused(await inside([...HOUR_OF_LOG, path('nowhere/day.log')]), /no such file or folder/);
    expect(await inside([...HOUR_OF_LOG, path('again.log')])).toMatchObject({ code: 0 });
    expect(await inside([...HOUR_OF_LOG, path('again.log'), '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(path('again.log'), 'utf8')).toBe(readFileSync(path('day.log'), 'utf8'));
  });
});

describe('a run on a log', () => {
  it('has as many purchases as a plain count', () => {
    const sold = readFileSync(path('day.log'), 'utf8')
      .split('\n')
      .filter((line) => /\[0[1-9]\/\S+ \S+ "GET \S+\.html HTTP\/1\.0" 200 \d/.test(line));
    expect(sold.length).toBeGreaterThan(100);
    expect(measured(result, 'demand.purchases.count')).toBe(sold.length);
    expect(measured(result, 'mr2.payments.served_count')).toBe(sold.length);
    expect(measured(result, 'demand.malformed.count')).toBeGreaterThan(0);
  });

  it('is the same on two workers: fails when a worker reads another log, or from where another stopped', async () => {
    expect((await run('two', '--workers', '2')).digest).toBe(result.digest);
  });

  it('is the same when the log is packed, but for the file and its digest', async () => {
    writeFileSync(path('day.log.gz'), gzipSync(readFileSync(path('day.log'))));
    const packed = await run('packed', '--workers', '1', '--set', `demand.trace.file=${path('day.log.gz')}`);
    expect(packed.metrics).toEqual(result.metrics);
    expect(packed.traces).toBe(result.traces);
    expect(packed.digest).not.toBe(result.digest);
  });

  it('tells the bytes of the log by their digest, and no host of it in any file', () => {
    const text = readFileSync(path('day.log'), 'utf8');
    const hosts = new Set(
      text.split('\n').flatMap((line) => /^(host\d+\.example\.net|10\.\S+) /.exec(line)?.[1] ?? []),
    );
    expect(hosts.size).toBeGreaterThan(50);
    for (const file of readdirSync(path('one'))) {
      const written = readFileSync(path('one', file), 'utf8');
      expect([...hosts].filter((host) => written.includes(host))).toEqual([]);
      expect(written).not.toContain('example.net');
    }
    expect(readFileSync(path('one/result.json'), 'utf8')).toMatch(/"sha256": "[0-9a-f]{64}"/);
  });

  it('names the first malformed lines to who reads the summary', async () => {
    const { stderr, code } = await inside(['run', path('market.yaml'), '--out', path('told'), '--workers', '1']);
    expect(code).toBe(0);
    const said = /day\.log: left out as malformed: \d+ of \d+ lines \(line \d+ [a-z-]+, /;
    expect(stderr).toMatch(said);
    const asJson = await inside(['run', path('market.yaml'), '--json', '--out', path('told'), '--workers', '1']);
    expect(asJson.stderr).toMatch(said);
    expect(traceNote(readScenario(path('market.yaml'), {}))).toBe('');
  });

  // Fails when what is left of the half line that was read last counts as one.
  it('takes no line for malformed at which it stops reading', async () => {
    const clean = Array.from({ length: 20_000 }, (_, i) => {
      const time = `01/Aug/1995:0${Math.floor(i / 3600)}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:00 -0400`;
      return `user${i % 40} - - [${time}] "GET /folder/page${i % 7}.html HTTP/1.0" 200 ${i}`;
    });
    writeFileSync(path('clean.log'), `${clean.join('\n')}\n`);
    const settings = [`file=${path('clean.log')}`, 'limit=500', 'strict=true'].map((one) => `demand.trace.${one}`);
    const { found } = readRunnableScenario(path('market.yaml'), { overrides: settings }).demand!.trace!;
    expect([found!.purchases, found!.malformed]).toEqual([500, 0]);
  });

  it('takes no record of a table for malformed in whose quotes it stops reading', async () => {
    const note = Array.from({ length: 12 }, (_, i) => `line ${i} of a note`).join('\n');
    const rows = Array.from(
      { length: 9000 },
      (_, i) => `user${i % 40},${807_256_800 + i},GET,/a/${i % 7},200,9,"${note}"`,
    );
    writeFileSync(path('notes.csv'), ['user,time,method,url,status,bytes,note', ...rows, ''].join('\n'));
    const demand = `{ trace: { file: ${path('notes.csv')}, user: user, price: { usd: 0.01 }, limit: 50, strict: true } }`;
    const { found } = readRunnableScenario(path('market.yaml'), { overrides: [`demand=${demand}`] }).demand!.trace!;
    expect([found!.purchases, found!.malformed]).toEqual([50, 0]);
  });

  it('says what comes after the duration, on standard error, in the summary and in the report', async () => {
    const args = ['run', path('market.yaml'), '--out', path('short'), '--workers', '1', '--set', 'duration=2h'];
    const { stdout, stderr, code } = await inside(args);
    const said = /\d+ of (\d+) purchases of the log come after the duration of 2 h and are left out; --set duration=8h/;
    expect(code).toBe(0);
    expect(stderr).toMatch(said);
    expect(stdout).toMatch(said);
    expect(readFileSync(path('short/report.html'), 'utf8')).toMatch(/ purchases of the log come after the duration/);
    expect(Number(said.exec(stdout)![1])).toBe(measured(result, 'demand.purchases.count'));
    expect(measured(result, 'demand.late.count')).toBe(0);
  });

  it('mints enough for the log, and pays its prices: fails when a scheme cannot serve the same customers', () => {
    const schemes = '[{ name: micromint, batch: 5 }, { name: payword }, { name: card }]';
    const scenario = readRunnableScenario(path('market.yaml'), { overrides: [`schemes=${schemes}`] });
    expect(scenario.schemes[0]!.options).toMatchObject({ coinUsd: 1000, bits: 16 });
    const { metrics } = replicate(scenario, 0);
    expect(metrics.filter(({ name }) => name.includes('.refused.'))).toEqual([]);
    const dear = ['demand.trace.price.usd=3', `schemes=${schemes}`, 'schemes.payword.limitUsd=10000'];
    const many = readRunnableScenario(path('market.yaml'), { overrides: dear });
    expect(many.schemes[0]!.options.bits).toBeGreaterThan(16);
    expect(replicate(many, 0).metrics.filter(({ name }) => name.includes('.refused.'))).toEqual([]);
  });

  it('reads the costs of the bank from what calibrate has written, beside the scenario or where --set says', () => {
    const costs = { message: 7, hash: 1, signature: 70, lookUp: 1, write: 900 };
    writeFileSync(path('cal.json'), JSON.stringify({ format: 'farthing-calibration/1', costs }));
    writeFileSync(path('costly.yaml'), `${MARKET}bank: { costs: cal.json }\n`);
    const { bank } = readRunnableScenario(path('costly.yaml'), {});
    expect(bank).toEqual({ servers: 1, costs, costsFile: { file: 'cal.json', read: true } });
    const set = readRunnableScenario(path('market.yaml'), { overrides: [`bank.costs=${path('cal.json')}`] });
    expect(set.bank.costs).toEqual(costs);
    const none = () => readRunnableScenario(path('market.yaml'), { overrides: ['bank.costs=nowhere.json'] });
    expect(none).toThrow(/--set bank\.costs=nowhere\.json: .*got nowhere\.json \(no such file or folder\)/);
    writeFileSync(path('cal.json'), '{"costs": {"hash": "much"}}');
    expect(() => readRunnableScenario(path('costly.yaml'), {})).toThrow(/cal\.json \(hash: expected an integer/);
  });

  it('sees another log when the file has changed: fails when one that was read before is taken for it', () => {
    const purchases = () => readRunnableScenario(path('market.yaml'), {}).demand!.trace!.found!.purchases;
    const before = purchases();
    const text = readFileSync(path('day.log'), 'utf8');
    writeFileSync(path('day.log'), text.split('\n').slice(0, 500).join('\n'));
    expect(purchases()).toBeLessThan(before);
    writeFileSync(path('day.log'), text);
    expect(purchases()).toBe(before);
  });
});

describe('a log that cannot be used', () => {
  const refused = async (...settings: string[]) =>
    inside(['run', path('market.yaml'), '--out', path('never'), ...settings.flatMap((each) => ['--set', each])]);

  it.each([
    ['demand.trace.file=nowhere.log', /expected a log, got nowhere.log \(no such file or folder\)/],
    ['demand.trace.strict=true', /demand.trace.file: expected a log, got .*day.log \(line \d+: [a-z-]+\)/],
    ['demand.trace.user=customer', /the header has no column customer/],
    [
      'demand.trace.statuses=[599]',
      /no purchases among \d+ lines.*; left out as malformed: \d+ of \d+ lines \(line \d+ /,
    ],
    ['demand.trace.prices=nowhere.prices', /expected a file of prices, got nowhere.prices/],
    ['fidelity=aggregate', /fidelity=aggregate: .*expected sampled or real/],
  ])('with %s is refused before anything runs', async (setting, message) => {
    expectRefused(await refused(setting), message);
  });

  it('because it is cut short where it is packed', async () => {
    writeFileSync(path('cut.log.gz'), gzipSync(readFileSync(path('day.log'))).subarray(0, 2000));
    expectRefused(
      await refused(`demand.trace.file=${path('cut.log.gz')}`),
      /cut\.log\.gz \(the packed file ends too early\)/,
    );
  });

  it('because of its price list', async () => {
    writeFileSync(path('bad.prices'), '/a 0.01\n/b a-cent\nno price\n');
    const message = /expected a file of prices, got .*bad\.prices \(line 2: bad-price, line 3: bad-pattern\)/;
    expectRefused(await refused(`demand.trace.prices=${path('bad.prices')}`), message);
  });
});

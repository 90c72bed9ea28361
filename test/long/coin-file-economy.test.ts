/**
 * An economy that sells coins from coin files: as the program runs it, as its parts do it, and every file that it does
 * not take. Fails when other coins are sold than those of the file, when a result does not tell which they were, when a
 * file that cannot be sold is found out after something has run, or when the fidelities or the workers disagree.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScenarioCoins } from '../../src/cli/coins/scenario-coins.ts';
import { InputError } from '../../src/cli/failure.ts';
import { readRunnableScenario, readScenario } from '../../src/cli/scenario-files.ts';
import { type MarketOutcome, runMarket } from '../../src/economy/market.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { micromint } from '../../src/economy/schemes/micromint/scheme.ts';
import { combine } from '../../src/experiment/combine.ts';
import type { Result } from '../../src/experiment/result.ts';
import {
  type CoinFileHeader,
  decodeHeader,
  encodeHeader,
  HEADER_BYTES,
} from '../../src/protocols/micromint/coin-file.ts';
import { CoinFileWriter } from '../../src/protocols/micromint/coin-file-writer.ts';
import { crc32 } from '../../src/protocols/micromint/crc32.ts';
import { mint } from '../../src/protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { coinFileUses } from '../../src/scenario/coin-files.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { bindScheme } from '../../src/scenario/schemes.ts';
import { expectedCoins } from '../../src/theory/micromint.ts';
import { expectRefused, workshop } from '../cli/program.ts';
import { overheard } from '../economy/tampered.ts';

const MARKET = `title: Coins from files
duration: 4d
replications: 3
fidelity: real
demand: { users: 5, vendors: 2, payments: { perUserPerDay: 4 }, price: { usd: 0.01 } }
schemes:
  - { name: micromint, way: 2, bits: 11, period: 2d, batch: 10, coinFiles: [january.coins, february.coins] }
`;
const PARAMETERS = { way: 2, bits: 11, filter: 0 };

const { farthing, inside, path } = workshop();

interface Minted {
  readonly coins: number;
  readonly digest: string;
}
let january: Minted;
let february: Minted;
/** By one worker, at real. */
let real: Result;

async function minted(file: string, seed: string): Promise<Minted> {
  const args = ['mint', '--bits', '11', '--way', '2', '--out', file, '--json', '--seed', seed];
  const { code, stdout } = await inside(args);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

beforeAll(async () => {
  january = await minted('january.coins', 'january');
  february = await minted('february.coins', 'february');
  write('filtered.coins', unchanged, {}, { ...PARAMETERS, filter: 1 });
  writeFileSync(path('market.yaml'), MARKET);
  real = await run('--workers', '1');
});

/** The market with other coin files, in the folder of the files. */
function marketWith(files: string, name = 'other.yaml'): string {
  writeFileSync(path(name), MARKET.replace('[january.coins, february.coins]', files));
  return path(name);
}

/** The market, run by the program. */
async function run(...more: string[]): Promise<Result> {
  const { code, stdout, stderr } = await inside(['run', 'market.yaml', '--json', '--out', 'out', ...more]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

function metricOf({ metrics }: Result, name: string) {
  return metrics.find((metric) => metric.name === `micromint.${name}`);
}

/** The options of the first scheme, as the scheme sees them. */
function optionsOf({ schemes }: Scenario): MicroMintOptions {
  return bindScheme(schemes[0]!).options as MicroMintOptions;
}

function soldIn(scenario: Scenario, hear: (coins: readonly Uint8Array[], period: number) => void): MarketOutcome {
  const scheme = overheard(micromint, (line, message) => {
    if (line === 'coins sold') hear(message('coins') as readonly Uint8Array[], message('period') as number);
  });
  const market = { ...scenario, demand: scenario.demand!, label: 'micromint', seed: 'test/0' };
  return runMarket(market, scheme, optionsOf(scenario));
}

describe('coins from files', () => {
  it('are sold at real and sampled, by one worker and by two, with equal results', async () => {
    expect(await run('--workers', '2')).toEqual(real);
    const sampled = await run('--workers', '2', '--fidelity', 'sampled');
    expect({ traces: sampled.traces, metrics: sampled.metrics }).toEqual({
      traces: real.traces,
      metrics: real.metrics,
    });
    expect(real.disagreements).toEqual([]);
    expect(metricOf(real, 'coins.redeemed_count')?.value).toBeGreaterThan(50);
    expect(metricOf(real, 'coins.exchanged_count')?.value).toBeGreaterThan(0);
  });

  it('are told by number and by the digest that minting printed; what they cost is not known', () => {
    const { schemes } = real.scenario.resolved as Scenario;
    expect(optionsOf({ schemes } as Scenario).coinFiles).toEqual([
      { file: 'january.coins', coins: january.coins, digest: january.digest },
      { file: 'february.coins', coins: february.coins, digest: february.digest },
    ]);
    expect(metricOf(real, 'coins_from_files.count')?.value).toBe(january.coins + february.coins);
    // The run ends with the second period, whose unused coins are exchanged for those of a third, which is minted.
    expect(metricOf(real, 'coins_minted.count')?.theory).toMatchObject({
      value: expectedCoins(PARAMETERS, 8192),
      agrees: true,
    });
    const day = readRunnableScenario(path('market.yaml'), { overrides: ['duration=1d'] });
    const short = combine(day, [], [replicate(day, 0)]);
    expect(metricOf(short, 'coins_from_files.count')?.value).toBe(january.coins + february.coins);
    expect(metricOf(short, 'coins_minted.count')).toBeUndefined();
    expect(metricOf(short, 'cost_per_coin.balls')).toBeUndefined();
  });

  it('are those of the files, in their order: the first one sold is the first one that verify prints', async () => {
    const printed = async (file: string): Promise<string> =>
      JSON.parse((await inside(['verify', file, '--print', '1'])).stdout).xs.join('');
    const first = new Map<number, string>();
    const outcome = soldIn(readRunnableScenario(path('market.yaml'), {}), ([coin], period) => {
      if (!first.has(period)) first.set(period, toHex(coin!));
    });
    expect(first.get(0)).toBe(await printed('january.coins'));
    expect(first.get(1)).toBe(await printed('february.coins'));
    expect(outcome.metrics.some(({ name }) => name.includes('refused.'))).toBe(false);
  });

  it('leave no trace in the digest but their number and digest, and a changed file shows', () => {
    const digestWith = (files: string): string => {
      const scenario = readRunnableScenario(marketWith(files), {});
      return combine(scenario, [], [replicate(scenario, 0)]).digest;
    };
    writeFileSync(path('swap.coins'), readFileSync(path('january.coins')));
    const before = digestWith('[swap.coins]');
    expect(digestWith('[swap.coins]')).toBe(before);
    writeFileSync(path('swap.coins'), readFileSync(path('february.coins')));
    expect(digestWith('[swap.coins]')).not.toBe(before);
  });

  it('keep their bytes out of what is sampled, and out of what a scenario is only looked at for', () => {
    const kept = (scenario: Scenario) => optionsOf(scenario).coinFiles!.map(({ stored }) => stored !== undefined);
    expect(kept(readRunnableScenario(path('market.yaml'), {}))).toEqual([true, true]);
    expect(kept(readRunnableScenario(path('market.yaml'), { overrides: ['fidelity=sampled'] }))).toEqual([
      false,
      false,
    ]);
    const unread = readScenario(path('market.yaml'), {});
    expect(() => replicate(unread, 0)).toThrow('january.coins: its coins have not been read');
    expect(() => replicate({ ...unread, fidelity: 'sampled' }, 0)).toThrow('january.coins: it has not been read');
    expect(readScenario(marketWith('[nowhere.coins]'), {}).title).toBe('Coins from files');
  });

  it("are looked for beside the scenario's file, and where --set is typed", () => {
    mkdirSync(path('below'), { recursive: true });
    writeFileSync(
      path('below/market.yaml'),
      MARKET.replace('january', '../january').replace('february', '../february'),
    );
    const with0 = (file: string) =>
      readRunnableScenario(path('below/market.yaml'), { overrides: [`schemes.micromint.coinFiles.0=${file}`] });
    const coins = { coins: january.coins, digest: january.digest };
    expect(optionsOf(readRunnableScenario(path('below/market.yaml'), {})).coinFiles?.[0]).toMatchObject(coins);
    for (const file of [path('january.coins'), relative('.', path('january.coins'))])
      expect(optionsOf(with0(file)).coinFiles?.[0]).toMatchObject({ file, ...coins });
    expect(() => with0('../january.coins')).toThrow(
      /^--set schemes\.micromint\.coinFiles\.0=\.\.\/january\.coins: .*got \.\.\/january\.coins \(no such file or folder\)$/,
    );
  });
});

/** A coin file of one's own making. */
function write(
  name: string,
  change: (balls: Uint8Array) => void,
  header: Partial<CoinFileHeader> = {},
  parameters = PARAMETERS,
): string {
  const coins = mint(derivePeriod(name, 0, parameters), derivePermutation(name, 0), { balls: 8192 });
  const numbers = Array.from({ length: coins.coins }, (_, i) => i);
  const balls = new Uint8Array(Buffer.concat(numbers.map((i) => coins.coinAt(i))));
  change(balls);
  const pieces: Uint8Array[] = [];
  const writer = new CoinFileWriter(coins.period, (bytes) => pieces.push(bytes.slice()));
  writer.add({ bins: Float64Array.from(numbers, (i) => coins.binAt(i)), balls });
  const decoded = decodeHeader(writer.end(createHash('sha256').update(balls).digest()));
  if ('reason' in decoded) throw new Error(decoded.reason);
  pieces[0] = encodeHeader({ ...decoded.header, ...header });
  writeFileSync(path(name), Buffer.concat(pieces));
  return name;
}

function edited(name: string, change: (bytes: Buffer) => void): string {
  const bytes = readFileSync(path('january.coins'));
  change(bytes);
  writeFileSync(path(name), bytes);
  return name;
}

function unchanged(): void {}

function ofVersion1(bytes: Buffer): void {
  const end = HEADER_BYTES / 2;
  bytes.writeUInt8(1, 8);
  bytes.writeUInt32BE(crc32(bytes, 0, end - 4), end - 4);
}

function part(name: string, end: number): string {
  writeFileSync(path(name), readFileSync(path('january.coins')).subarray(0, end));
  return name;
}

function more(name: string): string {
  writeFileSync(path(name), Buffer.concat([readFileSync(path('january.coins')), Buffer.of(0)]));
  return name;
}

describe('an economy refuses', () => {
  it.each<[string, () => string, string]>([
    ['a file that is not there', () => 'nowhere.coins', '(no such file or folder)'],
    ['a folder', () => '.', '(no regular file)'],
    ['a text', () => 'market.yaml', 'expected a coin file, got "market.yaml"'],
    ['a file of another version', () => edited('v1.coins', ofVersion1), 'of version 2, got version 1'],
    [
      'a header with a bit flipped',
      () => edited('bit.coins', (b) => b.writeUInt8(b[20]! ^ 1, 20)),
      'header damaged: key',
    ],
    ['no more than a piece of a header', () => part('piece.coins', 50), 'header: cut short after 50 bytes'],
    ['a file cut short by far', () => part('far.coins', 1000), '(cut short: 1000 bytes for '],
    ['a file cut short by a byte', () => part('byte.coins', -1), 'wrong checksum, or cut short'],
    ['bytes behind the end', () => more('longer.coins'), '(expected the end of the file behind the last coin)'],
    ['a damaged block', () => edited('block.coins', (b) => b.writeUInt8(b[3000]! ^ 4, 3000)), 'wrong checksum, or cut'],
    [
      'another digest',
      () => write('digest.coins', unchanged, { digest: new Uint8Array(32) }),
      'the digest of its coins',
    ],
    ['a coin that does not hash', () => write('bad.coins', (balls) => balls.fill(1, 23, 24)), '(coin 1: wrong-bin)'],
    [
      'coins under another key',
      () => write('key.coins', unchanged, { period: derivePeriod('other', 0, PARAMETERS) }),
      '(coin 0: wrong-bin)',
    ],
    ['another filter', () => 'filtered.coins', 'expected coins of way 2, bits 11, filter 0, as the scheme has, got '],
    ['the same coins twice', () => 'february.coins', 'with the key of schemes.0.coinFiles.0'],
  ])('%s, before anything runs', (_, make, message) => {
    const refused = refusal(marketWith(`[february.coins, ${make()}]`));
    expect(refused).toMatch(/^[^\n]*other\.yaml:7:\d+ schemes\.0\.coinFiles\.1: expected [^\n]*, got [^\n]+$/);
    expect(refused).toContain(message);
  });

  it('all bad files at once, by exit code 2, with nothing written, and by validate likewise', async () => {
    const file = basename(marketWith('[nowhere.coins, filtered.coins]', 'two.yaml'));
    const before = readdirSync(path());
    const ended = farthing(['run', file, '--out', 'never']);
    expectRefused(ended, /^two\.yaml:7:\d+ schemes\.0\.coinFiles\.0: expected a sound coin file, got nowhere\.coins/);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(await inside(['validate', file])).toEqual(ended);
    expect(readdirSync(path())).toEqual(before);
    expect(existsSync(path('never'))).toBe(false);
  });

  it('what does not fit into memory, with the memory that it takes so far', () => {
    const uses = coinFileUses(readScenario(path('market.yaml'), {}));
    const bytes = 24 * (january.coins + february.coins);
    const read = (memoryBytes: number, keep = true) =>
      readScenarioCoins(uses, { pathOf: ({ file }) => path(file), keep, memoryBytes });
    expect(read(bytes).objections).toEqual([]);
    expect(read(bytes - 1).objections).toEqual([
      { path: uses[1]!.path, message: expect.stringMatching(/fit into memory, got a need of \d+\.\d KiB up to this/) },
    ]);
    // What is sampled needs no coins in memory.
    expect(read(1, false).files.map(({ coins }) => coins)).toEqual([january.coins, february.coins]);
  });
});

/** Why the scenario cannot be run. */
function refusal(file: string): string {
  try {
    readRunnableScenario(file, {});
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error(`${file} was not refused`);
}

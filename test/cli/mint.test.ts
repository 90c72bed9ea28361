/**
 * `farthing mint` and `farthing verify`: coins on the disk, checked by anybody, and named when they are bad. A process of
 * its own mints, refuses, verifies and finds fault once each; the other cases run inside this one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, MAIN, workshop } from './program.ts';

const KEYS = [
  'hashes',
  'goodBalls',
  'bins',
  'coins',
  'seconds',
  'hashesPerSecond',
  'coinsPerSecond',
  'threads',
  'engine',
  'digest',
];

const { farthing, inside, path } = workshop();
const MINT = ['mint', '--bits', '8', '--way', '2', '--filter', '1'];

interface Report {
  readonly hashes: number;
  readonly goodBalls: number;
  readonly bins: number;
  readonly coins: number;
  readonly digest: string;
}

async function minted(...args: string[]): Promise<Report> {
  const { code, stdout, stderr } = await inside([...MINT, '--json', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

let header = '';
let coins: readonly string[] = [];
let report: Report;
/** 50 coins in coins.jsonl. */
beforeAll(() => {
  const { code, stdout, stderr } = farthing([...MINT, '--json', '--coins', '50', '--out', 'coins.jsonl']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  report = JSON.parse(stdout);
  [header, ...coins] = readFileSync(path('coins.jsonl'), 'utf8').trimEnd().split('\n') as [string, ...string[]];
});

function binary(name: string, bytes: Buffer): string {
  writeFileSync(path(name), bytes);
  return name;
}

function write(name: string, lines: readonly string[]): string {
  writeFileSync(path(name), `${lines.join('\n')}\n`);
  return name;
}

describe('farthing mint', () => {
  it('prints one object with exactly these keys', () => {
    expect(Object.keys(report)).toEqual(KEYS);
    expect(report).toMatchObject({ coins: 50, bins: 256, threads: 1 });
    for (const key of ['seconds', 'hashesPerSecond', 'coinsPerSecond'])
      expect(report).toHaveProperty(key, expect.any(Number));
    expect(report.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stops at the ball that completes the coin: one ball fewer makes one coin fewer', async () => {
    expect(await minted('--balls', String(report.hashes))).toMatchObject({
      ...{ hashes: report.hashes, goodBalls: report.goodBalls, coins: 50, digest: report.digest },
    });
    expect(await minted('--balls', String(report.hashes - 1))).toMatchObject({ hashes: report.hashes - 1, coins: 49 });
  });

  it('writes coins that any SHA-256 can check, and that add up to the digest', () => {
    const { key, z, bits, filter, way, coins: count } = JSON.parse(header);
    expect({ bits, filter, way, count }).toEqual({ bits: 8, filter: 1, way: 2, count: coins.length });
    const all = createHash('sha256');
    const bins = coins.map((line) => {
      const { bin, xs }: { bin: number; xs: string[] } = JSON.parse(line);
      expect([...xs].sort()).toEqual(xs);
      expect(new Set(xs).size).toBe(2);
      for (const x of xs) {
        all.update(Buffer.from(x, 'hex'));
        const hash = createHash('sha256')
          .update(Buffer.from(key + x, 'hex'))
          .digest()
          .readUInt16BE();
        expect([hash >> 15, (hash >> 7) & 255]).toEqual([Number.parseInt(z, 16), bin]);
      }
      return bin;
    });
    expect(new Set(bins).size).toBe(50);
    expect(all.digest('hex')).toBe(report.digest);
  });

  it('gives the same coins for the same seed and others for another', async () => {
    const other = await minted('--coins', '50', '--seed', 'other');
    expect(other.digest).not.toBe(report.digest);
    expect(await minted('--coins', '50', '--seed', 'other')).toMatchObject({
      digest: other.digest,
      hashes: other.hashes,
    });
  });

  it('gives the same coins on any number of threads, on either engine, and by any end', async () => {
    const args = ['mint', '--bits', '17', '--way', '3', '--filter', '1', '--json'];
    const reports = [];
    for (const more of [
      ['--balls', '300000', '--threads', '1'],
      ['--balls', '300000', '--threads', '2', '--out', 'two.coins'],
      ['--balls', '300000', '--threads', '3', '--engine', 'portable', '--out', 'three.coins'],
    ])
      reports.push(JSON.parse((await inside([...args, ...more])).stdout));
    const { hashes, goodBalls, coins, digest } = reports[0];
    expect(coins).toBeGreaterThan(1000);
    for (const [i, each] of reports.entries())
      expect(each).toMatchObject({ hashes, goodBalls, coins, digest, threads: i + 1 });
    expect(reports[2].engine).toBe('portable');
    expect(readFileSync(path('two.coins'))).toEqual(readFileSync(path('three.coins')));
    const stopped = await inside([...args, '--coins', String(coins), '--threads', '2']);
    const { hashes: fewer, ...same } = JSON.parse(stopped.stdout);
    expect(same).toMatchObject({ coins, digest });
    expect(fewer).toBeLessThanOrEqual(hashes);
  });

  it('throws four good balls for each bin unless told otherwise, and says so to people', () => {
    const { code, stdout, stderr } = farthing([...MINT, '--out', 'default.jsonl']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/ of 2048 hashes$/m);
    expect(stdout).toMatch(/^coins in default\.jsonl$/m);
    expect(stdout).not.toContain('\x1b');
  });

  it('does not overwrite a file unless forced to', async () => {
    write('mine.jsonl', ['mine']);
    expectRefused(farthing([...MINT, '--coins', '3', '--out', 'mine.jsonl']), /^mine\.jsonl: exists; --force/);
    expect(readFileSync(path('mine.jsonl'), 'utf8')).toBe('mine\n');
    expect((await minted('--coins', '3', '--out', 'mine.jsonl', '--force')).coins).toBe(3);
    expect(readFileSync(path('mine.jsonl'), 'utf8').split('\n')).toHaveLength(5);
  });

  it.each<[string, string[], RegExp]>([
    ['both ends at once', ['--balls', '9', '--coins', '3'], /--balls and --coins: expected one of them, got both/],
    ['more coins than bins', ['--coins', '257'], /coins/],
    [
      'more memory than there is',
      ['--bits', '40', '--filter', '0', '--way', '8', '--balls', '1000000000000'],
      /^mint: /,
    ],
    [
      'a mint beyond the memory allowed, with the memory it needs',
      ['--bits', '22', '--way', '4', '--memory', '32M'],
      /^mint: not enough memory: needs \d+\.\d MiB, --memory allows 32\.0 MiB$/m,
    ],
    [
      'a file beyond the disk, with the disk it needs',
      [
        '--bits',
        '40',
        '--filter',
        '0',
        '--way',
        '2',
        '--balls',
        '1000000000000',
        '--memory',
        '999T',
        '--out',
        'big.coins',
      ],
      /^big\.coins: needs \d+\.\d TiB of disk, .* are free$/m,
    ],
    [
      'an engine that it does not have',
      ['--engine', 'steam'],
      /--engine: expected wasm-simd128 or portable, got steam/,
    ],
    ['a size that is none', ['--memory', 'much'], /--memory.*expected a size such as 512M or 6G, got much/],
    [
      'a coin that takes more hashes than there are numbers for',
      ['--bits', '2', '--filter', '60', '--coins', '1'],
      /^mint: expected a goal of at most 2\^53 hashes, got one of about 3\.7e\+18, up to 1\.8e\+19$/m,
    ],
    [
      'the same of four balls',
      ['--bits', '10', '--filter', '54', '--way', '4', '--coins', '1'],
      /^mint: expected a goal of at most 2\^53 hashes, got one of about 7\.1e\+18, /m,
    ],
    ['a hash of more than 64 bits', ['--bits', '40', '--filter', '30'], /64/],
    ['no bits', ['--bits', '0'], /--bits.*expected an integer from 1 to 40, got 0/],
    ['a coin of one ball', ['--way', '1'], /--way.*expected an integer from 2 to 8, got 1/],
    ['no balls', ['--balls', '0'], /--balls.*got 0/],
    [
      'a file below a file',
      ['--coins', '3', '--out', 'coins.jsonl/x'],
      /^coins\.jsonl\/x: a part of the path is a file/,
    ],
    ['a file in a folder that is not there', ['--coins', '3', '--out', 'no/x'], /^no\/x: no such file or folder/],
  ])('refuses %s, and writes nothing', async (_, args, message) => {
    const before = readdirSync(path());
    expectRefused(await inside([...MINT, ...args]), message);
    expect(readdirSync(path())).toEqual(before);
  });

  it('starts no more threads than there is work for', async () => {
    const { threads } = (await minted('--balls', '1000', '--threads', '256')) as Report & { threads: number };
    expect(threads).toBe(1);
  });

  it('refuses a link to a file that is not there, and replaces the file of a link, not the link', async () => {
    symlinkSync('nowhere', path('dangling'));
    for (const force of [[], ['--force']])
      expectRefused(
        await inside([...MINT, '--out', 'dangling', ...force]),
        'dangling: is a link to a file that is not there\n',
      );
    write('linked.coins', ['mine']);
    symlinkSync('linked.coins', path('link.coins'));
    await minted('--coins', '3', '--out', 'link.coins', '--force');
    expect([readlinkSync(path('dangling')), readlinkSync(path('link.coins'))]).toEqual(['nowhere', 'linked.coins']);
    expect((await inside(['verify', 'linked.coins'])).stdout).toBe('3 coins: 3 valid, 0 refused\n');
  });

  it('says before it begins that a shell allows less memory than it needs', () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', 'ulimit -v 4000000; exec "$0" "$1" mint --bits 28 --way 4', process.execPath, MAIN],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^mint: not enough memory: needs 4\.\d GiB, this process may have 3\.8 GiB\n$/);
    expect(status).toBe(2);
  });

  it('refuses to replace a folder by a file, even when forced to', async () => {
    mkdirSync(path('folder'));
    expectRefused(await inside([...MINT, '--coins', '3', '--out', 'folder', '--force']), /^folder: /);
    expect(existsSync(path('folder'))).toBe(true);
    expect(readdirSync(path()).filter((name) => name.includes('tmp'))).toEqual([]);
  });
});

describe('farthing verify', () => {
  it('finds nothing wrong with what was minted', () => {
    expect(farthing(['verify', 'coins.jsonl'])).toEqual({
      code: 0,
      stdout: '50 coins: 50 valid, 0 refused\n',
      stderr: '',
    });
  });

  it('names each bad coin by its index and goes on to the last', () => {
    // Junk, a flipped bit, no object, a coin of three balls, the bin of another, and a coin that was there before.
    const bad = [...coins];
    const edit = (index: number, change: (coin: { bin: number; xs: string[] }) => void): void => {
      const coin = JSON.parse(bad[index]!);
      change(coin);
      bad[index] = JSON.stringify(coin);
    };
    bad[2] = '}junk{';
    edit(5, ({ xs }) => {
      xs[1] = xs[1]!.slice(0, -1) + (Number.parseInt(xs[1]!.slice(-1), 16) ^ 1).toString(16);
    });
    bad[8] = '[1, 2]';
    edit(11, ({ xs }) => xs.push('ffffffffffffffff'));
    edit(14, (coin) => {
      coin.bin ^= 1;
    });
    bad[17] = bad[16]!;
    bad[20] = '';
    const file = write('bad.jsonl', [header, ...bad]);
    const { code, stdout, stderr } = farthing(['verify', file]);
    const complaints = stderr.trimEnd().split('\n');
    expect(complaints.map((line) => Number(/^bad\.jsonl: coin (\d+) /.exec(line)?.[1]))).toEqual([
      2, 5, 8, 11, 14, 17, 20,
    ]);
    expect(complaints.map((line) => line.replace(/^.*: /, ''))).toEqual([
      'malformed',
      expect.stringMatching(/^wrong-(z|bin)$/),
      'malformed',
      'wrong-ball-count',
      'wrong-bin',
      'seen-before',
      'malformed',
    ]);
    expect(complaints[0]).toContain('(line 4)');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '50 coins: 43 valid, 7 refused\n' });
  });

  it('sees that a list was cut short, also within a line, and that one was lengthened', async () => {
    const short = await inside(['verify', write('short.jsonl', [header, ...coins.slice(0, 48)]), '--json']);
    expect(short.code).toBe(1);
    expect(short.stderr).toBe('short.jsonl: expected 50 coins, as its header says, got 48\n');
    expect(JSON.parse(short.stdout)).toEqual({ coins: 48, valid: 48, expected: 50, refused: {} });
    writeFileSync(path('cut.jsonl'), [header, ...coins].join('\n').slice(0, -9));
    const cut = await inside(['verify', 'cut.jsonl', '--json']);
    expect(cut).toMatchObject({ code: 1, stderr: 'cut.jsonl: coin 49 (line 51): malformed\n' });
    expect(JSON.parse(cut.stdout)).toEqual({ coins: 50, valid: 49, expected: 50, refused: { malformed: 1 } });
    const long = await inside(['verify', write('long.jsonl', [header, ...coins, coins[0]!])]);
    expect(long).toEqual({
      ...{ code: 1, stdout: '50 coins: 50 valid, 0 refused\n' },
      stderr: 'long.jsonl: more lines than the 50 coins that its header names\n',
    });
  });

  it('stops behind the last coin of a stream that never ends', () => {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `(head -3 coins.jsonl | sed 's/"coins":50/"coins":2/'; yes) | "$0" "$1" verify /dev/stdin --json`].concat(
        process.execPath,
        MAIN,
      ),
      { cwd: path(), encoding: 'utf8', timeout: 60_000 },
    );
    expect(stderr).toBe('/dev/stdin: more lines than the 2 coins that its header names\n');
    expect(JSON.parse(stdout)).toEqual({ coins: 2, valid: 2, expected: 2, refused: {}, damage: 1 });
    expect(status).toBe(1);
  });

  it('names a thousand bad coins and counts the others', async () => {
    const many = header.replace('"coins":50', '"coins":1234');
    const lines = Array.from({ length: 1234 }, () => 'y');
    const ended = await inside(['verify', write('many.jsonl', [many, ...lines]), '--json']);
    const complaints = ended.stderr.trimEnd().split('\n');
    expect(complaints).toHaveLength(1001);
    expect(complaints.slice(-2)).toEqual([
      'many.jsonl: coin 999 (line 1001): malformed',
      'many.jsonl: and 234 more bad coins',
    ]);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toEqual({ coins: 1234, valid: 0, expected: 1234, refused: { malformed: 1234 } });
  });

  it('verifies a sample only, the same one for the same seed, and prints the first coins for anybody to check', async () => {
    const { code, stdout, stderr } = await inside(['verify', 'coins.jsonl', '--sample', '7', '--print', '3']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '50 coins: 7 hashed, 0 refused\n' });
    const { key, z } = JSON.parse(header);
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed).toEqual(coins.slice(0, 3).map((line) => ({ key, n: 9, t: 1, z, ...JSON.parse(line) })));
  });

  it('sees coins of another period', async () => {
    // Under another key each ball falls anywhere: a coin keeps filter and bin with a chance of 2^-18.
    const foreign = header.replace(/"key":"../, (text) => `${text.slice(0, -2)}${text.endsWith('00') ? '01' : '00'}`);
    const { code, stdout } = await inside(['verify', write('foreign.jsonl', [foreign, ...coins]), '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).valid).toBeLessThan(2);
  });

  it.each<[string, () => string, RegExp]>([
    ['a file that is not there', () => 'nowhere.jsonl', /^nowhere\.jsonl: no such file or folder/],
    ['a folder', () => '.', /^\.: is a folder, expected a file/],
  ])('refuses %s', async (_, file, message) => {
    expectRefused(await inside(['verify', file()]), message);
  });
});

const KINDS = /: expected a coin file \(binary\) or a coin list \(JSON lines, .*"format":"farthing-coins\/1"\), got /;

describe('farthing verify', () => {
  it.each<[string, () => string, RegExp]>([
    ['a file of another kind', () => write('other.json', ['{"a": 1}', ...coins]), KINDS],
    ['a binary file of another kind', () => binary('other.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')), KINDS],
    ['an empty file', () => binary('empty.coins', Buffer.of()), /got an empty file$/m],
    [
      'a header without a key',
      () => write('keyless.jsonl', [header.replace('"key"', '"kex"')]),
      /^keyless\.jsonl: header \(line 1\): expected a "key"/,
    ],
    [
      'a coin file of another version',
      () => {
        const bytes = Buffer.alloc(92);
        bytes.write('\x89FCOIN\r\n\x01', 'latin1');
        bytes.writeUInt32BE(crc32(bytes.subarray(0, 88)), 88);
        return binary('older.coins', bytes);
      },
      /: expected a coin file of version 2, got version 1$/m,
    ],
  ])('says of %s in one line what it is not, and ends with 1', async (_, file, message) => {
    const { code, stdout, stderr } = await inside(['verify', file()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '0 coins: 0 valid, 0 refused\n' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('says of a file of no coins what is behind its header', async () => {
    await minted('--balls', '1', '--out', 'none.coins');
    expect(await inside(['verify', 'none.coins'])).toMatchObject({ code: 0, stdout: '0 coins: 0 valid, 0 refused\n' });
    const longer = binary('more.coins', Buffer.concat([readFileSync(path('none.coins')), Buffer.of(7)]));
    const { code, stderr } = await inside(['verify', longer]);
    expect({ code, stderr }).toEqual({
      ...{ code: 1, stderr: 'more.coins: more bytes behind the 0 coins that the header names\n' },
    });
  });
});

describe('farthing verify of a coin file', () => {
  /** Two copies of the header, and the head of the first block. */
  const START = 2 * 92 + 6;
  let file: Buffer;
  beforeAll(async () => {
    await minted('--coins', '50', '--out', 'coins.coins');
    file = readFileSync(path('coins.coins'));
  });

  const damaged = (name: string, change: (bytes: Buffer) => Buffer | undefined): string => {
    const copy = Buffer.from(file);
    writeFileSync(path(name), change(copy) ?? copy);
    return name;
  };

  it('finds the coins of the text list in it', async () => {
    expect(file).toHaveLength(START + 50 * (1 + 16) + 4);
    expect(await inside(['verify', 'coins.coins'])).toEqual({
      ...{ code: 0, stdout: '50 coins: 50 valid, 0 refused\n', stderr: '' },
    });
    const print = async (name: string) => (await inside(['verify', name, '--sample', '1', '--print', '50'])).stdout;
    const printed = await print('coins.coins');
    expect(printed).toBe(await print('coins.jsonl'));
    expect(printed.trimEnd().split('\n')).toHaveLength(50);
  });

  it('names a bad coin by its index and counts the rest', async () => {
    const flip = damaged('flip.coins', (bytes) => {
      // In the last byte of coin 20, and in the first of coin 30, which puts its first ball behind its second or not.
      bytes[START + 50 + 21 * 16 - 1]! ^= 1;
      bytes[START + 50 + 30 * 16 + 7]! ^= 1;
      return undefined;
    });
    const { code, stdout, stderr } = await inside(['verify', flip, '--json']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^flip\.coins: coin 20: wrong-\w+\nflip\.coins: coin 30: wrong-\w+\n.*coins 0 to 49: wrong checksum of their block\n.*the digest of the coins is not/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ coins: 50, valid: 48, expected: 50, damage: 2 });
  });

  it.each<[string, (bytes: Buffer) => Buffer | undefined, string, RegExp]>([
    ['cut short', (bytes) => bytes.subarray(0, -40), '47 coins: 47 valid, 0 refused\n', /coins 47 to 49 are missing/],
    ['cut within its header', (bytes) => bytes.subarray(0, 60), '0 coins: 0 valid, 0 refused\n', /header: cut short/],
    ['lengthened', (bytes) => Buffer.concat([bytes, bytes]), '50 coins: 50 valid, 0 refused\n', /more bytes/],
    [
      'flipped in its digest',
      (bytes) => {
        bytes[60]! ^= 1;
        return undefined;
      },
      '50 coins: 50 valid, 0 refused\n',
      /: header damaged: digest: expected [0-9a-f]{64}, got [0-9a-f]{64}$/m,
    ],
    [
      'flipped in its magic bytes',
      (bytes) => {
        bytes[0]! ^= 8;
        return undefined;
      },
      '50 coins: 50 valid, 0 refused\n',
      /: header damaged: magic bytes: expected 8946/,
    ],
    [
      'flipped in its number of coins',
      (bytes) => {
        bytes[55]! ^= 1;
        return undefined;
      },
      '50 coins: 50 valid, 0 refused\n',
      /: header damaged: n \(coins\): expected 50, got 51$/m,
    ],
    [
      'flipped in both copies of its header',
      (bytes) => {
        bytes[9]! ^= 1;
        bytes[92 + 9]! ^= 1;
        return undefined;
      },
      '0 coins: 0 valid, 0 refused\n',
      /: header damaged: both copies have wrong checksums$/m,
    ],
  ])('says that a file was %s', async (name, change, stdout, message) => {
    const ended = await inside(['verify', damaged(`${name}.coins`, change)]);
    expect(ended).toMatchObject({ code: 1, stdout });
    expect(ended.stderr).toMatch(message);
  });
});

/**
 * What becomes of a mint's output when something happens while it runs: another file comes, the disk fills up, the
 * folder goes, a signal ends the program, memory ends. Each mint is long enough to be met on its way.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { progressText } from '../../src/cli/coins/mint-progress.ts';
import type * as ThreadCrew from '../../src/cli/coins/thread-crew.ts';
import { isOutOfMemory } from '../../src/cli/failure.ts';
import { derivePeriod } from '../../src/protocols/micromint/period.ts';
import { MAIN, ROOT, workshop } from './program.ts';

const { inside, path } = workshop();

/** A good deal longer than it takes to see that it has begun. */
const LONG = ['mint', '--bits', '18', '--way', '2', '--engine', 'portable'];

const asides = (folder: string): string[] => readdirSync(path(folder)).filter((name) => name.endsWith('.tmp'));

/** A mint that has begun to write into the folder. */
async function minting(folder: string, ...more: string[]) {
  mkdirSync(path(folder));
  const child = spawn(process.execPath, [MAIN, ...LONG, '--out', join(folder, 'a.coins'), ...more], { cwd: path() });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const closed = once(child, 'close');
  while (asides(folder).length === 0) {
    if (child.exitCode !== null) throw new Error(`ended early: ${stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    child,
    async ended() {
      const [code, signal] = await closed;
      return { code, signal, stderr };
    },
  };
}

describe("a mint's output", () => {
  it('that has come in the meantime is not replaced, and the coins are kept beside it', async () => {
    const { ended } = await minting('come');
    writeFileSync(path('come/a.coins'), 'mine');
    const { code, stderr } = await ended();
    const [aside] = asides('come');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `come/a.coins: has come while coins were minted, without --force; all coins are in come/${aside}\n`,
    });
    expect(readFileSync(path('come/a.coins'), 'utf8')).toBe('mine');
    const verified = await inside(['verify', `come/${aside}`, '--sample', '10']);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
  });

  it('that has come in the meantime is replaced when that was asked for', async () => {
    const { ended } = await minting('forced', '--force');
    writeFileSync(path('forced/a.coins'), 'mine');
    expect(await ended()).toMatchObject({ code: 0, stderr: '' });
    expect(asides('forced')).toEqual([]);
    expect((await inside(['verify', 'forced/a.coins', '--sample', '10'])).code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind after %s', async (signal) => {
    for (const threads of ['1', '2']) {
      const { child, ended } = await minting(`${signal}${threads}`, '--threads', threads);
      child.kill(signal);
      expect(await ended()).toMatchObject({ code: 128 + constants.signals[signal], stderr: '' });
      expect(readdirSync(path(`${signal}${threads}`))).toEqual([]);
    }
  });

  it('whose folder has gone ends with 1 and one line', async () => {
    const { ended } = await minting('gone');
    rmSync(path('gone'), { recursive: true });
    expect(await ended()).toMatchObject({ code: 1, stderr: 'gone/a.coins: no such file or folder\n' });
  });

  it('that cannot be written on ends with 1 and one line, and leaves nothing behind', () => {
    mkdirSync(path('full'));
    // Files of 100 blocks of 1 KiB at most.
    const line = 'ulimit -f 100; exec "$0" "$1" mint --bits 14 --way 2 --out full/a.coins';
    const { status, stderr } = spawnSync('bash', ['-c', line, process.execPath, MAIN], {
      cwd: path(),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'full/a.coins: the file would be larger than allowed\n' });
    expect(readdirSync(path('full'))).toEqual([]);
  });
});

describe('memory that cannot be had', () => {
  it('by a thread is told to who waits for the thread', async () => {
    const { threadCrew }: typeof ThreadCrew = await import(
      /* @vite-ignore */ pathToFileURL(join(ROOT, 'dist/cli/coins/thread-crew.js')).href
    );
    const parameters = { way: 2, bits: 40, filter: 0 };
    // No array has so many elements.
    const plan = { parameters, partitionBits: 40, restBits: 1, wide: true };
    const job = { period: derivePeriod('memory', 0, parameters), speckKey: new Uint8Array(16), plan };
    const crew = threadCrew(2, job, () => {});
    const error = await crew.engines().catch((reason: unknown) => reason);
    await crew.dismiss();
    expect(isOutOfMemory(error)).toBe(true);
  });

  it('is known by the errors of arrays, of WebAssembly and of threads, and no other error is taken for it', () => {
    const coded = (code: string): Error => Object.assign(new Error('x'), { code });
    const memory = [
      new RangeError('Array buffer allocation failed'),
      new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'),
      coded('ERR_WORKER_OUT_OF_MEMORY'),
      coded('ERR_WORKER_INIT_FAILED'),
    ];
    expect(memory.map(isOutOfMemory)).toEqual([true, true, true, true]);
    const others = [new RangeError('coins: expected'), new TypeError('allocation failed'), coded('ENOSPC')];
    expect(others.map(isOutOfMemory)).toEqual([false, false, false]);
  });
});

describe('progress', () => {
  const expected = { hashes: 8e6, coins: (hashes: number): number => hashes / 4 };

  it('tells rate, coins and time left while balls are thrown, looked through and made into coins', () => {
    expect(progressText('throwing', 2e6, 4, expected)).toBe(
      '25 % of 8,000,000 hashes, 0.50 million a second, about 500,000 coins, about 12 s left',
    );
    expect(progressText('looking', 0.5, 4, expected)).toBe(
      'all balls thrown, 50 % counted, about 1,000,000 coins, 0.25 million a second, about 4 s left',
    );
    expect(progressText('making', 500_000, 4, expected)).toBe(
      'all balls thrown, 500,000 of about 2,000,000 coins made, 0.13 million a second, about 12 s left',
    );
    // More coins than were expected.
    expect(progressText('making', 2_000_100, 4, expected)).toMatch(/about 0 s left$/);
  });
});

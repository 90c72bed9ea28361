/**
 * Exit code 1: theory and simulation disagree, or an invariant is broken. Neither happens honestly, so here the judge
 * and the replication are told to say so, and the program runs in this process around them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Judge from '../../src/experiment/judge.ts';
import type * as Replicate from '../../src/scenario/replicate.ts';
import { InvariantViolation } from '../../src/sim/invariant.ts';

const told = vi.hoisted(() => ({ disagree: false, fails: undefined as Error | undefined }));

vi.mock('../../src/experiment/judge.ts', async (original) => {
  const judge = await original<typeof Judge>();
  return {
    ...judge,
    judge: (...[values, metric, oracle]: Parameters<typeof judge.judge>) => {
      const verdict = judge.judge(values, metric, oracle);
      return told.disagree ? { ...verdict, agrees: false } : verdict;
    },
  };
});

vi.mock('../../src/scenario/replicate.ts', async (original) => {
  const replicate = await original<typeof Replicate>();
  return {
    ...replicate,
    replicate: (...args: Parameters<typeof replicate.replicate>) => {
      if (told.fails !== undefined) throw told.fails;
      return replicate.replicate(...args);
    },
  };
});

/** Pages have tests of their own, and take longer than all of this. */
vi.mock('../../src/report/page.ts', () => ({ renderReport: async () => '<!doctype html>' }));

const SMALL = 'title: A small mint\nreplications: 2\nmints:\n  - { label: k2, bits: 8, way: 2, coins: [20] }\n';

let folder = '';
let stdout = '';
let stderr = '';
const { argv, exitCode } = process;

beforeEach(() => {
  vi.resetModules();
  folder = mkdtempSync(join(tmpdir(), 'farthing-exit-'));
  writeFileSync(join(folder, 'small.yaml'), SMALL);
  [stdout, stderr] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
  Object.assign(told, { disagree: false, fails: undefined });
  Object.assign(process, { argv, exitCode });
  rmSync(folder, { recursive: true });
});

/** The program from its first line, as `farthing run small.yaml` would start it. */
async function run(...options: string[]): Promise<number | string | null | undefined> {
  process.argv = ['node', 'farthing', 'run', join(folder, 'small.yaml'), '--workers', '1', ...options];
  process.argv.push('--out', join(folder, 'out'));
  await import('../../src/cli/main.ts');
  return process.exitCode;
}

describe('farthing run ends with', () => {
  it('0 when all agrees', async () => {
    expect(await run()).toBe(0);
    expect(stdout).toContain('Theory and simulation agree.');
    expect(stderr).toBe('');
  });

  it('1 when a metric leaves its band: it is named, and everything is written all the same', async () => {
    told.disagree = true;
    expect(await run()).toBe(1);
    expect(stdout).toMatch(/k2\.coins_20\.good_balls .*DISAGREES/);
    expect(stdout).toContain('Theory and simulation disagree: k2.coins_20.good_balls');
    expect(stderr).toBe('');
    expect(readdirSync(join(folder, 'out'))).toHaveLength(4);
    const result = JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8'));
    expect(result.disagreements).toEqual(['k2.coins_20.good_balls']);
  });

  it('1 with --json too, with the result and nothing else on stdout, and one line on stderr', async () => {
    told.disagree = true;
    expect(await run('--json')).toBe(1);
    expect(JSON.parse(stdout).disagreements).toEqual(['k2.coins_20.good_balls']);
    expect(stderr).toMatch(/^theory and simulation disagree: k2\.coins_20\.good_balls; report: \S+report\.html\n$/);
  });

  it('1 with --quiet: nothing on stdout, and one line on stderr of why', async () => {
    // Fails when a script that sees the exit code alone is not told which metric, and where to read about it.
    told.disagree = true;
    expect(await run('--quiet')).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^theory and simulation disagree: k2\.coins_20\.good_balls; report: \S+report\.html\n$/);
  });

  it('1 with --quiet: three metrics by name, and how many more', async () => {
    told.disagree = true;
    writeFileSync(join(folder, 'small.yaml'), SMALL.replace('[20]', '[5, 10, 20, 40, 80]'));
    expect(await run('--quiet')).toBe(1);
    expect(stderr).toMatch(/^theory and simulation disagree: \S+, \S+, \S+ and 2 more; report: \S+\n$/);
  });

  it('0 with --quiet and --json: nothing on stderr', async () => {
    expect(await run('--quiet', '--json')).toBe(0);
    expect(JSON.parse(stdout).disagreements).toEqual([]);
    expect(stderr).toBe('');
  });

  it('1 when an invariant is broken: its message, no result, no stack trace', async () => {
    told.fails = new InvariantViolation('after x at 5 us: claims of user 0 are -1 micro-dollars');
    expect(await run()).toBe(1);
    expect(stderr).toBe('after x at 5 us: claims of user 0 are -1 micro-dollars\n');
    expect(stdout).toBe('');
    expect(readdirSync(folder)).toEqual(['small.yaml']);
  });

  it('1 when the program itself is wrong: it says so, with the trace that a report of it needs', async () => {
    told.fails = new TypeError('x is not a function');
    expect(await run()).toBe(1);
    expect(stderr).toMatch(/^internal error: TypeError: x is not a function\n +at /);
    expect(stdout).toBe('');
    expect(readdirSync(folder)).toEqual(['small.yaml']);
  });
});

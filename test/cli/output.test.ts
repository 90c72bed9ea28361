/**
 * Input without an end, and output that nobody takes: the program stops, with one line or none. Fails when it goes on for
 * ever, prints a stack trace, or ends as if all had been said.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, expectRefused, ROOT, workshop } from './program.ts';

const MAIN = join(ROOT, 'dist/cli/main.js');
const { farthing, path } = workshop();

beforeAll(() => {
  const { code } = farthing(['mint', '--bits', '10', '--way', '2', '--out', 'coins.jsonl']);
  const { code: binary } = farthing(['mint', '--bits', '10', '--way', '2', '--out', 'coins.coins']);
  expect([code, binary]).toEqual([0, 0]);
});

/** The program in a shell's line, where "$0" "$@" stands for it. */
function inShell(line: string, args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line, process.execPath, MAIN, ...args], {
    cwd: path(),
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('input', () => {
  it.each(['validate', 'run', 'show'])(
    '%s reads no more of a device that never ends than a scenario may have',
    (name) => {
      expectRefused(farthing([name, '/dev/zero']), /^\/dev\/zero: more than 1048576 bytes, expected a scenario\n$/);
    },
  );

  it('verify sees in the first line of a device that never ends that it is no coin list', () => {
    const { code, stderr } = farthing(['verify', '/dev/zero']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^\/dev\/zero: expected a coin file .*\n$/),
    });
  });

  it('may come through a pipe: a scenario to show, and coins to verify', () => {
    writeFileSync(path('small.yaml'), 'title: Small\nmints:\n  - { label: k2, bits: 8, way: 2, coins: [1] }\n');
    const shown = inShell('cat small.yaml | "$0" "$@"', ['show', '/dev/stdin']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('bits: 8, way: 2');
    for (const file of ['coins.jsonl', 'coins.coins']) {
      const { code, stdout } = inShell(`cat ${file} | "$0" "$@"`, ['verify', '/dev/stdin', '--json']);
      expect({ code, refused: JSON.parse(stdout).refused }).toEqual({ code: 0, refused: {} });
    }
  });

  it('may begin with a byte-order mark, a coin list too', () => {
    writeFileSync(path('marked.jsonl'), `\uFEFF${readFileSync(path('coins.jsonl'), 'utf8')}`);
    expect(farthing(['verify', 'marked.jsonl'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('output', () => {
  const COMMANDS = [['list'], ['verify', 'coins.jsonl', '--print', '100'], ['verify', 'coins.coins', '--print', '100']];

  it.each(COMMANDS)('to a full disk ends with exit code 1 and one line: %s', (...args) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      cwd: path(),
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'standard output: no space left on the disk\n' });
  });

  it.each(COMMANDS)('to a reader who has left ends quietly, as other programs do then: %s', (...args) => {
    // The reader leaves long before a process of Node has started.
    const { stderr } = inShell('{ "$0" "$@"; echo "ended with $?" >&2; } | true', args);
    expect(stderr).toBe('ended with 141\n');
  });
});

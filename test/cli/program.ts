/**
 * The compiled program in a folder of its own: as a user starts it, with its output in pipes, or in this process.
 *
 * `farthing` starts a process, for what is about processes: exit codes, pure streams, colours, threads that end.
 * `inside` runs the same first line of the same compiled program where it is already loaded, which is several times
 * faster; it needs a process of its own to change its folder, so Vitest's pool must be forks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, vi } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MAIN = join(ROOT, 'dist/cli/main.js');
/** The names of the scenarios that are shipped. */
export const GALLERY = readdirSync(join(ROOT, 'scenarios'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))
  .sort();

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Neither colour asked for nor refused, as in a plain pipe; what a test adds comes on top. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NO_COLOR: __, CI: ___, NODE_OPTIONS: ____, ...rest } = process.env;
  return { ...rest, ...more };
}

let runsInside = 0;

/** Takes what the program writes to a stream, until `stop`, which also takes away the listeners it has left there. */
function tapped(stream: NodeJS.WriteStream) {
  let text = '';
  const before = stream.listeners('error');
  const spy = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  return {
    text: () => text,
    stop() {
      spy.mockRestore();
      for (const listener of stream.listeners('error'))
        if (!before.includes(listener)) stream.off('error', listener as () => void);
    },
  };
}

/** Runs main.js anew, with the modules that it imports as they are, and gives everything back that it changes. */
async function runInside(folder: string, args: readonly string[]): Promise<Ended> {
  const { argv, exitCode } = process;
  const home = process.cwd();
  const stdout = tapped(process.stdout);
  const stderr = tapped(process.stderr);
  try {
    process.chdir(folder);
    Object.assign(process, { argv: [process.execPath, MAIN, ...args], exitCode: undefined });
    await import(/* @vite-ignore */ `${pathToFileURL(MAIN)}?run=${++runsInside}`);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    Object.assign(process, { argv, exitCode });
    process.chdir(home);
    stdout.stop();
    stderr.stop();
  }
}

/** A folder that goes when the tests of the file are over, and the program run in it. */
export function workshop() {
  let folder = '';
  beforeAll(() => {
    if (!existsSync(MAIN))
      throw new Error('dist/cli/main.js is missing: npm run build makes it, npm test does so first');
    folder = mkdtempSync(join(tmpdir(), 'farthing-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    path: (...parts: string[]): string => join(folder, ...parts),
    farthing(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: environment(env),
        maxBuffer: 2 ** 28,
      });
      return { code: status, stdout, stderr };
    },
    inside: (args: readonly string[]): Promise<Ended> => runInside(folder, args),
  };
}

/** What every refusal of bad input has in common: exit 2, nothing on stdout, words instead of a stack trace. */
export function expectRefused({ code, stdout, stderr }: Ended, message: RegExp | string): void {
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/internal error|^\s+at .*:\d+:\d+/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

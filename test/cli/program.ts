/** The compiled program as a user starts it, in a folder of its own, with its output in pipes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, vi } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');

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

/** A folder that goes when the tests of the file are over, and the program run in it. */
export function workshop() {
  let folder = '';
  // A process takes half a second to start, and many times that on a machine that is shared.
  vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
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
  };
}

/** What every refusal of bad input has in common: exit 2, nothing on stdout, words instead of a stack trace. */
export function expectRefused({ code, stdout, stderr }: Ended, message: RegExp | string): void {
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/internal error|^\s+at .*:\d+:\d+/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

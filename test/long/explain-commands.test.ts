/**
 * Every command that an explanation prints, as a student pastes it from the terminal. Fails when a command does not run
 * by itself, complains, or prints anything else than the text says: then the text, the protocol library, or OpenSSL and
 * Python are wrong.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explanationText } from '../../src/lecture/explain/text.ts';
import { checksIn, explained, OBJECTS, SEEDS } from '../lecture/explained.ts';

const FOLDER_OF_TOOLS = '/usr/bin';
const missing = ['openssl', 'python3'].map((tool) => `${FOLDER_OF_TOOLS}/${tool}`).filter((tool) => !existsSync(tool));
if (missing.length > 0 && process.env.CI === 'true')
  throw new Error(`CI must run the commands of explanations: no ${missing.join(', no ')}`);
if (missing.length > 0)
  console.warn(`skipped: the commands of explanations were not run, there is no ${missing.join(', no ')}`);

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'farthing-explain-'));
  mkdirSync(join(folder, 'tmp'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(commands: string) {
  const { stdout, stderr } = spawnSync('/bin/sh', {
    cwd: folder,
    encoding: 'utf8',
    input: `${commands}\n`,
    env: { PATH: `${FOLDER_OF_TOOLS}:/bin`, TMPDIR: join(folder, 'tmp'), LC_ALL: 'C' },
  });
  return { stdout, stderr };
}

describe.runIf(missing.length === 0).each(OBJECTS)('the commands of a %s', (object) => {
  it.each(SEEDS)('print what the text says, seed %s', (seed) => {
    const explanation = explained(object, seed);
    const checks = checksIn(explanationText(explanation, { bold: (text) => text }));
    expect(checks).toHaveLength(explanation.steps.length);
    checks.forEach(({ commands, prints }, i) => {
      const { stdout, stderr } = run(commands);
      expect({ stdout, stderr }, explanation.steps[i]!.title).toEqual({ stdout: prints, stderr: '' });
    });
  });
});

/** farthing claims: its table, its files, and how it fails. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { claims } from '../../src/cli/commands/claims.ts';
import { claimsResultSchema } from '../../src/experiment/result-schema.ts';
import { CLAIMS } from '../../src/lecture/claims/list.ts';
import { expectRefused, workshop } from './program.ts';

const { inside, path } = workshop();
/** Two that need no scenario, so that they take a second. */
const TWO = ['--claim', 'verified-by-k-hashes', '--claim', 'months-ahead-of-forgers'];

describe('farthing claims', () => {
  it('prints a line for each claim asked for, and writes its page, its result and its manifest', async () => {
    const { code, stdout, stderr } = await inside(['claims', ...TWO, '--out', 'two', '--workers', '1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Of 2 claims 1 holds and 1 holds only under a condition \(seed 42\)$/m);
    expect(stdout).toMatch(/^ 6 {2}verified-by-k-hashes {5}holds only if {2}The vendor must/m);
    expect(stdout).toContain('\nPage: two/claims.html\n');
    expect(readdirSync(path('two')).sort()).toEqual(['claims.html', 'claims.json', 'manifest.json']);
    const page = readFileSync(path('two', 'claims.html'), 'utf8');
    expect(page).toContain('<h1>Of 2 claims 1 holds and 1 holds only under a condition</h1>');
    expect(page).toContain('npx farthing claims --claim verified-by-k-hashes');
  });

  it('prints the result document that it writes, and it follows the seed', async () => {
    const { stdout } = await inside([
      'claims',
      ...TWO,
      '--json',
      '--out',
      'json',
      '--workers',
      '1',
      '--seed',
      'spring',
    ]);
    expect(stdout).toBe(readFileSync(path('json', 'claims.json'), 'utf8'));
    const result = claimsResultSchema.parse(JSON.parse(stdout));
    expect(result.seed).toBe('spring');
    expect(result.claims.map(({ id }) => id).sort()).toEqual(['months-ahead-of-forgers', 'verified-by-k-hashes']);
  });

  it('times validations for the claim about them: the speeds stand beside the result and not in it', async () => {
    // Fails when a speed gets into claims.json, which the same seed must give again, or is not told at all.
    const some = ['claims', '--claim', 'low-computational-overhead', '--workers', '1'];
    const { code, stdout } = await inside([...some, '--out', 'timed']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^22 {2}low-computational-overhead {2}holds {2}In the time/m);
    expect(stdout).toMatch(
      /^This machine: a second of processor time is [\d,]+ verifications .* validations in the clear/m,
    );
    expect(readFileSync(path('timed', 'claims.html'), 'utf8')).toContain('speeds of this machine, not in the digest');
    await inside([...some, '--out', 'again']);
    const [once, again] = ['timed', 'again'].map((folder) => readFileSync(path(folder, 'claims.json'), 'utf8'));
    expect(again).toBe(once);
  });

  it.each(['1.5', 'true', '[1]'])('refuses the seed %s as run does, and writes nothing', async (seed) => {
    const ended = await inside(['claims', ...TWO, '--seed', seed, '--out', 'no-seed']);
    expectRefused(ended, `--seed ${seed}: expected an integer of at most 2^53 in size, or a text`);
    expect(existsSync(path('no-seed'))).toBe(false);
  });

  it('refuses a claim that there is not, with the one that was meant, and writes nothing', async () => {
    const ended = await inside(['claims', '--claim', 'no-risk-to-bnak', '--out', 'refused']);
    expectRefused(ended, '--claim no-risk-to-bnak: there is no such claim, did you mean no-risk-to-bank?');
    expect(existsSync(path('refused'))).toBe(false);
  });

  it('ends with 1 and names the claim when a verdict is not the one on record', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      const other = CLAIMS.map((claim) => ({ ...claim, recorded: 'does not hold' as const }));
      const code = await claims({ claim: ['verified-by-k-hashes'], out: path('differs'), quiet: true }, other);
      expect(code).toBe(1);
      expect(stderr.mock.calls.flat()).toContain('verified-by-k-hashes: holds only if, recorded as: does not hold\n');
    } finally {
      stderr.mockRestore();
    }
    const page = readFileSync(path('differs', 'claims.html'), 'utf8');
    expect(page).toContain('<strong>Not as recorded:</strong> <a href="#claim-verified-by-k-hashes">');
  });
});

/**
 * Every claim of the lecture, measured anew under another seed than the evidence of test/lecture/claims.test.ts: each
 * verdict is the one on record.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workshop } from '../cli/program.ts';

const { inside, path } = workshop();

describe.each(['spring'])('farthing claims --seed %s', (seed) => {
  it('finds what is recorded: fails when a verdict depends on the seed, about once in a million seeds', async () => {
    const { code, stderr } = await inside(['claims', '--quiet', '--seed', seed, '--out', seed]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { claims, differing } = JSON.parse(readFileSync(path(seed, 'claims.json'), 'utf8'));
    expect(differing).toEqual([]);
    expect(claims).toHaveLength(50);
  });
});

describe('farthing claims on one worker and on two', () => {
  it('gives the same result, byte by byte', async () => {
    const some = ['--claim', 'cheater-is-caught', '--claim', 'collisions-grow-as-c-squared', '--quiet'];
    for (const workers of ['1', '2']) await inside(['claims', ...some, '--workers', workers, '--out', `on-${workers}`]);
    const read = (folder: string): string => readFileSync(path(folder, 'claims.json'), 'utf8');
    expect(read('on-1')).toBe(read('on-2'));
  });
});

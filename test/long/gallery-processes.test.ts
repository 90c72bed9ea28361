/**
 * Every scenario of the gallery by the program as a user starts it, on two worker threads, and its other commands.
 * Fails when a process does not end, when it ends with another code, when anything but the result is on stdout, or when
 * it computes anything else than one thread inside another process.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GALLERY, workshop } from '../cli/program.ts';

const { farthing, inside, path } = workshop();

describe('a process of its own', () => {
  it.each(GALLERY)('runs %s, quick', async (name) => {
    const run = ['run', name, '--quick', '--json', '--quiet'];
    const { code, stdout, stderr } = farthing([...run, '--workers', '2', '--out', `two/${name}`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(readFileSync(path('two', name, 'result.json'), 'utf8'));
    expect((await inside([...run, '--workers', '1', '--out', `one/${name}`])).stdout).toBe(stdout);
    const table = (workers: string): string => readFileSync(path(workers, name, 'replications.csv'), 'utf8');
    expect(table('two')).toBe(table('one'));
  });

  it.each([[['show', 'lund-b2']], [['validate', ...GALLERY]], [['schema']], [['list']]])('prints %s', async (args) => {
    const ended = farthing(args);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await inside(args)).toEqual(ended);
  });
});

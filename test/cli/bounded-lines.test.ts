/** Lines of a file in constant memory. Fails when a long line is kept whole, or a line, its end or its place is lost. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundedLines } from '../../src/cli/coins/bounded-lines.ts';
import { workshop } from './program.ts';

const { path } = workshop();

async function linesOf(text: string): Promise<string[]> {
  writeFileSync(path('lines.txt'), text);
  const lines: string[] = [];
  for await (const line of boundedLines(path('lines.txt'))) lines.push(line);
  return lines;
}

describe('bounded lines', () => {
  it('are the lines of the file, with either end, empty ones too, the last one also without an end', async () => {
    expect(await linesOf('a\nbc\r\n\nd')).toEqual(['a', 'bc', '', 'd']);
    expect(await linesOf('a\n')).toEqual(['a']);
    expect(await linesOf('')).toEqual([]);
  });

  it('are cut when they go on and on, and those behind keep their places', async () => {
    const lines = await linesOf(`first\n${'x'.repeat(1_000_000)}\nthird\n`);
    expect(lines.map((line) => line.length)).toEqual([5, 65_536, 5]);
  });
});

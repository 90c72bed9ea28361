/** Lines of a file in constant memory. Fails when a long line is kept whole, or a line, its end or its place is lost. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundedLines } from '../../src/cli/coins/bounded-lines.ts';
import { FileSource } from '../../src/cli/coins/file-source.ts';
import type { ByteSource } from '../../src/protocols/micromint/coin-file-reader.ts';
import { workshop } from './program.ts';

const { path } = workshop();

function linesOf(text: string | Buffer): string[] {
  writeFileSync(path('lines.txt'), text);
  const source = new FileSource(path('lines.txt'));
  try {
    return [...boundedLines(source)];
  } finally {
    source.close();
  }
}

/** Bytes without an end, as /dev/zero gives them. */
const endless: ByteSource = { peek: (count) => new Uint8Array(count), advance() {} };

describe('bounded lines', () => {
  it('are the lines of the file, with either end, empty ones too, the last one also without an end', () => {
    expect(linesOf('a\nbc\r\n\nd')).toEqual(['a', 'bc', '', 'd']);
    expect(linesOf('a\n')).toEqual(['a']);
    expect(linesOf('')).toEqual([]);
  });

  it('are cut when they go on and on, and those behind keep their places', () => {
    const lines = linesOf(`first\n${'x'.repeat(1_000_000)}\nthird\n`);
    expect(lines.map((line) => line.length)).toEqual([5, 65_536, 5]);
  });

  it('begin behind a byte-order mark, and hold characters that lie across two reads', () => {
    expect(linesOf('\uFEFF{"a":1}\nb')).toEqual(['{"a":1}', 'b']);
    const [line] = linesOf(`${'x'.repeat(65_533)}€€€`);
    expect(line).toBe(`${'x'.repeat(65_533)}€€€`);
  });

  it('come as soon as they are cut: the first line of a file that never ends is there', () => {
    const [line] = boundedLines(endless);
    expect(line).toHaveLength(65_536);
  });

  it('end where one goes on for ever: the list is over (fails by never ending)', () => {
    expect([...boundedLines(endless)]).toHaveLength(1);
  });
});

/** Bytes of logs into text. Fails when two names become one, or when it matters where the chunks are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogDecoder } from '../../src/cli/traces/log-decoder.ts';
import { packedReason } from '../../src/cli/traces/unpacked-chunks.ts';

function decoded(bytes: Uint8Array, chunk: number): string {
  const decoder = new LogDecoder();
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += decoder.write(bytes.subarray(at, at + chunk));
  return text + decoder.end();
}

describe('the text of a log', () => {
  it('is that of its bytes, where they are UTF-8, however it is cut', () => {
    const line = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 40 }), (lines, chunk) => {
        const text = lines.join('\n');
        expect(decoded(Buffer.from(text), chunk)).toBe(Buffer.from(text).toString());
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps names apart that are no UTF-8, and their neighbours as they are', () => {
    const bytes = Buffer.concat([
      Buffer.from('zoë a\n'),
      Buffer.from([0xe9, 0x20, 0x61, 0x0a]),
      Buffer.from([0xe8, 0x20, 0x61, 0x0a]),
      Buffer.from('ö'),
    ]);
    for (const chunk of [1, 3, 100]) expect(decoded(bytes, chunk)).toBe('zoë a\né a\nè a\nö');
  });

  it('does not hold a line that never ends', () => {
    const decoder = new LogDecoder();
    const million = Buffer.alloc(1_000_000, 0x61);
    expect(decoder.write(million)).toHaveLength(1_000_000);
    expect(decoder.end()).toBe('');
  });
});

it('a damaged packed file is told in words', () => {
  expect(packedReason({ code: 'Z_BUF_ERROR' })).toBe('the packed file ends too early');
  expect(packedReason({ code: 'Z_DATA_ERROR' })).toBe('the packed file is damaged');
  expect(packedReason({ code: 'ENOENT' })).toBeUndefined();
});

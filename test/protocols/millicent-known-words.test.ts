import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownWords } from '../../src/protocols/millicent/known-words.ts';
import { parseOrder } from '../../src/protocols/millicent/order.ts';
import type { Rejection } from '../../src/protocols/millicent/rejection.ts';
import { ask } from '../../src/protocols/millicent/request.ts';
import { parseScrip } from '../../src/protocols/millicent/scrip.ts';
import { buy, bytesOf, examiner, held, latin1 } from './millicent-world.ts';

const END = '}'.charCodeAt(0);
const LINE_END = '\n'.charCodeAt(0);

describe('words whose meaning is known', () => {
  // Fails when one word is taken for another of the same hash, for its beginning, or for it with something behind it:
  // 20,000 words share 1,024 places.
  it('are known by all their bytes, or are forgotten', () => {
    const words = new KnownWords<string>(END);
    const kept = Array.from({ length: 20_000 }, (_, i) => `co=${i.toString(36)}`);
    let found = 0;
    for (const word of kept) words.keep(bytesOf(word), word);
    for (const word of [...kept, '', 'co', 'co=zz=']) {
      const known = words.at(bytesOf(`{${word}} and more`), 1);
      if (known === undefined) continue;
      found++;
      expect(known.meaning).toBe(word);
      expect(latin1(known.word)).toBe(word);
      expect(words.at(bytesOf(`${word}x}`), 0)?.meaning).not.toBe(word);
    }
    expect(found).toBeGreaterThan(900);
    expect(found).toBeLessThanOrEqual(1024);
  });
});

describe('a request that was changed on its way', () => {
  // Fails when the stamp's digits, which a right stamp need not be asked for, are forgotten where it is wrong, or when an
  // order's flaw is named before one of the scrip.
  it('is refused for the first flaw of its scrip, then of its order, then for its stamp', () => {
    const by = examiner(['clear']);
    const { request } = ask(held(), buy(2000), { protocol: 'clear' });
    const scripAt = request.indexOf(LINE_END) + 1;
    const orderAt = request.indexOf(LINE_END, scripAt) + 1;
    /** By the readers of its parts; undefined when it is good. */
    const reasonAgainst = (changed: Uint8Array): Rejection | undefined => {
      const parts = [parseScrip(changed.slice(scripAt, orderAt - 1)), parseOrder(changed.slice(orderAt))] as const;
      const [scrip] = parts;
      const flaw = parts.find((part) => typeof part === 'string');
      if (flaw !== undefined || typeof scrip === 'string') return flaw as Rejection;
      if (scrip.vendor !== held().scrip.vendor) return 'wrong-vendor';
      return latin1(changed.slice(0, orderAt)) === latin1(request.slice(0, orderAt)) ? undefined : 'bad-stamp';
    };
    const reasons = new Set<string>();
    const place = fc.integer({ min: scripAt, max: request.length - 1 }).filter((at) => at !== orderAt - 1);
    const change = fc.record({ place, byte: fc.nat(255).filter((byte) => byte !== LINE_END) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = request.slice();
        for (const { place: at, byte } of changes) changed[at] = byte;
        const examined = by.examine(changed);
        const reason = typeof examined === 'string' ? examined : undefined;
        expect(reason).toBe(reasonAgainst(changed));
        reasons.add(String(reason));
      }),
      { numRuns: 4000, seed: 1 },
    );
    expect([...reasons].sort()).toEqual(
      expect.arrayContaining(['bad-stamp', 'malformed', 'undefined', 'wrong-vendor']),
    );
  });
});

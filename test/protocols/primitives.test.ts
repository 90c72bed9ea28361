import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, readWord, toHex, writeWord } from '../../src/protocols/primitives/bytes.ts';
import { deriveKey, sha256 } from '../../src/protocols/primitives/hash.ts';
import { KeyedBlock } from '../../src/protocols/primitives/sha256-block.ts';
import { Speck64 } from '../../src/protocols/primitives/speck64.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const word = fc.integer({ min: 0, max: 0xffffffff });
const hexOfWords = (words: Int32Array) => Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join('');

describe('bytes', () => {
  it('come back from hexadecimal digits, and words from bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(fromHex(toHex(data))).toEqual(data);
      }),
    );
    fc.assert(
      fc.property(word, fc.nat(5), (value, offset) => {
        const data = new Uint8Array(9);
        writeWord(data, offset, value);
        expect(readWord(data, offset) >>> 0).toBe(value);
        expect(toHex(data.subarray(offset, offset + 4))).toBe(value.toString(16).padStart(8, '0'));
      }),
    );
  });

  it.each(['0', 'abc', '0x12', 'zz', '12 34', '12\n'])('refuse %j, which is no row of digit pairs', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});

describe('SHA-256', () => {
  it('is the standard one: the library agrees with node:crypto on messages of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        expect(toHex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
      }),
    );
  });

  it('of one block agrees with the library for any key and any x: a wrong round, constant or word fails', () => {
    fc.assert(
      fc.property(bytes(16), fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 4 }), (key, balls) => {
        const block = new KeyedBlock(key);
        const digest = new Int32Array(2);
        for (const [high, low] of balls) {
          block.hash(high, low, digest);
          const message = new Uint8Array(24);
          message.set(key);
          writeWord(message, 16, high);
          writeWord(message, 20, low);
          expect(hexOfWords(digest)).toBe(toHex(sha256(message)).slice(0, 16));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of one block takes words signed or unsigned, and refuses a key of another length', () => {
    const block = new KeyedBlock(new Uint8Array(16));
    const signed = new Int32Array(2);
    const unsigned = new Int32Array(2);
    block.hash(-1, -2, signed);
    block.hash(0xffffffff, 0xfffffffe, unsigned);
    expect(signed).toEqual(unsigned);
    expect(() => new KeyedBlock(new Uint8Array(15))).toThrow(RangeError);
  });
});

describe('derived keys', () => {
  it('are written as documented: a change of the derivation would change every run', () => {
    const part = (text: string) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
    const message = Buffer.concat(['farthing/key/1', '42', 'a name', '16'].map(part));
    const digest = createHash('sha256').update(message).digest('hex');
    expect(toHex(deriveKey('42', 'a name', 16))).toBe(digest.slice(0, 32));
  });

  it('differ for every seed, name and length, also when their letters run together', () => {
    const keys = [deriveKey('ab', 'c', 8), deriveKey('a', 'bc', 8), deriveKey('', 'abc', 8), deriveKey('ab', 'c', 16)];
    expect(new Set(keys.map((key) => toHex(key.subarray(0, 8)))).size).toBe(keys.length);
  });

  it.each([0, 33, 1.5, Number.NaN])('of %d bytes are refused', (length) => {
    expect(() => deriveKey('seed', 'name', length)).toThrow(RangeError);
  });
});

describe('Speck64/128', () => {
  it('meets the vector that its authors publish', () => {
    const block = new Int32Array(2);
    new Speck64(fromHex('1b1a1918131211100b0a090803020100')!).encrypt(0x3b726574, 0x7475432d, block);
    expect(hexOfWords(block)).toBe('8c6fa548454e028b');
  });

  it('is a permutation: every block comes back by the inverse rounds, written here with big integers', () => {
    fc.assert(
      fc.property(bytes(16), word, word, (key, high, low) => {
        const block = new Int32Array(2);
        new Speck64(key).encrypt(high, low, block);
        expect(decrypt(key, block)).toEqual([high, low]);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a key of another length', () => {
    expect(() => new Speck64(new Uint8Array(8))).toThrow(RangeError);
  });
});

function decrypt(key: Uint8Array, block: Int32Array): [number, number] {
  const mask = 0xffffffffn;
  const left = (v: bigint, n: bigint) => ((v << n) | (v >> (32n - n))) & mask;
  const right = (v: bigint, n: bigint) => left(v, 32n - n);
  const words = [12, 8, 4, 0].map((offset) => BigInt(readWord(key, offset) >>> 0));
  const round: bigint[] = [words[0]];
  const l = words.slice(1);
  for (let i = 0; i < 26; i++) {
    l.push(((round[i] + right(l[i], 8n)) & mask) ^ BigInt(i));
    round.push(left(round[i], 3n) ^ l[i + 3]);
  }
  let [x, y] = [BigInt(block[0] >>> 0), BigInt(block[1] >>> 0)];
  for (let i = 26; i >= 0; i--) {
    y = right(x ^ y, 3n);
    x = left(((x ^ round[i]) - y) & mask, 8n);
  }
  return [Number(x), Number(y)];
}

import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BadCoin, CoinAudit } from '../../src/protocols/micromint/coin-audit.ts';
import { COINS_PER_BLOCK, coinFileBytes, decodeHeader, HEADER_BYTES } from '../../src/protocols/micromint/coin-file.ts';
import { type ByteSource, readBlocks, readCoinFile } from '../../src/protocols/micromint/coin-file-reader.ts';
import { CoinFileWriter } from '../../src/protocols/micromint/coin-file-writer.ts';
import { CoinList } from '../../src/protocols/micromint/coin-list.ts';
import { crc32 } from '../../src/protocols/micromint/crc32.ts';
import { type Mint, mint } from '../../src/protocols/micromint/mint.ts';
import type { Parameters } from '../../src/protocols/micromint/parameters.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';

const DIGEST = new Uint8Array(32).fill(7);

function minted(parameters: Parameters, balls: number): Mint {
  return mint(derivePeriod('file', 3, parameters), derivePermutation('file', 3), { balls });
}

/** The file of a mint, its coins handed over in parts of these sizes. */
function fileOf(mint: Mint, part = 100): Uint8Array {
  const pieces: Uint8Array[] = [];
  const writer = new CoinFileWriter(mint.period, (bytes) => pieces.push(bytes.slice()));
  const { way } = mint.period.parameters;
  for (let from = 0; from < mint.coins; from += part) {
    const numbers = Array.from({ length: Math.min(part, mint.coins - from) }, (_, i) => from + i);
    const balls = new Uint8Array(numbers.length * way * 8);
    numbers.forEach((number, i) => {
      balls.set(mint.coinAt(number), i * way * 8);
    });
    writer.add({ bins: Float64Array.from(numbers, (number) => mint.binAt(number)), balls });
  }
  const header = writer.end(DIGEST);
  const file = new Uint8Array(Buffer.concat(pieces));
  file.set(header);
  return file;
}

/** A file in memory that gives no more than asked for, and fails when too much is skipped. */
function sourceOf(file: Uint8Array): ByteSource {
  let at = 0;
  return {
    peek: (count) => file.subarray(at, at + count),
    advance(count) {
      at += count;
      if (at > file.length) throw new Error(`skipped to ${at} of ${file.length}`);
    },
  };
}

/** What an audit of every coin finds: undefined when the header is no header. */
function audit(file: Uint8Array): { bad: BadCoin[]; damaged: number; coins: number } | undefined {
  const source = sourceOf(file);
  const decoded = decodeHeader(source.peek(HEADER_BYTES));
  if ('reason' in decoded) return undefined;
  source.advance(HEADER_BYTES);
  const coinAudit = new CoinAudit(decoded.header.period, () => true);
  const found = { bad: [] as BadCoin[], damaged: decoded.damage === undefined ? 0 : 1, coins: 0 };
  for (const block of readBlocks(decoded.header, source)) {
    found.bad.push(...coinAudit.badCoins(block));
    found.coins += block.count;
    if (!block.intact) found.damaged++;
  }
  return found;
}

const flipped = (file: Uint8Array, byte: number, bit: number): Uint8Array => {
  const copy = file.slice();
  copy[byte]! ^= 1 << bit;
  return copy;
};

describe('a coin file', () => {
  it('gives back the coins that were written, in blocks and parts of any size', () => {
    const parameters = fc.record({
      bits: fc.integer({ min: 1, max: 12 }),
      way: fc.integer({ min: 2, max: 8 }),
      filter: fc.nat(2),
    });
    fc.assert(
      fc.property(
        parameters,
        fc.integer({ min: 1, max: 6000 }),
        fc.integer({ min: 1, max: 900 }),
        (given, balls, part) => {
          const mint = minted(given, balls);
          const coins = readCoinFile(sourceOf(fileOf(mint, part)));
          if (typeof coins === 'string') throw new Error(coins);
          expect({ ...coins.period, coins: coins.coins }).toEqual({ ...mint.period, coins: mint.coins });
          for (let i = 0; i < mint.coins; i++) {
            expect(coins.coinAt(i)).toEqual(mint.coinAt(i));
            expect(coins.binAt(i)).toBe(mint.binAt(i));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of more coins than a block holds has the size that was promised, and serves a broker as the mint does', () => {
    const mint = minted({ way: 2, bits: 13, filter: 0 }, 40_000);
    expect(mint.coins).toBeGreaterThan(COINS_PER_BLOCK);
    const file = fileOf(mint);
    expect(file.length).toBe(coinFileBytes(mint.coins, 2, 1));
    const coins = readCoinFile(sourceOf(file));
    if (typeof coins === 'string') throw new Error(coins);
    const list = new CoinList(coins);
    for (const i of [0, COINS_PER_BLOCK - 1, COINS_PER_BLOCK, mint.coins - 1])
      expect(list.find(mint.coinAt(i))).toBe(i);
  });

  it('writes bins of 40 bits that lie far apart, with wider deltas', () => {
    const period = derivePeriod('wide', 0, { way: 2, bits: 40, filter: 0 });
    const bins = Float64Array.of(0, 255, 2 ** 24, 2 ** 40 - 1);
    const pieces: Uint8Array[] = [];
    const writer = new CoinFileWriter(period, (bytes) => pieces.push(bytes.slice()));
    writer.add({ bins, balls: new Uint8Array(64) });
    const header = writer.end(DIGEST);
    const coins = readCoinFile(sourceOf(new Uint8Array(Buffer.concat([header, ...pieces.slice(1)]))));
    if (typeof coins === 'string') throw new Error(coins);
    expect(Array.from(bins, (_, i) => coins.binAt(i))).toEqual([...bins]);
    expect(() => writer.add({ bins: Float64Array.of(5), balls: new Uint8Array(16) }) ?? writer.end(DIGEST)).toThrow(
      RangeError,
    );
  });

  it('shows every flipped byte, and one that is in a coin does not hide the others', () => {
    // A ball that is damaged stays in its bin with probability 2^-15, which none of this file does.
    const mint = minted({ way: 2, bits: 14, filter: 1 }, 1200);
    const file = fileOf(mint);
    const width = file[HEADER_BYTES]!;
    expect(audit(file)).toEqual({ bad: [], damaged: 0, coins: mint.coins });
    const deltas = HEADER_BYTES + 6;
    const balls = deltas + width * mint.coins;
    for (let byte = 0; byte < file.length; byte++) {
      const damaged = flipped(file, byte, byte % 8);
      expect(typeof readCoinFile(sourceOf(damaged))).toBe('string');
      const found = audit(damaged);
      // One bit costs no more than its coin: neither copy of the header, nor the head of the block.
      expect(found?.damaged).toBeGreaterThan(0);
      if (byte < HEADER_BYTES) expect(found).toEqual({ bad: [], damaged: 1, coins: mint.coins });
      if (byte < deltas || byte >= file.length - 4) continue;
      // In a delta or in a ball: that coin is named, and no other.
      const coin = Math.floor(byte < balls ? (byte - deltas) / width : (byte - balls) / 16);
      expect({ byte, coins: found?.coins, bad: found?.bad.map((bad) => bad.coin) }).toEqual({
        ...{ byte, coins: mint.coins, bad: [coin] },
      });
    }
  });

  it('finds its way behind a block whose width is damaged', () => {
    const mint = minted({ way: 2, bits: 13, filter: 0 }, 40_000);
    for (const bit of [0, 1, 2, 7]) {
      expect(audit(flipped(fileOf(mint), HEADER_BYTES, bit))).toEqual({ bad: [], damaged: 1, coins: mint.coins });
    }
  });

  it('cut short anywhere keeps the coins that are whole', () => {
    const mint = minted({ way: 2, bits: 6, filter: 0 }, 200);
    const file = fileOf(mint);
    const start = HEADER_BYTES + 6 + mint.coins;
    for (let length = 0; length < file.length; length += 5) {
      const short = file.slice(0, length);
      expect(typeof readCoinFile(sourceOf(short))).toBe('string');
      const whole = Math.min(mint.coins, Math.max(0, Math.floor((length - start) / 16)));
      if (length >= HEADER_BYTES) expect(audit(short)).toMatchObject({ bad: [], coins: whole });
      else expect(audit(short)).toBeUndefined();
    }
  });

  it('tells which field of its header is damaged, what it should be and what it is', () => {
    const file = fileOf(minted({ way: 2, bits: 6, filter: 3 }, 2000));
    const damageOf = (bytes: Uint8Array): string | undefined => {
      const decoded = decodeHeader(bytes.subarray(0, HEADER_BYTES));
      return 'reason' in decoded ? decoded.reason : decoded.damage;
    };
    expect(damageOf(file)).toBeUndefined();
    const coins = new DataView(file.buffer).getUint32(52);
    expect(damageOf(flipped(file, 0, 0))).toBe(
      'header damaged: magic bytes: expected 8946434f494e0d0a, got 8846434f494e0d0a',
    );
    expect(damageOf(flipped(file, 8, 0))).toBe('header damaged: version: expected 2, got 3');
    expect(damageOf(flipped(file, 9, 2))).toBe('header damaged: k: expected 2, got 6');
    expect(damageOf(flipped(file, 10, 3))).toBe('header damaged: u: expected 6, got 14');
    expect(damageOf(flipped(file, 11, 7))).toBe('header damaged: t: expected 3, got 131');
    expect(damageOf(flipped(file, 15, 0))).toBe('header damaged: c (coins of a block): expected 4096, got 4097');
    expect(damageOf(flipped(file, 55, 0))).toBe(`header damaged: n (coins): expected ${coins}, got ${coins ^ 1}`);
    expect(damageOf(flipped(file, 92 + 47, 3))).toBe('copy of the header damaged: period: expected 3, got 11');
    expect(damageOf(flipped(flipped(file, 9, 2), 48, 7))).toMatch(
      /^header damaged: k: expected 2, got 6; n \(coins\): expected /,
    );
    expect(damageOf(flipped(flipped(file, 9, 2), 92 + 20, 0))).toBe('header damaged: both copies have wrong checksums');
  });

  it('with bytes behind its end, or of another version, is refused', () => {
    const file = fileOf(minted({ way: 2, bits: 6, filter: 0 }, 200));
    expect(readCoinFile(sourceOf(Uint8Array.of(...file, 0)))).toMatch(/expected the end/);
    // The first version had one copy only.
    const older = file.slice(0, HEADER_BYTES / 2);
    older[8] = 1;
    new DataView(older.buffer).setUint32(older.length - 4, zlibCrc32(older.subarray(0, older.length - 4)));
    expect(decodeHeader(older)).toEqual({
      isCoinFile: false,
      reason: expect.stringMatching(/version 2, got version 1/),
    });
  });
});

describe('an audit', () => {
  it('names a coin that was there before, and one in the wrong order', () => {
    const mint = minted({ way: 2, bits: 6, filter: 0 }, 200);
    const balls = (numbers: number[]): Uint8Array => new Uint8Array(Buffer.concat(numbers.map((i) => mint.coinAt(i))));
    const audit = new CoinAudit(mint.period, () => true);
    const numbers = [0, 1, 1, 3, 2, 4];
    const bins = numbers.map((i) => mint.binAt(i));
    const deltas = Float64Array.from(bins, (bin, i) => (i === 0 ? 0 : bin - bins[i - 1]!));
    const block = { first: 10, expected: 6, count: 6, intact: true, firstBin: bins[0]!, deltas, balls: balls(numbers) };
    expect([...audit.badCoins(block)]).toEqual([
      { coin: 12, reason: 'seen-before' },
      { coin: 14, reason: 'out-of-order' },
    ]);
  });

  it('of a sample hashes only those, and all of a block that is damaged', () => {
    const mint = minted({ way: 2, bits: 6, filter: 0 }, 200);
    const file = fileOf(mint);
    const hashed = (bytes: Uint8Array): number => {
      const source = sourceOf(bytes);
      source.advance(HEADER_BYTES);
      const decoded = decodeHeader(file);
      if ('reason' in decoded) throw new Error(decoded.reason);
      const audit = new CoinAudit(decoded.header.period, (coin) => coin % 10 === 0);
      for (const block of readBlocks(decoded.header, source)) for (const _ of audit.badCoins(block));
      return audit.hashed;
    };
    expect(hashed(file)).toBe(Math.ceil(mint.coins / 10));
    expect(hashed(flipped(file, file.length - 1, 0))).toBe(mint.coins);
  });
});

describe('the checksum', () => {
  it("is zlib's", () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });
});

/**
 * Requests to a server of the Kennedy Space Center on 1 August 1995 (Internet Traffic Archive). An extract of 167
 * requests, its hosts renamed, always; the whole day beside it where the file is, in ../shared/data.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { purchasePrices } from '../../src/economy/traces/prices.ts';
import { readTrace, TraceReader } from '../../src/economy/traces/reader.ts';
import { SECOND } from '../../src/units.ts';

const EXTRACT = fileURLToPath(new URL('fixtures/nasa-extract.tsv', import.meta.url));
const DAY = fileURLToPath(new URL('../../../shared/data/nasa-http-1995-08-01.tsv', import.meta.url));
const PICTURES = ['*.gif', '*.jpg', '*.jpeg', '*.xbm'];
const CHUNK_LENGTH = 10_007;

function* chunksOf(path: string): Generator<string> {
  const text = readFileSync(path, 'latin1');
  for (let at = 0; at < text.length; at += CHUNK_LENGTH) yield text.slice(at, at + CHUNK_LENGTH);
}

/** What the reader and the price list make of the file. */
function read(path: string) {
  const reader = new TraceReader({ format: 'tsv', user: 'host', vendor: 'first-folder', salt: 'day', strict: true });
  const prices = PICTURES.map((pattern) => ({ pattern, price: 0 }));
  const priceOf = purchasePrices({ methods: ['GET'], statuses: [200], prices, otherwise: 1000 });
  const [users, vendors] = [new Set<string>(), new Set<string>()];
  let [purchases, free, bytes, last, isOrdered] = [0, 0, 0, 0, true];
  for (const event of readTrace(chunksOf(path), reader)) {
    const price = priceOf(event);
    users.add(event.user);
    vendors.add(event.vendor);
    if (price !== undefined) purchases++;
    if (price === 0) free++;
    bytes += event.bytes;
    isOrdered &&= event.time >= last;
    last = event.time;
  }
  return { requests: reader.events, users: users.size, vendors: vendors.size, purchases, free, bytes, last, isOrdered };
}

/** The same by splitting lines, without the reader. */
function count(path: string) {
  const lines = readFileSync(path, 'latin1').trimEnd().split('\n').slice(1);
  const rows = lines.map((line) => line.split('\t'));
  const bought = rows.filter(([, , , method, , status]) => method === 'GET' && status === '200');
  return {
    requests: rows.length,
    users: new Set(rows.map(([host]) => host)).size,
    vendors: new Set(rows.map(([, , , , url]) => /^\/([^/?#]*\/)?/.exec(url!)![0])).size,
    purchases: bought.length,
    free: bought.filter(([, , , , url]) => /\.(gif|jpe?g|xbm)$/.test(url!)).length,
    bytes: rows.reduce((sum, [, , , , , , bytes]) => sum + Number(bytes), 0),
    last: Number(rows.at(-1)![2]) * SECOND,
    isOrdered: true,
  };
}

describe('the extract', () => {
  it('has what a plain count finds', () => {
    expect(read(EXTRACT)).toEqual(count(EXTRACT));
    expect(read(EXTRACT)).toMatchObject({ requests: 167, purchases: 142, free: 92 });
  });
});

if (existsSync(DAY)) {
  describe('the whole day', () => {
    it('has 27,876 purchases, 18,624 of them pictures, by 2,365 hosts', () => {
      expect(read(DAY)).toEqual(count(DAY));
      expect(read(DAY)).toMatchObject({ requests: 30_969, purchases: 27_876, free: 18_624, users: 2365 });
    });
  });
} else {
  console.warn(`The whole day is not tested, only the extract: there is no ${DAY}.`);
}

/** From the text of a trace to purchases: parties, pseudonyms, prices, order, and what happens to malformed lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VendorRule } from '../../src/economy/traces/columns.ts';
import { LINE_LENGTH_MAX } from '../../src/economy/traces/lines.ts';
import { TraceError } from '../../src/economy/traces/malformed.ts';
import { parsePriceFile, purchasePrices } from '../../src/economy/traces/prices.ts';
import { readTrace, type TraceOptions, TraceReader } from '../../src/economy/traces/reader.ts';
import { TimeOrder } from '../../src/economy/traces/time-order.ts';
import type { TraceEvent } from '../../src/economy/traces/trace-event.ts';
import { SECOND } from '../../src/units.ts';

const reader = (options: Partial<TraceOptions> = {}) =>
  new TraceReader({ format: 'clf', user: 'host', vendor: 'first-folder', salt: '42', strict: false, ...options });

const readAll = (text: string, options: Partial<TraceOptions> = {}) => {
  const made = reader(options);
  return { events: [...readTrace([text], made)], reader: made };
};

const line = (changes: { host?: string; url?: string; status?: string; bytes?: string; time?: string } = {}) => {
  const {
    host = 'pc7',
    url = '/news/a.html',
    status = '200',
    bytes = '9',
    time = '01/Aug/1995:06:00:00 +0000',
  } = changes;
  return `${host} - - [${time}] "GET ${url} HTTP/1.0" ${status} ${bytes}\n`;
};

const TIME = 807_256_800 * SECOND;

describe('a trace', () => {
  it('is the same requests in every format', () => {
    const tsv = 'host\ttime\tmethod\turl\tresponse\tbytes\npc7\t807256800\tGET\t/news/a.html\t200\t9\n';
    const csv = 'bytes,url,"who, really",when,verb,code\r\n9,/news/a.html,pc7,1995-08-01T08:00:00+02:00,GET,200\r\n';
    const columns = { time: 'when', method: 'verb', status: 'code' };
    const { events } = readAll(line());
    expect(events).toEqual([
      {
        line: 1,
        time: TIME,
        user: expect.stringMatching(/^[0-9a-f]{32}$/),
        vendor: '/news/',
        path: '/news/a.html',
        method: 'GET',
        status: 200,
        bytes: 9,
      },
    ]);
    const second = events.map((event) => ({ ...event, line: 2 }));
    expect(readAll(tsv, { format: 'tsv' }).events).toEqual(second);
    expect(readAll(csv, { format: 'csv', user: 'who, really', columns }).events).toEqual(second);
  });

  it('without method, status and bytes is one of GETs with status 200 of 0 bytes', () => {
    const { events } = readAll('time,url,key\n1,/v1/ask,abc\n', { format: 'csv', user: 'key' });
    expect(events).toMatchObject([{ method: 'GET', status: 200, bytes: 0, vendor: '/v1/' }]);
  });

  // Fails when a name, whole or in part of a longer text, gets out of the reader.
  it('gives out no name of a user: not in a request, not in a count, not in an error', () => {
    const secret = 'somebody.example.org';
    const text =
      line({ host: secret, url: `/a?by=${secret}#${secret}` }) +
      `${secret} has no request\n` +
      line({ host: secret, status: 'x' });
    const { events, reader: read } = readAll(text);
    expect(events.length).toBe(1);
    const out = JSON.stringify([events, [...read.reasons], read.named]);
    expect(out).not.toContain('somebody');
    const strict = () => readAll(`${secret} has no request\n`, { strict: true });
    expect(strict).toThrow(/^line 1: too-few-fields$/);
  });

  it('gives a user one pseudonym under one salt, and others to others', () => {
    const users = (salt: string) =>
      readAll(line() + line({ host: 'pc8' }) + line(), { salt }).events.map(({ user }) => user);
    const [a, b, c] = users('1');
    expect(c).toBe(a);
    expect(new Set([a, b, ...users('2')]).size).toBe(4);
    expect(users('1')).toEqual([a, b, c]);
  });

  it.each<[string, VendorRule, string, string]>([
    ['/shuttle/missions/a.html', 'first-folder', '/shuttle/', '/shuttle/missions/a.html'],
    ['/shuttle/', 'first-folder', '/shuttle/', '/shuttle/'],
    ['/shuttle', 'first-folder', '/', '/shuttle'],
    ['/', 'first-folder', '/', '/'],
    ['/a?next=/b/c', 'first-folder', '/', '/a'],
    ['/a/b#/c?d', 'first-folder', '/a/', '/a/b'],
    ['relative/x', 'first-folder', '/relative/', '/relative/x'],
    ['http://Shop.example/a/b?c', 'first-folder', '/a/', '/a/b'],
    ['http://Shop.example/a/b?c', 'url-host', 'shop.example', '/a/b'],
    ['http://[2001:db8::1]:80', 'url-host', '[2001:db8::1]:80', '/'],
    ['/x', { column: 'authuser' }, 'ann', '/x'],
  ])('%s is sold under the rule %j by %s', (url, vendor, name, path) => {
    const { events } = readAll(line({ url }).replace('- - [', '- ann ['), { vendor });
    expect(events).toMatchObject([{ vendor: name, path }]);
  });

  // Fails when state is kept between chunks wrongly.
  it('is read the same wherever it is cut', () => {
    const text = 'time,url,u\n1,"/a""b\n,c",x\n2,/b,"y"\nbad,/c,z\n3,"/d"d,w\n4,/e,v';
    const options = { format: 'csv', user: 'u' } as const;
    const whole = readAll(text, options);
    expect(whole.events.map(({ path }) => path)).toEqual(['/a"b\n,c', '/b', '/e']);
    expect(whole.reader.named).toEqual([
      { line: 5, reason: 'bad-time' },
      { line: 6, reason: 'stray-quote' },
    ]);
    for (let cut = 0; cut <= text.length; cut++) {
      const made = reader(options);
      const events = [...readTrace([text.slice(0, cut), text.slice(cut)], made)];
      expect([events, made.named, made.lines, made.events]).toEqual([whole.events, whole.reader.named, 7, 3]);
    }
  });
});

describe('a malformed line', () => {
  const bad: [string, string][] = [
    ['bad-time', line({ time: '32/Aug/1995:06:00:00 +0000' })],
    ['bad-status', line({ status: '-' })],
    ['bad-bytes', `${line().trimEnd()}x\n`],
    ['bad-request', line().replace('GET', 'G\\x16T')],
    ['no-user', line({ host: '-' })],
    ['line-too-long', line({ url: `/${'a'.repeat(LINE_LENGTH_MAX)}` })],
    ['unclosed-quote', 'h - - [t] "GET /\n'],
    ['too-few-fields', 'nothing\n'],
  ];

  it.each(bad)('is counted and named: %s', (reason, text) => {
    const { events, reader: read } = readAll(line() + text + line());
    expect(events.length).toBe(2);
    expect([read.lines, read.malformed, read.named]).toEqual([3, 1, [{ line: 2, reason }]]);
    expect([...read.reasons]).toEqual([[reason, 1]]);
  });

  it.each(bad)('ends a strict reading: %s', (reason, text) => {
    const strict = () => readAll(line() + text, { strict: true });
    expect(strict).toThrow(TraceError);
    expect(strict).toThrow(`line 2: ${reason}`);
  });

  it('of a table has too many fields or too few, or no vendor', () => {
    const text = 'time\turl\tuser\tshop\tnote\n1\t/a\tann\tx\t\t\n1\t/a\n1\t/a\tann\t-\n1\t/a\tann\n1\t/a\tann\tx\n';
    const { events, reader: read } = readAll(text, { format: 'tsv', user: 'user', vendor: { column: 'shop' } });
    expect(events).toMatchObject([{ vendor: 'x', bytes: 0 }]);
    expect(read.named.map(({ reason }) => reason)).toEqual([
      'too-many-fields',
      'too-few-fields',
      'no-vendor',
      'no-vendor',
    ]);
  });

  it('is named ten times and counted every time; empty lines are none', () => {
    const { reader: read } = readAll(`${'nonsense\n\n'.repeat(25)}`);
    expect([read.lines, read.malformed, read.named.length]).toEqual([50, 25, 10]);
    expect(read.named[9]).toEqual({ line: 19, reason: 'too-few-fields' });
  });

  it('is no header: without one nothing can be read', () => {
    const table =
      (text: string, options: Partial<TraceOptions> = {}) =>
      () =>
        readAll(text, { format: 'csv', user: 'u', ...options });
    expect(table('')).toThrow('line 1: the header is missing');
    expect(table('u,url\n')).toThrow('line 1: the header has no column time');
    expect(table('\ntime,url\n')).toThrow('line 2: the header has no column u');
    expect(table('u,"time\n')).toThrow('line 1: the header is malformed: unclosed-quote');
    expect(table('u,time,url\n', { vendor: { column: 'shop' } })).toThrow('the header has no column shop');
    expect(table('u,time,url\n', { columns: { bytes: 'size' } })).toThrow('the header has no column size');
    expect(() => reader({ user: 'cookie' })).toThrow(TraceError);
  });

  it('of any characters does not stop the reading', () => {
    for (const format of ['clf', 'csv', 'tsv'] as const) {
      fc.assert(
        fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 })), (junk) => {
          const header = format === 'clf' ? '' : 'time,url,host\n'.replaceAll(',', format === 'csv' ? ',' : '\t');
          const { reader: read } = readAll(`${header}${junk.join('\n')}\n`, { format });
          expect(read.events + read.malformed).toBeLessThanOrEqual(read.lines);
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe('prices', () => {
  const event = (path: string, changes: Partial<TraceEvent> = {}): TraceEvent => ({
    line: 1,
    time: 0,
    user: 'u',
    vendor: '/',
    path,
    method: 'GET',
    status: 200,
    bytes: 0,
    ...changes,
  });
  const FILE = '# pictures are free\r\n*.gif 0\n\n/shuttle/*.html\t0.002\n/a*b*c 1\n/exact 0.000001\n  * 12.5\n';
  const rules = parsePriceFile(FILE).rules;
  const priceOf = purchasePrices({ methods: ['GET'], statuses: [200], prices: rules.slice(0, -1), otherwise: 7 });

  it('are read from a file, in micro-dollars', () => {
    expect(parsePriceFile(FILE)).toEqual({
      rules: [
        { pattern: '*.gif', price: 0 },
        { pattern: '/shuttle/*.html', price: 2000 },
        { pattern: '/a*b*c', price: 1_000_000 },
        { pattern: '/exact', price: 1 },
        { pattern: '*', price: 12_500_000 },
      ],
      problems: [],
    });
  });

  it('that cannot be read are named with their lines', () => {
    const { rules: read, problems } = parsePriceFile('* 0.0000001\n*.gif\nimages/* 1\n* -1\n* 1 2\n* 1e3\n* 1');
    const reasons = [
      'bad-price',
      'no-pattern-and-price',
      'bad-pattern',
      'bad-price',
      'no-pattern-and-price',
      'bad-price',
    ];
    expect(problems).toEqual(reasons.map((reason, i) => ({ line: i + 1, reason })));
    expect(read).toEqual([{ pattern: '*', price: 1_000_000 }]);
  });

  it.each([
    ['/images/a.gif', 0],
    ['/shuttle/a.gif', 0],
    ['/images/a.GIF', 7],
    ['/shuttle/x/y.html', 2000],
    ['/shuttle/x.htm', 7],
    ['/abc', 1_000_000],
    ['/a-b-b-c', 1_000_000],
    ['/acb', 7],
    ['/ac', 7],
    ['/exact', 1],
    ['/exactly', 7],
  ])('%s costs %i', (path, price) => {
    expect(priceOf(event(path))).toBe(price);
  });

  it('are those of purchases only', () => {
    expect(priceOf(event('/exact', { method: 'HEAD' }))).toBeUndefined();
    expect(priceOf(event('/exact', { status: 304 }))).toBeUndefined();
    const anything = purchasePrices({ methods: ['GET', 'POST'], statuses: [200, 206], prices: [], otherwise: 3 });
    expect(anything(event('/x', { method: 'POST', status: 206 }))).toBe(3);
  });

  // The pieces of a pattern must not overlap, and each may stand anywhere: as a regular expression says.
  it('match as a regular expression of the pattern does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (glob, path) => {
        const price = purchasePrices({
          methods: ['GET'],
          statuses: [200],
          prices: [{ pattern: glob, price: 1 }],
          otherwise: 0,
        });
        const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(path);
        expect(price(event(path))).toBe(expected ? 1 : 0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the order of time', () => {
  const at = (time: number, path = '/'): TraceEvent => ({
    line: 1,
    time,
    user: 'u',
    vendor: '/',
    path,
    method: 'GET',
    status: 200,
    bytes: 0,
  });
  const ordered = (events: readonly TraceEvent[], capacity: number) => {
    const order = new TimeOrder(capacity, 0);
    const out = events.flatMap((event) => order.push(event) ?? []);
    return { out: [...out, ...order.end()], moved: order.moved };
  };

  it('is restored within the capacity, and requests of one time stay as they came', () => {
    const { out, moved } = ordered([at(5, '/a'), at(3, '/b'), at(5, '/c'), at(4, '/d'), at(3, '/e')], 4);
    expect(out.map(({ path }) => path).join('')).toBe('/b/e/d/a/c');
    expect(moved).toBe(0);
  });

  it('moves what comes too late, and a date far ahead delays nobody', () => {
    const { out, moved } = ordered([at(1e15), at(10), at(20), at(30), at(5), at(40)], 2);
    expect(out.map(({ time }) => time)).toEqual([10, 20, 20, 30, 40, 1e15]);
    expect(moved).toBe(1);
  });

  it('begins at an instant, to which earlier requests are moved', () => {
    const order = new TimeOrder(1, 7);
    expect(order.push(at(5))).toBeUndefined();
    expect([order.push(at(9))!, ...order.end()].map(({ time }) => time)).toEqual([7, 9]);
    expect(order.moved).toBe(1);
  });

  // The plainest thing that gives the earliest of those held. Fails when a request far from its place (there are up to
  // 200, of 32 steps at most in the ring) is given out too early or too late, or two of one time change places.
  it('is that of a list that is searched for the earliest each time', () => {
    const far = fc.array(fc.nat(40), { minLength: 100, maxLength: 200 });
    const near = fc.array(fc.integer({ min: -60, max: 3 }), { minLength: 100, maxLength: 200 });
    const times = fc.oneof(
      far,
      near.map((behind) => behind.map((by, i) => Math.max(0, i + by))),
    );
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 120 }), (all, capacity) => {
        const held: TraceEvent[] = [];
        const expected: TraceEvent[] = [];
        const takeEarliest = () => {
          const first = held.reduce((best, { time }, i) => (time < held[best]!.time ? i : best), 0);
          const [event] = held.splice(first, 1);
          expected.push({ ...event!, time: Math.max(event!.time, expected.at(-1)?.time ?? 0) });
        };
        const events = all.map((time, i) => at(time, `/${i}`));
        for (const event of events) {
          held.push(event);
          if (held.length > capacity) takeEarliest();
        }
        while (held.length > 0) takeEarliest();
        expect(ordered(events, capacity).out).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('never runs backwards and loses no request', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 8 }), (times, capacity) => {
        const { out, moved } = ordered(
          times.map((time, i) => at(time, `/${i}`)),
          capacity,
        );
        expect(out.map(({ time }) => time)).toEqual(out.map(({ time }) => time).toSorted((a, b) => a - b));
        expect(new Set(out.map(({ path }) => path)).size).toBe(times.length);
        expect(out.filter(({ time, path }) => times[Number(path.slice(1))] !== time).length).toBe(moved);
      }),
    );
  });
});

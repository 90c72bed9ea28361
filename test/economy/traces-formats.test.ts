/** What the formats of a trace say, field by field. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLogInstant, parseInstant } from '../../src/economy/traces/instant.ts';
import { LINE_LENGTH_MAX, LineSplitter } from '../../src/economy/traces/lines.ts';
import { LOG_COLUMNS, splitLogLine, splitUnusualLine } from '../../src/economy/traces/log-line.ts';
import { CsvRecords } from '../../src/economy/traces/records.ts';
import { MINUTE, SECOND } from '../../src/units.ts';

/** By the platform's own calendar, in microseconds. */
const byDate = (iso: string): number => Date.parse(iso) * 1000;

describe('an instant', () => {
  it.each<[string, number]>([
    ['0', 0],
    ['807256800', 807_256_800_000_000],
    ['807256800.000001', 807_256_800_000_001],
    ['807256800.1234569', 807_256_800_123_456],
    ['01/Aug/1995:02:00:00 -0400', byDate('1995-08-01T06:00:00Z')],
    ['29/Feb/2000:23:59:59 +0530', byDate('2000-02-29T18:29:59Z')],
    ['31/Dec/2016:23:59:60 +0000', byDate('2017-01-01T00:00:00Z')],
    ['01/Mar/2100:00:00:00 +0000', byDate('2100-03-01T00:00:00Z')],
    ['1995-08-01T06:00:00Z', byDate('1995-08-01T06:00:00Z')],
    ['1995-08-01 06:00:00.25+02:00', byDate('1995-08-01T04:00:00.25Z')],
    ['2026-02-28t23:00:00z', byDate('2026-02-28T23:00:00Z')],
  ])('%s is read', (text, time) => {
    expect(parseInstant(text)).toBe(time);
  });

  it.each([
    '',
    '-',
    '-1',
    '1e9',
    ' 1',
    '1.',
    '9999999999999999',
    '30/Feb/1996:00:00:00 +0000',
    '29/Feb/1900:00:00:00 +0000',
    '29/Feb/2100:00:00:00 +0000',
    '31/Apr/1995:00:00:00 +0000',
    '00/Aug/1995:00:00:00 +0000',
    '01/Aug/1995:24:00:00 +0000',
    '01/Aug/1995:00:60:00 +0000',
    '01/Aug/1995:00:00:61 +0000',
    '01/Aug/1995:00:00:00 +0060',
    '01/Aug/1995:00:00:00 +2400',
    '01/Aug/1995:00:00:00',
    '01/Foo/1995:00:00:00 +0000',
    '01/08/1995:00:00:00 +0000',
    '31/Dec/1969:23:59:59 +0000',
    '01/Jan/1970:00:00:00 +0001',
    '01/Jan/2255:00:00:00 +0000',
    '1995-08-01T06:00:00',
    '1995-13-01T06:00:00Z',
  ])('%j is none', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  // Fails when a leap year, a month or a zone is counted wrongly, on either way.
  it('is written as it is read, and as the platform counts, through three centuries', () => {
    const seconds = fc.integer({ min: 86_400, max: 8_990_000_000 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: -1439, max: 1439 }), (second, minutes) => {
        const text = formatLogInstant(second * SECOND, minutes * MINUTE);
        expect(parseInstant(text)).toBe(second * SECOND);
        const local = new Date((second + minutes * 60) * 1000).toISOString();
        const [, year, , day, clock] = /^(\d{4})-(\d{2})-(\d{2})T(.{8})/.exec(local)!;
        expect(text.slice(0, 3) + text.slice(7, 20)).toBe(`${day}/${year}:${clock}`);
        expect(parseInstant(new Date(second * 1000).toISOString())).toBe(second * SECOND);
      }),
      { numRuns: 500 },
    );
  });
});

describe('lines', () => {
  const split = (chunks: readonly string[]): (string | undefined)[] => {
    const lines: (string | undefined)[] = [];
    const splitter = new LineSplitter((text, line) => {
      lines.push(text);
      expect(line).toBe(lines.length);
    });
    for (const chunk of chunks) splitter.push(chunk);
    splitter.end();
    expect(splitter.lines).toBe(lines.length);
    return lines;
  };

  it('end with LF or CR LF, the last one perhaps with nothing; a byte order mark is dropped', () => {
    expect(split(['\uFEFFa\r\n\nb\rc\n'])).toEqual(['a', '', 'b\rc']);
    expect(split(['a\n', 'b'])).toEqual(['a', 'b']);
    expect(split([''])).toEqual([]);
  });

  // Fails when a cut falls between CR and LF, or a piece of a line is lost or doubled.
  it('are the same wherever the text is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', 'é'), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60)), (parts, cuts) => {
        const whole = parts.join('');
        const places = [0, ...cuts.filter((cut) => cut < whole.length), whole.length].toSorted((a, b) => a - b);
        const chunks = places.slice(1).map((place, i) => whole.slice(places[i], place));
        expect(split(chunks)).toEqual(split([whole]));
      }),
    );
  });

  it('that are too long are given up, and the next one is read', () => {
    const long = 'x'.repeat(LINE_LENGTH_MAX);
    expect(split([long, '\nnext'])).toEqual([long, 'next']);
    expect(split([long, 'x', long, '\nnext'])).toEqual([undefined, 'next']);
    expect(split([long, 'x'])).toEqual([undefined]);
  });
});

describe('comma-separated values', () => {
  const records = (text: string): [number, unknown][] => {
    const taken: [number, unknown][] = [];
    const csv = new CsvRecords();
    const take = (fields: unknown, line: number) => taken.push([line, fields]);
    for (const [i, line] of text.split('\n').entries()) csv.push(line, i + 1, take);
    csv.end(take);
    return taken;
  };

  it('have quotes, doubled quotes, commas and line ends within quotes, and empty fields', () => {
    expect(records('a,"b,c","d""e",,""')).toEqual([[1, ['a', 'b,c', 'd"e', '', '']]]);
    expect(records('1,"two\nlines, and ""three""\nof them",4\nnext')).toEqual([
      [1, ['1', 'two\nlines, and "three"\nof them', '4']],
      [4, ['next']],
    ]);
    expect(records(',')).toEqual([[1, ['', '']]]);
  });

  it('that are malformed cost their own line only', () => {
    expect(records('a "quoted" word\nb')).toEqual([
      [1, 'stray-quote'],
      [2, ['b']],
    ]);
    expect(records('"a"b,c\nd')).toEqual([
      [1, 'stray-quote'],
      [2, ['d']],
    ]);
    expect(records('5" disk,c\nd\ne,"f"\n6" disk')).toEqual([
      [1, 'unclosed-quote'],
      [2, ['d']],
      [3, ['e', 'f']],
      [4, 'unclosed-quote'],
    ]);
    expect(records('"never closed\nb\nc')).toEqual([
      [1, 'unclosed-quote'],
      [2, ['b']],
      [3, ['c']],
    ]);
  });

  it('do not collect more of an open quote than a line may hold', () => {
    const half = 'y'.repeat(LINE_LENGTH_MAX / 2);
    const taken = records(`"open\n${half}\n${half}\nz`);
    expect(taken.map(([line]) => line)).toEqual([1, 2, 3, 4]);
    expect(taken[0]![1]).toBe('unclosed-quote');
  });

  // Fails when what RFC 4180 lets anybody write is not read back.
  it('are read back as they were written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'ß'), maxLength: 6 });
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(records(text).map(([, fields]) => fields)).toEqual(rows);
      }),
    );
  });
});

describe('a line of a log', () => {
  const HEAD = 'host - - [01/Aug/1995:00:00:07 -0400]';
  const read = (line: string) => {
    const fields = splitLogLine(line);
    if (typeof fields === 'string') return fields;
    expect(fields.length).toBe(LOG_COLUMNS.length);
    return Object.fromEntries(LOG_COLUMNS.map((name, i) => [name, fields[i]]));
  };

  it('of the Common Log Format has its fields', () => {
    expect(read(`${HEAD} "GET /a/b.html HTTP/1.0" 200 1713`)).toEqual({
      host: 'host',
      logname: '-',
      authuser: '-',
      time: '01/Aug/1995:00:00:07 -0400',
      method: 'GET',
      url: '/a/b.html',
      protocol: 'HTTP/1.0',
      status: '200',
      bytes: '1713',
      referer: '',
      agent: '',
    });
  });

  // Fails when the one step for usual lines reads a line otherwise than the reader of quotes does: when a blank, a quote
  // or an escape is let into a field where it means something. Of 5,000 lines, nearly half are usual ones.
  it('is read alike by the one step for usual lines and by the reader for any', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '-', '/', '[', ']', '"', '\\', ' ', '\t', 'é'), maxLength: 4 });
    const mostly = (usual: string) => fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, word);
    const line = fc
      .tuple(...['h', '-', 'u', 't', 'GET', '/a', 'HTTP/1.0', '200', '17', ' "r" "a"'].map(mostly))
      .map(([host, name, user, time, method, url, protocol, status, bytes, added]) => {
        return `${host} ${name} ${user} [${time}] "${method} ${url} ${protocol}" ${status} ${bytes}${added}`;
      });
    fc.assert(
      fc.property(line, (text) => {
        expect(splitLogLine(text)).toEqual(splitUnusualLine(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('of the Combined one has two more, with what may stand behind them passed over', () => {
    const line = `${HEAD} "GET / HTTP/1.1" 304 - "http://a/?\\"b\\"" "Agent \\\\ \\x41 (x; y)"`;
    expect(read(line)).toMatchObject({ bytes: '-', referer: 'http://a/?"b"', agent: 'Agent \\ A (x; y)' });
    expect(read(`${line} 0.003 "more"`)).toEqual(read(line));
    expect(read(`${HEAD} "GET / HTTP/1.1" 200 5 0.003`)).toMatchObject({ bytes: '5', agent: '' });
  });

  it.each([
    ['an address of IPv6', '2001:db8::7 - - [t] "GET / HTTP/1.0" 200 1', { host: '2001:db8::7', time: 't' }],
    ['a user of two names', 'h - Ann Smith [t] "GET / HTTP/1.0" 200 1', { authuser: 'Ann Smith' }],
    ['no protocol', `${HEAD} "GET /old" 200 1`, { url: '/old', protocol: '' }],
    ['spaces in the URL', `${HEAD} "GET /a b c HTTP/1.0" 200 1`, { url: '/a b c', protocol: 'HTTP/1.0' }],
    ['a protocol of 1995', `${HEAD} "GET /a.gif HTTP/V1.0" 200 1`, { url: '/a.gif', protocol: 'HTTP/V1.0' }],
    [
      'a protocol in small letters, a blank behind',
      `${HEAD} "GET /a http/1.0 " 200 1`,
      { url: '/a', protocol: 'http/1.0' },
    ],
    ['quotes in the URL', `${HEAD} "GET /a"b" c HTTP/1.0" 404 -`, { url: '/a"b" c', status: '404' }],
    ['escaped quotes', `${HEAD} "GET /a\\"b HTTP/1.0" 200 1`, { url: '/a"b' }],
    ['an escaped backslash', `${HEAD} "GET /a\\\\" 200 1`, { url: '/a\\' }],
    ['an IPv6 URL', `${HEAD} "GET http://[::1]/a HTTP/1.0" 200 1`, { url: 'http://[::1]/a' }],
    ['a bad status', `${HEAD} "GET / HTTP/1.0" 2x0 1`, { status: '2x0' }],
  ])('with %s is read', (_, line, fields) => {
    expect(read(line)).toMatchObject(fields);
  });

  it.each([
    ['', 'too-few-fields'],
    ['\x16\x03\x01 [x', 'too-few-fields'],
    ['host [t] "GET / HTTP/1.0" 200 1', 'too-few-fields'],
    [' - - [t] "GET / HTTP/1.0" 200 1', 'too-few-fields'],
    [`${HEAD} "GET / HTTP/1.0" 200`, 'too-few-fields'],
    [`${HEAD} "GET / HTTP/1.0`, 'unclosed-quote'],
    [`${HEAD} "GET / HTTP/1.0" 200 1 "open`, 'unclosed-quote'],
    [`${HEAD} "GET / HTTP/1.0" 200 1 "a" "open\\"`, 'unclosed-quote'],
    [`${HEAD} "-" 408 -`, 'bad-request'],
    [`${HEAD} "" 400 -`, 'bad-request'],
    [`${HEAD} "GET  " 400 -`, 'bad-request'],
  ])('%j is malformed: %s', (line, reason) => {
    expect(read(line)).toBe(reason);
  });

  it('of any characters at all does not throw', () => {
    const unit = fc.constantFrom('"', ' ', '[', ']', '\\', '-', '2', '00', 'GET /', 'HTTP/1.0', HEAD, '\n', '\uD800');
    fc.assert(fc.property(fc.string({ unit, maxLength: 30 }), (line) => void read(line)));
  });
});

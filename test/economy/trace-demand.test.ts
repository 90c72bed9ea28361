/**
 * A log as demand. Fails when a purchase is lost or made up on the way from a line to the market, when order or time is
 * another than the log's, when a name gets out, or when the cut of the chunks matters.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NUMBERS_PER_PURCHASE, PurchaseCursor, PurchaseWriter } from '../../src/economy/demand/purchase-blocks.ts';
import { TooManyParties, TraceCompiler } from '../../src/economy/demand/trace-compiler.ts';
import type { TraceDemand, TraceFindings } from '../../src/economy/demand/trace-demand.ts';
import { runMarket } from '../../src/economy/market.ts';
import { mr1, mr2 } from '../../src/economy/schemes/mr/scheme.ts';
import { InstantReader, parseInstant } from '../../src/economy/traces/instant.ts';
import { openPurchasesBy, purchasesOf, unreadTrace, withTrace } from '../../src/scenario/trace-files.ts';
import { DAY, HOUR, SECOND } from '../../src/units.ts';
import { GOOD, scenarioOf } from '../scenario/fixtures/parsing.ts';
import { LOTTERY, MARKET } from './setting.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/nasa-http-1995-08-01.tsv', import.meta.url));
const SHIPPED = fileURLToPath(new URL('../../scenarios/traces/synthetic-1995.log.gz', import.meta.url));

const RULES: TraceDemand = {
  file: 'a.tsv',
  format: 'tsv',
  user: 'host',
  vendor: 'first-folder',
  columns: {},
  methods: ['GET'],
  statuses: [200],
  otherwise: 1000,
  scale: 1,
  strict: false,
};
const HEADER = 'host\ttime\tmethod\turl\tstatus\tbytes';
const LINES = [
  'ann\t100\tGET\t/a/1.html\t200\t5',
  'bob\t102\tGET\t/b/2.html\t200\t5',
  'ann\t101\tGET\t/b/pic.gif\t200\t5',
  'bob\t103\tPOST\t/a/1.html\t200\t5',
  'ann\t104\tGET\t/a/1.html\t304\t5',
  'ann\tnever\tGET\t/a/1.html\t200\t5',
  'cid\t110\tGET\t/a/3.html\t200\t5',
];
const SMALL = `${[HEADER, ...LINES].join('\n')}\n`;

interface Bought {
  readonly time: number;
  readonly user: number;
  readonly vendor: number;
  readonly price: number;
}
interface Compiled {
  readonly bought: readonly Bought[];
  readonly found: Omit<TraceFindings, 'sha256' | 'bytes'>;
  readonly blocks: readonly Float64Array<ArrayBuffer>[];
}

function compiled(text: string, rules: Partial<TraceDemand> = {}, duration = DAY, chunk = 1 << 16): Compiled {
  const blocks: Float64Array<ArrayBuffer>[] = [];
  const compiler = new TraceCompiler({ ...RULES, ...rules }, { duration, salt: 'test' }, (block) =>
    blocks.push(block.slice()),
  );
  for (let at = 0; at < text.length; at += chunk) compiler.push(text.slice(at, at + chunk));
  const found = compiler.end();
  const cursor = new PurchaseCursor(blocks.values());
  const bought: Bought[] = [];
  while (cursor.next()) {
    const { time, user, vendor, price } = cursor;
    bought.push({ time, user, vendor, price });
  }
  return { bought, found, blocks };
}

describe('purchases as numbers', () => {
  it('come back as they went: fails when user and vendor run into each other, or a block is cut wrongly', () => {
    const purchase = fc.record({
      time: fc.integer({ min: 0, max: 2 ** 50 }),
      user: fc.integer({ min: 0, max: 9_999_999 }),
      vendor: fc.integer({ min: 0, max: 999_999 }),
      price: fc.integer({ min: 1, max: 1e12 }),
    });
    fc.assert(
      fc.property(fc.array(purchase, { maxLength: 50 }), fc.integer({ min: 1, max: 4100 }), (some, times) => {
        const purchases = Array.from({ length: times }, () => some).flat();
        const blocks: Float64Array<ArrayBuffer>[] = [];
        const writer = new PurchaseWriter((block) => blocks.push(block.slice()));
        for (const { time, user, vendor, price } of purchases) writer.add(time, user, vendor, price);
        writer.end();
        expect(blocks.reduce((sum, { length }) => sum + length, 0)).toBe(NUMBERS_PER_PURCHASE * purchases.length);
        const cursor = new PurchaseCursor(blocks.values());
        for (const { time, user, vendor, price } of purchases) {
          if (!cursor.next()) throw new Error('a purchase is missing');
          if (cursor.time !== time || cursor.user !== user || cursor.vendor !== vendor || cursor.price !== price)
            throw new Error(`${JSON.stringify({ time, user, vendor, price })} came back as another`);
        }
        expect(cursor.next()).toBe(false);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});

describe('a small log', () => {
  it('becomes its purchases in the order of time, parties numbered as they come, times from the first line', () => {
    const { bought, found } = compiled(SMALL);
    expect(bought).toEqual([
      { time: 0, user: 0, vendor: 0, price: 1000 },
      { time: SECOND, user: 0, vendor: 1, price: 1000 },
      { time: 2 * SECOND, user: 1, vendor: 1, price: 1000 },
      { time: 10 * SECOND, user: 2, vendor: 0, price: 1000 },
    ]);
    expect(found).toMatchObject({ lines: 8, requests: 6, purchases: 4, users: 3, vendors: 2, value: 4000, first: 1e8 });
    expect(found).toMatchObject({ malformed: 1, reasons: { 'bad-time': 1 }, named: [{ line: 7, reason: 'bad-time' }] });
  });

  it('is the same however its text is cut', () => {
    const whole = compiled(SMALL);
    for (const chunk of [1, 2, 7, 64]) expect(compiled(SMALL, {}, DAY, chunk)).toEqual(whole);
  });

  it('sells for nothing what the price list gives away, and counts it', () => {
    const { bought, found } = compiled(SMALL, {
      rules: [
        { pattern: '*.gif', price: 0 },
        { pattern: '/a/*', price: 70 },
      ],
    });
    expect(bought.map(({ price }) => price)).toEqual([70, 1000, 70]);
    expect(found).toMatchObject({
      free: 1,
      purchases: 3,
      prices: [
        [70, 2],
        [1000, 1],
      ],
      value: 1140,
    });
  });

  it('takes other methods and statuses as it is told, and other vendors', () => {
    expect(compiled(SMALL, { methods: ['POST'] }).found.purchases).toBe(1);
    expect(compiled(SMALL, { statuses: [304, 200] }).found.purchases).toBe(5);
    expect(compiled(SMALL, { vendor: 'server' }).found.vendors).toBe(1);
    expect(compiled(SMALL, { vendor: { column: 'bytes' } }).found.vendors).toBe(1);
    expect(compiled(SMALL, { user: 'url' }).found.users).toBe(4);
  });

  it('is played faster, and cut at a limit and at the duration', () => {
    expect(compiled(SMALL, { scale: 4 }).bought.map(({ time }) => time / SECOND)).toEqual([0, 0.25, 0.5, 2.5]);
    expect(compiled(SMALL, { limit: 2 }).bought).toEqual(compiled(SMALL).bought.slice(0, 2));
    const cut = compiled(SMALL, {}, 5 * SECOND);
    expect(cut.bought).toHaveLength(3);
    expect(cut.found.late).toBe(1);
    expect(cut.found.lateAfter).toBe(10 * SECOND);
    // What comes at the last instant belongs to it.
    expect(compiled(SMALL, {}, 10 * SECOND).found.purchases).toBe(4);
  });

  it('counts what is free within the duration only: fails when all of the log stands beside a part of its purchases', () => {
    const rules = [{ pattern: '*.html', price: 0 }];
    expect(compiled(SMALL, { rules }).found).toMatchObject({ free: 3, purchases: 1, late: 0 });
    expect(compiled(SMALL, { rules }, 5 * SECOND).found).toMatchObject({ free: 2, purchases: 1, late: 0 });
  });

  it('does not begin with a clock that nobody had set: fails when one line moves all the others', () => {
    const set = SMALL.replace(/\t1(\d\d)\t/g, '\t10000001$1\t');
    const wild = set.replace('ann', 'dan\t0\tGET\t/a/1.html\t200\t5\nann');
    const { bought, found } = compiled(wild);
    expect(bought).toEqual(compiled(SMALL).bought);
    expect(found).toMatchObject({ requests: 6, purchases: 4, late: 0, malformed: 2, first: 1_000_000_100 * SECOND });
    expect(found.named).toEqual([
      { line: 2, reason: 'wild-clock' },
      { line: 8, reason: 'bad-time' },
    ]);
    expect(() => compiled(wild.replace('never', '1000000107'), { strict: true })).toThrow('line 2: wild-clock');
  });

  it('takes no pause for a wild clock, and no date ahead for the end of the log', () => {
    const days = (...times: number[]) =>
      `${HEADER}\n${times.map((day) => `ann\t${day * 86_400}\tGET\t/a\t200\t5`).join('\n')}\n`;
    expect(compiled(days(1, 11, 21, 31), {}, 40 * DAY).found).toMatchObject({ purchases: 4, malformed: 0 });
    expect(compiled(days(1, 2, 3, 20_000), {}, DAY).found).toMatchObject({ purchases: 2, late: 2, lateAfter: 2 * DAY });
    expect(compiled(days(1, 20_000), {}, DAY).found).toMatchObject({ purchases: 1, late: 1, lateAfter: 0 });
  });

  // 4,096 requests are held back for their order. Fails when dates beyond the duration take their places: then the
  // purchases that follow are moved to such a date, and left out.
  it('loses nothing to however many dates ahead', () => {
    const day = 86_400;
    const pairs = Array.from({ length: 6000 }, (_, i) => [day + i, 400 * day + i]).flat();
    const text = `${HEADER}\n${pairs.map((time) => `ann\t${time}\tGET\t/a\t200\t5`).join('\n')}\n`;
    expect(compiled(text).found).toMatchObject({ purchases: 6000, late: 6000, moved: 0, lastAfter: 5999 * SECOND });
  });

  it('ends at the first malformed line where it must be sound', () => {
    expect(() => compiled(SMALL, { strict: true })).toThrow('line 7: bad-time');
  });

  it('is refused when there are more parties than a market can hold: fails when the last of them is one too many', () => {
    const read = (most: { users: number; vendors: number }) => {
      const compiler = new TraceCompiler(RULES, { duration: DAY, salt: 'test' }, () => {}, most);
      compiler.push(SMALL);
      return compiler.end();
    };
    expect(read({ users: 3, vendors: 2 }).purchases).toBe(4);
    expect(() => read({ users: 2, vendors: 2 })).toThrow(new TooManyParties('users', 2));
    expect(() => read({ users: 3, vendors: 1 })).toThrow(new TooManyParties('vendors', 1));
  });
});

describe('instants read one after the other', () => {
  it('are those that are read alone: fails when a minute is taken for another, or in another zone', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    const instant = fc
      .tuple(
        fc.integer({ min: 0, max: 61 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 32 }),
        fc.boolean(),
      )
      .map(
        ([second, minute, day, west]) =>
          `${two(day)}/Aug/1995:02:${two(minute)}:${two(second)} ${west ? '-0400' : '+0100'}`,
      );
    const other = fc.constantFrom(
      '807256800',
      '1995-08-01T06:00:00Z',
      '1995-08-01T06:00:00.12345',
      '',
      '01/Jan/1970:00:00:30 +0100',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(instant, other)), (texts) => {
        const reader = new InstantReader();
        for (const text of texts) expect(reader.read(text)).toBe(parseInstant(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('a scenario with a log', () => {
  const { bought, found, blocks } = compiled(SMALL);
  const demand = { demand: unreadTrace(RULES), duration: DAY };
  const scenario = withTrace(
    { ...scenarioOf(GOOD), ...demand },
    {
      found: { ...found, sha256: '', bytes: 0 },
      rules: [],
      purchases: 'small',
    },
  );

  it('has the parties and the prices that were found', () => {
    expect(scenario.demand).toMatchObject({ users: 3, vendors: 2, price: { kind: 'constant', price: 1000 } });
    expect(scenario.demand!.arrivals).toMatchObject({ kind: 'trace', perUserPerDay: 4 / 3 });
  });

  it('gives every scheme the same purchases, those of the log: fails when one of them is made or lost', () => {
    openPurchasesBy((name) => (name === 'small' ? blocks : []).values());
    const openPurchases = purchasesOf(scenario)!;
    const specification = {
      ...MARKET,
      fidelity: 'sampled',
      demand: scenario.demand!,
      duration: DAY,
      openPurchases,
    } as const;
    const outcomes = [mr1, mr2].map((scheme) => runMarket({ ...specification, label: scheme.name }, scheme, LOTTERY));
    expect(outcomes[0]!.demandDigest).toBe(outcomes[1]!.demandDigest);
    const counts = outcomes[0]!.demandMetrics.find(({ name }) => name === 'demand.purchases.count')!;
    expect(counts).toMatchObject({ value: bought.length, theory: { value: 4, kind: 'exact' } });
    expect(outcomes[0]!.metrics.find(({ name }) => name === 'mr1.payments.served_count')!.value).toBe(4);
    expect(outcomes[0]!.demandMetrics.find(({ name }) => name === 'demand.pairs.count')!.value).toBe(4);
  });

  it('cannot run without its purchases', () => {
    const specification = { ...MARKET, fidelity: 'sampled', demand: scenario.demand! } as const;
    expect(() => runMarket(specification, mr1, LOTTERY)).toThrow(/not at hand/);
  });
});

/** The real day where it is, else the log that is shipped: what they have in common is that a plain count agrees. */
const isReal = existsSync(REAL);

describe(isReal ? 'the real day of 1995' : 'the log that is shipped, since the real day is not there', () => {
  const text = isReal ? readFileSync(REAL, 'latin1') : gunzipSync(readFileSync(SHIPPED)).toString('latin1');
  const format = isReal ? 'tsv' : 'clf';
  const { bought, found } = compiled(text, { format }, DAY);

  it(isReal ? 'has 27,876 purchases' : 'has as many purchases as a plain count', () => {
    const lines = text.trimEnd().split('\n');
    const plain = isReal
      ? lines.filter((line) => /^[^\t]*\t[^\t]*\t[^\t]*\tGET\t[^\t]*\t200\t/.test(line)).length
      : lines.filter((line) => /\[(0[1-9]|[12]\d|3[01])\/.* "GET \S+ HTTP\/1\.0" 200 \d+ "-" "/.test(line)).length;
    expect(found.purchases).toBe(plain);
    expect(bought).toHaveLength(plain);
    if (isReal) expect(found).toMatchObject({ purchases: 27_876, malformed: 0 });
  });

  it('is in the order of time, within its day', () => {
    for (let i = 1; i < bought.length; i++) expect(bought[i]!.time).toBeGreaterThanOrEqual(bought[i - 1]!.time);
    expect(bought.at(-1)!.time).toBe(found.lastAfter);
    expect(found.lastAfter).toBeGreaterThan(12 * HOUR);
    expect(found.lastAfter).toBeLessThan(14 * HOUR);
  });
});

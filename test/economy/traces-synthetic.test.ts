/**
 * The invented log: that it is what it says, and that the reader reads it. Statistical checks raise a false alarm with a
 * probability of at most 1e-9 each.
 */
import { describe, expect, it } from 'vitest';
import { readTrace, TraceReader } from '../../src/economy/traces/reader.ts';
import { type SyntheticLogOptions, syntheticLog, VISITS_BY_HOUR } from '../../src/economy/traces/synthetic-log.ts';
import { zipfWeights } from '../../src/sim/distributions.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { poissonAtLeast, poissonAtMost } from '../../src/theory/poisson.ts';
import { DAY, HOUR, SECOND } from '../../src/units.ts';

const FALSE_ALARM = 1e-9;
const START = 807_235_200 * SECOND;

const OPTIONS: SyntheticLogOptions = {
  start: START,
  duration: DAY,
  zone: -4 * HOUR,
  users: 100,
  visitsPerUserPerDay: 2,
  pagesPerVisit: 4,
  pages: 40,
  folders: 5,
  zipfExponent: 1,
  picturesPerPage: 3,
  malformedShare: 0,
};
/** One line a visit. */
const BARE = { ...OPTIONS, users: 1000, visitsPerUserPerDay: 10, pagesPerVisit: 1, picturesPerPage: 0 };

const linesOf = (options: SyntheticLogOptions, seed = '42'): string[] => [...syntheticLog(seed, options)];
const read = (lines: readonly string[]) => {
  const reader = new TraceReader({ format: 'clf', user: 'host', vendor: 'first-folder', salt: '42', strict: false });
  return {
    events: [
      ...readTrace(
        lines.map((line) => `${line}\n`),
        reader,
      ),
    ],
    reader,
  };
};

const inside = (atMost: number, atLeast: number) => atMost > FALSE_ALARM / 2 && atLeast > FALSE_ALARM / 2;

describe('the invented log', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(linesOf(OPTIONS)).toEqual(linesOf(OPTIONS));
    expect(linesOf(OPTIONS, '43')).not.toEqual(linesOf(OPTIONS));
  });

  it('is in order, within its duration, and every line is a request', () => {
    const { events, reader } = read(linesOf(OPTIONS));
    expect([reader.malformed, reader.events]).toEqual([0, events.length]);
    const times = events.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(START);
    expect(times.at(-1)).toBeLessThan(START + DAY);
    expect(new Set(events.map(({ vendor }) => vendor)).size).toBe(OPTIONS.folders);
    expect(new Set(events.map(({ user }) => user)).size).toBeLessThanOrEqual(OPTIONS.users);
    expect(new Set(events.map(({ status }) => status))).toEqual(new Set([200, 304, 404]));
  });

  it('has the hosts of nobody, of every kind', () => {
    const hosts = linesOf(OPTIONS).map((line) => line.slice(0, line.indexOf(' ')));
    const kinds = [/^host\d+\.example\.net$/, /^10\.\d+\.\d+\.\d+$/, /^2001:db8::[0-9a-f]+:[0-9a-f]+$/];
    expect(hosts.filter((host) => !kinds.some((kind) => kind.test(host)))).toEqual([]);
    expect(kinds.filter((kind) => !hosts.some((host) => kind.test(host)))).toEqual([]);
  });

  // Fails when the malformed lines take from the randomness of the others, or when one of them passes for a request.
  it('has the same requests with malformed lines strewn in, each of which is found', () => {
    const clean = linesOf(OPTIONS);
    const strewn = linesOf({ ...OPTIONS, malformedShare: 0.1 });
    const { events, reader } = read(strewn);
    const unnumbered = (all: typeof events) => all.map(({ line: _, ...event }) => event);
    expect(unnumbered(events)).toEqual(unnumbered(read(clean).events));
    expect(reader.malformed).toBe(strewn.length - clean.length);
    expect(
      inside(binomialAtMost(reader.malformed, clean.length, 0.1), binomialAtLeast(reader.malformed, clean.length, 0.1)),
    ).toBe(true);
    expect(reader.reasons.size).toBe(5);
  });

  // 10,000 visits expected: a rate off by 9 % would be seen with a probability above 99 %.
  it('has Poisson visits at the rate asked for', () => {
    const visits = linesOf(BARE).length;
    expect(inside(poissonAtMost(visits, 10_000), poissonAtLeast(visits, 10_000))).toBe(true);
  });

  // Fails when the hour is not the local one: then four o'clock would be as busy as eight.
  it('has its visits at the hours of the local day', () => {
    const { events } = read(linesOf(BARE));
    const counts = new Array<number>(24).fill(0);
    for (const { time } of events) counts[Math.floor((((time + BARE.zone) % DAY) + DAY) / HOUR) % 24]!++;
    const total = VISITS_BY_HOUR.reduce((sum, share) => sum + share, 0);
    const outside = counts.filter((count, hour) => {
      const mean = (10_000 * VISITS_BY_HOUR[hour]!) / total;
      return Math.min(poissonAtMost(count, mean), poissonAtLeast(count, mean)) < FALSE_ALARM / 48;
    });
    expect(outside).toEqual([]);
  });

  it('has pages as often as Zipf says', () => {
    const { events } = read(linesOf(BARE));
    const weights = zipfWeights(BARE.pages, 1);
    const outside = weights.filter((weight, rank) => {
      const count = events.filter(({ path }) => path.replace('.old', '').endsWith(`/article${rank}.html`)).length;
      const tails = [binomialAtMost(count, events.length, weight), binomialAtLeast(count, events.length, weight)];
      return Math.min(...tails) < FALSE_ALARM / (2 * BARE.pages);
    });
    expect(outside).toEqual([]);
  });

  it('is not made of options out of range', () => {
    const none: Partial<SyntheticLogOptions>[] = [
      { users: 0 },
      { pages: 0.5 },
      { folders: 0 },
      { picturesPerPage: -1 },
      { pagesPerVisit: 0.9 },
      { visitsPerUserPerDay: 0 },
      { visitsPerUserPerDay: Number.POSITIVE_INFINITY },
      { malformedShare: 1.1 },
      { zone: DAY },
      { zone: 1 },
      { start: -1 },
    ];
    for (const changes of none) expect(() => linesOf({ ...OPTIONS, ...changes })).toThrow(RangeError);
  });
});

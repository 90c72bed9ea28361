import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeSlice } from '../../src/economy/demand/time-slice.ts';

interface Payment {
  readonly time: number;
  readonly user: number;
  readonly vendor: number;
  readonly skipped: number;
}

/** Fills a slice, used before by others, and reads it again. */
function inOrder(slice: TimeSlice, payments: readonly Payment[], begin: number, end: number): Payment[] {
  slice.clear();
  for (const { time, user, vendor, skipped } of payments) slice.add(time, user, vendor, skipped);
  slice.sort(begin, end);
  expect(slice.count).toBe(payments.length);
  const { times, users, vendors, skipped } = slice.sorted;
  return payments.map((_, i) => ({
    time: times[i]!,
    user: users[i]!,
    vendor: vendors[i]!,
    skipped: skipped[i]!,
  }));
}

describe('a slice of time', () => {
  it('hands its payments out as a stable sort by time orders them, however they are spread', () => {
    // Fails when a bucket is left unsorted, when equal times change places, and when a column lags behind another.
    const slice = new TimeSlice();
    const spread = fc.record({ begin: fc.nat(1e9), length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.nat(1e12)) });
    const shares = fc.array(fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constant(0.999)), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(spread, shares, ({ begin, length }, places) => {
        const end = begin + length + 0.25;
        const payments = places.map((share, i) => ({
          time: Math.floor(begin + share * length),
          user: i,
          vendor: 1000 - i,
          skipped: 2 ** 40 + i,
        }));
        expect(inOrder(slice, payments, begin, end)).toEqual(payments.toSorted((a, b) => a.time - b.time));
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('may be empty, and be filled again', () => {
    const slice = new TimeSlice();
    expect(inOrder(slice, [], 0, 10)).toEqual([]);
    const payment = { time: 9, user: 3, vendor: 4, skipped: 0 };
    expect(inOrder(slice, [payment], 0, 10)).toEqual([payment]);
  });
});

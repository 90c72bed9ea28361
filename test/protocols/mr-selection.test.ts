import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSelection, isPayable, lotteryNumber, select } from '../../src/protocols/mr/selection.ts';
import { nearestUnitValues, payout, selectionRate, threshold } from '../../src/protocols/mr/selection-rate.ts';
import { keyOf, SUITES, secretOf, signed } from './mr-world.ts';

const TWO_TO_64 = 2n ** 64n;
const rates = fc
  .tuple(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 10_000n }))
  .map(([a, b]) => (a < b ? selectionRate(a, b) : selectionRate(b, a)));

describe('the selection rate', () => {
  it('is kept in lowest terms', () => {
    expect(selectionRate(10n, 10_000n)).toEqual({ numerator: 1n, denominator: 1000n });
    expect(selectionRate(5n, 5n)).toEqual({ numerator: 1n, denominator: 1n });
  });

  it('is more than 0 and at most 1', () => {
    const none: [bigint, bigint][] = [
      [0n, 1n],
      [2n, 1n],
      [-1n, 2n],
      [1n, -2n],
      [-1n, -2n],
      [1n, 0n],
      [0n, 0n],
    ];
    for (const [numerator, denominator] of none) {
      expect(() => selectionRate(numerator, denominator)).toThrow(RangeError);
    }
  });

  // Fails by one when the threshold is computed from the double 0.001.
  it('of 0.001 has its exact threshold', () => {
    const rate = selectionRate(1n, 1000n);
    expect(threshold(rate, 1)).toBe(18446744073709551n);
    expect(threshold(rate, 1)).not.toBe(BigInt(Math.floor(0.001 * 2 ** 64)));
    expect(isPayable(18446744073709550n, rate, 1)).toBe(true);
    expect(isPayable(18446744073709551n, rate, 1)).toBe(false);
    expect(threshold(rate, 7)).toBe(129127208515966861n);
    expect(threshold(rate, 999)).toBe(18428297329635842064n);
    expect([threshold(rate, 1000), threshold(rate, 1001)]).toEqual([TWO_TO_64, TWO_TO_64]);
    expect(isPayable(TWO_TO_64 - 1n, rate, 1000)).toBe(true);
  });

  it('gives thresholds that are the floor of j s 2^64, capped', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 20_000 }), ({ numerator, denominator }, units) => {
        const t = threshold({ numerator, denominator }, units);
        const exact = BigInt(units) * numerator * TWO_TO_64;
        const capped = t === TWO_TO_64 && exact >= TWO_TO_64 * denominator;
        expect(capped || (t * denominator <= exact && exact < (t + 1n) * denominator)).toBe(true);
        expect(t).toBeLessThanOrEqual(TWO_TO_64);
      }),
    );
  });
});

describe('the payout', () => {
  it('is v/s, or the whole value when that is more; none when v/s is not whole', () => {
    const rate = selectionRate(1n, 1000n);
    expect([1, 2, 1000, 1001].map((units) => payout(rate, 10_000, units))).toEqual([
      10_000_000, 10_000_000, 10_000_000, 10_010_000,
    ]);
    expect(payout(selectionRate(3n, 1000n), 10_000, 1)).toBeUndefined();
    expect(payout(selectionRate(3n, 1000n), 9_999, 1)).toBe(3_333_000);
    expect(payout(selectionRate(1n, 10n ** 15n), 10_000, 1)).toBeUndefined();
  });

  // Fails when chance and payout do not match: then cheques of some size are a gift or a theft on average.
  it('times the chance of it is the value of the cheque, within what the 64 bits cut off', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 20_000 }), (rate, units) => {
        const unitValue = Number(rate.numerator) * 100;
        const mean = BigInt(payout(rate, unitValue, units)!) * threshold(rate, units);
        const value = BigInt(units * unitValue) * TWO_TO_64;
        expect(mean).toBeLessThanOrEqual(value);
        expect(value - mean).toBeLessThanOrEqual(BigInt(payout(rate, unitValue, units)!));
      }),
    );
  });

  it('is whole for the nearest values of a unit, and for none between them', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 30_000 }), (rate, unitValue) => {
        const { below, above } = nearestUnitValues(rate, unitValue);
        expect(payout(rate, above, 1)).toBeDefined();
        if (below !== undefined) expect(payout(rate, below, 1)).toBeDefined();
        expect(above).toBeGreaterThanOrEqual(unitValue);
        expect(below ?? 0).toBeLessThanOrEqual(unitValue);
        if (payout(rate, unitValue, 1) !== undefined) expect([below, above]).toEqual([unitValue, unitValue]);
        else expect(above - (below ?? 0)).toBe(Number(rate.numerator));
      }),
    );
  });
});

describe.each(SUITES)('a selection proof by %s', (suite) => {
  const message = signed();
  const proof = select(suite, message, secretOf('kiosk'));
  const key = keyOf('kiosk');

  it('is accepted for its bytes under its key, and for no others', () => {
    expect(checkSelection(suite, proof, message, key)).toBe(true);
    expect(checkSelection(suite, proof, signed({ serial: 8 }), key)).toBe(false);
    expect(checkSelection(suite, proof, message, keyOf('shop'))).toBe(false);
  });

  it('has a lottery number below 2^64 that depends on the cheque; bytes of another form have none', () => {
    const number = lotteryNumber(suite, proof)!;
    expect(number >= 0n && number < TWO_TO_64).toBe(true);
    const other = lotteryNumber(suite, select(suite, signed({ serial: 8 }), secretOf('kiosk')));
    expect(other).not.toBe(number);
    for (let length = 0; length <= 300; length++) {
      if (length !== proof.length) expect(lotteryNumber(suite, new Uint8Array(length))).toBeUndefined();
    }
  });

  it('is not one of the other suite', () => {
    const other = suite === 'ed25519' ? 'ecvrf' : 'ed25519';
    expect(checkSelection(other, proof, message, key)).toBe(false);
    expect(lotteryNumber(other, proof)).toBeUndefined();
  });
});

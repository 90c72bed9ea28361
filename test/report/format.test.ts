import { describe, expect, it } from 'vitest';
import {
  grouped,
  interval,
  moment,
  powerOfTwo,
  quantity,
  raisedPowerOfTwo,
  styleOf,
  unitOf,
  write,
} from '../../src/report/format.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units.ts';

/** Each row fails when a digit, a unit or a separator is written differently. */
const QUANTITIES: readonly (readonly [string, number, number | null, string])[] = [
  ['usd', 9.981_2, 0.052_3, '$9.98 ± 0.05'],
  ['USD', 149.96, 0.81, '$150.0 ± 0.8'],
  ['usd', -3.5, null, '−$3.50'],
  ['usd', 0.951, 0.004, '95.1 ± 0.4¢'],
  ['usd', 0, null, '$0'],
  ['usd', 10_000_000, null, '$10,000,000'],
  ['microdollars', 9_980_000, 50_000, '$9.98 ± 0.05'],
  ['balls', 45_270, 22, '45,270 ± 22 balls'],
  ['balls', 321.5, 2.2, '322 ± 2 balls'],
  ['balls', 97, 143.9, '97 ± 144 balls'],
  ['jobs', 59, null, '59 jobs'],
  ['1', 1.5, null, '1.50'],
  ['count', 119_874, null, '119,874'],
  ['ratio', 0.3812, 0.0051, '38.1 ± 0.5 %'],
  ['probability', 0.000_002, null, '0.000200 %'],
  ['us', 41_200, 900, '41.2 ± 0.9 ms'],
  ['us', 7, null, '7.00 µs'],
  ['us', 90 * SECOND, null, '1.50 min'],
  ['us', 36 * HOUR, null, '1.50 d'],
  ['us', 0, null, '0 s'],
  ['coins', 7e-13, null, '7.00 × 10^-13 coins'],
  ['balls', 1.8e16, null, '1.80 × 10^16 balls'],
  ['count', 0.5665, 0.000_01, '0.56650 ± 0.00001'],
  ['count', Number.NaN, null, 'undefined'],
];

describe('numbers as a person reads them', () => {
  it.each(QUANTITIES)('%s %d ± %s is "%s"', (unit, value, halfWidth, text) => {
    expect(quantity(unit, value, halfWidth)).toBe(text);
  });

  it('writes theory with the decimals and the unit of its metric, so that both can be compared by eye', () => {
    expect(write(styleOf('us', 1.5 * MINUTE, SECOND), 2 * MINUTE)).toBe('2.00 min');
  });

  it('separates thousands before the point only', () => {
    expect(grouped(1_234_567.123_4, 4)).toBe('1,234,567.1234');
    expect(grouped(999, 0)).toBe('999');
  });

  it('counts balls in powers of two from a thousand on', () => {
    expect([322, 8192, 9410, 2 ** 30.2].map(powerOfTwo)).toEqual(['322', '2^13', '2^13.2', '2^30.2']);
  });

  it('raises every digit and the sign of an exponent', () => {
    expect(raisedPowerOfTwo(-13)).toBe('2⁻¹³');
  });

  it('takes a plain number for per cent only where its name says ratio, share or probability', () => {
    expect(unitOf({ name: 'micromint.bank.utilisation_ratio', unit: '1' })).toBe('ratio');
    expect(unitOf({ name: 'mr1.overpay.probability', unit: '1' })).toBe('probability');
    expect(unitOf({ name: 'mr1.ratio.mean', unit: '1' })).toBe('1');
    expect(unitOf({ name: 'micromint.bank.wait_us', unit: 'us' })).toBe('us');
  });

  it('names an interval as it stands behind "per"', () => {
    expect([DAY, HOUR, 12 * MINUTE, 90 * MINUTE, 6 * HOUR, SECOND, 7].map(interval)).toEqual([
      'day',
      'hour',
      '12 min',
      '90 min',
      '6 h',
      'second',
      '7.00 µs',
    ]);
  });

  it('names a day in a long run and the elapsed time in a short one', () => {
    expect(moment(2.5 * DAY, 30 * DAY)).toBe('day 3');
    expect(moment(90 * MINUTE, 6 * HOUR)).toBe('1.50 h');
  });
});

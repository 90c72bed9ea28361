import { describe, expect, it } from 'vitest';
import {
  alike,
  grouped,
  interval,
  listed,
  moment,
  plain,
  powerOfTwo,
  quantity,
  raisedPowerOfTwo,
  shortMoney,
  styleOf,
  unitOf,
  write,
} from '../../src/report/format.ts';
import { sentence } from '../../src/report/html.ts';
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
    expect(unitOf({ name: 'micromint.forged_share.estimate', unit: '1' })).toBe('share');
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

it('writes hashes a second with three digits and a word for their size', () => {
  // Fails when a rate is written out to the last hash.
  expect(quantity('hashes/s', 2 ** 34)).toBe('17.2 billion hashes/s');
  expect(quantity('hashes/s', 72_345_678, 1_234_567)).toBe('72.3 ± 1.2 million hashes/s');
  expect(quantity('hashes/s', 4096)).toBe('4,096 hashes/s');
});

describe('short words', () => {
  it('leave out the zeros that end decimals, and no others', () => {
    expect([1, 10, 0.5, 0.01, 100].map((value) => plain('usd', value))).toEqual(['$1', '$10', '50¢', '1¢', '$100']);
    expect([0.001, 0.25, 1000].map((value) => plain('', value))).toEqual(['0.001', '0.25', '1,000']);
  });

  it('write great amounts of money with three digits', () => {
    expect([9.5, 2433, 12_345, -192_983, 19_298_300].map(shortMoney)).toEqual([
      '$9.50',
      '$2,433',
      '$12.3k',
      '−$193k',
      '$19.3M',
    ]);
  });

  it('list what is said, once for all of whom it is true', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
    const said = [
      { label: 'a', words: 'x' },
      { label: 'b', words: 'y' },
      { label: 'c', words: 'x' },
    ];
    expect(alike(said)).toEqual([
      { labels: ['a', 'c'], words: 'x' },
      { labels: ['b'], words: 'y' },
    ]);
  });
});

it('sets the minus of a formula as one, so that no line ends behind it, and leaves the hyphens of words', () => {
  // Fails when a formula breaks behind its minus, or when a compound word gets a minus.
  expect(sentence('U E[-N mod b]').text).toBe('U E[−N mod b]');
  expect(sentence('v (1-s)(1-(1-s)^n)/s').text).toBe('v (1−s)(1−(1−s)<sup>n</sup>)/s');
  expect(sentence('e^(-mu s)').text).toBe('e<sup>(−mu s)</sup>');
  for (const word of ['mean-gap test', 'a 4-way collision', 'c-th coin', 'day-end', 'MR1- and MR2-banks', 'k-1']) {
    expect(sentence(word).text).toBe(word);
  }
});

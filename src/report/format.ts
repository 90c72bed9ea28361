/**
 * Numbers as a person reads them: three significant digits together with the interval, thousands separated,
 * money in dollars and cents, times in s, min, h and d. Nothing here depends on the machine's locale.
 * @module
 */
import ln from '@stdlib/math-base-special-ln';
import { DAY, HOUR, MICRODOLLARS_PER_USD, MINUTE, SECOND } from '../units.ts';

/** How numbers of one row are written: value, interval and theory alike, so that they can be compared by eye. */
export interface Style {
  readonly prefix: string;
  readonly suffix: string;
  /** The number is divided by this before it is written. */
  readonly divisor: number;
  /** Digits after the point; null: in powers of ten. */
  readonly decimals: number | null;
}

type Scale = Omit<Style, 'decimals'>;

const LARGEST_PLAIN = 1e15;
const SMALLEST_PLAIN = 1e-4;

/** Times by the least value for which they are used, the longest first. */
const TIMES: readonly (readonly [number, string])[] = [
  [DAY, ' d'],
  [HOUR, ' h'],
  [MINUTE, ' min'],
  [SECOND, ' s'],
  [1000, ' ms'],
  [0, ' µs'],
];

/** A suffix for each unit that is not written as its own name; a plain number has the unit 1. */
const SUFFIXES: Readonly<Record<string, string>> = { count: '', '': '', number: '', '1': '' };
const MONEY: readonly string[] = ['usd', 'microdollars'];
const TIME: readonly string[] = ['us', 'microseconds'];
const RATES: readonly string[] = ['hashes/s', 'payments/s'];
const RATIOS: readonly string[] = ['ratio', 'share', 'probability'];
/** Behind a ratio's name: whose it is. */
const OF_RATIO = /\.(estimate|true)$/;

/**
 * The unit in which a reader wants a metric or a curve: a plain number that is named a ratio, or the estimate of one, is
 * read in per cent.
 */
export function unitOf({ name, unit }: { readonly name: string; readonly unit: string }): string {
  const last = name.replace(OF_RATIO, '').split(/[._]/).at(-1) ?? '';
  return unit === '1' && RATIOS.includes(last) ? last : unit;
}

/** The style in which a value with this unit and half-width is written. */
export function styleOf(unit: string, value: number, halfWidth: number | null): Style {
  const scale = scaleOf(unit, Math.abs(value));
  if (halfWidth === null && isCounted(unit) && Number.isInteger(value / scale.divisor))
    return { ...scale, decimals: 0 };
  const half = halfWidth === null ? null : halfWidth / scale.divisor;
  return { ...scale, decimals: decimalsOf(Math.abs(value) / scale.divisor, half) };
}

/** Neither money nor time nor a share: a whole number of these has no digits after its point. */
function isCounted(unit: string): boolean {
  return !MONEY.includes(unit.toLowerCase()) && !TIME.includes(unit) && !RATIOS.includes(unit);
}

function scaleOf(unit: string, magnitude: number): Scale {
  if (unit.toLowerCase() === 'usd') return moneyScale(magnitude, 1);
  if (unit === 'microdollars') return moneyScale(magnitude, MICRODOLLARS_PER_USD);
  if (TIME.includes(unit)) return timeScale(magnitude);
  if (RATIOS.includes(unit)) return { prefix: '', suffix: ' %', divisor: 0.01 };
  if (RATES.includes(unit)) return rateScale(unit, magnitude);
  return { prefix: '', suffix: SUFFIXES[unit] ?? ` ${unit.replaceAll('_', ' ')}`, divisor: 1 };
}

/** Rates go into the billions: these are said in words. */
function rateScale(unit: string, magnitude: number): Scale {
  const [divisor, word] = magnitude < 1e6 ? [1, ''] : magnitude < 1e9 ? [1e6, ' million'] : [1e9, ' billion'];
  return { prefix: '', suffix: `${word} ${unit}`, divisor };
}

/** Below a dollar people count in cents. */
function moneyScale(magnitude: number, perDollar: number): Scale {
  if (magnitude > 0 && magnitude < perDollar) return { prefix: '', suffix: '¢', divisor: perDollar / 100 };
  return { prefix: '$', suffix: '', divisor: perDollar };
}

function timeScale(magnitude: number): Scale {
  if (magnitude === 0) return { prefix: '', suffix: ' s', divisor: SECOND };
  const [divisor, suffix] = TIMES.find(([least]) => magnitude >= least) ?? [1, ' µs'];
  return { prefix: '', suffix, divisor: Math.max(divisor, 1) };
}

/** Three significant digits of the value, so many more as show the first digit of a narrow interval, fewer if it is wide. */
function decimalsOf(magnitude: number, halfWidth: number | null): number | null {
  if (magnitude >= LARGEST_PLAIN || (magnitude > 0 && magnitude < SMALLEST_PLAIN)) return null;
  const forValue = magnitude === 0 ? 0 : 2 - exponentOf(magnitude);
  if (halfWidth === null || halfWidth === 0) return Math.min(12, Math.max(0, forValue));
  const forInterval = -exponentOf(halfWidth);
  return Math.min(12, Math.max(0, forInterval, Math.min(forValue, forInterval + 1)));
}

function exponentOf(value: number): number {
  return Number(value.toExponential(2).split('e')[1]);
}

/** A number in a given style, with its unit: "$9.98", "38.2 %", "1,234 balls". */
export function write(style: Style, value: number): string {
  return `${value < 0 ? '−' : ''}${style.prefix}${digits(style, Math.abs(value))}${style.suffix}`;
}

/** A number and its half-width in a given style: "$9.98 ± 0.05"; the number alone when there is no interval. */
export function writeEstimate(style: Style, value: number, halfWidth: number | null): string {
  if (halfWidth === null) return write(style, value);
  const suffix = `${digits(style, halfWidth)}${style.suffix}`;
  return `${write({ ...style, suffix: '' }, value)} ± ${suffix}`;
}

/** A number with its unit in the style that fits it. */
export function quantity(unit: string, value: number, halfWidth: number | null = null): string {
  return writeEstimate(styleOf(unit, value, halfWidth), value, halfWidth);
}

function digits(style: Style, magnitude: number): string {
  if (!Number.isFinite(magnitude)) return Number.isNaN(magnitude) ? 'undefined' : 'infinite';
  const scaled = magnitude / style.divisor;
  return style.decimals === null || scaled >= LARGEST_PLAIN ? scientific(scaled) : grouped(scaled, style.decimals);
}

function scientific(magnitude: number): string {
  if (magnitude === 0) return '0';
  const [mantissa, exponent] = magnitude.toExponential(2).split('e');
  return `${mantissa} × 10^${Number(exponent)}`;
}

/** A magnitude below 10^21 with so many decimals and its thousands separated by commas. */
export function grouped(magnitude: number, decimals: number): string {
  const [whole, fraction] = magnitude.toFixed(decimals).split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** The logarithm to base 2 of a positive number, the same bits on every engine. */
export function log2(value: number): number {
  return ln(value) / Math.LN2;
}

/** A count of balls, hashes or coins: plain below a thousand, from there a power of two ("2^13.2"). */
export function powerOfTwo(count: number): string {
  if (count < 1000) return quantity('', count);
  return `2^${log2(count).toFixed(1).replace(/\.0$/, '')}`;
}

const RAISED: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** Two to a whole power with raised digits, for text in a drawing, where there is no other way to raise them. */
export function raisedPowerOfTwo(exponent: number): string {
  return `2${raised(exponent)}`;
}

/** Ten to a whole power, likewise. */
export function raisedPowerOfTen(exponent: number): string {
  return `10${raised(exponent)}`;
}

function raised(exponent: number): string {
  return String(exponent).replace(/[-\d]/g, (digit) => RAISED[digit] ?? '');
}

/** A moment of simulated time: "day 3" from two days on, else the time since the start. */
export function moment(time: number, span: number): string {
  return span >= 2 * DAY ? `day ${Math.floor(time / DAY) + 1}` : quantity('us', time);
}

const INTERVALS: readonly (readonly [number, string, string])[] = [
  [DAY, 'day', 'd'],
  [HOUR, 'hour', 'h'],
  [MINUTE, 'minute', 'min'],
  [SECOND, 'second', 's'],
];

/** A regular interval as it stands behind "per" or "in each": "hour", "12 min". */
export function interval(length: number): string {
  const whole = INTERVALS.find(([unit]) => length % unit === 0);
  if (whole === undefined) return quantity('us', length);
  const [unit, name, symbol] = whole;
  return length === unit ? name : `${length / unit} ${symbol}`;
}

/** A moment of simulated time to the minute, for runs over days: "day 3, 07:30". */
export function clock(time: number): string {
  const minutes = Math.floor((time % DAY) / MINUTE);
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `day ${Math.floor(time / DAY) + 1}, ${pair(Math.floor(minutes / 60))}:${pair(minutes % 60)}`;
}

/** A share of confidence as it is spoken of: "95 %", "99.9 %". */
export function confidenceWords(confidence: number): string {
  return quantity('ratio', confidence).replace(/\.0+ /, ' ');
}

/** A number without the zeros that end its decimals: "$10", "0.5¢", "0.001". */
export function plain(unit: string, value: number): string {
  return quantity(unit, value)
    .replace(/(\.\d*?)0+(?=\D*$)/, '$1')
    .replace(/\.(?=\D*$)/, '');
}

/** Dollars where there is little room: three digits, thousands as k and millions as M from $10,000 on. */
export function shortMoney(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 10_000) return quantity('usd', value);
  const [divisor, suffix] = magnitude < 1e6 ? [1e3, 'k'] : [1e6, 'M'];
  return write({ prefix: '$', suffix, divisor, decimals: magnitude / divisor < 100 ? 1 : 0 }, value);
}

/** Labels of which the same is said, together, in the order of the first of each. */
export function alike(
  said: readonly { readonly label: string; readonly words: string }[],
): { readonly labels: readonly string[]; readonly words: string }[] {
  const groups = new Map<string, string[]>();
  for (const { label, words } of said) groups.set(words, [...(groups.get(words) ?? []), label]);
  return [...groups].map(([words, labels]) => ({ labels, words }));
}

/** Words in a row: "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

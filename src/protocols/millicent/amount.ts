/**
 * Amounts of money as text: `0.005usd`.
 * Source: the lecture's slide; one writing for each amount is ours, so that whatever parses is canonical.
 * @module
 */
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../units.ts';
import { ascii, type TextReader } from './text-reader.ts';

const CURRENCY = 'usd';
const [FIRST, SECOND, THIRD] = ascii(CURRENCY);
const DECIMALS = 6;
const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;

/** The amount with as many decimals as it needs. @param amount a safe integer, not negative. */
export function amountText(amount: Microdollars): string {
  const whole = Math.floor(amount / MICRODOLLARS_PER_USD);
  const rest = amount % MICRODOLLARS_PER_USD;
  if (rest === 0) return `${whole}${CURRENCY}`;
  return `${whole}.${String(rest).padStart(DECIMALS, '0').replace(/0+$/, '')}${CURRENCY}`;
}

/**
 * Reads an amount. Flaws: `negative-amount`, `fractional-amount` (more than six decimals), `amount-too-large` (beyond
 * 2^53 - 1 micro-dollars), `malformed` (anything but its one writing).
 */
export function readAmount(reader: TextReader): Microdollars {
  if (reader.peek() === MINUS) reader.fail('negative-amount');
  const start = reader.at;
  const first = reader.peek();
  const whole = reader.digits();
  if (whole < 0 || (first === ZERO && reader.at - start > 1)) reader.fail('malformed');
  const amount = whole * MICRODOLLARS_PER_USD + (reader.accept(POINT) ? readDecimals(reader) : 0);
  if (!Number.isSafeInteger(amount)) reader.fail('amount-too-large');
  reader.expectThree(FIRST, SECOND, THIRD);
  return amount;
}

function readDecimals(reader: TextReader): Microdollars {
  const start = reader.at;
  const digits = reader.digits();
  const length = reader.at - start;
  if (length > DECIMALS) reader.fail('fractional-amount');
  // A zero at the end would be a second writing of the same amount.
  if (digits < 0 || digits % 10 === 0) reader.fail('malformed');
  let micros = digits;
  for (let i = length; i < DECIMALS; i++) micros *= 10;
  return micros;
}

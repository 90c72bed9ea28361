/**
 * Numbers in decimal digits, read without a regular expression, which would take a good part of the time of a line.
 * @module
 */

/** So many digits are always a number below 2^53. */
const DIGITS_MAX = 15;
const ZERO = 48;

/** The number that 1 to 15 digits are; undefined for any other text. */
export function digitsOf(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > DIGITS_MAX) return undefined;
  let number = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = 10 * number + digit;
  }
  return number;
}
